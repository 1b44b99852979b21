import type { Tag } from '../request/properties';

/** What turns one set of tags into another. */
export interface TagDifference {
  readonly set: readonly Tag[];
  readonly removeKeys: readonly string[];
}

/** `onRole`: IAM compares tag keys regardless of case on roles, exactly on policies and instance profiles. */
export function tagDifference(
  observed: readonly Tag[],
  desired: readonly Tag[],
  kind: 'onRole' | 'onPolicyOrProfile',
): TagDifference {
  const fold = kind === 'onRole' ? (key: string) => key.toLowerCase() : (key: string) => key;
  const wanted = new Set(desired.map(({ Key }) => fold(Key)));
  return {
    set: desired.filter((tag) => !observed.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value)),
    removeKeys: observed.map(({ Key }) => Key).filter((key) => !wanted.has(fold(key))),
  };
}
