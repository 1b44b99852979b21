import type { Clock } from '../../../handler/aws/clock';

export interface VirtualClock extends Pick<Clock, 'now' | 'sleep'> {
  /** Awaits `work`, jumping to the next sleeper's hour whenever nothing else is left to do. */
  readonly run: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Sets what `now` says forward or back; who sleeps is not told, and sleeps as long as he would. */
  readonly jump: (milliseconds: number) => void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock on which an hour costs nothing. */
export function virtualClock(): VirtualClock {
  let now = Date.UTC(2030, 0, 1);
  let jumped = 0;
  const sleepers = new Set<Sleeper>();
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
      const next = earliest(sleepers);
      if (!next) throw new Error('Deadlock: nobody sleeps and the work is not done');
      now = Math.max(now, next.at);
      next.wake();
    }
    return work;
  };
  const jump = (milliseconds: number) => {
    jumped += milliseconds;
  };
  return { now: () => now + jumped, sleep, run, jump };
}

function earliest(sleepers: ReadonlySet<Sleeper>): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) if (first === undefined || sleeper.at < first.at) first = sleeper;
  return first;
}
