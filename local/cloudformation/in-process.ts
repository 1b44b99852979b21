import { type AsynchronousOptions, asynchronous } from '../lambda/asynchronous';
import type { Completion } from '../lambda/runtime-api';
import type { Deliver } from './stack';

/** A function's handler without its process. */
export type Handler = (event: unknown) => Promise<unknown>;

export interface InProcess {
  readonly deliver: Deliver;
  /** Resolves once every delivery, retries and duplicates included, has ended. */
  readonly idle: () => Promise<void>;
}

/** Delivers events to handlers in this process with the semantics of Lambda's asynchronous queue. */
export function inProcess(
  handlers: Readonly<Record<string, Handler>>,
  options: Omit<AsynchronousOptions, 'functionArn' | 'invoke'>,
): InProcess {
  const queues = new Map(
    Object.entries(handlers).map(([functionArn, handler]) => {
      const invoke = (event: unknown) => attempt(handler, event);
      return [functionArn, asynchronous({ ...options, functionArn, invoke })] as const;
    }),
  );
  return {
    deliver: async (functionArn, event) => {
      const queue = queues.get(functionArn);
      if (!queue) throw new Error(`Function not found: ${functionArn}`);
      await queue.invokeAsync(event);
    },
    idle: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.idle()));
    },
  };
}

async function attempt(handler: Handler, event: unknown): Promise<Completion> {
  try {
    return { state: 'response', payload: await handler(event) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { state: 'error', error: { errorType: name, errorMessage: message } };
  }
}
