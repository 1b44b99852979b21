import type { Seen } from './seen';

/** What CloudFormation still wants of a request, by its status of the resource (on Create) or of the stack (on Update). */
export type Standing =
  | { readonly is: 'forward' | 'rollingBack' }
  /** It no longer waits: this Create was cancelled, or this delivery of it came after another was answered. */
  | { readonly is: 'cancelled' | 'answered'; readonly status: string };

/** How a request stands before the first write; where CloudFormation may not be asked, we go on as asked. */
export function standingOf(type: 'Create' | 'Update', status: Seen<string>): Standing {
  if (status.state !== 'present') return { is: 'forward' };
  return type === 'Create' ? ofCreate(status.value) : ofUpdate(status.value);
}

function ofCreate(status: string): Standing {
  if (status === 'CREATE_IN_PROGRESS') return { is: 'forward' };
  return { is: /^(CREATE_COMPLETE|UPDATE_)/.test(status) ? 'answered' : 'cancelled', status };
}

// Every other status means that the stack's Update has ended: this is a late delivery of it.
function ofUpdate(status: string): Standing {
  if (status === 'UPDATE_IN_PROGRESS') return { is: 'forward' };
  if (status === 'UPDATE_ROLLBACK_IN_PROGRESS') return { is: 'rollingBack' };
  return { is: /ROLLBACK|DELETE/.test(status) ? 'cancelled' : 'answered', status };
}

/** Whether a request that went ahead under `before` was cancelled meanwhile. */
export function cancelledSince(before: Standing, now: Standing): string | undefined {
  if (now.is === 'cancelled') return now.status;
  return before.is === 'forward' && now.is === 'rollingBack' ? 'that the stack rolls back' : undefined;
}

/** Why a Delete must be a late or a forged one: CloudFormation is content with the resource that bears this very id. */
export function settledResource(
  known: Seen<{ readonly status: string; readonly physicalId?: string }>,
  physicalId: string,
): string | undefined {
  if (known.state !== 'present' || known.value.physicalId !== physicalId) return undefined;
  const { status } = known.value;
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status)) return undefined;
  return `CloudFormation says that ${physicalId} is ${status}, and deletes no such resource`;
}
