import type { Clock } from './clock';

/**
 * The latch: the outcome of the work, or what `late` says at the deadline, whichever is first. The signal that the work is
 * given aborts then, so that whichever came second changes nothing any more.
 */
export async function inTime<T>(clock: Clock, work: (signal: AbortSignal) => Promise<T>, late: () => T): Promise<T> {
  const over = new AbortController();
  const deadline = clock.sleep(clock.deadline - clock.now(), over.signal).then(late);
  try {
    return await Promise.race([work(over.signal), deadline]);
  } finally {
    over.abort();
  }
}
