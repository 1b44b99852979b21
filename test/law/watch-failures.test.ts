import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import { createRole, putKeyPolicy } from '../../local/aws/create';
import { all, type Hooks, throttling } from '../../local/aws/hooks';
import { LOG_ACCOUNT } from '../../local/two-accounts';
import { refusing } from './faults';
import { account } from './fixture';
import { created, ownersTags, valuesOf, withoutKeyGrant } from './watching';

const broken = 'app-broken';
const denied = ['AccessDenied', 403] as const;

/** Beside the role that works, one that nothing is attached to. */
async function two() {
  const there = await created();
  createRole(there.world, account, { RoleName: broken, Path: '/session-manager/', Tags: ownersTags(broken) });
  return there;
}

const of = (operation: Operation) => (called: Operation) => called === operation;

/** One operation fails for one role alone. */
function failingFor(operation: Operation, roleName: string, error: AwsError): Hooks {
  return {
    before: async (called, input) => {
      if (called === operation && JSON.stringify(input).includes(`"${roleName}"`)) throw error;
    },
  };
}

test('a role that cannot be read is told of, hides no other, and counts as what it was', async () => {
  const { run, world } = await two();
  await run();
  const hooks = failingFor('iam:GetRole', broken, new AwsError('AccessDenied', 403, 'Not you'));
  const { logs, events, watched } = await run({ hooks });
  expect(events).toEqual([]);
  expect(logs).toContainEqual({ event: 'unjudged', roleName: broken, reason: 'iam:GetRole refused: AccessDenied' });
  expect(watched).toEqual({ roles: 2, broken: 1, unproven: 0, unjudged: 1, memory: 'read' });
  expect(valuesOf(world, 'Verdict', { RoleName: 'app-sessions' })).toEqual([0, 0]);
  expect(valuesOf(world, 'Verdict', { RoleName: broken })).toEqual([2]);
});

test('an event that cannot be put is put by the next run', async () => {
  const { run } = await two();
  const refused = await run({ hooks: refusing(of('events:PutEvents'), denied) });
  expect(refused.watched).toMatchObject({ roles: 2, broken: 0, unjudged: 1 });
  expect((await run()).events).toHaveLength(1);
  expect((await run()).events).toEqual([]);
});

test('an entry that EventBridge refuses in an answer of 200 is no event that went out', async () => {
  const { run } = await two();
  const failed = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] };
  const hooks: Hooks = {
    after: async (operation, _input, output) => {
      if (operation === 'events:PutEvents') Object.assign(Object(output), failed);
    },
  };
  const { watched, logs } = await run({ hooks });
  expect(watched).toMatchObject({ roles: 2, unjudged: 1 });
  const reason = 'events:PutEvents: the event is refused (InternalFailure)';
  expect(logs).toContainEqual({ event: 'unjudged', roleName: broken, reason });
  expect((await run()).events).toHaveLength(1);
});

test('without a memory every bad role is an event, and the run says that it could not remember', async () => {
  const { run } = await two();
  await run();
  const { events, logs, watched } = await run({ hooks: refusing(of('cloudwatch:GetMetricData'), denied) });
  expect(events.map(({ detail }) => JSON.parse(detail).previousVerdict)).toEqual(['UNKNOWN']);
  expect(logs).toContainEqual({ event: 'unread', reason: 'cloudwatch:GetMetricData refused: AccessDenied' });
  expect(watched).toMatchObject({ roles: 2, broken: 1, unjudged: 0, memory: 'unread' });
});

test('without a memory, no doubt and no role that was not judged takes back what an earlier run said', async () => {
  const { run, world, logKeyArn } = await created();
  withoutKeyGrant(world, logKeyArn);
  await run();
  const blind = refusing(of('cloudwatch:GetMetricData'), denied);
  const unjudged = await run({ hooks: all(blind, refusing(of('iam:GetRole'), denied)) });
  expect(unjudged.watched).toEqual({ roles: 1, unproven: 0, unjudged: 1, memory: 'unread' });
  const doubted = await run({ hooks: all(blind, refusing(of('sts:AssumeRole'), denied)) });
  expect(doubted.logs).toContainEqual(expect.objectContaining({ event: 'verdict', verdict: 'UNPROVEN' }));
  expect(doubted.watched).toEqual({ roles: 1, unproven: 1, unjudged: 0, memory: 'unread' });
  expect(valuesOf(world, 'BrokenRoles')).toEqual([1]);
  expect((await run()).events).toEqual([]);
});

test.each([
  { code: 'InternalError', status: 503 },
  { code: 'TooManyRequests', status: 429 },
  { code: 'Throttling', status: 400 },
  { code: 'ECONNRESET', status: 0 },
])('what passes with time is no verdict and no event: $code', async ({ code, status }) => {
  const { run, world } = await created();
  await run();
  const { watched, logs, events } = await run({ hooks: refusing(of('s3:GetBucketPolicy'), [code, status]) });
  expect(watched).toMatchObject({ roles: 1, unproven: 0, unjudged: 1 });
  const reason = `s3:GetBucketPolicy not answered: ${code}`;
  expect(logs).toContainEqual({ event: 'unjudged', roleName: 'app-sessions', reason });
  expect([...events, ...(await run()).events]).toEqual([]);
  expect(valuesOf(world, 'Verdict', { RoleName: 'app-sessions' })).toEqual([0, 0]);
});

test('a run whose time is up says which roles it did not judge, calls nothing any more, and never calls them good', async () => {
  const { run, world, clock } = await two();
  for (let index = 0; index < 40; index += 1) {
    const name = `app-${index}`;
    createRole(world, account, { RoleName: name, Path: '/session-manager/', Tags: ownersTags(name) });
  }
  await run();
  const end = clock.now() + 10_500;
  const late: Operation[] = [];
  const slow: Hooks = {
    before: async (operation) => {
      if (clock.now() >= end) late.push(operation);
      await clock.sleep(1_000);
    },
  };
  const { watched, logs } = await run({ hooks: slow, secondsLeft: 10.5 });
  expect(watched.roles).toBe(42);
  expect(watched.broken).toBe(41);
  expect(watched.unjudged).toBeGreaterThan(0);
  expect(watched.unjudged).toBeLessThan(42);
  expect(logs.filter(({ event }) => event === 'unjudged')).toHaveLength(watched.unjudged);
  expect(logs.filter(({ event }) => event === 'verdict')).toHaveLength(42 - watched.unjudged);
  await clock.run(clock.sleep(60_000));
  expect(late).toEqual([]);
});

test('the 1000 roles that an account has by default fit into one run, where IAM answers 20 calls a second', async () => {
  const { run, world, clock } = await created();
  const { attached = [], permissionsBoundary = '' } = world.accounts[account]?.roles['app-sessions'] ?? {};
  for (let index = Object.keys(world.accounts[account]?.roles ?? {}).length; index < 103; index += 1) {
    const RoleName = `app-${index}`;
    const input = { RoleName, Path: '/session-manager/', Tags: ownersTags(RoleName) };
    createRole(world, account, { ...input, PermissionsBoundary: permissionsBoundary }, { attached });
  }
  const started = clock.now();
  const latency: Hooks = { before: async () => clock.sleep(50) };
  const { watched } = await run({ hooks: all(latency, throttling(20, 20, clock.now)) });
  const seconds = (clock.now() - started) / 1000 - 24 * 3600;
  expect(watched).toMatchObject({ roles: 100, unjudged: 0 });
  // Lambda's limit less the reserve, for a tenth of the roles.
  expect(seconds).toBeLessThan(89);
});

test('no event and no line holds what a policy of another account says, beyond the names of its statements', async () => {
  const { run, world, logKeyArn } = await created();
  await run();
  const secret = 'arn:aws:iam::999988887777:role/of-nobody-else';
  const Statement = [
    {
      Sid: 'Own',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${LOG_ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    denying(secret),
  ];
  putKeyPolicy(world, logKeyArn, { Version: '2012-10-17', Statement });
  const { events, logs } = await run();
  expect(events).toHaveLength(1);
  expect(JSON.stringify([events, logs])).not.toContain('999988887777');
});

const denying = (except: string) => ({
  ...{ Sid: 'NobodyElse', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
  Condition: { ArnNotEquals: { 'aws:PrincipalArn': except } },
});

test('nothing hides that the roles could not be listed', async () => {
  const { run } = await two();
  await expect(run({ hooks: refusing(of('iam:ListRoles'), denied) })).rejects.toThrow('Injected AccessDenied');
});
