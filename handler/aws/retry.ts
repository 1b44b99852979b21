import { AwsError } from './aws-error';
import type { Clock } from './clock';
import type { Call, Operation } from './operations';

/** For how many milliseconds after its first attempt an operation that fails so is tried again; 0 for never. */
export type Patience = (operation: Operation, error: AwsError) => number;

/** The one retry of this function: by what an error means, and never past the deadline. */
export function retrying(call: Call, clock: Clock, patience: Patience): Call {
  return async (operation, input, caller) => {
    const started = clock.now();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await call(operation, input, caller);
      } catch (error) {
        const wait = backoff(attempt);
        const last = Math.min(started + patienceWith(error, operation, patience), clock.deadline);
        if (clock.now() + wait >= last) throw error;
        await clock.sleep(wait);
      }
    }
  };
}

const patienceWith = (error: unknown, operation: Operation, patience: Patience) =>
  error instanceof AwsError ? patience(operation, error) : 0;

const BUDGET = 120_000;
// StackSets create the function and its first resources together, when its role may be seconds old.
const YOUNG_ROLE = 20_000;
// Then whoever waits looks again.
const SETTLING = 20_000;
const OPTIONAL = 3_000;

/** Reading: whatever passes with time; a policy that was just seen has a version, which another replica may not know yet. */
export const reading: Patience = (operation, error) => {
  // A function in a VPC may have no way to Organizations, which only decides doubts.
  if (error.status === 0 && operation === 'organizations:DescribeOrganization') return OPTIONAL;
  if (passes(error)) return BUDGET;
  return error.code === 'NoSuchEntity' && operation === 'iam:GetPolicyVersion' ? SETTLING : 0;
};

/** Reading for a Create: besides, the function's own rights may still be on their way through IAM. */
const readingEarly: Patience = (operation, error) =>
  error.code === 'AccessDenied' && operation.startsWith('iam:') ? YOUNG_ROLE : reading(operation, error);

export const readingFor = { Create: readingEarly, Update: reading } as const;

/** Writing for an Update: an answer that was lost on a Create* is left to another look at the world. */
export const updating: Patience = (operation, error) => {
  if (unanswered(error)) return creates(operation) ? 0 : BUDGET;
  if (passes(error)) return BUDGET;
  return error.code === 'NoSuchEntity' && needsWhatWasCreated.has(operation) ? BUDGET : 0;
};

/** Writing for a Create: as early. */
export const creating: Patience = (operation, error) =>
  error.code === 'AccessDenied' ? YOUNG_ROLE : updating(operation, error);

/** Deleting: what was just detached may still seem to hang on, until it is time for another look. */
export const deleting: Patience = (_operation, error) => {
  if (error.code === 'DeleteConflict') return SETTLING;
  return passes(error) ? BUDGET : 0;
};

/** Whether the operation may have happened although it failed here. */
export const unanswered = ({ status }: AwsError) => status === 0 || status >= 500;

const creates = (operation: Operation) => operation.startsWith('iam:Create');

const needsWhatWasCreated: ReadonlySet<Operation> = new Set(['iam:AttachRolePolicy', 'iam:AddRoleToInstanceProfile']);

// LimitExceeded is a quota in IAM, which no waiting raises.
const passing: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'EntityTemporarilyUnmodifiable',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttled',
  'Throttling',
  'TooManyRequests',
]);

/** Whether the same may succeed later: it says nothing of what was asked for. */
export const passes = (error: AwsError) => unanswered(error) || error.status === 429 || passing.has(error.code);

const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;

// Jitter over the latter half: many stacks that were throttled together come back apart.
function backoff(attempt: number): number {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
