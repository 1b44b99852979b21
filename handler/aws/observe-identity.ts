import type { Names } from '../core/identity/names';
import type {
  Found,
  ObservedIdentity,
  ObservedInstanceProfile,
  ObservedPolicy,
  ObservedRole,
} from '../core/identity/observed';
import type { Tag } from '../core/request/properties';
import type { Call, Caller, Output } from './operations';
import { allPages } from './pages';
import { unlessMissing } from './unless-missing';

/**
 * How much is read beside the three things themselves: a Create expects to find nothing, so it looks no further until it
 * does; a Delete must know everything that hangs on them.
 */
export type Depth = 'Create' | 'Update' | 'Delete';

/** What IAM holds under these names. */
export async function observeIdentity(...asked: Parameters<typeof identityReads>): Promise<ObservedIdentity> {
  const reads = identityReads(...asked);
  const [role, policy, instanceProfile] = await Promise.all([reads.role, reads.policy, reads.instanceProfile]);
  return { role, policy, instanceProfile };
}

/** The same, each of the three as soon as it is known. */
export function identityReads(call: Call, caller: Caller, names: Names, depth: Depth): IdentityReads {
  const iam: Iam = { call, caller, names, depth };
  return { role: observeRole(iam), policy: observePolicy(iam), instanceProfile: observeInstanceProfile(iam) };
}

export type IdentityReads = { readonly [K in keyof ObservedIdentity]: Promise<ObservedIdentity[K]> };

interface Iam {
  readonly call: Call;
  readonly caller: Caller;
  readonly names: Names;
  readonly depth: Depth;
}

async function observeRole(iam: Iam): Promise<Found<ObservedRole>> {
  const { call, caller, names, depth } = iam;
  const [answer, early] = await Promise.all([
    unlessMissing(() => call('iam:GetRole', { RoleName: names.name }, caller)),
    depth === 'Create' ? undefined : roleLists(iam),
  ]);
  if (answer?.Role === undefined) return { state: 'absent' };
  return { state: 'present', value: { ...roleOf(answer.Role), ...(early ?? (await roleLists(iam))) } };
}

type Role = NonNullable<Output<'iam:GetRole'>['Role']>;

function roleOf(role: Role) {
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: required(role.Arn, 'Role.Arn'),
    id: required(role.RoleId, 'Role.RoleId'),
    path: required(role.Path, 'Role.Path'),
    description: role.Description ?? '',
    maxSessionDuration: role.MaxSessionDuration ?? 3600,
    trustPolicy: decoded(role.AssumeRolePolicyDocument),
    tags: tagsOf(role.Tags),
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
  };
}

async function roleLists({ call, caller, names, depth }: Iam) {
  const RoleName = names.name;
  const [attached, inline, profiles] = await Promise.all([
    allPagesIfAny(
      (Marker) => call('iam:ListAttachedRolePolicies', { RoleName, ...Marker }, caller),
      ({ AttachedPolicies = [] }) => AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
    ),
    allPagesIfAny(
      (Marker) => call('iam:ListRolePolicies', { RoleName, ...Marker }, caller),
      ({ PolicyNames = [] }) => PolicyNames,
    ),
    depth !== 'Delete'
      ? []
      : allPagesIfAny(
          (Marker) => call('iam:ListInstanceProfilesForRole', { RoleName, ...Marker }, caller),
          ({ InstanceProfiles = [] }) =>
            InstanceProfiles.flatMap(({ InstanceProfileName }) => InstanceProfileName ?? []),
        ),
  ]);
  return { attachedPolicyArns: attached, inlinePolicyNames: inline, instanceProfileNames: profiles };
}

async function observePolicy(iam: Iam): Promise<Found<ObservedPolicy>> {
  const { call, caller, names, depth } = iam;
  const PolicyArn = names.policyArn;
  const [answer, early] = await Promise.all([
    unlessMissing(() => call('iam:GetPolicy', { PolicyArn }, caller)),
    depth === 'Create' ? undefined : policyLists(iam),
  ]);
  if (answer?.Policy === undefined) return { state: 'absent' };
  const tags = tagsOf(answer.Policy.Tags);
  const VersionId = required(answer.Policy.DefaultVersionId, 'Policy.DefaultVersionId');
  const [lists, version] = await Promise.all([
    early ?? policyLists(iam),
    // On Delete nobody asks what the policy says.
    depth === 'Delete' ? undefined : call('iam:GetPolicyVersion', { PolicyArn, VersionId }, caller),
  ]);
  const document = version === undefined ? '' : decoded(version.PolicyVersion?.Document);
  return { state: 'present', value: { arn: PolicyArn, document, tags, ...lists } };
}

async function policyLists({ call, caller, names, depth }: Iam) {
  const PolicyArn = names.policyArn;
  const [versions, attachedTo] = await Promise.all([
    allPagesIfAny(
      (Marker) => call('iam:ListPolicyVersions', { PolicyArn, ...Marker }, caller),
      ({ Versions = [] }) => Versions.map(versionOf),
    ),
    depth !== 'Delete'
      ? []
      : allPagesIfAny((Marker) => call('iam:ListEntitiesForPolicy', { PolicyArn, ...Marker }, caller), bearersOf),
  ]);
  return { versions, attachedTo };
}

/** Of what is gone IAM lists nothing. */
const allPagesIfAny: typeof allPages = async (read, itemsOf) =>
  (await unlessMissing(() => allPages(read, itemsOf))) ?? [];

function versionOf(version: NonNullable<Output<'iam:ListPolicyVersions'>['Versions']>[number]) {
  return {
    id: required(version.VersionId, 'PolicyVersion.VersionId'),
    isDefault: version.IsDefaultVersion ?? false,
    created: version.CreateDate?.getTime() ?? 0,
  };
}

function bearersOf({ PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] }: Output<'iam:ListEntitiesForPolicy'>) {
  return [
    ...PolicyRoles.map(({ RoleName }) => `role ${RoleName}`),
    ...PolicyUsers.map(({ UserName }) => `user ${UserName}`),
    ...PolicyGroups.map(({ GroupName }) => `group ${GroupName}`),
  ];
}

async function observeInstanceProfile({ call, caller, names }: Iam): Promise<Found<ObservedInstanceProfile>> {
  const answer = await unlessMissing(() => call('iam:GetInstanceProfile', { InstanceProfileName: names.name }, caller));
  const profile = answer?.InstanceProfile;
  if (profile === undefined) return { state: 'absent' };
  return {
    state: 'present',
    value: {
      arn: required(profile.Arn, 'InstanceProfile.Arn'),
      id: required(profile.InstanceProfileId, 'InstanceProfile.InstanceProfileId'),
      path: required(profile.Path, 'InstanceProfile.Path'),
      tags: tagsOf(profile.Tags),
      roles: (profile.Roles ?? []).map(({ RoleName, RoleId }) => ({
        name: required(RoleName, 'Role.RoleName'),
        id: required(RoleId, 'Role.RoleId'),
      })),
    },
  };
}

function tagsOf(tags: readonly { Key: string | undefined; Value: string | undefined }[] | undefined): readonly Tag[] {
  return (tags ?? []).map(({ Key, Value }) => ({ Key: required(Key, 'Tag.Key'), Value: Value ?? '' }));
}

// IAM returns policy documents URL-encoded (RFC 3986), and the SDK leaves them so.
function decoded(document: string | undefined): string {
  return decodeURIComponent(required(document, 'policy document'));
}

function required<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw new Error(`Cannot read an answer of IAM: ${member} is missing`);
  return value;
}
