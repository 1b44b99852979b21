import { shortHash } from '../../../handler/core/identity/names';
import type { Account, InstanceProfile, ManagedPolicy, Role, Tag, World } from '../../../local/aws/world';

/** One thing in IAM, whoever made it. */
export interface Thing {
  readonly kind: 'role' | 'policy' | 'profile';
  readonly account: string;
  readonly name: string;
  readonly tags: readonly Tag[];
  /** All of it, to compare two moments. */
  readonly text: string;
}

export function thingsIn(world: World): ReadonlyMap<string, Thing> {
  const found = Object.entries(world.accounts).flatMap(([account, { roles, policies, instanceProfiles }]) => [
    ...Object.values(roles).map((role) => thing('role', account, role)),
    ...Object.values(policies).map((policy) => thing('policy', account, policy)),
    ...Object.values(instanceProfiles).map((profile) => thing('profile', account, profile)),
  ]);
  return new Map(found.map((one) => [`${one.account} ${one.kind} ${one.name.toLowerCase()}`, one]));
}

function thing(kind: Thing['kind'], account: string, whole: Role | ManagedPolicy | InstanceProfile): Thing {
  return { kind, account, name: whole.name, tags: whole.tags, text: JSON.stringify(whole) };
}

/** Everything that is no thing of IAM and that nobody but its owner changes. */
export function surroundings({ accounts, buckets }: World): string {
  const rest = Object.entries(accounts).map(([id, { roles: _r, policies: _p, instanceProfiles: _i, ...account }]) => {
    return [id, account] satisfies [string, Partial<Account>];
  });
  return JSON.stringify({ rest, buckets });
}

const tag = (tags: readonly Tag[], name: string) =>
  tags.find(({ Key }) => Key === `session-manager-role:${name}`)?.Value;

/** The StackId by which a thing says whose it is; all three marks together count. */
export function stackOf({ tags }: Pick<Thing, 'tags'>): string | undefined {
  const marks = ['logical-id', 'physical-id-hash'].map((name) => tag(tags, name));
  return marks.includes(undefined) ? undefined : tag(tags, 'stack-id');
}

/** Whether a thing bears the marks of this very resource. */
export function belongsTo(one: Pick<Thing, 'tags'>, stackId: string, physicalId: string): boolean {
  return stackOf(one) === stackId && tag(one.tags, 'physical-id-hash') === shortHash(physicalId);
}

/** Whether somebody has handed a thing over, and nobody has taken it yet. */
export const isOffered = ({ tags }: Pick<Thing, 'tags'>): boolean => tag(tags, 'adopt') !== undefined;

/** Who acts, by stack id and by the name to which things are offered. */
export interface Actor {
  readonly stackId: string;
  readonly stackName: string;
}

/** What changed between two moments although it was nobody's who acted. */
export function trespasses(
  before: ReadonlyMap<string, Thing>,
  after: ReadonlyMap<string, Thing>,
  actors: readonly Actor[],
): readonly string[] {
  const mayChange = (one: Thing | undefined) =>
    one === undefined ||
    actors.some(({ stackId, stackName }) => {
      return stackOf(one) === stackId || tag(one.tags, 'adopt') === `${stackName}/Role`;
    });
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    return was?.text !== is?.text && !(mayChange(was) && mayChange(is));
  });
}
