import { sameMeaning } from '../policy/canonical';
import type { Tag } from '../request/properties';
import { attachments } from './attachments';
import type { Change, Plan } from './change';
import { type DesiredIdentity, roleTags } from './desired';
import type { ObservedIdentity, ObservedInstanceProfile, ObservedPolicy, ObservedRole } from './observed';
import { tagDifference } from './tag-difference';

/** The changes that turn what IAM holds into what is desired; none for a settled world. */
export function plan(desired: DesiredIdentity, observed: ObservedIdentity): Plan {
  const role = observed.role.state === 'present' ? observed.role.value : undefined;
  const policy = observed.policy.state === 'present' ? observed.policy.value : undefined;
  const profile = observed.instanceProfile.state === 'present' ? observed.instanceProfile.value : undefined;
  const { toAttach, toDetach } = attachments(role, [desired.names.policyArn, ...desired.managedPolicyArns]);
  const documents = documentStages(desired, policy);
  const members = membershipStages(desired, profile, role);
  // The record names what is still to be detached until it is, so that an interrupted plan finds it again.
  const record = roleTags(desired, [...desired.managedPolicyArns, ...toDetach]);
  return [
    // Boundary, documents and tags first: attaching is allowed to a role under its boundary alone.
    [...roleChanges(desired, role, record), ...documents.first, ...profileChanges(desired, profile)],
    [...documents.second, ...members.first, ...toAttach.map((arn) => attach(desired, arn))],
    [...members.second, ...toDetach.map((arn) => detach(desired, arn))],
    toDetach.length === 0 ? [] : tagRole(desired, record, roleTags(desired, desired.managedPolicyArns)),
  ].filter((stage) => stage.length > 0);
}

function roleChanges(
  desired: DesiredIdentity,
  role: ObservedRole | undefined,
  tags: readonly Tag[],
): readonly Change[] {
  const { name: RoleName, path: Path } = desired.names;
  const { description: Description, maxSessionDuration: MaxSessionDuration } = desired;
  const PermissionsBoundary = desired.permissionsBoundary;
  const trust = JSON.stringify(desired.trustPolicy);
  if (role === undefined) {
    const document = { AssumeRolePolicyDocument: trust, PermissionsBoundary, Tags: [...tags] };
    return [{ action: 'iam:CreateRole', input: { RoleName, Path, Description, MaxSessionDuration, ...document } }];
  }
  const changes: Change[] = [];
  if (role.permissionsBoundary !== PermissionsBoundary) {
    changes.push({ action: 'iam:PutRolePermissionsBoundary', input: { RoleName, PermissionsBoundary } });
  }
  if (!sameMeaning(role.trustPolicy, trust)) {
    changes.push({ action: 'iam:UpdateAssumeRolePolicy', input: { RoleName, PolicyDocument: trust } });
  }
  if (role.description !== Description || role.maxSessionDuration !== MaxSessionDuration) {
    changes.push({ action: 'iam:UpdateRole', input: { RoleName, Description, MaxSessionDuration } });
  }
  return [...changes, ...tagRole(desired, role.tags, tags)];
}

function tagRole({ names }: DesiredIdentity, observed: readonly Tag[], tags: readonly Tag[]): readonly Change[] {
  const { set, removeKeys } = tagDifference(observed, tags, 'onRole');
  const RoleName = names.name;
  return [
    ...some(set, (Tags): Change => ({ action: 'iam:TagRole', input: { RoleName, Tags } })),
    ...some(removeKeys, (TagKeys): Change => ({ action: 'iam:UntagRole', input: { RoleName, TagKeys } })),
  ];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
const VERSIONS = 5;

/** The policy's changes: a sixth version needs the room of an older one, and so a stage of its own. */
function documentStages(desired: DesiredIdentity, policy: ObservedPolicy | undefined): Stages {
  const { name: PolicyName, path: Path, policyArn: PolicyArn } = desired.names;
  const PolicyDocument = JSON.stringify(desired.policy);
  if (policy === undefined) {
    const input = { PolicyName, Path, PolicyDocument, Tags: [...desired.tags] };
    return { first: [{ action: 'iam:CreatePolicy', input }], second: [] };
  }
  const tags = policyTags(desired, policy);
  if (sameMeaning(policy.document, PolicyDocument)) return { first: tags, second: [] };
  const version: Change = {
    action: 'iam:CreatePolicyVersion',
    input: { PolicyArn, PolicyDocument, SetAsDefault: true },
  };
  if (policy.versions.length < VERSIONS) return { first: [...tags, version], second: [] };
  const oldest = oldestVersions(policy, policy.versions.length - VERSIONS + 1);
  const prune = oldest.map(
    (VersionId): Change => ({ action: 'iam:DeletePolicyVersion', input: { PolicyArn, VersionId } }),
  );
  return { first: [...tags, ...prune], second: [version] };
}

interface Stages {
  readonly first: readonly Change[];
  readonly second: readonly Change[];
}

function oldestVersions({ versions }: ObservedPolicy, count: number): readonly string[] {
  const candidates = versions.filter(({ isDefault }) => !isDefault).toSorted((a, b) => a.created - b.created);
  return candidates.slice(0, count).map(({ id }) => id);
}

function policyTags({ names, tags }: DesiredIdentity, policy: ObservedPolicy): readonly Change[] {
  const { set, removeKeys } = tagDifference(policy.tags, tags, 'onPolicyOrProfile');
  const PolicyArn = names.policyArn;
  return [
    ...some(set, (Tags): Change => ({ action: 'iam:TagPolicy', input: { PolicyArn, Tags } })),
    ...some(removeKeys, (TagKeys): Change => ({ action: 'iam:UntagPolicy', input: { PolicyArn, TagKeys } })),
  ];
}

function profileChanges(desired: DesiredIdentity, profile: ObservedInstanceProfile | undefined): readonly Change[] {
  const { name: InstanceProfileName, path: Path } = desired.names;
  if (profile === undefined) {
    return [{ action: 'iam:CreateInstanceProfile', input: { InstanceProfileName, Path, Tags: [...desired.tags] } }];
  }
  const { set, removeKeys } = tagDifference(profile.tags, desired.tags, 'onPolicyOrProfile');
  return [
    ...some(set, (Tags): Change => ({ action: 'iam:TagInstanceProfile', input: { InstanceProfileName, Tags } })),
    ...some(
      removeKeys,
      (TagKeys): Change => ({
        action: 'iam:UntagInstanceProfile',
        input: { InstanceProfileName, TagKeys },
      }),
    ),
  ];
}

/** A profile holds one role, known by its id: a namesake that was recreated is another role. */
function membershipStages(
  { names: { name } }: DesiredIdentity,
  profile: ObservedInstanceProfile | undefined,
  role: ObservedRole | undefined,
): Stages {
  const members = profile?.roles ?? [];
  const add: Change = { action: 'iam:AddRoleToInstanceProfile', input: { InstanceProfileName: name, RoleName: name } };
  const others = members.filter(({ id }) => id !== role?.id);
  if (others.length === 0) return { first: members.length === 0 ? [add] : [], second: [] };
  const remove = others.map((other): Change => {
    return { action: 'iam:RemoveRoleFromInstanceProfile', input: { InstanceProfileName: name, RoleName: other.name } };
  });
  return { first: remove, second: [add] };
}

const attach = ({ names }: DesiredIdentity, PolicyArn: string): Change => {
  return { action: 'iam:AttachRolePolicy', input: { RoleName: names.name, PolicyArn } };
};

const detach = ({ names }: DesiredIdentity, PolicyArn: string): Change => {
  return { action: 'iam:DetachRolePolicy', input: { RoleName: names.name, PolicyArn } };
};

function some<T>(list: readonly T[], change: (list: T[]) => Change): readonly Change[] {
  return list.length === 0 ? [] : [change([...list])];
}
