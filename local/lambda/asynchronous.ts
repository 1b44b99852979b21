import { randomUUID } from 'node:crypto';
import type { Clock } from '../../handler/aws/clock';
import type { Completion, FunctionError } from './runtime-api';

export interface AsynchronousOptions {
  readonly functionArn: string;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** One attempt. */
  readonly invoke: (event: unknown, requestId: string) => Promise<Completion>;
  /** Milliseconds before each retry after a function error; Lambda waits one minute, then two. */
  readonly retryAfter?: readonly number[];
  /** Milliseconds after which the queue delivers the same event once more, as at-least-once delivery may. */
  readonly duplicateAfter?: readonly number[];
  /** MaximumEventAgeInSeconds of the EventInvokeConfig. */
  readonly maximumEventAgeSeconds?: number;
  /** Receives the record of an event whose last attempt failed. */
  readonly onFailure?: { readonly invokeAsync: (record: unknown) => Promise<void> };
}

export interface Asynchronous {
  /** Resolves once the event is queued. */
  readonly invokeAsync: (event: unknown) => Promise<void>;
  /** Resolves once every queued event, retries included, has come to its end. */
  readonly idle: () => Promise<void>;
}

/** Lambda's asynchronous invocation (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). */
export function asynchronous(options: AsynchronousOptions): Asynchronous {
  const underway = new Set<Promise<void>>();
  const queue = (run: Promise<void>) => {
    const tracked = run.finally(() => underway.delete(tracked));
    underway.add(tracked);
  };
  return {
    invokeAsync: async (event) => {
      // A copy: a handler that changes its event must not reach the caller or the next attempt.
      for (const delay of [0, ...(options.duplicateAfter ?? [])])
        queue(deliver(options, structuredClone(event), delay));
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

async function deliver(options: AsynchronousOptions, event: unknown, delay: number): Promise<void> {
  const { clock, invoke, retryAfter = [60_000, 120_000], maximumEventAgeSeconds = 21_600 } = options;
  if (delay > 0) await clock.sleep(delay);
  const requestId = randomUUID();
  const expiry = clock.now() + maximumEventAgeSeconds * 1000;
  for (let attempt = 1; ; attempt++) {
    const completion = await invoke(structuredClone(event), requestId);
    if (completion.state === 'response') return;
    const wait = retryAfter[attempt - 1];
    const aged = wait !== undefined && clock.now() + wait > expiry;
    if (wait === undefined || aged) {
      const condition = aged ? 'EventAgeExceeded' : 'RetriesExhausted';
      const context = { requestId, condition, approximateInvokeCount: attempt } as const;
      return options.onFailure?.invokeAsync(failureRecord(options, context, event, completion.error));
    }
    await clock.sleep(wait);
  }
}

function failureRecord(
  { clock, functionArn }: AsynchronousOptions,
  context: {
    readonly requestId: string;
    readonly condition: 'EventAgeExceeded' | 'RetriesExhausted';
    readonly approximateInvokeCount: number;
  },
  requestPayload: unknown,
  responsePayload: FunctionError,
) {
  return {
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: { ...context, functionArn: `${functionArn}:$LATEST` },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload,
  };
}
