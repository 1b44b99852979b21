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

/** What CloudFormation says of a stack, and by which id it knows the resource. */
export interface Known {
  readonly stack: Seen<string>;
  readonly physicalId: Seen<string>;
}

// In these CloudFormation deletes nothing: not yet, or no more.
const settledStack: ReadonlySet<string> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);

/** Why a Delete must be a late or a forged one: the stack has settled, and lives on the resource with this very id. */
export function settledResource({ stack, physicalId }: Known, deleted: string): string | undefined {
  if (stack.state !== 'present' || physicalId.state !== 'present') return undefined;
  if (physicalId.value !== deleted || !settledStack.has(stack.value)) return undefined;
  return `CloudFormation says that its stack is ${stack.value} with ${deleted} in it, and deletes no such resource`;
}
