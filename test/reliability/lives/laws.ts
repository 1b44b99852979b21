import type { Role, World } from '../../../local/aws/world';
import { unlikeAsked } from './asked';
import type { Company } from './company';
import { clearAway, HAND } from './hands';
import { leftOf } from './leftovers';
import type { Ended, Stack } from './stacks';
import { surroundings, type Thing, thingsIn, trespasses } from './things';

/** All that laws compare of a world at one time. */
export interface Moment {
  readonly things: ReadonlyMap<string, Thing>;
  readonly surroundings: string;
  /** By unique id of a role, what hands put on it. */
  readonly guests: ReadonlyMap<string, string>;
}

export function momentOf(world: World): Moment {
  const roles = Object.values(world.accounts).flatMap((account) => Object.values(account.roles));
  const guestsOn = ({ attached, inline }: Role) =>
    JSON.stringify([attached.filter((arn) => arn.endsWith(`/${HAND}`)), Object.keys(inline).includes(HAND)]);
  return {
    things: thingsIn(world),
    surroundings: surroundings(world),
    guests: new Map(roles.map((role) => [role.id, guestsOn(role)])),
  };
}

/** Which laws the stacks that acted between two moments have broken. */
export function brokenBy(before: Moment, after: Moment, acted: readonly Stack[], company: Company): readonly string[] {
  const actors = acted.flatMap(({ stackName, history }) => {
    const last = history.at(-1);
    return last === undefined ? [] : [{ stackName, stackId: last.stackId }];
  });
  return [
    ...trespasses(before.things, after.things, actors).map((key) => `${key} is another's, and changed`),
    ...(before.surroundings === after.surroundings ? [] : ['something beside IAM changed']),
    ...[...before.guests]
      .filter(([id, guests]) => (after.guests.get(id) ?? guests) !== guests)
      .map(([id]) => `what hands put on ${id} is gone from it`),
    ...acted.flatMap((stack) => brokenOf(stack, company)),
  ];
}

function brokenOf(stack: Stack, company: Company): readonly string[] {
  const last = stack.history.at(-1);
  if (last === undefined) return [];
  const { status, reason } = last;
  const told = (problem: string) =>
    `${stack.stackName} in ${stack.place.region} is ${status}, but ${problem}\n${reason}`;
  if (last.abandoned.length > 0 && !isObstructed(company.world)) return [told('nothing stood in the way of a Delete')];
  switch (status) {
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
      return asIs(stack, last, company).map(told);
    case 'ROLLBACK_COMPLETE':
    case 'DELETE_COMPLETE':
      return leftOf(stack, last.stackId, company).map((left) => told(`${left} is left`));
    case 'DELETE_FAILED':
    case 'ROLLBACK_FAILED':
      return isObstructed(company.world) ? [] : [told('nothing stands in the way')];
    case 'UPDATE_ROLLBACK_FAILED':
      return isTaken.test(reason) ? [] : [told('nobody has taken its names')];
    default:
      return [told('that is no end')];
  }
}

function asIs({ place }: Stack, ended: Ended, { world, repeats }: Company): readonly string[] {
  const { stackId, physicalId, declared, operation, status } = ended;
  if (physicalId === undefined || declared === undefined) return ['nothing was accepted'];
  const unlike = unlikeAsked(world, { place, stackId, physicalId, declared });
  const overtaken = status === 'UPDATE_ROLLBACK_COMPLETE' && operation.do === 'declare' ? operation : undefined;
  // See docs/decisions/0008-what-stays-possible.md: an Update that was cancelled may write after the rollback's own has
  // looked, and its second delivery may be taken for the rollback's. Then what differs is as that Update asked.
  const mayBe = repeats || overtaken?.cancelledAfter !== undefined;
  const attempted = mayBe ? overtaken?.declared : undefined;
  const unlikeAttempt = attempted && unlikeAsked(world, { place, stackId, physicalId, declared: attempted });
  return Object.entries(unlike)
    .filter(([aspect]) => unlikeAttempt === undefined || aspect in unlikeAttempt)
    .map(([aspect, difference]) => `${aspect}: ${difference}`);
}

/** Whether hands have put anything in the way of a Delete. */
function isObstructed(world: World): boolean {
  const cleared = structuredClone({ ...world, sessions: {} });
  clearAway(cleared);
  return JSON.stringify(cleared.accounts) !== JSON.stringify(world.accounts);
}

const isTaken = /exists and belongs to|exists under another path/;
