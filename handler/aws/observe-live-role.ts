import type { LiveRole } from '../core/access/live-role';
import type { NamedPolicy } from '../core/access/observed';
import { absent, present, type Seen } from '../core/seen';
import { observeInlinePolicies, observeManagedPolicies } from './observe-policies';
import type { Call, Caller, Operation, Output } from './operations';
import { allPages } from './pages';
import { seen } from './seen';

/** What a role really has, whoever made it. */
export async function observeLiveRole(call: Call, caller: Caller, name: string): Promise<Seen<LiveRole>> {
  const asked: Asked = { call, caller, RoleName: name };
  const [role, attached, inline, instanceProfiles] = await Promise.all([
    observeRole(asked),
    attachedPolicies(asked),
    inlinePolicies(asked),
    instanceProfileNames(asked),
  ]);
  if (role.state !== 'present') return role;
  const { boundaryArn, roleId, trustPolicy, ...found } = role.value;
  const [boundary] = boundaryArn === undefined ? [] : await observeManagedPolicies(call, caller, [boundaryArn]);
  const identity = {
    policies: [...attached, ...inline],
    ...(boundary !== undefined && { boundary }),
    roleId,
    reach: { trustPolicy, instanceProfiles },
  };
  return present({ ...found, identity });
}

interface Asked {
  readonly call: Call;
  readonly caller: Caller;
  readonly RoleName: string;
}

type Role = NonNullable<Output<'iam:GetRole'>['Role']>;

function observeRole({ call, caller, RoleName }: Asked) {
  return seen('iam:GetRole', async () => {
    const { Role } = await call('iam:GetRole', { RoleName }, caller);
    return Role === undefined ? absent : present(roleOf(Role));
  });
}

function roleOf({ RoleName = '', Arn = '', RoleId = '', Tags = [], ...role }: Role) {
  const boundaryArn = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name: RoleName,
    arn: Arn,
    roleId: RoleId,
    tags: Tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    // IAM returns policy documents URL-encoded (RFC 3986), and the SDK leaves them so.
    trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? ''),
    ...(boundaryArn !== undefined && { boundaryArn }),
  };
}

async function attachedPolicies({ call, caller, RoleName }: Asked): Promise<readonly NamedPolicy[]> {
  const arns = await listed('iam:ListAttachedRolePolicies', () =>
    allPages(
      (Marker) => call('iam:ListAttachedRolePolicies', { RoleName, ...Marker }, caller),
      ({ AttachedPolicies = [] }) => AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
    ),
  );
  if (arns.state !== 'present') return [{ name: 'the attached policies', document: arns }];
  return observeManagedPolicies(call, caller, arns.value);
}

async function inlinePolicies({ call, caller, RoleName }: Asked): Promise<readonly NamedPolicy[]> {
  const names = await listed('iam:ListRolePolicies', () =>
    allPages(
      (Marker) => call('iam:ListRolePolicies', { RoleName, ...Marker }, caller),
      ({ PolicyNames = [] }) => PolicyNames,
    ),
  );
  if (names.state !== 'present') return [{ name: 'the inline policies', document: names }];
  return observeInlinePolicies(call, caller, { name: RoleName, inlinePolicyNames: names.value });
}

function instanceProfileNames({ call, caller, RoleName }: Asked): Promise<Seen<readonly string[]>> {
  return listed('iam:ListInstanceProfilesForRole', () =>
    allPages(
      (Marker) => call('iam:ListInstanceProfilesForRole', { RoleName, ...Marker }, caller),
      ({ InstanceProfiles = [] }) => InstanceProfiles.flatMap(({ InstanceProfileName }) => InstanceProfileName ?? []),
    ),
  );
}

const listed = <T>(operation: Operation, read: () => Promise<readonly T[]>): Promise<Seen<readonly T[]>> =>
  seen(operation, async () => present(await read()));
