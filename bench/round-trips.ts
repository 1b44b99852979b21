import type { Bundles } from '../local/lambda/bundle';
import { type Growth, measureGrowth, units } from './growth';
import { type Measured, measureOperations, measureWaiting } from './operations';
import { type MeasuredThrong, measureThrong } from './throng';

/** What requests cost in calls and in round trips that wait for one another. */
export interface RoundTrips {
  readonly operations: Readonly<Record<string, Measured>>;
  readonly growth: Growth;
  /** Seconds that are waited on purpose, apart from all work. */
  readonly waitingSeconds: Awaited<ReturnType<typeof measureWaiting>>;
  /** Without the wait for EC2, and with it. */
  readonly throng: Readonly<Record<'working' | 'withWaiting', MeasuredThrong>>;
}

/** Operations on the bundle, over the wire; everything that counts alone at the port, where no machine is slow. */
export async function measureRoundTrips(bundles: Bundles): Promise<RoundTrips> {
  return {
    operations: await measureOperations(bundles),
    growth: await measureGrowth(),
    waitingSeconds: await measureWaiting(),
    throng: { working: await measureThrong('none'), withWaiting: await measureThrong('by default') },
  };
}

/** Prints them as tables. */
export function printRoundTrips({ operations, growth, waitingSeconds, throng }: RoundTrips): void {
  const line = (name: string, cells: readonly string[]) =>
    console.log(`${name.padEnd(36)}${cells.map((cell) => cell.padStart(9)).join('')}`);
  line('', ['depth', 'bound', 'calls', 'least', 'waiting']);
  const waiting = new Map(Object.entries(waitingSeconds));
  for (const [name, { depth, depthBound, calls, leastCalls }] of Object.entries(operations)) {
    const cells = [depth.toFixed(2), `${depthBound}`, `${calls}`, `${leastCalls}`];
    line(name, [...cells, waiting.has(name) ? `${waiting.get(name)} s` : '']);
  }
  console.log(
    'depth: round trips in sequence, the answer included; waiting: for EC2, by default, not part of the depth\n',
  );
  line('Calls for each one more', [...units.map((unit) => unit.replace('Policies', ''))]);
  for (const [type, more] of Object.entries(growth)) {
    line(type, [...units.map((unit) => `${more[unit].calls} (${more[unit].least})`)]);
  }
  console.log(`in brackets the fewest; policies of the template, of others, inline, and versions of the role's own\n`);
  printThrong(throng);
}

function printThrong({ working, withWaiting }: RoundTrips['throng']): void {
  const { stacks, iamCalls, refused } = working;
  const failed = working.failures.length + withWaiting.failures.length;
  console.log(`${stacks} Creates at once: ${failed} failed; over the time that IAM's throttling alone takes:`);
  console.log(`  ${working.ratio} working, ${withWaiting.ratio} with the wait for EC2`);
  console.log(`  (${iamCalls} calls of IAM, and ${refused} that were refused and tried again)`);
}
