import type { Tag } from '../request/properties';
import type { Change, Plan } from './change';
import type { Names } from './names';
import type { Found, ObservedIdentity } from './observed';
import { type Owner, ownershipOf } from './ownership';
import { type DeletePlan, planDelete } from './plan-delete';
import { tagDifference } from './tag-difference';

/**
 * The changes that take back a failed Create: what is ours goes, and what had been handed over to us goes back to the
 * tags it bore before. From the world as it is now, since a change whose answer was lost may have happened.
 */
export function planUndo(names: Names, owner: Owner, before: ObservedIdentity, now: ObservedIdentity): DeletePlan {
  const offered = (found: Found<Tagged>) =>
    found.state === 'present' && ownershipOf(found.value.tags, owner).is === 'offered';
  const created: ObservedIdentity = {
    role: offered(before.role) ? { state: 'absent' } : now.role,
    policy: offered(before.policy) ? { state: 'absent' } : now.policy,
    instanceProfile: offered(before.instanceProfile) ? { state: 'absent' } : now.instanceProfile,
  };
  const deletion = planDelete(names, owner, created, 'Detach');
  if (deletion.state === 'obstructed') return deletion;
  const handBack = [...letGo(names, before.role, created, now), ...tagsBack(names, before, now, offered)];
  return { ...deletion, plan: inFront(handBack, deletion.plan) };
}

interface Tagged {
  readonly tags: readonly Tag[];
}

/** An adopted role lets go of the policy that is about to be deleted. */
function letGo(
  names: Names,
  before: ObservedIdentity['role'],
  created: ObservedIdentity,
  now: ObservedIdentity,
): readonly Change[] {
  if (created.role.state === 'present' || created.policy.state === 'absent' || now.role.state === 'absent') return [];
  const had = before.state === 'present' && before.value.attachedPolicyArns.includes(names.policyArn);
  if (had || !now.role.value.attachedPolicyArns.includes(names.policyArn)) return [];
  return [{ action: 'iam:DetachRolePolicy', input: { RoleName: names.name, PolicyArn: names.policyArn } }];
}

function tagsBack(
  names: Names,
  before: ObservedIdentity,
  now: ObservedIdentity,
  offered: (found: Found<Tagged>) => boolean,
): readonly Change[] {
  const role = offered(before.role) ? difference(now.role, before.role, 'onRole') : nothing;
  const policy = offered(before.policy) ? difference(now.policy, before.policy, 'onPolicyOrProfile') : nothing;
  const profile = offered(before.instanceProfile)
    ? difference(now.instanceProfile, before.instanceProfile, 'onPolicyOrProfile')
    : nothing;
  const { name: RoleName, name: InstanceProfileName, policyArn: PolicyArn } = names;
  return [
    ...when(role.set, { action: 'iam:TagRole', input: { RoleName, Tags: role.set } }),
    ...when(role.removeKeys, { action: 'iam:UntagRole', input: { RoleName, TagKeys: role.removeKeys } }),
    ...when(policy.set, { action: 'iam:TagPolicy', input: { PolicyArn, Tags: policy.set } }),
    ...when(policy.removeKeys, { action: 'iam:UntagPolicy', input: { PolicyArn, TagKeys: policy.removeKeys } }),
    ...when(profile.set, { action: 'iam:TagInstanceProfile', input: { InstanceProfileName, Tags: profile.set } }),
    ...when(profile.removeKeys, {
      action: 'iam:UntagInstanceProfile',
      input: { InstanceProfileName, TagKeys: profile.removeKeys },
    }),
  ];
}

const nothing: { set: Tag[]; removeKeys: string[] } = { set: [], removeKeys: [] };

function difference(now: Found<Tagged>, before: Found<Tagged>, kind: 'onRole' | 'onPolicyOrProfile') {
  if (now.state === 'absent' || before.state === 'absent') return nothing;
  const { set, removeKeys } = tagDifference(now.value.tags, before.value.tags, kind);
  return { set: [...set], removeKeys: [...removeKeys] };
}

const when = (list: readonly unknown[], change: Change): readonly Change[] => (list.length === 0 ? [] : [change]);

function inFront(changes: readonly Change[], [first = [], ...rest]: Plan): Plan {
  return [[...changes, ...first], ...rest].filter((stage) => stage.length > 0);
}
