import type { Clock } from '../../../handler/aws/clock';

export interface VirtualClock extends Pick<Clock, 'now' | 'sleep'> {
  /** Awaits `work`, jumping to the next sleeper's hour whenever nothing else is left to do. */
  readonly run: <Result>(work: Promise<Result>) => Promise<Result>;
}

/** A clock on which an hour costs nothing. */
export function virtualClock(): VirtualClock {
  let now = Date.UTC(2030, 0, 1);
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const sleeper = { at: now + milliseconds, wake: () => leave() };
      const leave = () => {
        sleepers.delete(sleeper);
        resolve();
      };
      sleepers.add(sleeper);
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave, { once: true });
    });
  const run = async <Result>(work: Promise<Result>): Promise<Result> => {
    let settled = false;
    const done = () => {
      settled = true;
    };
    work.then(done, done);
    while (!settled) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (settled) break;
      const [next] = [...sleepers].sort((left, right) => left.at - right.at);
      if (!next) throw new Error('Deadlock: nobody sleeps and the work is not done');
      now = Math.max(now, next.at);
      next.wake();
    }
    return work;
  };
  return { now: () => now, sleep, run };
}
