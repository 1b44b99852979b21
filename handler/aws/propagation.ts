import type { Plan } from '../core/identity/change';
import type { Clock } from './clock';

// Kept back from the wait for the last question to CloudFormation.
const LAST_QUESTION = 10_000;

/**
 * Waits after a plan that made something EC2 must see, which it does later than IAM: but never so long that what is
 * finished would be answered as late.
 */
export async function propagation(plan: Plan, seconds: number, { now, sleep, deadline }: Clock): Promise<void> {
  if (!plan.flat().some(({ action }) => awaitedByEc2.has(action))) return;
  const left = Math.max(0, deadline - now() - LAST_QUESTION);
  await sleep(Math.min(seconds * 1000, left));
}

const awaitedByEc2: ReadonlySet<string> = new Set([
  'iam:AddRoleToInstanceProfile',
  'iam:CreateInstanceProfile',
  'iam:CreateRole',
]);
