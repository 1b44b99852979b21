import * as z from 'zod/mini';
import type { Account } from './account';

/** Role, policy and instance profile of one name, as IAM shows them. */
export interface Identity {
  readonly role: Readonly<Record<string, unknown>>;
  readonly attachedPolicies: readonly string[];
  readonly policyVersion: Readonly<Record<string, unknown>>;
  readonly instanceProfile: Readonly<Record<string, unknown>>;
}

/** What IAM shows of a role and of the policy and the instance profile that bear its name. */
export async function identityOf({ id, call }: Account, name: string): Promise<Identity> {
  const PolicyArn = `arn:aws:iam::${id}:policy/session-manager/${name}`;
  const { Role } = withRole.parse(await call('iam', 'GetRole', { RoleName: name }));
  const { AttachedPolicies } = attached.parse(await call('iam', 'ListAttachedRolePolicies', { RoleName: name }));
  const { Policy } = withPolicy.parse(await call('iam', 'GetPolicy', { PolicyArn }));
  const { PolicyVersion } = withVersion.parse(
    await call('iam', 'GetPolicyVersion', { PolicyArn, VersionId: Policy.DefaultVersionId }),
  );
  const { InstanceProfile } = withProfile.parse(await call('iam', 'GetInstanceProfile', { InstanceProfileName: name }));
  return {
    role: Role,
    attachedPolicies: AttachedPolicies.map((policy) => policy.PolicyArn),
    policyVersion: PolicyVersion,
    instanceProfile: InstanceProfile,
  };
}

/** ARNs of the roles, policies and instance profiles under the function's path whose names begin so. */
export async function underRolePath({ call }: Account, prefix: string): Promise<readonly string[]> {
  const path = { PathPrefix: '/session-manager/' };
  const found = [
    ...roles.parse(await call('iam', 'ListRoles', path)).Roles,
    ...policies.parse(await call('iam', 'ListPolicies', { ...path, Scope: 'Local' })).Policies,
    ...profiles.parse(await call('iam', 'ListInstanceProfiles', path)).InstanceProfiles,
  ];
  return found.map(({ Arn }) => Arn).filter((arn) => arn.includes(`/session-manager/${prefix}`));
}

const things = z.array(z.object({ Arn: z.string() }));
const roles = z.object({ Roles: things });
const policies = z.object({ Policies: things });
const profiles = z.object({ InstanceProfiles: things });
const record = z.record(z.string(), z.unknown());
const withRole = z.object({ Role: record });
const withProfile = z.object({ InstanceProfile: record });
const withPolicy = z.object({ Policy: z.object({ DefaultVersionId: z.string() }) });
const withVersion = z.object({ PolicyVersion: record });
const attached = z.object({ AttachedPolicies: z.array(z.object({ PolicyArn: z.string() })) });
