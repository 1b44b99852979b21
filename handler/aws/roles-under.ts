import type { Call, Caller } from './operations';
import { allPages } from './pages';

/** The names of the roles that lie under any of these paths, each once. */
export async function rolesUnder(call: Call, caller: Caller, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map((PathPrefix) =>
      allPages(
        (Marker) => call('iam:ListRoles', { PathPrefix, ...Marker }, caller),
        ({ Roles = [] }) => Roles.flatMap(({ RoleName }) => RoleName ?? []),
      ),
    ),
  );
  return [...new Set(found.flat())];
}
