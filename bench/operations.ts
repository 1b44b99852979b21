import type { StackOutcome } from '../local/cloudformation/driver';
import type { Bundles } from '../local/lambda/bundle';
import { openStage, type Stage } from '../local/stage';
import { LOG_ACCOUNT } from '../local/two-accounts';

/** What one request costs. */
export interface Measured {
  /** Calls to AWS, as the local AWS counted them on the wire; without the answer. */
  readonly calls: number;
  /** Slope of wall time over injected latency: round trips in sequence, the answer included. */
  readonly depth: number;
}

const LATENCIES = [40, 200] as const;
const ROUNDS = 3;

/** Measures each kind of request on the bundle, through driver and wire. */
export async function measureOperations(bundles: Bundles): Promise<Readonly<Record<string, Measured>>> {
  let latency = 0;
  const stage = await openStage({ bundles, latency: () => latency });
  try {
    // Connections, clients and compiled code are the cold start's, not the depth's.
    await live(stage, 0);
    const runs = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const injected of LATENCIES) {
        latency = injected;
        runs.push({ latency, samples: await live(stage, round) });
      }
    }
    return summarise(runs);
  } finally {
    latency = 0;
    await stage.stop();
  }
}

interface Sample {
  readonly calls: number;
  readonly milliseconds: number;
}

type Samples = Readonly<Record<string, Sample>>;

/** One life of a resource in its own account, and the creation of one that logs to another. */
async function live(stage: Stage, round: number): Promise<Samples> {
  const { driver } = stage;
  const own = { S3BucketName: 'app-session-logs' };
  const foreign = { S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT };
  const stack = `own${round}`;
  const other = `other${round}`;
  const token = { ...own, ReconcileToken: 'again' };
  const prefix = { ...token, S3KeyPrefix: 'elsewhere' };
  const create = await sample(stage, () => driver.createStack(stack, template(stage, own)));
  const updateUnchanged = await sample(stage, () => driver.updateStack(stack, template(stage, token)));
  const updatePolicy = await sample(stage, () => driver.updateStack(stack, template(stage, prefix)));
  const remove = await sample(stage, () => driver.deleteStack(stack));
  const createCrossAccount = await sample(stage, () => driver.createStack(other, template(stage, foreign)));
  await sample(stage, () => driver.deleteStack(other));
  return { create, createCrossAccount, updateUnchanged, updatePolicy, delete: remove };
}

function template(stage: Stage, properties: Readonly<Record<string, unknown>>) {
  const all = { ServiceToken: stage.functions.main.arn, PropagationWaitSeconds: 0, ...properties };
  return { resources: { SessionRole: { type: 'Custom::SessionManagerRole', properties: all } } } as const;
}

async function sample(stage: Stage, operation: () => Promise<StackOutcome>): Promise<Sample> {
  const before = stage.wire.calls.length;
  const started = performance.now();
  const { status, reason } = await operation();
  const milliseconds = performance.now() - started;
  if (!/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) throw new Error(`Cannot measure: ${status} ${reason ?? ''}`);
  return { calls: stage.wire.calls.length - before, milliseconds };
}

function summarise(runs: readonly { latency: number; samples: Samples }[]): Readonly<Record<string, Measured>> {
  const [low, high] = LATENCIES;
  const names = Object.keys(runs[0]?.samples ?? {});
  return Object.fromEntries(
    names.map((name) => {
      // The fastest of its rounds: whatever else the machine did only adds.
      const fastest = (latency: number) =>
        Math.min(
          ...runs.filter((run) => run.latency === latency).map(({ samples }) => samples[name]?.milliseconds ?? 0),
        );
      const depth = (fastest(high) - fastest(low)) / (high - low);
      return [name, { calls: runs[0]?.samples[name]?.calls ?? 0, depth: Math.round(depth * 100) / 100 }];
    }),
  );
}
