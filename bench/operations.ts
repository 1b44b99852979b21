import { type Recorded, recording } from '../local/aws/hooks';
import type { Bundles } from '../local/lambda/bundle';
import { openStage } from '../local/stage';
import { live, perform, type Sample, type Theatre, total } from './lives';
import { port } from './port';

/** What one request costs. */
export interface Measured {
  /** Calls to AWS, as the local AWS counted them on the wire; without the answer. */
  readonly calls: number;
  /** The fewest that the request's data dependencies allow at this depth. */
  readonly leastCalls: number;
  /** Slope of wall time over injected latency: round trips in sequence, the answer included. */
  readonly depth: number;
  /** The longest path of data dependencies through the calls that were made. */
  readonly depthBound: number;
}

const LATENCIES = [40, 200] as const;
const ROUNDS = 3;

/** Measures each kind of request on the bundle, through driver and wire. */
export async function measureOperations(bundles: Bundles): Promise<Readonly<Record<string, Measured>>> {
  let latency = 0;
  const calls: Recorded[] = [];
  const stage = await openStage({ bundles, latency: () => latency, hooks: recording(calls) });
  const { driver, world, functions } = stage;
  const { arn: functionArn, environment } = functions.main;
  const now = () => performance.now();
  const theatre: Theatre = { world, driver, functionArn, environment, calls, now, play: (work) => work() };
  try {
    // Connections, clients and compiled code are the cold start's, not the depth's.
    await live(theatre, 0);
    const runs = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const injected of LATENCIES) {
        latency = injected;
        runs.push({ latency, samples: await live(theatre, round) });
      }
    }
    return summarise(runs);
  } finally {
    latency = 0;
    await stage.stop();
  }
}

interface Run {
  readonly latency: number;
  readonly samples: Readonly<Record<string, Sample>>;
}

function summarise(runs: readonly Run[]): Readonly<Record<string, Measured>> {
  const [low, high] = LATENCIES;
  const measured = Object.entries(runs[0]?.samples ?? {}).map(([name, sample]) => {
    // The fastest of its rounds: whatever else the machine did only adds.
    const fastest = (latency: number) =>
      Math.min(...runs.filter((run) => run.latency === latency).map(({ samples }) => samples[name]?.milliseconds ?? 0));
    const depth = Math.round(((fastest(high) - fastest(low)) / (high - low)) * 100) / 100;
    const { calls, least: leastCalls } = total(sample);
    return [name, { calls, leastCalls, depth, depthBound: sample.bound }] as const;
  });
  return Object.fromEntries(measured);
}

/** Seconds that a Create and an unchanged Update wait on purpose, by default: what is left of them where calls take no time. */
export async function measureWaiting(): Promise<Readonly<Record<'create' | 'updateUnchanged', number>>> {
  const theatre = port(0);
  const properties = { PropagationWaitSeconds: undefined };
  const create = await perform(theatre, { stack: 'waits', asked: { type: 'Create' }, properties });
  const again = { ...properties, ReconcileToken: 'again' };
  const update = await perform(theatre, { stack: 'waits', asked: { type: 'Update' }, properties: again });
  return { create: create.milliseconds / 1000, updateUnchanged: update.milliseconds / 1000 };
}
