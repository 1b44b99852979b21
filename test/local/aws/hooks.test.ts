import { AwsError } from '../../../handler/aws/aws-error';
import { createRole } from '../../../local/aws/create';
import {
  all,
  dyingAt,
  failing,
  type Hooks,
  lagOfReads,
  lagOfTime,
  type Recorded,
  recording,
  replicas,
  throttling,
} from '../../../local/aws/hooks';
import { localCall } from '../../../local/aws/port';
import { startSession } from '../../../local/aws/sessions';
import { account, region, twoAccounts } from './admin';

const throttled = new AwsError('Throttling', 400, 'Rate exceeded');
const clock = { time: 0 };

function mounted(hooks: Hooks) {
  const world = twoAccounts();
  createRole(world, account, { RoleName: 'r', Description: 'old' });
  const call = localCall(world, { role: startSession(world, account, 'admin', 's'), now: () => clock.time, hooks });
  return {
    description: () => world.accounts[account]?.roles['r']?.description,
    update: (Description: string) => call('iam:UpdateRole', { RoleName: 'r', Description }, { region }),
    read: async () => (await call('iam:GetRole', { RoleName: 'r' }, { region })).Role?.Description,
  };
}

const settled = (promise: Promise<unknown>) =>
  Promise.race([
    promise.then(
      () => 'done',
      () => 'failed',
    ),
    new Promise((resolve) => setImmediate(() => resolve('never'))),
  ]);

test.each([
  {
    hooks: () => failing('iam:UpdateRole', 2, throttled, 'before'),
    came: ['done', 'failed', 'done'],
    last: ['1', '1', '3'],
  },
  { hooks: () => failing('any', 2, throttled, 'after'), came: ['done', 'failed', 'done'], last: ['1', '2', '3'] },
  { hooks: () => dyingAt(2, 'before'), came: ['done', 'never', 'never'], last: ['1', '1', '1'] },
  { hooks: () => dyingAt(2, 'after'), came: ['done', 'never', 'never'], last: ['1', '2', '2'] },
])('three writes come to $came and leave $last', async ({ hooks, came, last }) => {
  const { update, description } = mounted(hooks());
  const seen: [unknown, unknown][] = [];
  for (const value of ['1', '2', '3']) seen.push([await settled(update(value)), description()]);
  expect(seen).toEqual(came.map((outcome, index) => [outcome, last[index]]));
});

test('reads that lag by count see the world before the last write, so many times', async () => {
  const { update, read } = mounted(lagOfReads(2));
  await update('new');
  expect([await read(), await read(), await read()]).toEqual(['old', 'old', 'new']);
});

test('reads that lag by time see the world as it was then', async () => {
  const { update, read } = mounted(lagOfTime(100));
  clock.time = 1000;
  await update('new');
  clock.time = 1099;
  const early = await read();
  clock.time = 1100;
  expect([early, await read()]).toEqual(['old', 'new']);
});

test('throttling takes what it saved up and then so many a second', async () => {
  clock.time = 0;
  const { update } = mounted(throttling(2, 1, () => clock.time));
  const came: unknown[] = [];
  for (const time of [0, 0, 0, 900, 1000, 1000, 60_000, 60_000, 60_000]) {
    clock.time = time;
    came.push(await settled(update(String(time))));
  }
  const [done, failed] = ['done', 'failed'];
  expect(came).toEqual([done, done, failed, failed, done, failed, done, done, failed]);
});

test('replicas that disagree answer by turns', async () => {
  const { update, read } = mounted(replicas(100));
  clock.time = 1000;
  await update('new');
  clock.time = 1099;
  const early = [await read(), await read(), await read()];
  clock.time = 1100;
  expect([...early, await read()]).toEqual(['new', 'old', 'new', 'new']);
});

test('hooks are asked in order, and a recording holds what was asked', async () => {
  const calls: Recorded[] = [];
  const { update } = mounted(all(recording(calls), failing('any', 1, throttled, 'before')));
  await expect(update('new')).rejects.toBe(throttled);
  expect(calls).toMatchObject([{ operation: 'iam:UpdateRole', input: { RoleName: 'r', Description: 'new' } }]);
});
