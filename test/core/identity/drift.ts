import fc from 'fast-check';
import type { Names } from '../../../handler/core/identity/names';
import type { ManagedPolicy } from '../../../local/aws/world';
import { boundaries, heldBy, here, type LocalIam, pool, type Trio } from './local-iam';

/** One thing that somebody did to our trio behind our back, and a number that says which one of several. */
export type Drift = readonly [name: keyof typeof drifts, pick: number];

interface Touched extends Trio {
  readonly iam: LocalIam;
  readonly names: Names;
}

const ours = /^session-manager-role:/;
const otherDocument = (pick: number) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: `s3:Get${pick}`, Resource: '*' }] });

function addVersion(policy: ManagedPolicy, pick: number): void {
  if (policy.versions.length === 5) return;
  const isDefault = pick % 2 === 0;
  if (isDefault) for (const version of policy.versions) version.isDefault = false;
  policy.versions.push({ id: `v${policy.nextVersion}`, document: otherDocument(pick), isDefault, createDate: pick });
  policy.nextVersion += 1;
}

const drifts = {
  tagAdded({ role, policy, profile }: Touched, pick: number) {
    const tags = [role, policy, profile][pick % 3]?.tags;
    if (tags !== undefined && tags.length < 50) tags.push({ Key: `Drift${pick}`, Value: 'x' });
  },
  tagChanged({ role, policy, profile }: Touched, pick: number) {
    const tag = [role, policy, profile][pick % 3]?.tags.find(({ Key }) => !ours.test(Key));
    if (tag !== undefined) tag.Value += 'x';
  },
  tagKeyLowered({ role }: Touched) {
    const tag = role?.tags.find(({ Key }) => !ours.test(Key));
    if (tag !== undefined) tag.Key = tag.Key.toLowerCase();
  },
  tagRemoved({ role, policy, profile }: Touched, pick: number) {
    const thing = [role, policy, profile][pick % 3];
    const gone = thing?.tags.find(({ Key }) => !ours.test(Key));
    if (thing !== undefined) thing.tags = thing.tags.filter((tag) => tag !== gone);
  },
  boundaryChanged({ role }: Touched, pick: number) {
    const boundary = boundaries[pick % 3];
    delete role?.permissionsBoundary;
    if (role !== undefined && boundary !== undefined) role.permissionsBoundary = boundary;
  },
  trustChanged({ role }: Touched) {
    if (role !== undefined) role.trustPolicy = role.trustPolicy.replace('sts:AssumeRole', 'sts:*');
  },
  described({ role }: Touched, pick: number) {
    if (role !== undefined) role.description = `By hand ${pick}`;
  },
  prolonged({ role }: Touched) {
    if (role !== undefined) role.maxSessionDuration = 40_000;
  },
  attached({ role }: Touched, pick: number) {
    const arn = pool[pick] ?? '';
    if (role !== undefined && role.attached.length < 10 && !role.attached.includes(arn)) role.attached.push(arn);
  },
  detached({ role }: Touched, pick: number) {
    if (role !== undefined) role.attached.splice(pick % 3, 1);
  },
  inlineWritten({ role }: Touched, pick: number) {
    if (role !== undefined) role.inline[`inline${pick}`] = otherDocument(pick);
  },
  roleDeleted({ iam, role }: Touched) {
    const { roles, instanceProfiles } = here(iam.world);
    const key = role?.name.toLowerCase() ?? '';
    for (const profile of Object.values(instanceProfiles)) if (profile.role === key) delete profile.role;
    delete roles[key];
  },
  policyDeleted({ iam, names }: Touched) {
    const { roles, policies } = here(iam.world);
    for (const role of Object.values(roles)) role.attached = role.attached.filter((arn) => arn !== names.policyArn);
    delete policies[names.policyArn];
  },
  profileDeleted({ iam, names }: Touched) {
    delete here(iam.world).instanceProfiles[names.name.toLowerCase()];
  },
  versionAdded({ policy }: Touched, pick: number) {
    if (policy !== undefined) addVersion(policy, pick);
  },
  versionsFilled({ policy }: Touched, pick: number) {
    while (policy !== undefined && policy.versions.length < 5) addVersion(policy, pick + policy.nextVersion);
  },
  defaultMoved({ policy }: Touched, pick: number) {
    const chosen = policy?.versions[pick % policy.versions.length];
    for (const version of policy?.versions ?? []) version.isDefault = version === chosen;
  },
  memberRemoved({ profile }: Touched) {
    delete profile?.role;
  },
  memberReplaced({ profile }: Touched) {
    if (profile !== undefined) profile.role = 'stranger';
  },
};

/** Any few of these things, in any order. */
export const drift: fc.Arbitrary<readonly Drift[]> = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(drifts) as (keyof typeof drifts)[])), fc.nat(11)),
  { maxLength: 8 },
);

export function letDrift(iam: LocalIam, names: Names, happened: readonly Drift[]): void {
  for (const [name, pick] of happened) drifts[name]({ iam, names, ...heldBy(iam, names) }, pick);
}
