import fc from 'fast-check';
import type { Hooks } from '../../local/aws/hooks';
import { isWrite } from './faults';
import { plain, type Requested, type Stage, stage, standing } from './fixture';
import { iam, inNoOrder, trioOf } from './identity';

const id = 'app-sessions';
const cancelled: Requested = { type: 'Delete', id: 'app-Role-1A2B3C4D5E6F', properties: plain };

/** Lets something happen once in an invocation: before its nth call begins, or after the nth effect. */
function during(nth: number, when: 'before' | 'after', happen: (operation: string) => Promise<unknown>): Hooks {
  let seen = 0;
  const step = async (operation: string) => {
    seen += 1;
    if (seen === nth) await happen(operation);
  };
  return when === 'before' ? { before: step } : { after: step };
}

async function callsOf(before: readonly Requested[], request: Requested) {
  const { deliver } = stage();
  for (const earlier of before) await deliver(earlier);
  return (await deliver(request)).calls;
}

test.each(['before', 'after'] as const)(
  'a Create that is cancelled and deleted %s any of its calls takes effect leaves nothing',
  async (when) => {
    for (let nth = 1, happened = true; happened; nth += 1) {
      const { world, begin, deliver } = stage();
      const nothing = iam(world);
      const told = { deletion: 'none', tooLate: false };
      const hooks = during(nth, when, async (operation) => {
        // After its last question to CloudFormation a Create notices nothing more, and then the Delete finds everything.
        told.tooLate = when === 'after' && operation.startsWith('cloudformation:') && trioOf(world).role !== undefined;
        told.deletion = (await begin(cancelled)).body?.Status ?? 'none';
      });
      const { body } = await deliver({ type: 'Create', properties: plain }, { hooks });
      happened = told.deletion !== 'none';
      if (!happened) expect(nth).toBeGreaterThan(8);
      else
        expect({ nth, left: iam(world), deletion: told.deletion }).toEqual({ nth, left: nothing, deletion: 'SUCCESS' });
      expect([nth, body?.Status]).toEqual([nth, !happened || told.tooLate ? 'SUCCESS' : 'FAILED']);
      expect(body?.PhysicalResourceId).toBe(id);
    }
  },
);

test('a Create and the Delete that cancels it leave nothing, however their calls interleave', async () => {
  const delays = fc.infiniteStream(fc.integer({ min: 1, max: 900 }));
  const law = fc.asyncProperty(delays, delays, fc.integer({ min: 0, max: 6000 }), async (one, other, head) => {
    const { world, clock, begin } = stage();
    const nothing = iam(world);
    const slowly = (latency: fc.Stream<number>): Hooks => {
      return { before: () => clock.sleep(latency.next().value), after: () => clock.sleep(latency.next().value) };
    };
    const deletion = clock.sleep(head).then(() => begin(cancelled, { hooks: slowly(other) }));
    const creation = begin({ type: 'Create', properties: plain }, { hooks: slowly(one) });
    const [, { body }] = await clock.run(Promise.all([creation, deletion]));
    expect(body?.Status).toBe('SUCCESS');
    expect(iam(world)).toEqual(nothing);
  });
  await fc.assert(law, { numRuns: 20 });
});

test('a Create that died after its cancellation is undone by its own next delivery', async () => {
  const { world, clock, begin, deliver } = stage();
  const nothing = iam(world);
  // Verified, so that something is read after CloudFormation has told its status.
  const create: Requested = { type: 'Create', properties: { ...plain, Verification: 'Enforce' } };
  const calls = await callsOf([], create);
  // Deleted before the first write, once the resource seemed to be awaited still, and dead after the last.
  const hooks = during(
    calls.findIndex(({ operation }) => isWrite(operation)),
    'before',
    () => begin(cancelled),
  );
  const at = calls.findLastIndex(({ operation }) => isWrite(operation)) + 1;
  await clock.run(begin(create, { hooks, dies: { at, when: 'after' } }));
  expect(Object.keys(trioOf(world))).toEqual(['role', 'policy', 'profile']);
  const { body } = await deliver({ ...create, stack: 'ROLLBACK_COMPLETE', resource: 'DELETE_COMPLETE' });
  expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: id });
  expect(iam(world)).toEqual(nothing);
});

describe('a replacement that is cancelled during any of its calls', () => {
  const old: Requested = { type: 'Create', properties: { ...plain, RoleName: 'old' } };
  const renamed: Requested = { type: 'Update', id: 'old', properties: plain };

  async function cancelledAt(nth: number): Promise<Stage & { answer: string | undefined; before: object }> {
    const there = stage();
    await there.deliver(old);
    const before = inNoOrder(there.world);
    const hooks = during(nth, 'before', async () => standing(there.world, 'UPDATE_ROLLBACK_IN_PROGRESS'));
    const { body } = await there.deliver(renamed, { hooks });
    expect(body?.Status).toBe('FAILED');
    return { ...there, before, answer: body?.PhysicalResourceId };
  }

  test('undoes what it made, keeps what was, and answers with the id that was', async () => {
    const calls = await callsOf([old], renamed);
    for (let nth = calls.findIndex(({ operation }) => isWrite(operation)) + 1; nth <= calls.length; nth += 1) {
      const { world, answer, before } = await cancelledAt(nth);
      expect({ nth, answer, world: inNoOrder(world) }).toEqual({ nth, answer: 'old', world: before });
    }
  });
});
