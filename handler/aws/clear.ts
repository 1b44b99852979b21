import type { Plan } from '../core/identity/change';
import type { Names } from '../core/identity/names';
import type { ObservedIdentity } from '../core/identity/observed';
import type { DeletePlan } from '../core/identity/plan-delete';
import { apply } from './apply';
import { AwsError } from './aws-error';
import type { Writing } from './converge';
import { observeIdentity } from './observe-identity';
import { settled } from './settled';

// With the patience for a DeleteConflict: about two minutes.
const LOOKS = 6;

/** Removes what the live state says is to go, looking again where that changes meanwhile; returns the first plan. */
export async function clear(
  { read, write, caller, clock }: Writing,
  names: Names,
  planOf: (observed: ObservedIdentity) => DeletePlan | Promise<DeletePlan>,
): Promise<DeletePlan> {
  const look = async () => planOf(await observeIdentity(read, caller, names, 'Delete'));
  const lookAgain = async (error: unknown) => {
    if (isCode(error, 'AccessDenied')) await settled(clock);
    return look();
  };
  const first = await look();
  let deletion = first;
  for (let looks = 1; deletion.state === 'planned'; looks += 1) {
    try {
      await apply(write, caller, deletion.plan);
      return first;
    } catch (error) {
      const left = looks < LOOKS ? await lookAgain(error) : deletion;
      // What was gone may be there again, of a Create under way: the first refusal is no proof yet.
      const unproven = looks === 1 && isCode(error, 'AccessDenied');
      if (left.state === 'obstructed' || !(unproven || isPassing(error, deletion.plan, left.plan))) throw error;
      deletion = left;
    }
  }
  return first;
}

/**
 * IAM knows no path for what is gone, so that it refuses to remove it again as if it were forbidden: that counts only
 * while everything that was tried is still to do. A conflict may come of what a Create under way has attached since.
 */
function isPassing(error: unknown, tried: Plan, left: Plan): boolean {
  if (isCode(error, 'DeleteConflict')) return left !== tried;
  if (!isCode(error, 'AccessDenied')) return false;
  const remaining = new Set(left.flat().map((change) => JSON.stringify(change)));
  return tried.flat().some((change) => !remaining.has(JSON.stringify(change)));
}

const isCode = (error: unknown, code: string) => error instanceof AwsError && error.code === code;
