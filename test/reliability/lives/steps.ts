import fc from 'fast-check';
import { type Declared, declared } from './declared';

/** What CloudFormation is told to do with one stack. */
export type Operation =
  | {
      readonly do: 'declare';
      readonly stack: number;
      readonly declared: Declared;
      readonly retain: boolean;
      /** Another resource of the same stack fails after so many seconds. */
      readonly cancelledAfter?: number;
    }
  | { readonly do: 'remove'; readonly stack: number };

/** What somebody does by hand to the things of a stack, or beside them. */
export const manual = [
  'describe',
  'unbound',
  'trust everybody',
  'retag',
  'disown the role',
  'disown the policy',
  'detach',
  'attach',
  'add inline',
  'write a version',
  'write five versions',
  'hold in another profile',
  'attach ours elsewhere',
  'empty the profile',
  'delete the role',
  'delete the policy',
  'delete the profile',
  'clear away',
] as const;
export type Manual = (typeof manual)[number];

/** What changes in the log account, or in the preferences of a Region. */
export const elsewhere = [
  'refuse the key',
  'disable the key',
  'refuse the bucket',
  'deny the bucket',
  'save preferences',
  'save other preferences',
  'put right',
] as const;
export type Elsewhere = (typeof elsewhere)[number];

export type Step =
  | Operation
  | { readonly do: 'both'; readonly one: Operation; readonly other: Operation }
  | { readonly do: 'byHand'; readonly stack: number; readonly change: Manual }
  | { readonly do: 'elsewhere'; readonly change: Elsewhere }
  /** A thing of that name is made by somebody. */
  | { readonly do: 'take'; readonly place: number; readonly kind: 'role' | 'policy' | 'profile'; readonly name: string }
  /** Whatever bears the name is handed over to the stack. */
  | { readonly do: 'offer'; readonly stack: number; readonly name: string };

/** One life of several stacks, and how slow and how faithful its world is. */
export interface Life {
  readonly steps: readonly Step[];
  /** Milliseconds that every call takes. */
  readonly latency: number;
  /** Milliseconds after which each event is delivered once more. */
  readonly duplicates: readonly number[];
  /** The first answer to every request is lost on its way. */
  readonly answersLost: boolean;
}

const names = fc.constantFrom('shared', 'other', 'app-sessions');
const retain = fc.constantFrom(false, false, false, true);

function operations(stack: fc.Arbitrary<number>): fc.Arbitrary<Operation> {
  const plain = fc.record({ do: fc.constant('declare' as const), stack, declared, retain });
  const cancelledAfter = fc.integer({ min: 0, max: 30 });
  const cancelled = fc.record({ do: fc.constant('declare' as const), stack, declared, retain, cancelledAfter });
  const removed = fc.record({ do: fc.constant('remove' as const), stack });
  return fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 2, arbitrary: cancelled },
    { weight: 2, arbitrary: removed },
  );
}

/** Lives of some of the stacks that are numbered; `together`: of some, two move at the same time. */
export function lives(stacks: readonly number[], how: 'alone' | 'together'): fc.Arbitrary<Life> {
  return fc
    .subarray([...stacks], { minLength: 2, maxLength: 3 })
    .chain((some) => livesOf(fc.constantFrom(...some), how));
}

function livesOf(stack: fc.Arbitrary<number>, how: 'alone' | 'together'): fc.Arbitrary<Life> {
  const operation = operations(stack);
  const both = fc
    .record({ do: fc.constant('both' as const), one: operation, other: operation })
    .filter(({ one, other }) => one.stack !== other.stack);
  const byHand = fc.record({ do: fc.constant('byHand' as const), stack, change: fc.constantFrom(...manual) });
  const place = fc.constantFrom(0, 2);
  const kind = fc.constantFrom('role' as const, 'policy' as const, 'profile' as const);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 7, arbitrary: how === 'together' ? both : operation },
    { weight: 4, arbitrary: how === 'together' ? operation : byHand },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('elsewhere' as const), change: fc.constantFrom(...elsewhere) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('take' as const), place, kind, name: names }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('offer' as const), stack, name: names }) },
  );
  return fc.record({
    steps: fc.array(step, { minLength: 3, maxLength: how === 'together' ? 6 : 9, size: 'max' }),
    latency: fc.constantFrom(0, 400, 3000),
    duplicates: fc.constantFrom<readonly number[]>([], [], [0], [700, 45_000]),
    answersLost: fc.constantFrom(false, false, false, true),
  });
}
