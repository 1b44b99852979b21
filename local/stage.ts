import { resolve } from 'node:path';
import { systemClock } from '../handler/aws/clock';
import { all, type Hooks } from './aws/hooks';
import type { World } from './aws/world';
import { createDriver, type Driver } from './cloudformation/driver';
import { type ResponseEndpoint, startResponseEndpoint } from './cloudformation/response-endpoint';
import type { Deployed } from './deploy';
import { type Bundles, bundle } from './lambda/bundle';
import { createLambda, type Lambda, type LambdaOptions } from './lambda/lambda';
import { APPLICATION_ACCOUNT, createTwoAccounts, REGION, type TwoAccounts } from './two-accounts';
import { latency as delayed } from './wire/faults';
import { startWire, type Wire } from './wire/start';

/** Everything between a template and an instance profile, on loopback: the bundle, its AWS and its CloudFormation. */
export interface Stage extends TwoAccounts {
  readonly wire: Wire;
  readonly endpoint: ResponseEndpoint;
  readonly main: Lambda;
  readonly undelivered: Lambda;
  /** Where the parameters give a VerificationSchedule; nobody but a test invokes it. */
  readonly watch?: Lambda;
  readonly driver: Driver;
  /** Everything that the function logged since the last call, once it has come to rest. */
  readonly takeLog: () => Promise<readonly LogEntry[]>;
  readonly stop: () => Promise<void>;
}

/** An object that the function logged. */
export type LogEntry = Readonly<Record<string, unknown>>;

export interface StageOptions {
  readonly hooks?: Hooks;
  /** Milliseconds that each call and each answer take on top of their work. */
  readonly latency?: () => number;
  readonly bundles: Bundles;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Milliseconds before Lambda's retries; none by default. */
  readonly retryAfter?: readonly number[];
  /** How the processes of the functions are run. */
  readonly launch?: Partial<Pick<LambdaOptions, 'runtime' | 'clock' | 'logger'>>;
}

/** Builds the functions with the template's own build options. */
export function bundleFunctions(): Promise<Bundles> {
  return bundle(resolve('template.yaml'), resolve('.build'));
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { hooks = {}, latency = () => 0, bundles, parameters, retryAfter = [0, 0], launch } = options;
  const accounts = createTwoAccounts(parameters);
  const { world, functions } = accounts;
  const clock = systemClock(Number.POSITIVE_INFINITY);
  const wire = await startWire({ world, now: clock.now, hooks: all(delayed(latency), hooks) });
  const endpoint = await startResponseEndpoint({ clock, latency });
  const placed = placement(world, functions.undelivered, bundles, 'UndeliveredFunction', wire);
  const undelivered = createLambda({ ...placed, ...launch });
  const main = createLambda({
    ...{ ...placement(world, functions.main, bundles, 'Function', wire), ...launch },
    ...{ retryAfter, onFailure: undelivered },
  });
  const placedWatch = functions.watch && placement(world, functions.watch, bundles, 'WatchFunction', wire);
  const watch = placedWatch && createLambda({ ...placedWatch, ...launch });
  const deliver = (_functionArn: string, event: unknown) => main.invokeAsync(event);
  const { answers } = endpoint;
  const driver = createDriver({ world, account: APPLICATION_ACCOUNT, region: REGION, clock, deliver, answers });
  let taken = 0;
  const takeLog = async () => {
    await main.idle();
    const entries = main.logs.slice(taken).flatMap(loggedObject);
    taken = main.logs.length;
    return entries;
  };
  const stop = async () => {
    await main.idle();
    await Promise.all([main.stop(), undelivered.stop(), watch?.stop(), endpoint.close()]);
    await wire.stop();
  };
  const functionsAsRun = { main, undelivered, ...(watch !== undefined && { watch }) };
  return { ...accounts, wire, endpoint, ...functionsAsRun, driver, takeLog, stop };
}

function placement(world: World, deployed: Deployed, bundles: Bundles, logicalId: string, wire: Wire) {
  const { accessKeyId, environment } = deployed;
  const session = world.sessions[accessKeyId];
  const bundled = bundles.functions[logicalId];
  if (session === undefined || bundled === undefined) throw new Error(`Cannot start ${logicalId}: it was not deployed`);
  const { secretAccessKey, sessionToken } = session;
  return {
    bundleFile: bundled.file,
    handlerName: deployed.handlerName,
    functionArn: deployed.arn,
    environment: { ...environment, AWS_ENDPOINT_URL: wire.url },
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    timeoutSeconds: deployed.timeoutSeconds,
    memorySize: deployed.memorySize,
  };
}

/** The object in a line of Lambda's JSON format, if it holds one. */
export function loggedObject(line: string): readonly LogEntry[] {
  if (!line.startsWith('{')) return [];
  const { message } = JSON.parse(line);
  return typeof message === 'object' && message !== null ? [message] : [];
}
