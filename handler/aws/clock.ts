/** Time as an effect: nothing else in this function waits or reads the clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `milliseconds`, or as soon as `signal` aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** When this invocation must have been answered, in milliseconds since the epoch: Lambda's limit less the reserve. */
  readonly deadline: number;
}

/** The real clock of one invocation. */
export function systemClock(deadline: number): Clock {
  return { now: Date.now, sleep, deadline };
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    if (signal?.aborted) wake();
    else signal?.addEventListener('abort', wake);
  });
}
