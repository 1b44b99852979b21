import type { Outcome } from '../core/answer';
import { ownsAny } from '../core/identity/ownership';
import { planUndo } from '../core/identity/plan-undo';
import type { Proposal } from '../core/proposal';
import type { Standing } from '../core/standing';
import { clear } from './clear';
import type { Writing } from './converge';

/** A Create or an Update that cannot be finished. */
export interface Attempt {
  readonly proposal: Proposal;
  readonly standing: Standing;
  /** The id that CloudFormation knows. */
  readonly physicalId: string;
}

/**
 * Takes back what a Create or a replacement made, and fails. The answer bears the id that CloudFormation knows, or, while
 * something is left of a replacement, the new one: CloudFormation deletes that id then.
 */
export async function takeBack(writing: Writing, attempt: Attempt, because: string): Promise<Outcome> {
  const { proposal, standing, physicalId } = attempt;
  const { wanted, desired, evidence } = proposal;
  const { type, names } = wanted;
  // CloudFormation's own Update with the old properties takes back an Update in place, and is itself never taken back.
  const isKept = type === 'Update' && (names.name === physicalId || standing.is === 'rollingBack');
  // What was there before an Update may be what instances live on.
  if (isKept || (type === 'Update' && ownsAny(desired.names, desired.owner, evidence.identity)))
    return asFound(attempt, because);
  const { is, told } = await undo(writing, proposal);
  return failed(is === 'undone' ? physicalId : names.name, `${because}. ${told}`);
}

/** Fails and leaves the world as it was found: an earlier delivery of a replacement may have left something in it. */
export function asFound({ proposal, standing, physicalId }: Attempt, because: string): Outcome {
  const { wanted, desired, evidence } = proposal;
  const isLeft = standing.is !== 'rollingBack' && ownsAny(desired.names, desired.owner, evidence.identity);
  return failed(isLeft ? wanted.names.name : physicalId, because);
}

const failed = (physicalId: string, reason: string): Outcome => ({ status: 'FAILED', physicalId, reason });

interface Undone {
  readonly is: 'undone' | 'left';
  readonly told: string;
}

async function undo(writing: Writing, { desired, evidence }: Proposal): Promise<Undone> {
  const { names, owner } = desired;
  try {
    const undoing = await clear(writing, names, (now) => planUndo(names, owner, evidence.identity, now));
    if (undoing.state === 'obstructed') return left(`Left for Delete, since ${undoing.obstacles.join('; ')}`);
    if (undoing.plan.length === 0) return { is: 'undone', told: 'Nothing was left behind' };
    return { is: 'undone', told: 'What had been created was removed again' };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return left(`What had been created is left for Delete, since it could not be removed: ${because}`);
  }
}

const left = (told: string): Undone => ({ is: 'left', told });
