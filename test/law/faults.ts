import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import type { Hooks } from '../../local/aws/hooks';
import type { VirtualClock } from '../local/cloudformation/virtual-clock';

/** How a service says no: its code and the HTTP status. */
export type Refusal = readonly [code: string, status: number];

/** Whether an operation changes anything in IAM. */
export const isWrite = (operation: Operation) => /^iam:(?!Get|List)/.test(operation);

/** Refuses the operations that `picked` names, the first `times` of them or for ever. */
export function refusing(
  picked: (operation: Operation) => boolean,
  [code, status]: Refusal,
  times = Number.POSITIVE_INFINITY,
): Hooks {
  let left = times;
  return {
    before: async (operation) => {
      if (!picked(operation) || left === 0) return;
      left -= 1;
      throw new AwsError(code, status, `Injected ${code}`);
    },
  };
}

/** The nth call, from 1, hangs for longer than any function may run. */
export function hangingAt(nth: number, { sleep }: VirtualClock): Hooks {
  let calls = 0;
  const hang = async () => {
    calls += 1;
    if (calls === nth) await sleep(400_000);
  };
  return { before: hang };
}

/** When a function dies: at a call, counted from 1. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

export const never = new Promise<never>(() => undefined);

/** A life that ends as told: from then on no call settles, and `death` resolves. */
export function lifeUntil(dies: Death | undefined) {
  let calls = 0;
  let over = false;
  let die = () => {};
  const death = new Promise<undefined>((resolve) => {
    die = () => {
      over = true;
      resolve(undefined);
    };
  });
  const step = async (when: Death['when']) => {
    if (over) return never;
    if (when === 'before') calls += 1;
    if (dies === undefined || calls < dies.at || when !== dies.when) return;
    die();
    return never;
  };
  return { hooks: { before: () => step('before'), after: () => step('after') }, death, over: () => over };
}
