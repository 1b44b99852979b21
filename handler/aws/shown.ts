import type { DesiredIdentity } from '../core/identity/desired';
import { plan } from '../core/identity/plan';
import { AwsError } from './aws-error';
import type { Writing } from './converge';
import { observeIdentity } from './observe-identity';
import type { Call } from './operations';
import { unanswered } from './retry';

/** Takes down every write that happened, or may have. */
export function remembering(call: Call): { readonly write: Call; readonly written: ReadonlySet<string> } {
  const written = new Set<string>();
  const write: Call = async (operation, input, caller) => {
    const key = JSON.stringify({ action: operation, input });
    try {
      const output = await call(operation, input, caller);
      written.add(key);
      return output;
    } catch (error) {
      if (error instanceof AwsError && unanswered(error)) written.add(key);
      throw error;
    }
  };
  return { write, written };
}

const SETTLING = 10_000;
const BETWEEN_LOOKS = 1_000;
// Replicas disagree for a while: one that knows is not all of them.
const AGREEING = 2;

/**
 * Waits until IAM shows what was written, since it shows changes late, and not everywhere at once:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export async function shown(
  { read, caller, clock }: Writing,
  desired: DesiredIdentity,
  written: ReadonlySet<string>,
): Promise<void> {
  const until = Math.min(clock.now() + SETTLING, clock.deadline - SETTLING);
  for (let agreeing = 0; written.size > 0 && clock.now() < until; ) {
    const seen = await observeIdentity(read, caller, desired.names, 'Create');
    const missing = plan(desired, seen)
      .flat()
      .some((change) => written.has(JSON.stringify(change)));
    agreeing = missing ? 0 : agreeing + 1;
    if (agreeing === AGREEING) return;
    if (missing) await clock.sleep(BETWEEN_LOOKS);
  }
}
