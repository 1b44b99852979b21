import { type Company, company } from './company';
import { clearAway, meddle } from './hands';
import { brokenBy, type Moment, momentOf } from './laws';
import { exceptionsIn, leftovers } from './leftovers';
import { changeElsewhere, make, offer } from './others';
import { places } from './places';
import { run, type Stack } from './stacks';
import type { Life, Operation, Step } from './steps';

/** Hears how each operation on a stack ended, and each life as a whole, and whether every law held then. */
export type Told = (status: string, held: boolean, exceptions?: readonly string[]) => void;

interface Scene {
  readonly company: Company;
  readonly stacks: readonly Stack[];
  readonly told: Told;
}

const stackNames = ['app', 'web'];
/** Two stacks in each place, by the numbers that steps have for them. */
export const stackNumbers = places.flatMap((_, place) =>
  stackNames.map((_name, name) => place * stackNames.length + name),
);

/** Lives a life to its end and then removes everything; throws with the first law that is broken. */
export async function live(life: Life, told: Told): Promise<void> {
  const opened = company(life);
  const stacks = places.flatMap((place, index): readonly Stack[] => {
    const driver = opened.drivers[index];
    if (!driver) throw new Error(`Nobody drives stacks in ${place.region}`);
    return stackNames.map((stackName) => ({ place, driver, stackName, history: [] }));
  });
  const scene: Scene = { company: opened, stacks, told };
  for (const [index, step] of life.steps.entries()) await take(scene, step, `in step ${index + 1}, ${step.do}`);
  await end(scene);
}

async function take(scene: Scene, step: Step, when: string): Promise<void> {
  const { world } = scene.company;
  switch (step.do) {
    case 'declare':
    case 'remove':
      return operate(scene, [step], when);
    case 'both':
      return operate(scene, [step.one, step.other], when);
    case 'byHand': {
      const { place, history } = stackAt(scene, step.stack);
      const name = history.at(-1)?.physicalId;
      return name === undefined ? undefined : meddle(world, place, name, step.change);
    }
    case 'elsewhere':
      return changeElsewhere(world, step.change);
    case 'take':
      return make(world, step);
    case 'offer': {
      const { place, stackName } = stackAt(scene, step.stack);
      return offer(world, place.account, step.name, stackName);
    }
    default:
      return step satisfies never;
  }
}

async function operate({ company, stacks, told }: Scene, operations: readonly Operation[], when: string) {
  const { world, play } = company;
  const before: Moment = momentOf(world);
  const moved = await play(() =>
    Promise.all(operations.map((operation) => run(stackAt({ stacks }, operation.stack), operation))),
  );
  const acted = moved.flatMap((stack) => stack ?? []);
  const broken = brokenBy(before, momentOf(world), acted, company);
  for (const { history } of acted) told(history.at(-1)?.status ?? 'nothing', broken.length === 0);
  if (broken.length > 0) throw new Error(`Broken ${when}:\n${broken.join('\n')}`);
}

/** Whoever stands in the way steps aside, every stack is deleted, and nothing of ours remains but what was retained. */
async function end(scene: Scene): Promise<void> {
  const { company, stacks, told } = scene;
  clearAway(company.world);
  for (const stack of stacks.keys()) await operate(scene, [{ do: 'remove', stack }], 'in the end');
  const standing = stacks.flatMap(({ stackName, place, history }) => {
    const { status = 'DELETE_COMPLETE', reason } = history.at(-1) ?? {};
    return status === 'DELETE_COMPLETE' ? [] : [`${stackName} in ${place.region} stays ${status}: ${reason}`];
  });
  const broken = [...standing, ...leftovers(company, stacks), ...company.record.unanswered()];
  told('whole lives', broken.length === 0, exceptionsIn(company, stacks));
  if (broken.length > 0) throw new Error(`Broken in the end:\n${broken.join('\n')}`);
}

function stackAt({ stacks }: Pick<Scene, 'stacks'>, number: number): Stack {
  const stack = stacks[number];
  if (!stack) throw new Error(`There is no stack ${number}`);
  return stack;
}
