import type { Account, InstanceProfile, ManagedPolicy, Role, World } from '../../local/aws/world';
import { account } from './fixture';

export interface Trio {
  readonly role?: Role;
  readonly policy?: ManagedPolicy;
  readonly profile?: InstanceProfile;
}

/** Role, policy and instance profile that bear a name, as they are. */
export function trioOf(world: World, name = 'app-sessions'): Trio {
  const { roles, policies, instanceProfiles } = iamOf(world);
  const role = roles[name.toLowerCase()];
  const policy = Object.values(policies).find((other) => other.name.toLowerCase() === name.toLowerCase());
  const profile = instanceProfiles[name.toLowerCase()];
  return { ...(role && { role }), ...(policy && { policy }), ...(profile && { profile }) };
}

export function iamOf(world: World): Account {
  const found = world.accounts[account];
  if (!found) throw new Error(`The world has no account ${account}`);
  return found;
}

/** Everything in IAM, to compare two moments of one world. */
export function iam(world: World) {
  const { roles, policies, instanceProfiles } = iamOf(world);
  return structuredClone({ roles, policies, instanceProfiles });
}

/** What an account's IAM means: without ids, dates and the history of policies, in no order. */
export function meaning(world: World) {
  const { roles, policies, instanceProfiles } = iamOf(world);
  return {
    roles: Object.values(roles).map(({ id, createDate, tags, attached, trustPolicy, ...role }) => ({
      ...role,
      trust: JSON.parse(trustPolicy),
      tags: sorted(tags),
      attached: attached.toSorted(),
    })),
    policies: Object.values(policies).map(({ name, path, versions, tags }) => ({
      ...{ name, path, tags: sorted(tags) },
      document: JSON.parse(versions.find(({ isDefault }) => isDefault)?.document ?? 'null'),
    })),
    profiles: Object.values(instanceProfiles).map(({ id, createDate, tags, ...profile }) => {
      return { ...profile, tags: sorted(tags) };
    }),
  };
}

const sorted = (tags: Role['tags']) => tags.toSorted((left, right) => (left.Key < right.Key ? -1 : 1));

/** The order in which a world's things came about is no part of what it means. */
export const inNoOrder = (world: World) => {
  const { roles, policies, profiles } = meaning(world);
  const byName = <T extends { name: string }>(things: T[]) =>
    things.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return { roles: byName(roles), policies: byName(policies), profiles: byName(profiles) };
};
