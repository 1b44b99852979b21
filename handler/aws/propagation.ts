import type { Clock } from './clock';
import type { Call, Operation } from './operations';

// Kept back from the wait for the last question to CloudFormation.
const LAST_QUESTION = 10_000;

/** Writes, and the wait for EC2 after those of them that it must see. */
export interface Awaiting {
  readonly write: Call;
  readonly propagation: (seconds: number) => Promise<void>;
}

/**
 * EC2 sees what was written later than IAM does: the wait begins with the last write that it must see, whatever else is
 * written meanwhile, and ends before what is finished would be answered as late.
 */
export function awaiting(call: Call, { now, sleep, deadline }: Clock): Awaiting {
  let since = Number.NEGATIVE_INFINITY;
  const write: Call = (operation, input, caller) =>
    call(operation, input, caller).finally(() => {
      if (awaitedByEc2.has(operation)) since = now();
    });
  const propagation = async (seconds: number) => {
    const wait = Math.min(since + seconds * 1000, deadline - LAST_QUESTION) - now();
    if (wait > 0) await sleep(wait);
  };
  return { write, propagation };
}

const awaitedByEc2: ReadonlySet<Operation> = new Set([
  'iam:AddRoleToInstanceProfile',
  'iam:CreateInstanceProfile',
  'iam:CreateRole',
]);
