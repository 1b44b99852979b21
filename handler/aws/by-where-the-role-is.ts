import type { Names } from '../core/identity/names';
import type { Writing } from './converge';
import { unlessMissing } from './unless-missing';

/**
 * Puts the names first under which the role lies: one name under two paths is one role, but two policies. A single
 * candidate is not asked about.
 */
export async function byWhereTheRoleIs(
  { read, caller }: Writing,
  candidates: readonly [Names, ...Names[]],
): Promise<readonly Names[]> {
  const [{ name }, ...others] = candidates;
  if (others.length === 0) return candidates;
  const found = await unlessMissing(() => read('iam:GetRole', { RoleName: name }, caller));
  const isThere = ({ roleArn }: Names) => roleArn === found?.Role?.Arn;
  return [...candidates.filter(isThere), ...candidates.filter((names) => !isThere(names))];
}
