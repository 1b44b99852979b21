import { attachments } from './attachments';
import type { Change, Plan } from './change';
import type { Names } from './names';
import type { Found, ObservedIdentity, ObservedInstanceProfile, ObservedPolicy, ObservedRole } from './observed';
import { type Owner, ownershipOf } from './ownership';

/** The changes that remove what is ours, or what others attached that stands in the way. */
export type DeletePlan =
  | { readonly state: 'planned'; readonly plan: Plan; readonly leftAlone: readonly string[] }
  | { readonly state: 'obstructed'; readonly obstacles: readonly string[] };

/** `Detach`: policies that others put on our role are detached or deleted too (`ForceDetachPolicies`). */
export type ForeignPolicies = 'Keep' | 'Detach';

/**
 * Only what bears the owner's tags is touched; anything else under these names is left alone. The policies that the deleted
 * properties name are ours as those are that the role's record names: a cancelled Update may have cut the record short.
 */
export function planDelete(
  names: Names,
  owner: Owner,
  observed: ObservedIdentity,
  foreignPolicies: ForeignPolicies,
  managedPolicyArns: readonly string[] = [],
): DeletePlan {
  const own = ownOnly(owner, observed);
  const obstacles = [
    ...(foreignPolicies === 'Keep' ? foreignPoliciesOn(own.role, [names.policyArn, ...managedPolicyArns]) : []),
    ...foreignProfilesOf(own.role, isForeign(owner, observed.instanceProfile) ? undefined : names.name),
    ...foreignBearersOf(own.policy, names, isForeign(owner, observed.role) ? undefined : names.name),
  ];
  if (obstacles.length > 0) return { state: 'obstructed', obstacles };
  const plan = [[...emptyRole(own.role), ...emptyPolicy(own.policy), ...emptyProfile(own, names)], remove(own, names)];
  return { state: 'planned', plan: plan.filter((stage) => stage.length > 0), leftAlone: leftAlone(owner, observed) };
}

interface Own {
  readonly role?: ObservedRole;
  readonly policy?: ObservedPolicy;
  readonly profile?: ObservedInstanceProfile;
}

function ownOnly(owner: Owner, { role, policy, instanceProfile }: ObservedIdentity): Own {
  return {
    ...(isOwn(owner, role) && { role: role.value }),
    ...(isOwn(owner, policy) && { policy: policy.value }),
    ...(isOwn(owner, instanceProfile) && { profile: instanceProfile.value }),
  };
}

type Tagged = { readonly arn: string; readonly tags: ObservedRole['tags'] };

function isOwn<T extends Tagged>(owner: Owner, found: Found<T>): found is { state: 'present'; value: T } {
  return found.state === 'present' && ownershipOf(found.value.tags, owner).is === 'own';
}

function isForeign<T extends Tagged>(owner: Owner, found: Found<T>): found is { state: 'present'; value: T } {
  return found.state === 'present' && !isOwn(owner, found);
}

function leftAlone(owner: Owner, { role, policy, instanceProfile }: ObservedIdentity): readonly string[] {
  const found: readonly Found<Tagged>[] = [role, policy, instanceProfile];
  return found.flatMap((thing) => (isForeign(owner, thing) ? [thing.value.arn] : []));
}

function foreignPoliciesOn(role: ObservedRole | undefined, ours: readonly string[]): readonly string[] {
  if (role === undefined) return [];
  const { foreign } = attachments(role, ours);
  return [
    ...foreign.map((arn) => `the policy ${arn} is attached to the role: detach it, or set ForceDetachPolicies`),
    ...role.inlinePolicyNames.map(
      (name) => `the role has an inline policy "${name}": delete it, or set ForceDetachPolicies`,
    ),
  ];
}

function foreignProfilesOf(role: ObservedRole | undefined, own: string | undefined): readonly string[] {
  const others = role?.instanceProfileNames.filter((name) => name !== own) ?? [];
  return others.map((name) => `the instance profile "${name}" holds the role: remove the role from it`);
}

function foreignBearersOf(
  policy: ObservedPolicy | undefined,
  { policyArn }: Names,
  own: string | undefined,
): readonly string[] {
  const others = policy?.attachedTo.filter((name) => own === undefined || name !== `role ${own}`) ?? [];
  return others.map((name) => `the policy ${policyArn} is attached to ${name}: detach it there`);
}

function emptyRole(role: ObservedRole | undefined): readonly Change[] {
  if (role === undefined) return [];
  const RoleName = roleNameOf(role);
  return [
    ...role.attachedPolicyArns.map(
      (PolicyArn): Change => ({ action: 'iam:DetachRolePolicy', input: { RoleName, PolicyArn } }),
    ),
    ...role.inlinePolicyNames.map(
      (PolicyName): Change => ({ action: 'iam:DeleteRolePolicy', input: { RoleName, PolicyName } }),
    ),
  ];
}

function emptyPolicy(policy: ObservedPolicy | undefined): readonly Change[] {
  const others = policy?.versions.filter(({ isDefault }) => !isDefault) ?? [];
  return others.map(({ id: VersionId }): Change => {
    return { action: 'iam:DeletePolicyVersion', input: { PolicyArn: policy?.arn, VersionId } };
  });
}

function emptyProfile({ profile }: Own, { name: InstanceProfileName }: Names): readonly Change[] {
  const roles = profile?.roles ?? [];
  return roles.map(({ name: RoleName }): Change => {
    return { action: 'iam:RemoveRoleFromInstanceProfile', input: { InstanceProfileName, RoleName } };
  });
}

function remove({ role, policy, profile }: Own, { name }: Names): readonly Change[] {
  const changes: Change[] = [];
  if (profile !== undefined)
    changes.push({ action: 'iam:DeleteInstanceProfile', input: { InstanceProfileName: name } });
  if (policy !== undefined) changes.push({ action: 'iam:DeletePolicy', input: { PolicyArn: policy.arn } });
  if (role !== undefined) changes.push({ action: 'iam:DeleteRole', input: { RoleName: name } });
  return changes;
}

const roleNameOf = ({ arn }: ObservedRole) => arn.slice(arn.lastIndexOf('/') + 1);
