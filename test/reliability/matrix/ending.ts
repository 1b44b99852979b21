import type { StackOutcome } from '../../../local/cloudformation/driver';
import { type Beginning, type Meaning, meaning } from './beginning';
import { STACK } from './requests';
import { exceptionNames, type Sameness } from './sameness';
import type { Theatre } from './theatre';
import { leftOfOurs, NAME, NEW_NAME, remaining, theirs } from './world';

/** How an operation ended: as the template asks, rolled back by CloudFormation, or only once a person tried again. */
export type Ending = 'asAsked' | 'undone' | 'repeated';

/** A disturbed operation that has come to rest. */
export interface Rested {
  readonly outcome: StackOutcome;
  readonly start: Beginning;
  /** What the world means if it was carried out. */
  readonly asked: Meaning;
  readonly sameness: Sameness;
}

/** What comes next: nothing, or a person who tries again; the world is then as asked, or as it was. */
export async function settle(stage: Theatre, { outcome, start, asked, sameness }: Rested): Promise<Ending> {
  const { broken } = stage;
  const spared = (meant: Meaning) =>
    meant.filter((_, index) => !abandoned(stage).includes([NAME, NEW_NAME][index] ?? ''));
  const is = (wanted: Meaning, what: string) => {
    if (!sameness.same(spared(meaning(stage.world)), spared(wanted))) broken.push(`The world is not ${what}`);
  };
  switch (outcome.status) {
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'DELETE_COMPLETE':
      is(asked, 'as asked');
      return 'asAsked';
    case 'ROLLBACK_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
      is(start.meaning, 'as it was');
      return 'undone';
    case 'UPDATE_ROLLBACK_FAILED':
      await aMinute(stage);
      ought(broken, await stage.play((driver) => driver.continueUpdateRollback(STACK)), 'UPDATE_ROLLBACK_COMPLETE');
      is(start.meaning, 'as it was');
      return 'repeated';
    case 'ROLLBACK_FAILED':
    case 'DELETE_FAILED':
      return 'repeated';
    default:
      broken.push(`The stack ended in ${outcome.status}`);
      return 'repeated';
  }
}

/** A person is slower than IAM. */
const aMinute = ({ clock }: Theatre) => clock.run(clock.sleep(60_000));

/** Ids whose removal failed in a clean-up: CloudFormation reports that and forgets them. */
function abandoned({ driver }: Theatre): readonly string[] {
  const { events } = driver;
  const start = events.findIndex(({ status }) => status.endsWith('_COMPLETE_CLEANUP_IN_PROGRESS'));
  const after = start < 0 ? [] : events.slice(start + 1);
  const end = after.findIndex(({ logicalId }) => logicalId === STACK);
  return after.slice(0, end).flatMap(({ status, physicalId = '' }) => (status === 'DELETE_FAILED' ? [physicalId] : []));
}

/** The last Delete, after which nothing of ours remains and everything of others is as it was. */
export async function finish(stage: Theatre, { outcome, start, sameness }: Rested): Promise<void> {
  const { broken, world } = stage;
  const forgotten = abandoned(stage);
  if (forgotten.length > 0) sameness.met.add(exceptionNames.abandoned);
  await aMinute(stage);
  if (outcome.status !== 'DELETE_COMPLETE') {
    ought(broken, await stage.play(({ deleteStack }) => deleteStack(STACK)), 'DELETE_COMPLETE');
  }
  const left = leftOfOurs(world).filter((name) => !forgotten.includes(name));
  if (left.length > 0) broken.push(`Something of ours remains: ${left}`);
  if (theirs(world) !== start.theirs) broken.push('Something foreign was changed');
  if (forgotten.length === 0 && left.length === 0 && remaining(world) !== start.nothing) {
    broken.push('The world is not as before');
  }
}

function ought(broken: string[], { status, reason }: StackOutcome, expected: string): void {
  if (status !== expected) broken.push(`${status} instead of ${expected}: ${reason}`);
}
