import type { Tag } from '../request/properties';
import type { Change } from './change';
import type { Names } from './names';
import type { Found, ObservedIdentity } from './observed';
import { type Owner, ownershipOf } from './ownership';
import { type DeletePlan, planDelete } from './plan-delete';
import { some, type Taggable, taggables } from './tag-changes';
import { tagDifference } from './tag-difference';

/**
 * The changes that take back a failed Create: what is ours goes, and what had been handed over to us goes back to the
 * tags it bore before. From the world as it is now, since a change whose answer was lost may have happened.
 */
export function planUndo(names: Names, owner: Owner, before: ObservedIdentity, now: ObservedIdentity): DeletePlan {
  const adopted: Adopted = {
    role: isOffered(before.role, owner),
    policy: isOffered(before.policy, owner),
    instanceProfile: isOffered(before.instanceProfile, owner),
  };
  const created: ObservedIdentity = {
    role: adopted.role ? { state: 'absent' } : now.role,
    policy: adopted.policy ? { state: 'absent' } : now.policy,
    instanceProfile: adopted.instanceProfile ? { state: 'absent' } : now.instanceProfile,
  };
  // What others put on the role meanwhile is theirs: it is left to a Delete, which has been told what to do about it.
  const deletion = planDelete(names, owner, created, 'Keep');
  if (deletion.state === 'obstructed') return deletion;
  const tags = tagsBack(names, adopted, before, now);
  const stages = [
    [...letGo(names, adopted, before, now), ...tags.flatMap(({ remove }) => remove)],
    ...deletion.plan,
    tags.flatMap(({ set }) => set),
  ];
  return { ...deletion, plan: stages.filter((stage) => stage.length > 0) };
}

interface Tagged {
  readonly tags: readonly Tag[];
}

/** Which of the three had been handed over, and stay. */
type Adopted = Readonly<Record<keyof ObservedIdentity, boolean>>;

function isOffered(found: Found<Tagged>, owner: Owner): boolean {
  return found.state === 'present' && ownershipOf(found.value.tags, owner).is === 'offered';
}

/** What was adopted lets go of what goes, and of what it did not have. */
function letGo(
  { name, policyArn }: Names,
  adopted: Adopted,
  before: ObservedIdentity,
  now: ObservedIdentity,
): readonly Change[] {
  const bears = ({ role }: ObservedIdentity) =>
    role.state === 'present' && role.value.attachedPolicyArns.includes(policyArn);
  const holds = ({ instanceProfile }: ObservedIdentity) =>
    instanceProfile.state === 'present' && instanceProfile.value.roles.some((role) => role.name === name);
  const changes: Change[] = [];
  if (adopted.role && bears(now) && !(adopted.policy && bears(before))) {
    changes.push({ action: 'iam:DetachRolePolicy', input: { RoleName: name, PolicyArn: policyArn } });
  }
  if (adopted.instanceProfile && holds(now) && !(adopted.role && holds(before))) {
    changes.push({
      action: 'iam:RemoveRoleFromInstanceProfile',
      input: { InstanceProfileName: name, RoleName: name },
    });
  }
  return changes;
}

/** Our tags go before the former ones come back: a thing bears 50 at most. */
interface TagsBack {
  readonly remove: readonly Change[];
  readonly set: readonly Change[];
}

function tagsBack(
  names: Names,
  adopted: Adopted,
  before: ObservedIdentity,
  now: ObservedIdentity,
): readonly TagsBack[] {
  const things = taggables(names);
  const kinds = ['role', 'policy', 'instanceProfile'] as const;
  return kinds
    .filter((kind) => adopted[kind])
    .map((kind) => difference(things[kind], { before: before[kind], now: now[kind] }));
}

function difference(thing: Taggable, { before, now }: { before: Found<Tagged>; now: Found<Tagged> }): TagsBack {
  if (before.state === 'absent' || now.state === 'absent') return { remove: [], set: [] };
  const { set, removeKeys } = tagDifference(now.value.tags, before.value.tags, thing.kind);
  return { remove: some(removeKeys, thing.untag), set: some(set, thing.tag) };
}
