import type { Ids } from '../core/attributes';
import { claimProblems } from '../core/identity/claim';
import type { DesiredIdentity } from '../core/identity/desired';
import type { ObservedIdentity } from '../core/identity/observed';
import { plan } from '../core/identity/plan';
import { apply, type Created } from './apply';
import { AwsError } from './aws-error';
import type { Clock } from './clock';
import { observeIdentity } from './observe-identity';
import type { Call, Caller } from './operations';
import { unanswered } from './retry';
import { remembering, shown } from './shown';

/** How one resource is written: the calls as the moment demands them retried, and when to give up. */
export interface Writing {
  readonly read: Call;
  readonly write: Call;
  readonly caller: Caller;
  readonly clock: Clock;
}

const LOOKS = 5;
const BETWEEN_LOOKS = 2_000;

/**
 * Writes until IAM holds what is desired. Only a failure that may have happened all the same is worth another look: an
 * answer that was lost, or a name that another delivery of this request took meanwhile.
 */
export async function converge(writing: Writing, desired: DesiredIdentity, observed: ObservedIdentity): Promise<Ids> {
  const { write, written } = remembering(writing.write);
  let seen = observed;
  for (let look = 1; ; look += 1) {
    try {
      return idsOf(await apply(write, writing.caller, plan(desired, seen)), seen);
    } catch (error) {
      const over = look === LOOKS || !worthAnotherLook(error);
      // Whoever looks next, to take it back or in CloudFormation's next request, must see what was written.
      if (over) await shown(writing, desired, written);
      if (over) throw error;
      seen = await lookAgain(writing, desired, error);
    }
  }
}

const worthAnotherLook = (error: unknown) =>
  error instanceof AwsError && (unanswered(error) || error.code === 'EntityAlreadyExists');

async function lookAgain(
  { read, caller, clock }: Writing,
  { names, owner }: DesiredIdentity,
  failure: unknown,
): Promise<ObservedIdentity> {
  if (clock.now() + BETWEEN_LOOKS >= clock.deadline) throw failure;
  await clock.sleep(BETWEEN_LOOKS);
  const observed = await observeIdentity(read, caller, names, 'Create');
  if (claimProblems(names, owner, observed).length > 0) throw failure;
  return observed;
}

function idsOf(created: Created, { role, instanceProfile }: ObservedIdentity): Ids {
  return {
    roleId: created.roleId ?? (role.state === 'present' ? role.value.id : ''),
    instanceProfileId:
      created.instanceProfileId ?? (instanceProfile.state === 'present' ? instanceProfile.value.id : ''),
  };
}
