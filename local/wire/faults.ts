import { setTimeout as pause } from 'node:timers/promises';
import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import type { Hooks } from '../aws/hooks';

/** For `failing`: the connection breaks, and nobody hears the answer. */
export const connectionReset = new AwsError('ConnectionReset', 0, 'The connection was reset');

/** Every call takes this many milliseconds on top of its work. */
export function latency(milliseconds: (operation: Operation) => number): Hooks {
  return { before: async (operation) => pause(milliseconds(operation)) };
}

/** Calls of one operation are never answered, whether or not they took effect. */
export function hanging(operation: Operation, when: 'before' | 'after'): Hooks {
  const hang = async (called: Operation) => {
    if (called === operation) await new Promise(() => undefined);
  };
  return when === 'before' ? { before: hang } : { after: hang };
}
