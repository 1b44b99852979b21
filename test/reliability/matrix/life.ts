import type { Operation } from '../../../handler/aws/operations';
import type { Driver } from '../../../local/cloudformation/driver';
import { seeded } from '../chance';
import { answerLaw, type Expected, expectedOf, lawsOfAnswers } from './answer-laws';
import { beginningOf, type Meaning } from './beginning';
import { cellName } from './cells';
import { type Ending, finish, settle } from './ending';
import { disturbance, type Fault, faultKinds } from './faults';
import { type RequestKind, requestKind, send } from './requests';
import { sameness } from './sameness';
import { type Staging, type Told, theatre } from './theatre';
import { NAME, NEW_NAME } from './world';

/** A stack's whole life: created, disturbed in one operation, mended by a person where that got stuck, and deleted. */
export interface Life {
  /** What the disturbed operation called, everything that it set off included. */
  readonly calls: readonly Operation[];
  readonly ending: Ending;
  /** The laws that were broken; none in a good life. */
  readonly broken: readonly string[];
  /** Names of the exceptions that were met. */
  readonly exceptions: readonly string[];
  /** Everything that was answered, oldest first. */
  readonly told: readonly Told[];
  readonly events: Driver['events'];
}

/** Lives a stack's life in which faults, or whatever else the circumstances hold, befall one kind of request. */
export async function live(
  kindName: string,
  faults: readonly Fault[],
  circumstances: Pick<Staging, 'hooks' | 'duplicateAfter'> = {},
): Promise<Life> {
  seeded(cellName(kindName, faults));
  const kind = requestKind(kindName);
  const expected = await expectedOf(kind);
  const start = await beginningOf(kindName);
  const storm = disturbance(faults);
  const told: Told[] = [];
  const judging = sameness(storm.refused);
  const world = structuredClone(start.world);
  const stage = theatre({
    ...{ world, past: start.past, ...circumstances, around: storm.around },
    heard: (one) => {
      told.push(one);
      broken.push(...answerLaw(world, one, { expected, sameness: judging }));
    },
  });
  const { broken } = stage;
  const outcome = await stage.play((driver) => send(kind, driver));
  storm.calm();
  const rested = { outcome, start, asked: afterwards(kind, expected), sameness: judging };
  const ending = await settle(stage, rested);
  if (ending !== 'asAsked' && faults.every(({ kind: fault }) => faultKinds[fault].passes)) {
    broken.push(`What passes by itself was not waited out: ${outcome.status}: ${outcome.reason}`);
  }
  await finish(stage, rested);
  broken.push(...lawsOfAnswers(stage));
  const { events } = stage.driver;
  return { calls: storm.calls, ending, broken, exceptions: [...judging.met], told, events };
}

/** What the world means once the request was carried out. */
function afterwards({ type, given }: RequestKind, expected: Expected): Meaning {
  const none = { roles: [], policies: [], profiles: [] };
  const made = type === 'Delete' ? undefined : expected(given);
  return [NAME, NEW_NAME].map((name) => (name === given['RoleName'] ? (made ?? none) : none));
}
