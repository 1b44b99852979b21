import type { Company } from './company';
import type { Stack } from './stacks';
import { belongsTo, isOffered, stackOf, thingsIn } from './things';

/** What is left of all stacks, and of stacks that nobody knows. */
export function leftovers(company: Company, stacks: readonly Stack[]): readonly string[] {
  const known = stacks.flatMap((stack) => idsOf(stack).map((stackId) => ({ stack, stackId })));
  const ids = known.map(({ stackId }) => stackId);
  const strays = [...thingsIn(company.world)].filter(([, one]) => {
    const owner = stackOf(one);
    return owner !== undefined && !ids.includes(owner);
  });
  return [
    ...strays.map(([key]) => `${key} bears the marks of no stack`),
    ...known.flatMap(({ stack, stackId }) => leftOf(stack, stackId, company).map((left) => `${left} is left`)),
  ];
}

/** The exceptions that the laws make of what is left, by their names in docs/decisions/0008-what-stays-possible.md. */
export function exceptionsIn({ world, record }: Company, stacks: readonly Stack[]): readonly string[] {
  const things = [...thingsIn(world).values()];
  const left = record.unheard().filter((one) => things.some((thing) => belongsTo(thing, one.stackId, one.physicalId)));
  const gaveUp = stacks.some(({ history }) => history.some(({ abandoned }) => abandoned.length > 0));
  const abandoned = gaveUp ? ['CloudFormation abandons what it could not delete in a clean-up'] : [];
  const deleted = stacks.flatMap(idsOf).filter((id) => world.stacks[id]?.status === 'DELETE_COMPLETE');
  const given = things.some((one) => isOffered(one) && deleted.includes(stackOf(one) ?? ''));
  const offered = given ? ['what is handed over while its own stack is deleted stays with its tags'] : [];
  return [...new Set([...left.map(({ exception }) => exception), ...abandoned, ...offered])];
}

/** What bears a stack's marks although its template did not retain it, nor CloudFormation give it up or not listen. */
export function leftOf({ history }: Stack, stackId: string, { world, record }: Company): readonly string[] {
  const ended = history.filter((one) => one.stackId === stackId);
  // Of a Create that is cancelled and retained CloudFormation knows an invented id alone.
  if (ended.some(({ status, skipped }) => skipped.length > 0 && status.startsWith('ROLLBACK'))) return [];
  const kept = ended.flatMap(({ skipped, abandoned }) => [...skipped, ...abandoned]);
  // Whoever deletes a stack instead of continuing its rollback lets go of what the replacement had replaced.
  const stuck = ended.some(({ status }) => status === 'UPDATE_ROLLBACK_FAILED');
  const replaced = stuck ? ended.flatMap(({ physicalId }) => physicalId ?? []) : [];
  const unheard = record.unheard().filter((one) => one.stackId === stackId);
  const excused = [...kept, ...replaced, ...unheard.map(({ physicalId }) => physicalId)];
  return [...thingsIn(world)]
    .filter(([, one]) => stackOf(one) === stackId && !isOffered(one))
    .filter(([, one]) => !excused.some((id) => belongsTo(one, stackId, id)))
    .map(([key]) => key);
}

const idsOf = ({ history }: Stack) => [...new Set(history.map(({ stackId }) => stackId))];
