import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import { serve } from './serve';
import type { World } from './world';

export interface CallingAs {
  readonly accessKeyId: string;
  readonly region: string;
}

/** What a mount lets happen around a call: it may throw, wait, or never settle. */
export interface Hooks {
  /** Before the call has any effect. */
  readonly before?: (operation: Operation, input: unknown, caller: CallingAs) => Promise<void>;
  /** Once the effect is there and before the caller learns of it. */
  readonly after?: (operation: Operation, input: unknown, output: unknown) => Promise<void>;
  /** Which state of the world a call meets; an older one for a read that lags. */
  readonly view?: (operation: Operation, world: World, now: number) => World;
}

export interface Recorded {
  readonly operation: Operation;
  readonly input: unknown;
  readonly caller: CallingAs;
}

/** Serves a call through hooks, for either mount. */
export async function serveThrough(
  hooks: Hooks,
  world: World,
  operation: Operation,
  input: unknown,
  caller: CallingAs,
  now: () => number,
): Promise<unknown> {
  await hooks.before?.(operation, input, caller);
  const view = hooks.view?.(operation, world, now()) ?? world;
  // Who calls is never stale: sessions come from the world as it is.
  const seen = view === world ? world : { ...view, sessions: world.sessions };
  const output = serve(seen, operation, input, caller, now());
  await hooks.after?.(operation, input, output);
  return output;
}

/** Several hooks as one, asked in order. */
export function all(...hooks: readonly Hooks[]): Hooks {
  return {
    before: async (...call) => {
      for (const hook of hooks) await hook.before?.(...call);
    },
    after: async (...call) => {
      for (const hook of hooks) await hook.after?.(...call);
    },
    view: (operation, world, now) => hooks.reduce((seen, hook) => hook.view?.(operation, seen, now) ?? seen, world),
  };
}

/** Writes down every call that arrives. */
export function recording(calls: Recorded[]): Hooks {
  return {
    before: async (operation, input, caller) => {
      calls.push({ operation, input: structuredClone(input), caller });
    },
  };
}

/** Fails the nth call, from 1, of one operation or of any: before its effect, or after it with the answer lost. */
export function failing(
  operation: Operation | 'any',
  nth: number,
  error: AwsError | Error,
  when: 'before' | 'after',
): Hooks {
  return at(operation, nth, when, () => Promise.reject(error));
}

/** The caller dies at its nth call, from 1: neither that call nor a later one ever settles. */
export function dyingAt(nth: number, when: 'before' | 'after'): Hooks {
  let dead = false;
  const death = at('any', nth, when, () => {
    dead = true;
    return never;
  });
  return { ...death, before: (...call) => (dead ? never : (death.before?.(...call) ?? Promise.resolve())) };
}

/** IAM takes `perSecond` calls a second, after a burst of as many as it saved up, and answers the others `Throttling`. */
export function throttling(burst: number, perSecond: number, now: () => number): Hooks {
  const take = tokens(burst, perSecond, now);
  return {
    before: async (operation) => {
      if (operation.startsWith('iam:') && !take()) throw new AwsError('Throttling', 400, 'Rate exceeded');
    },
  };
}

/** Whether there is a token left to take: `perSecond` are added a second, up to `burst`. */
export function tokens(burst: number, perSecond: number, now: () => number): () => boolean {
  let left = burst;
  let since = now();
  return () => {
    left = Math.min(burst, left + ((now() - since) / 1000) * perSecond);
    since = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** IAM reads see the world as it was `milliseconds` ago. */
export function lagOfTime(milliseconds: number): Hooks {
  const past: { until: number; world: World }[] = [];
  return {
    view: (operation, world, now) => {
      if (!operation.startsWith('iam:')) return world;
      if (isRead(operation)) return past.find(({ until }) => until > now - milliseconds)?.world ?? world;
      past.push({ until: now, world: structuredClone(world) });
      return world;
    },
  };
}

/** After every IAM write the next `reads` IAM reads see the world as it was before that write. */
export function lagOfReads(reads: number): Hooks {
  let stale: World | undefined;
  let left = 0;
  return {
    view: (operation, world) => {
      if (!operation.startsWith('iam:')) return world;
      if (!isRead(operation)) {
        stale = structuredClone(world);
        left = reads;
        return world;
      }
      left -= 1;
      return stale && left >= 0 ? stale : world;
    },
  };
}

/** Every other IAM read is answered by a replica that is `milliseconds` behind. */
export function replicas(milliseconds: number): Hooks {
  const { view } = lagOfTime(milliseconds);
  let reads = 0;
  return {
    view: (operation, world, now) => {
      const behind = view?.(operation, world, now) ?? world;
      if (operation.startsWith('iam:') && isRead(operation)) reads += 1;
      return reads % 2 === 0 ? behind : world;
    },
  };
}

const never = new Promise<never>(() => undefined);

function isRead(operation: Operation): boolean {
  return /:(Get|List|Describe)/.test(operation);
}

function at(operation: Operation | 'any', nth: number, when: 'before' | 'after', effect: () => Promise<never>): Hooks {
  let seen = 0;
  const step = async (called: Operation) => {
    if (operation !== 'any' && operation !== called) return;
    seen += 1;
    if (seen === nth) await effect();
  };
  return when === 'before' ? { before: step } : { after: step };
}
