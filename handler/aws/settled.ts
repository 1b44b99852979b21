import type { Clock } from './clock';

const SETTLING = 10_000;

/**
 * Waits until what was just written can be read: IAM shows changes late, and not everywhere at once
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). Half of
 * the time that is left is kept for what is to be done then.
 */
export function settled({ now, sleep, deadline }: Clock): Promise<void> {
  return sleep(Math.max(0, Math.min(SETTLING, (deadline - now()) / 2)));
}
