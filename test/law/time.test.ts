import { AwsError } from '../../handler/aws/aws-error';
import type { Hooks } from '../../local/aws/hooks';
import { hangingAt, isWrite, type Refusal } from './faults';
import { type Given, plain, type Requested, type Stage, stage } from './fixture';
import { iam, trioOf } from './identity';

const id = 'app-sessions';
const { RoleName: _, ...unnamed } = plain;

const requests: readonly { readonly because: string; readonly request: Requested; readonly answered: unknown }[] = [
  { because: 'a Create', request: { type: 'Create', properties: plain }, answered: id },
  {
    because: 'a Create whose name is generated',
    request: { type: 'Create', properties: unnamed },
    answered: expect.stringMatching(/^app-Role-[0-9a-f]{12}$/),
  },
  { because: 'an Update', request: { type: 'Update', id, properties: { ...plain, Description: 'new' } }, answered: id },
  { because: 'a Delete', request: { type: 'Delete', id, properties: plain }, answered: id },
  {
    because: 'a Delete of an invented id',
    request: { type: 'Delete', id: 'app-Role-1A2B3C4D5E6F', properties: plain },
    answered: 'app-Role-1A2B3C4D5E6F',
  },
];

async function stageFor({ type }: Requested): Promise<Stage> {
  const there = stage();
  if (type !== 'Create') await there.deliver({ type: 'Create', properties: plain });
  return there;
}

describe.each(requests)('$because', ({ request, answered }) => {
  test('that begins after its deadline fails once, with its id, and calls nothing more', async () => {
    const there = await stageFor(request);
    // Six seconds are less than what is kept back for the answer.
    const slow: Hooks = { before: () => there.clock.sleep(100), after: () => there.clock.sleep(100) };
    const delivery = await there.deliver(request, { secondsLeft: -4, hooks: slow });
    await there.clock.run(there.clock.sleep(600_000));
    expect(delivery.bodies).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: answered })]);
    expect(delivery.late).toEqual([]);
  });

  test('whose first call or any write hangs fails at the deadline, once, and a Delete leaves nothing', async () => {
    const nothing = iam(stage().world);
    const { calls } = await (await stageFor(request)).deliver(request);
    for (const nth of [1, ...calls.flatMap(({ operation }, index) => (isWrite(operation) ? [index + 1] : []))]) {
      const there = await stageFor(request);
      const hooks = hangingAt(nth, there.clock);
      const began = there.clock.now();
      const delivery = await there.deliver(request, { secondsLeft: 290, hooks });
      expect(there.clock.now() - began).toBe(290_000);
      await there.clock.run(there.clock.sleep(600_000));
      expect(delivery.bodies).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: answered })]);
      expect(delivery.late).toEqual([]);
      await there.deliver({
        type: 'Delete',
        id: delivery.body?.PhysicalResourceId ?? '',
        properties: request.properties ?? {},
      });
      expect({ nth, iam: iam(there.world) }).toEqual({ nth, iam: nothing });
    }
  });
});

/** Every write fails so until so many seconds have passed since the first. */
function until(seconds: number, { clock }: Stage, [code, status]: Refusal): Hooks {
  let first: number | undefined;
  return {
    before: async (operation) => {
      if (!isWrite(operation)) return;
      first ??= clock.now();
      if (clock.now() - first < seconds * 1000) throw new AwsError(code, status, `Injected ${code}`);
    },
  };
}

const changed: Given = { ...plain, Description: 'changed', Tags: [{ Key: 'Team', Value: 'storage' }] };

test.each<[because: string, error: Refusal, seconds: number, type: 'Create' | 'Update', Status: string]>([
  ["the function's role may be seconds old", ['AccessDenied', 403], 10, 'Create', 'SUCCESS'],
  ['no right takes so long to arrive', ['AccessDenied', 403], 30, 'Create', 'FAILED'],
  ['the role is as old as the resource', ['AccessDenied', 403], 2, 'Update', 'FAILED'],
  ['many stacks at once are throttled for long', ['Throttling', 400], 60, 'Create', 'SUCCESS'],
  ['many stacks at once are throttled for long', ['Throttling', 400], 60, 'Update', 'SUCCESS'],
  ['the stack must go on some time', ['Throttling', 400], 200, 'Create', 'FAILED'],
  ['no waiting raises a quota', ['LimitExceeded', 409], 1, 'Create', 'FAILED'],
  ['a rate is no quota, whatever the SDK thinks', ['LimitExceeded', 409], 1, 'Update', 'FAILED'],
])('since %s, %j on all writes for %d s ends a(n) %s in %s', async (_because, error, seconds, type, Status) => {
  const there = await stageFor({ type });
  const untouched = iam(there.world);
  const request: Requested = { type, properties: changed, ...(type === 'Update' && { id }) };
  const { body } = await there.deliver(request, { hooks: until(seconds, there, error) });
  expect(body?.Status).toBe(Status);
  if (Status === 'FAILED') expect(iam(there.world)).toEqual(untouched);
});

test('what EC2 must see is waited for, as long as the template says, and nothing else is', async () => {
  const waiting = { ...plain, PropagationWaitSeconds: '25' };
  const there = stage();
  const times: number[] = [];
  for (const request of [
    { type: 'Create', properties: waiting },
    { type: 'Create', properties: waiting },
    { type: 'Update', id, properties: { ...waiting, Description: 'changed' } },
    { type: 'Delete', id, properties: waiting },
  ] as const) {
    const began = there.clock.now();
    await there.deliver(request);
    times.push(there.clock.now() - began);
  }
  expect(times).toEqual([25_000, 0, 0, 0]);
});

test('the wait for EC2 begins with the last write that it must see, whatever else is written meanwhile', async () => {
  const there = stage();
  const slow = new Map([
    ['iam:AddRoleToInstanceProfile', 2000],
    ['iam:AttachRolePolicy', 7000],
  ]);
  const hooks: Hooks = { before: (operation) => there.clock.sleep(slow.get(operation) ?? 0) };
  const began = there.clock.now();
  await there.deliver({ type: 'Create', properties: { ...plain, PropagationWaitSeconds: '10' } }, { hooks });
  expect(there.clock.now() - began).toBe(12_000);
});

test('a wait for EC2 is cut where it would make finished work late', async () => {
  const { world, deliver } = stage();
  const given = { ...plain, PropagationWaitSeconds: '120' };
  const { body } = await deliver({ type: 'Create', properties: given }, { secondsLeft: 60 });
  expect(body?.Status).toBe('SUCCESS');
  expect(Object.keys(trioOf(world))).toHaveLength(3);
});
