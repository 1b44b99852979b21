import type { World } from '../../../local/aws/world';
import type { Remembered } from '../../../local/cloudformation/driver';
import { requestKind, STACK, template } from './requests';
import { theatre } from './theatre';
import { meaningOf, NAME, NEW_NAME, populatedWorld, remaining, theirs } from './world';

/** The world just before a kind of request, to be copied for each life. */
export interface Beginning {
  readonly world: World;
  readonly past: readonly Remembered[];
  /** Before the stack was there. */
  readonly nothing: string;
  /** What the stack's roles meant before anybody touched them. */
  readonly meaning: Meaning;
  /** What was foreign. */
  readonly theirs: string;
}

/** What both names of ours mean. */
export type Meaning = readonly ReturnType<typeof meaningOf>[];

export const meaning = (world: World): Meaning => [NAME, NEW_NAME].map((name) => meaningOf(world, name));

const begun = new Map<string, Promise<Beginning>>();

/** The beginning of a kind of request, made once. */
export function beginningOf(kindName: string): Promise<Beginning> {
  const known = begun.get(kindName) ?? begin(kindName);
  begun.set(kindName, known);
  return known;
}

async function begin(kindName: string): Promise<Beginning> {
  const { before, meanwhile } = requestKind(kindName);
  const world = populatedWorld();
  const nothing = remaining(world);
  const { play, driver } = theatre({ world });
  if (before !== undefined) {
    const { status, reason } = await play(({ createStack }) => createStack(STACK, template(before)));
    if (status !== 'CREATE_COMPLETE') throw new Error(`Cannot begin: ${status}: ${reason}`);
  }
  const meant = meaning(world);
  meanwhile?.(world);
  return { world, past: driver.remembered(), nothing, meaning: meant, theirs: theirs(world) };
}
