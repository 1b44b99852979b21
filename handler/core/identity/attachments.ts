import { shortHash } from './names';
import type { ObservedRole } from './observed';
import { MANAGED_POLICIES_TAG, tagValue } from './ownership';

/** The managed policies on a role, sorted by what is to become of them. */
export interface Attachments {
  readonly toAttach: readonly string[];
  /** Attached by this function at some time, as the role's own record says, and no longer wanted. */
  readonly toDetach: readonly string[];
  /** Attached by somebody else: reported, never touched on Update. */
  readonly foreign: readonly string[];
}

export function attachments(
  role: Pick<ObservedRole, 'attachedPolicyArns' | 'tags'> | undefined,
  wanted: readonly string[],
): Attachments {
  const attached = role?.attachedPolicyArns ?? [];
  const record = new Set((tagValue(role?.tags ?? [], MANAGED_POLICIES_TAG) ?? '').split(' '));
  const surplus = attached.filter((arn) => !wanted.includes(arn));
  return {
    toAttach: wanted.filter((arn) => !attached.includes(arn)),
    toDetach: surplus.filter((arn) => record.has(shortHash(arn))),
    foreign: surplus.filter((arn) => !record.has(shortHash(arn))),
  };
}
