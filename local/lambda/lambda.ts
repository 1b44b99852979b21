import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../handler/aws/clock';
import { type AsynchronousOptions, asynchronous } from './asynchronous';
import { type ExecutionEnvironment, type Launch, startEnvironment } from './execution-environment';
import type { Completion } from './runtime-api';

export interface LambdaOptions
  extends Launch,
    Pick<AsynchronousOptions, 'retryAfter' | 'duplicateAfter' | 'maximumEventAgeSeconds' | 'onFailure'> {
  readonly clock?: Clock;
  /** Sees each line the function prints. */
  readonly logger?: (line: string) => void;
}

export interface Lambda {
  /** One attempt, awaited: InvocationType `RequestResponse`. */
  readonly invoke: (event: unknown) => Promise<Completion>;
  /** InvocationType `Event`: queued, retried, then handed to the OnFailure destination. */
  readonly invokeAsync: (event: unknown) => Promise<void>;
  readonly idle: () => Promise<void>;
  /** Every line the function printed. */
  readonly logs: readonly string[];
  readonly stop: () => Promise<void>;
}

/** A function in processes of its own: warm ones are reused, concurrent events start another, crashed ones are replaced. */
export function createLambda(options: LambdaOptions): Lambda {
  const { clock = systemClock(Number.POSITIVE_INFINITY) } = options;
  const logs: string[] = [];
  const environments = new Set<ExecutionEnvironment>();
  const stopping = new AbortController();
  const idle: ExecutionEnvironment[] = [];
  const log = (line: string) => {
    logs.push(line);
    options.logger?.(line);
  };
  const start = async () => {
    const environment = await startEnvironment(options, clock, log);
    environments.add(environment);
    return environment;
  };
  const invoke = async (event: unknown, requestId: string): Promise<Completion> => {
    if (stopping.signal.aborted) return { state: 'response', payload: null };
    const environment = warm(idle) ?? (await start());
    const completion = await environment.invoke({ requestId, event });
    idle.push(environment);
    return completion;
  };
  const sleep = (milliseconds: number) => clock.sleep(milliseconds, stopping.signal);
  const queue = asynchronous({ ...options, clock: { now: clock.now, sleep }, invoke });
  return {
    ...queue,
    invoke: (event) => invoke(event, randomUUID()),
    logs,
    stop: async () => {
      stopping.abort();
      await Promise.all([...environments].map((environment) => environment.stop()));
    },
  };
}

function warm(idle: ExecutionEnvironment[]): ExecutionEnvironment | undefined {
  const environment = idle.pop();
  return environment && !environment.alive() ? warm(idle) : environment;
}
