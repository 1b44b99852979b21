import { AwsError } from '../../handler/aws/aws-error';
import type { Call, Operation } from '../../handler/aws/operations';
import { creating, deleting, type Patience, reading, retrying, updating } from '../../handler/aws/retry';
import { virtualClock } from '../local/cloudformation/virtual-clock';

const patiences = { reading, updating, creating, deleting };
const [never, young, long] = [0, 20_000, 120_000];

interface Row {
  readonly code: string;
  readonly status: number;
  readonly operation: Operation;
  readonly patience: Readonly<Record<keyof typeof patiences, number>>;
  readonly because: string;
}

const all = (patience: number) => ({ reading: patience, updating: patience, creating: patience, deleting: patience });
const passing = { operation: 'iam:UpdateRole', patience: all(long), because: 'it passes' } as const;
const final = { operation: 'iam:UpdateRole', patience: all(never), because: 'waiting does not help' } as const;
const lost = { ...all(long), updating: never, creating: never };

test.each<Row>([
  { code: 'Throttling', status: 400, ...passing },
  { code: 'Throttled', status: 429, ...passing },
  { code: 'TooManyRequests', status: 429, ...passing },
  { code: 'RequestLimitExceeded', status: 400, ...passing },
  { code: 'SlowDown', status: 503, ...passing },
  { code: 'ConcurrentModification', status: 409, ...passing },
  { code: 'EntityTemporarilyUnmodifiable', status: 409, ...passing },
  { code: 'ServiceFailure', status: 500, ...passing },
  { code: 'ECONNRESET', status: 0, ...passing },
  { code: 'LimitExceeded', status: 409, ...final },
  { code: 'MalformedPolicyDocument', status: 400, ...final },
  { code: 'InvalidInput', status: 400, ...final },
  { code: 'ValidationError', status: 400, ...final },
  { code: 'UnmodifiableEntity', status: 400, ...final },
  { code: 'PolicyNotAttachable', status: 400, ...final },
  { code: 'EntityAlreadyExists', status: 409, ...final },
  { code: 'NoSuchEntity', status: 404, ...final },
  {
    ...{ code: 'AccessDenied', status: 403, operation: 'iam:CreateRole' },
    patience: { ...all(never), creating: young },
    because: "the function's own rights may be on their way",
  },
  {
    ...{ code: 'DeleteConflict', status: 409, operation: 'iam:DeleteRole' },
    patience: { ...all(never), deleting: young },
    because: 'what was detached may still seem to hang on',
  },
  ...(['iam:AttachRolePolicy', 'iam:AddRoleToInstanceProfile'] as const).map((operation) => ({
    ...{ code: 'NoSuchEntity', status: 404, operation },
    patience: { ...all(never), updating: long, creating: long },
    because: 'what was created may not be seen yet',
  })),
  ...(['iam:CreateRole', 'iam:CreatePolicyVersion'] as const).flatMap((operation) => [
    { code: 'ECONNRESET', status: 0, operation, patience: lost, because: 'it may have happened all the same' },
    { code: 'ServiceFailure', status: 500, operation, patience: lost, because: 'it may have happened all the same' },
    { code: 'Throttling', status: 400, operation, patience: all(long), because: 'it did not happen' },
  ]),
])('$code of $operation is waited out for $patience, since $because', ({ code, status, operation, patience }) => {
  const error = new AwsError(code, status, 'Injected');
  const found = Object.entries(patiences).map(([name, told]) => [name, told(operation, error)]);
  expect(Object.fromEntries(found)).toEqual(patience);
});

/** A call that fails so until `passes`, retried; at which milliseconds it was attempted, and what came of it. */
async function attemptsUntil(passes: number, error: Error, patience: Patience, deadline = 1e9) {
  const clock = virtualClock();
  const began = clock.now();
  const times: number[] = [];
  const call = (async () => {
    times.push(clock.now() - began);
    if (clock.now() - began < passes) throw error;
    return {};
  }) as Call;
  const retried = retrying(call, { ...clock, deadline: began + deadline }, patience);
  const came = await clock.run(
    retried('iam:GetRole', { RoleName: 'r' }, { region: 'r' }).then(
      () => 'done',
      (reason: unknown) => reason,
    ),
  );
  return { came, times, last: times.at(-1) ?? 0 };
}

const throttled = new AwsError('Throttling', 400, 'Rate exceeded');

test('what passes in time is outlived, with waits that grow to five seconds and differ', async () => {
  const { came, times } = await attemptsUntil(60_000, throttled, reading);
  expect(came).toBe('done');
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  for (const [attempt, wait] of waits.entries()) {
    const ceiling = Math.min(5000, 200 * 2 ** attempt);
    expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
    expect(wait).toBeLessThanOrEqual(ceiling);
  }
  expect((await attemptsUntil(60_000, throttled, reading)).times).not.toEqual(times);
});

test('what does not pass within the patience is told as it came, and tried to the end', async () => {
  const { came, last } = await attemptsUntil(1e9, throttled, reading);
  expect(came).toBe(throttled);
  expect(last).toBeGreaterThan(110_000);
  expect(last).toBeLessThan(120_000);
});

test('nothing is tried after the deadline', async () => {
  const { came, last } = await attemptsUntil(1e9, throttled, reading, 7000);
  expect(came).toBe(throttled);
  expect(last).toBeLessThan(7000);
});

test('an error that is not of AWS is never tried again', async () => {
  const bug = new TypeError('undefined is not a function');
  expect(await attemptsUntil(1e9, bug, () => 1e9)).toEqual({ came: bug, times: [0], last: 0 });
});
