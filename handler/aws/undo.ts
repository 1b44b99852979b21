import type { DesiredIdentity } from '../core/identity/desired';
import type { ObservedIdentity } from '../core/identity/observed';
import { planUndo } from '../core/identity/plan-undo';
import { apply } from './apply';
import type { Writing } from './converge';
import { observeIdentity } from './observe-identity';

/** Takes back what a Create or a replacement made, and says in one sentence what came of it. */
export async function undo(writing: Writing, desired: DesiredIdentity, before: ObservedIdentity): Promise<string> {
  const { names, owner } = desired;
  try {
    const now = await observeIdentity(writing.read, writing.caller, names, 'Delete');
    const undoing = planUndo(names, owner, before, now);
    if (undoing.state === 'obstructed') return `Left for Delete, since ${undoing.obstacles.join('; ')}`;
    if (undoing.plan.length === 0) return 'Nothing was left behind';
    await apply(writing.write, writing.caller, undoing.plan);
    return 'What had been created was removed again';
  } catch (error) {
    return `What had been created is left for Delete, since it could not be removed: ${error instanceof Error ? error.message : error}`;
  }
}
