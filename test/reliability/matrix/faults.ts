import { AwsError } from '../../../handler/aws/aws-error';
import type { Call, Operation } from '../../../handler/aws/operations';
import { never } from '../../law/faults';

/** What may befall a call, and whether it passes by itself: then no request may fail for it. */
export const faultKinds = {
  throttled: { passes: true, because: 'IAM throttles whole accounts' },
  error500: { passes: true, because: 'a service fails for a moment' },
  error503: { passes: true, because: 'a service is unavailable for a moment' },
  reset: { passes: true, because: 'the connection breaks before the call arrives' },
  lost: { passes: true, because: 'the connection breaks once the call was carried out' },
  'dies-before': { passes: true, because: 'the function dies before the call, and Lambda delivers again' },
  'dies-after': { passes: true, because: 'the function dies once the call was carried out' },
  'dies-always': { passes: false, because: 'every attempt dies right after this operation' },
  denied: { passes: false, because: 'a right is missing for a moment' },
  forbidden: { passes: false, because: 'a right is missing until a person grants it' },
  hangs: { passes: false, because: 'the call never arrives, for longer than the function lives' },
  silent: { passes: false, because: 'the call is carried out and never answered, for longer than the function lives' },
} as const;

export type FaultKind = keyof typeof faultKinds;
export const kindsOfFault = Object.keys(faultKinds).filter(isFaultKind);

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(faultKinds, name);
}

/** One fault: what befalls which call, counted from 1 over everything that one operation on the stack sets off. */
export interface Fault {
  readonly at: number;
  readonly kind: FaultKind;
}

/** One invocation of the function: once it died no call of it settles. */
export interface Invocation {
  readonly over: () => boolean;
  readonly die: () => void;
}

/** The port under faults; `calls` takes down what was called. */
export interface Disturbance {
  readonly calls: readonly Operation[];
  /** What was refused for want of a right. */
  readonly refused: ReadonlySet<Operation>;
  /** Ends the faults, and the counting. */
  readonly calm: () => void;
  readonly around: (call: Call, invocation: Invocation) => Call;
}

/** Lets faults befall the calls of one operation on a stack. */
export function disturbance(faults: readonly Fault[]): Disturbance {
  const calls: Operation[] = [];
  const lasting = new Map<Operation, FaultKind>();
  const refused = new Set<Operation>();
  let over = false;
  const next = (operation: Operation): FaultKind | undefined => {
    if (over) return undefined;
    calls.push(operation);
    const kind = faults.find(({ at }) => at === calls.length)?.kind;
    if (kind === 'forbidden' || kind === 'denied') refused.add(operation);
    if (kind === 'forbidden' || kind === 'dies-always') lasting.set(operation, kind);
    return kind ?? lasting.get(operation);
  };
  const around = (call: Call, invocation: Invocation): Call => {
    return async (operation, input, caller) => {
      if (invocation.over()) return never;
      const kind = next(operation);
      if (kind !== undefined) await beforehand(kind, invocation);
      const output = await call(operation, input, caller);
      if (kind !== undefined) await afterwards(kind, invocation);
      return invocation.over() ? never : output;
    };
  };
  const calm = () => {
    over = true;
  };
  return { calls, refused, calm, around };
}

const refusals: Partial<Record<FaultKind, readonly [code: string, status: number]>> = {
  throttled: ['Throttling', 400],
  error500: ['InternalFailure', 500],
  error503: ['ServiceUnavailable', 503],
  reset: ['ECONNRESET', 0],
  denied: ['AccessDenied', 403],
  forbidden: ['AccessDenied', 403],
};

async function beforehand(kind: FaultKind, { die }: Invocation): Promise<void> {
  const [code, status] = refusals[kind] ?? [];
  if (code !== undefined && status !== undefined) throw new AwsError(code, status, `Injected ${kind}`);
  if (kind === 'dies-before') die();
  if (kind === 'dies-before' || kind === 'hangs') await never;
}

async function afterwards(kind: FaultKind, { die }: Invocation): Promise<void> {
  if (kind === 'lost') throw new AwsError('ECONNRESET', 0, 'Injected lost answer');
  if (kind === 'dies-after' || kind === 'dies-always') die();
  if (kind === 'dies-after' || kind === 'dies-always' || kind === 'silent') await never;
}
