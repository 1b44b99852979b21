import type { Tag } from '../request/properties';
import type { Change } from './change';
import type { Names } from './names';
import { ADOPT_TAG } from './ownership';
import { tagDifference } from './tag-difference';

/** How one thing in IAM is tagged, and how it tells tag keys apart. */
export interface Taggable {
  readonly kind: 'onRole' | 'onPolicyOrProfile';
  readonly tag: (Tags: Tag[]) => Change;
  readonly untag: (TagKeys: string[]) => Change;
}

export function taggables({ name, policyArn: PolicyArn }: Names) {
  const [RoleName, InstanceProfileName] = [name, name];
  return {
    role: {
      kind: 'onRole',
      tag: (Tags) => ({ action: 'iam:TagRole', input: { RoleName, Tags } }),
      untag: (TagKeys) => ({ action: 'iam:UntagRole', input: { RoleName, TagKeys } }),
    },
    policy: {
      kind: 'onPolicyOrProfile',
      tag: (Tags) => ({ action: 'iam:TagPolicy', input: { PolicyArn, Tags } }),
      untag: (TagKeys) => ({ action: 'iam:UntagPolicy', input: { PolicyArn, TagKeys } }),
    },
    instanceProfile: {
      kind: 'onPolicyOrProfile',
      tag: (Tags) => ({ action: 'iam:TagInstanceProfile', input: { InstanceProfileName, Tags } }),
      untag: (TagKeys) => ({ action: 'iam:UntagInstanceProfile', input: { InstanceProfileName, TagKeys } }),
    },
  } as const satisfies Record<string, Taggable>;
}

/** The changes from one set of tags to another, in their order. */
export interface TagStages {
  readonly makeRoom: readonly Change[];
  readonly set: readonly Change[];
  readonly remove: readonly Change[];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const TAGS = 50;

/** Tags go once ours are there, so that a thing is offered until it is owned; only where both are too many, some go before. */
export function tagStages(thing: Taggable, observed: readonly Tag[], desired: readonly Tag[]): TagStages {
  const { set, removeKeys } = tagDifference(observed, desired, thing.kind);
  const crowded = observed.length + set.length > TAGS;
  const early = crowded ? removeKeys.filter((key) => key !== ADOPT_TAG) : [];
  return {
    makeRoom: some(early, thing.untag),
    set: some(set, thing.tag),
    remove: some(
      removeKeys.filter((key) => !early.includes(key)),
      thing.untag,
    ),
  };
}

/** One change for a list that is not empty. */
export function some<T>(list: readonly T[], change: (list: T[]) => Change): readonly Change[] {
  return list.length === 0 ? [] : [change([...list])];
}
