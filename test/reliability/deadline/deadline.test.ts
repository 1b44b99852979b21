import type { Hooks } from '../../../local/aws/hooks';
import { isWrite } from '../../law/faults';
import { type Delivery, type Given, plain, properties, type Requested, type Stage, stage } from '../../law/fixture';
import { iam } from '../../law/identity';
import { seeded } from '../chance';
import { openTally } from '../tally';

const tally = openTally();
const id = 'app-sessions';

const requests: Readonly<Record<string, Requested>> = {
  Create: { type: 'Create', properties },
  'Create under a generated name': { type: 'Create', properties: { ...plain, RoleName: undefined } },
  'Update in place': { type: 'Update', id, properties: { ...properties, Description: 'new' } },
  'Update by replacement': { type: 'Update', id, properties: { ...properties, RoleName: 'app-renamed' } },
  Delete: { type: 'Delete', id, properties },
  'Delete under an invented id': { type: 'Delete', id: 'app-Role-1A2B3C4D5E6F', properties },
};

// index.ts keeps ten seconds of what Lambda says is left, for the answer.
const RESERVE = 10;
const remaining = [0, 1, 2, 5, 9, 10, 11, 12, 15, 20, 25, 30, 40, 50, 60];
const slow = [1, 5, 20];

async function stageFor({ type }: Requested): Promise<Stage> {
  const there = stage();
  if (type !== 'Create') await there.deliver({ type: 'Create', properties });
  await there.clock.run(there.clock.sleep(60_000));
  return there;
}

/** Half of a call's time passes before its effect. */
function lasting(seconds: number, { clock }: Stage, also: Hooks = {}): Hooks {
  const half = () => clock.sleep(seconds * 500);
  return {
    before: async (...call) => {
      await half();
      await also.before?.(...call);
    },
    after: half,
  };
}

/** Which ids CloudFormation can go on with: its own, or the one from which a Delete finds whatever was begun. */
function rightIds({ type, properties: given = {}, id: known }: Requested): RegExp {
  const name = String((given as Given)['RoleName'] ?? 'app-Role-[0-9a-f]{12}');
  return new RegExp(`^(${[...(type === 'Create' ? [] : [known]), ...(type === 'Delete' ? [] : [name])].join('|')})$`);
}

interface Judged {
  readonly there: Stage;
  readonly request: Requested;
  readonly began: number;
  readonly seconds: number;
  readonly delivery: Delivery;
}

/** Once, with the right id, in time, and nothing is written afterwards. */
async function lawsBrokenBy({ there, request, began, seconds, delivery }: Judged): Promise<readonly string[]> {
  const answeredAfter = there.clock.now() - began;
  const settled = iam(there.world);
  await there.clock.run(there.clock.sleep(600_000));
  const { bodies, late } = delivery;
  const [body] = bodies;
  const writes = late.filter(({ operation }) => isWrite(operation));
  // What was on its way when the answer was given may still arrive: nothing that begins afterwards may.
  const same = JSON.stringify(iam(there.world)) === JSON.stringify(settled) || body?.Status === 'FAILED';
  return [
    ...(bodies.length === 1 ? [] : [`${bodies.length} answers`]),
    ...(rightIds(request).test(body?.PhysicalResourceId ?? '') ? [] : [`answered with ${body?.PhysicalResourceId}`]),
    ...(answeredAfter <= Math.max(0, seconds) * 1000 ? [] : [`answered after ${answeredAfter} ms`]),
    ...(writes.length === 0 ? [] : [`${writes[0]?.operation} began after the answer`]),
    ...(same ? [] : ['the world changed after SUCCESS']),
  ];
}

describe.each(Object.entries(requests))('%s', (row, request) => {
  test('is answered once, in time and with the right id, however little time is left and however slow the calls', async () => {
    const broken: string[] = [];
    for (const call of slow) {
      for (const left of remaining) {
        seeded(`${row} ${call} ${left}`);
        const there = await stageFor(request);
        const seconds = left - RESERVE;
        const began = there.clock.now();
        const delivery = await there.deliver(request, { secondsLeft: seconds, hooks: lasting(call, there) });
        const laws = await lawsBrokenBy({ there, request, began, seconds, delivery });
        const column = `calls of ${call} s`;
        tally({ table: 'Deadline', row, column, held: laws.length === 0 });
        broken.push(...laws.map((law) => `${left} s left, ${column}: ${law}`));
      }
    }
    expect(broken).toEqual([]);
  });

  test.each([-3_600_000, -30_000, 30_000, 3_600_000])(
    'is answered once and rightly when the clock jumps by %d ms',
    async (jump) => {
      const { calls } = await (await stageFor(request)).deliver(request);
      const broken: string[] = [];
      for (let nth = 1; nth <= calls.length; nth += 1) {
        const there = await stageFor(request);
        let seen = 0;
        const jumping: Hooks = {
          before: async () => {
            seen += 1;
            if (seen === nth) there.clock.jump(jump);
          },
        };
        const began = there.clock.now() + jump;
        const hooks = lasting(1, there, jumping);
        const delivery = await there.deliver(request, { secondsLeft: 280, hooks });
        const laws = await lawsBrokenBy({ there, request, began, seconds: 280, delivery });
        tally({ table: 'Deadline', row, column: `clock jumps ${jump / 1000} s`, held: laws.length === 0 });
        broken.push(...laws.map((law) => `at call ${nth}: ${law}`));
      }
      expect(broken).toEqual([]);
    },
  );
});
