import { createPolicy, createRole } from '../../../local/aws/create';
import type { Account, Tag, World } from '../../../local/aws/world';
import type { Place } from './places';
import type { Manual } from './steps';

/** The name of whatever a person makes to meddle with. */
export const HAND = 'by-hand';
export const nothing = { Version: '2012-10-17', Statement: [] };
export const reading = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
};

/** What a person does to the trio that bears a name, if there is one. */
export function meddle(world: World, { account: id }: Place, name: string, change: Manual): void {
  const account = accountIn(world, id);
  const { roles, policies, instanceProfiles } = account;
  const role = roles[name.toLowerCase()];
  const policy = policyNamed(account, name);
  const profile = instanceProfiles[name.toLowerCase()];
  const write = () => {
    const number = policy?.nextVersion ?? 0;
    for (const version of policy?.versions ?? []) version.isDefault = false;
    const version = { id: `v${number}`, document: JSON.stringify(reading), isDefault: true, createDate: number };
    if (policy) Object.assign(policy, { versions: [...policy.versions, version].slice(-5), nextVersion: number + 1 });
  };
  const acts: Readonly<Record<Manual, () => void>> = {
    describe: () => role && Object.assign(role, { description: 'by hand', maxSessionDuration: 10_800 }),
    unbound: () => role && delete role.permissionsBoundary,
    'trust everybody': () => role && Object.assign(role, { trustPolicy: JSON.stringify(trustingEverybody) }),
    retag: () => {
      for (const one of [role, policy, profile])
        one?.tags.push({ Key: `touched-by-${one.tags.length}`, Value: 'hand' });
    },
    'disown the role': () => role && Object.assign(role, { tags: [] }),
    'disown the policy': () => policy && Object.assign(policy, { tags: [] }),
    detach: () => role?.attached.splice(0),
    attach: () => role?.attached.push(...[handPolicy(world, id)].filter((arn) => !role.attached.includes(arn))),
    'add inline': () => role && Object.assign(role.inline, { [HAND]: JSON.stringify(reading) }),
    'write a version': write,
    'write five versions': () => [1, 2, 3, 4, 5].forEach(write),
    'hold in another profile': () => role && Object.assign(handProfile(account, id), { role: role.name.toLowerCase() }),
    'attach ours elsewhere': () => policy && Object.assign(handRole(world, id), { attached: [policy.arn] }),
    'empty the profile': () => profile && delete profile.role,
    'delete the role': () => {
      for (const one of Object.values(instanceProfiles)) if (one.role === name.toLowerCase()) delete one.role;
      delete roles[name.toLowerCase()];
    },
    'delete the policy': () => {
      for (const one of Object.values(roles)) one.attached = one.attached.filter((arn) => arn !== policy?.arn);
      delete policies[policy?.arn ?? ''];
    },
    'delete the profile': () => delete instanceProfiles[name.toLowerCase()],
    'clear away': () => clearAway(world),
  };
  acts[change]();
}

const trustingEverybody = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Undoes by hand whatever stands in the way of a Delete: what hands put on things of ours, or ours on theirs. */
export function clearAway(world: World): void {
  for (const { roles, policies, instanceProfiles } of Object.values(world.accounts)) {
    for (const role of Object.values(roles)) {
      delete role.inline[HAND];
      const stays = (arn: string) => (isMarked(role) ? !arn.endsWith(`/${HAND}`) : !isMarked(policies[arn]));
      role.attached = role.attached.filter(stays);
    }
    for (const profile of Object.values(instanceProfiles)) if (!isMarked(profile)) delete profile.role;
  }
}

const isMarked = (one: { readonly tags: readonly Tag[] } | undefined) =>
  one?.tags.some(({ Key }) => Key === 'session-manager-role:stack-id') ?? false;

export function accountIn(world: World, id: string): Account {
  const account = world.accounts[id];
  if (!account) throw new Error(`The world has no account ${id}`);
  return account;
}

export const policyNamed = ({ policies }: Account, name: string) =>
  Object.values(policies).find((policy) => policy.name.toLowerCase() === name.toLowerCase());

const handPolicy = (world: World, id: string) =>
  (policyNamed(accountIn(world, id), HAND) ?? createPolicy(world, id, HAND, reading)).arn;

const handRole = (world: World, id: string) =>
  accountIn(world, id).roles[HAND] ?? createRole(world, id, { RoleName: HAND });

function handProfile({ instanceProfiles }: Account, id: string) {
  instanceProfiles[HAND] ??= profileBy(id, HAND, '/');
  return instanceProfiles[HAND];
}

export function profileBy(account: string, name: string, path: string) {
  const arn = `arn:aws:iam::${account}:instance-profile${path}${name}`;
  return { name, path, arn, id: `AIPA${name.toUpperCase().padStart(17, '0')}`, tags: [], createDate: 0 };
}
