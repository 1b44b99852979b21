import type { World } from '../../../local/aws/world';
import { type Requested, stage } from '../../law/fixture';
import { iam, inNoOrder } from '../../law/identity';
import { seeded } from '../chance';
import { openTally } from '../tally';
import { callsOf, type Met, meet, type Pace, paces } from './interleaving';
import { type Order, orders, type Wanted } from './meetings';

const tally = openTally();
/** What one invocation may take. */
const LIFETIME = 300_000;

test.each(Object.entries(orders))(
  '%s: no orphan, both answered, in bounded time, in every order',
  async (row, order) => {
    const wanted = await worldsOf(order);
    const broken: string[] = [];
    const calls = await callsOf(order);
    for (const pace of pacesOf) {
      for (let nth = 1; nth <= calls + 1; nth += 1) {
        seeded(`${row} ${nth} ${pace}`);
        const met = await meet(order, nth, pace);
        const { laws, excepted } = await judged(order, met, wanted);
        const exceptions = excepted && order.exception !== undefined ? [order.exception.name] : [];
        tally({
          table: 'Two deliveries, in every order',
          row,
          column: `second ${pace}`,
          held: laws.length === 0,
          exceptions,
        });
        broken.push(...laws.map((law) => `before call ${nth}, ${pace}: ${law}`));
      }
    }
    expect(broken).toEqual([]);
  },
);

const isPace = (name: string): name is Pace => Object.hasOwn(paces, name);
const pacesOf = Object.keys(paces).filter(isPace);

/** What a world means, as text. */
const meant = (world: World) => JSON.stringify(inNoOrder(world));

type Worlds = Readonly<Record<Wanted, string>>;

async function worldsOf({ before, second }: Order): Promise<Worlds> {
  const after = async (requests: readonly Requested[]) => {
    const { world, deliver } = stage();
    for (const request of requests) await deliver(request);
    return meant(world);
  };
  return {
    nothing: await after([]),
    'as it was': await after(before),
    'as asked': await after([...before, second]),
  };
}

interface Judgement {
  readonly laws: readonly string[];
  readonly excepted: boolean;
}

async function judged(order: Order, met: Met, worlds: Worlds): Promise<Judgement> {
  const { there, first, second, earlier, lasted } = met;
  const read = { first, second }[earlier].body;
  // CloudFormation deletes a Create that failed, whatever it left.
  const failedCreate = order.second.type === 'Create' && read?.Status === 'FAILED';
  const as = meant(there.world) === worlds[order.wanted] || (failedCreate && order.wanted === 'as asked');
  const excepted = !as && order.exception?.applies(met) === true;
  const cleared = await clears(order, met);
  return {
    laws: [
      ...(as || excepted ? [] : [`the world is not ${order.wanted}`]),
      ...(first.bodies.length === 1 && second.bodies.length === 1 ? [] : ['not both were answered once']),
      ...(lasted <= 2 * LIFETIME ? [] : [`both took ${lasted} ms`]),
      ...(first.late.length + second.late.length === 0 ? [] : ['something was called after an answer']),
      ...(cleared || excepted ? [] : ['something is left for ever']),
    ],
    excepted,
  };
}

/** Whether the Deletes that CloudFormation sends in the end, of the ids that it knows, leave nothing. */
async function clears({ before, second, wanted }: Order, { there }: Met): Promise<boolean> {
  await there.clock.run(there.clock.sleep(60_000));
  for (const { properties = {} } of [...before, ...(wanted === 'as asked' ? [second] : [])]) {
    await there.deliver({ type: 'Delete', id: String(properties['RoleName']), properties });
  }
  return JSON.stringify(iam(there.world)) === JSON.stringify(iam(stage().world));
}
