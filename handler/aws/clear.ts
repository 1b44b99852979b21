import type { Names } from '../core/identity/names';
import type { ObservedIdentity } from '../core/identity/observed';
import type { DeletePlan } from '../core/identity/plan-delete';
import { apply } from './apply';
import { AwsError } from './aws-error';
import type { Writing } from './converge';
import { observeIdentity } from './observe-identity';

/**
 * Removes what the live state says is to go, and returns the plan that was made first. IAM knows no path for what is gone,
 * so that it refuses to remove it again as if it were forbidden: a refusal counts only while there is no less to remove.
 */
export async function clear(
  { read, write, caller }: Writing,
  names: Names,
  planOf: (observed: ObservedIdentity) => DeletePlan,
): Promise<DeletePlan> {
  const look = async () => planOf(await observeIdentity(read, caller, names, 'Delete'));
  const first = await look();
  let deletion = first;
  while (deletion.state === 'planned') {
    try {
      await apply(write, caller, deletion.plan);
      return first;
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'AccessDenied') throw error;
      const left = await look();
      if (left.state === 'obstructed' || left.plan.flat().length >= deletion.plan.flat().length) throw error;
      deletion = left;
    }
  }
  return first;
}
