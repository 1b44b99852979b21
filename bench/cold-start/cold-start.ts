import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '../../handler/aws/clock';
import { createDriver } from '../../local/cloudformation/driver';
import type { Bundles } from '../../local/lambda/bundle';
import { openStage, type Stage } from '../../local/stage';
import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { node24 } from '../../test/third-party/tools';
import { buildVariants, type Variant, variants } from './variants';

/** Medians and quartiles over the rounds, in milliseconds since the process began. */
export interface Spread {
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

/** What one variant's processes took. */
export interface MeasuredVariant {
  readonly handlerReady: Spread;
  /** To the answer that CloudFormation has; the empty handler gives none. */
  readonly delete?: Spread;
  readonly create?: Spread;
  /** Resident memory at its highest: after a Create, or after the empty handler was loaded. */
  readonly peakMegabytes: Spread;
  /** Milliseconds of processor time until then, of which Lambda hands out a share by memory. */
  readonly processor: Spread;
}

export interface MeasuredColdStart {
  /** Of the Node.js that ran all processes; the function's own is 24. */
  readonly nodeVersion: string;
  /** Ratios of the medians to those of the plain bundle. */
  readonly ratios: Readonly<Record<'handlerReady' | 'delete' | 'create', number>>;
  readonly variants: Readonly<Record<Variant, MeasuredVariant>>;
}

export const ROUNDS = 15;
/** Milliseconds that each call to AWS, and the answer, take besides. */
export const LATENCY = 40;

/** Starts every variant in turn, round after round, each time in a process of its own. */
export async function measureColdStart(bundles: Bundles): Promise<MeasuredColdStart> {
  const files = await buildVariants(bundles);
  const node = existsSync(node24) ? node24 : process.execPath;
  const stage = await openStage({ bundles, latency: () => LATENCY });
  try {
    const samples: Samples = { function: [], plain: [], unbundled: [], empty: [] };
    // The first round only brings files into the page cache.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const variant of variants) {
        const sample = await sampleOf(variant, { stage, node, file: files[variant], stackName: `${variant}${round}` });
        if (round > 0) samples[variant].push(sample);
      }
    }
    return summarised(await versionOf(node), samples);
  } finally {
    await stage.stop();
  }
}

type Samples = Readonly<Record<Variant, Sample[]>>;

interface Sample {
  readonly create: Probed;
  readonly delete?: Probed;
}

interface Probed {
  readonly ready: number;
  readonly answered: number;
  readonly peakKilobytes: number;
  readonly processor: number;
}

interface Process {
  readonly stage: Stage;
  readonly node: string;
  readonly file: string;
  readonly stackName: string;
}

async function sampleOf(variant: Variant, process: Process): Promise<Sample> {
  if (variant === 'empty') return { create: await probe(process) };
  // CloudFormation goes on once it has the answer, a little before the process has said what it took.
  const probed: Promise<Probed>[] = [];
  const { world, endpoint, functions } = process.stage;
  const driver = createDriver({
    ...{ world, account: APPLICATION_ACCOUNT, region: REGION, answers: endpoint.answers },
    clock: systemClock(Number.POSITIVE_INFINITY),
    deliver: async (_functionArn, event) => void probed.push(probe(process, event)),
  });
  const properties = { ServiceToken: functions.main.arn, S3BucketName: 'app-session-logs', PropagationWaitSeconds: 0 };
  const template = { resources: { SessionRole: { type: 'Custom::SessionManagerRole', properties } } } as const;
  const created = await driver.createStack(process.stackName, template);
  const deleted = await driver.deleteStack(process.stackName);
  const [create, remove] = await Promise.all(probed);
  if (create === undefined || remove === undefined || deleted.status !== 'DELETE_COMPLETE') {
    throw new Error(`Cannot measure ${variant}: ${created.status} ${created.reason ?? ''}, ${deleted.status}`);
  }
  return { create, delete: remove };
}

const run = promisify(execFile);

/** Runs the file in a new process, with the event if there is one, under what Lambda sets that any variant reads. */
async function probe({ stage, node, file }: Process, event?: unknown): Promise<Probed> {
  const { arn, name, environment, accessKeyId } = stage.functions.main;
  const { secretAccessKey = '', sessionToken = '' } = stage.world.sessions[accessKeyId] ?? {};
  const invocation = event === undefined ? [] : [JSON.stringify({ event, functionArn: arn })];
  const credentials = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
  const place = { AWS_REGION: REGION, AWS_LAMBDA_FUNCTION_NAME: name, AWS_LAMBDA_LOG_STREAM_NAME: 'bench' };
  const env = { ...credentials, ...place, ...environment, AWS_ENDPOINT_URL: stage.wire.url };
  const { stdout } = await run(node, [join(__dirname, 'probe.js'), file, ...invocation], { env });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
}

async function versionOf(node: string): Promise<string> {
  return (await run(node, ['--version'])).stdout.trim();
}

function summarised(nodeVersion: string, samples: Samples): MeasuredColdStart {
  const measured = {
    function: summarise(samples.function),
    plain: summarise(samples.plain),
    unbundled: summarise(samples.unbundled),
    empty: summarise(samples.empty),
  };
  const ratio = (figure: 'handlerReady' | 'delete' | 'create') =>
    rounded((measured.function[figure]?.median ?? 0) / (measured.plain[figure]?.median ?? 0), 1000);
  const ratios = { handlerReady: ratio('handlerReady'), delete: ratio('delete'), create: ratio('create') };
  return { nodeVersion, ratios, variants: measured };
}

function summarise(samples: readonly Sample[]): MeasuredVariant {
  const creates = samples.map(({ create }) => create);
  const deletes = samples.flatMap((sample) => sample.delete ?? []);
  return {
    handlerReady: spread([...creates, ...deletes].map(({ ready }) => ready)),
    ...(deletes.length > 0 && {
      delete: spread(deletes.map(({ answered }) => answered)),
      create: spread(creates.map(({ answered }) => answered)),
    }),
    peakMegabytes: spread(creates.map(({ peakKilobytes }) => peakKilobytes / 1024)),
    processor: spread(creates.map(({ processor }) => processor)),
  };
}

function spread(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part: number) => rounded(sorted[Math.floor((sorted.length - 1) * part)] ?? 0, 10);
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)] };
}

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts;
