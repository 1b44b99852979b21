import { sameMeaning } from '../policy/canonical';
import type { Tag } from '../request/properties';
import { attachments } from './attachments';
import type { Change, Plan } from './change';
import { type DesiredIdentity, policyText, roleTags } from './desired';
import type {
  ObservedIdentity,
  ObservedInstanceProfile,
  ObservedPolicy,
  ObservedRole,
  PolicyVersion,
} from './observed';
import { type TagStages, taggables, tagStages } from './tag-changes';

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
  const tags = tagChanges(desired, { role, policy, profile }, record);
  const attaching = toAttach.map((arn) => attach(desired, arn));
  const detaching = toDetach.map((arn) => detach(desired, arn));
  // Rights are added before others go, unless the role cannot bear both.
  const crowded = (role?.attachedPolicyArns.length ?? 0) + toAttach.length > POLICIES_PER_ROLE;
  return [
    tags.flatMap(({ makeRoom }) => makeRoom),
    // Boundary, documents and tags first: attaching is allowed to a role under its boundary alone.
    [
      ...roleChanges(desired, role, record),
      ...documents.first,
      ...profileChanges(desired, profile),
      ...tags.flatMap(({ set }) => set),
    ],
    [
      ...documents.second,
      ...members.first,
      ...(crowded ? detaching : attaching),
      ...tags.flatMap(({ remove }) => remove),
    ],
    [...members.second, ...(crowded ? attaching : detaching)],
    toDetach.length === 0 ? [] : recordChanges(desired, record),
  ].filter((stage) => stage.length > 0);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: by default.
const POLICIES_PER_ROLE = 10;

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
  return changes;
}

interface Present {
  readonly role: ObservedRole | undefined;
  readonly policy: ObservedPolicy | undefined;
  readonly profile: ObservedInstanceProfile | undefined;
}

/** What is created bears its tags from the start; what is there already is tagged. */
function tagChanges(
  { names, tags }: DesiredIdentity,
  { role, policy, profile }: Present,
  record: readonly Tag[],
): readonly TagStages[] {
  const things = taggables(names);
  return [
    ...(role === undefined ? [] : [tagStages(things.role, role.tags, record)]),
    ...(policy === undefined ? [] : [tagStages(things.policy, policy.tags, tags)]),
    ...(profile === undefined ? [] : [tagStages(things.instanceProfile, profile.tags, tags)]),
  ];
}

function recordChanges(desired: DesiredIdentity, record: readonly Tag[]): readonly Change[] {
  const { set, remove } = tagStages(
    taggables(desired.names).role,
    record,
    roleTags(desired, desired.managedPolicyArns),
  );
  return [...set, ...remove];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
const VERSIONS = 5;

/** The policy's changes: a sixth version needs the room of an older one, and so a stage of its own. */
function documentStages(desired: DesiredIdentity, policy: ObservedPolicy | undefined): Stages {
  const { name: PolicyName, path: Path, policyArn: PolicyArn } = desired.names;
  const PolicyDocument = policyText(desired);
  if (policy === undefined) {
    const input = { PolicyName, Path, PolicyDocument, Tags: [...desired.tags] };
    return { first: [{ action: 'iam:CreatePolicy', input }], second: [] };
  }
  if (sameMeaning(policy.document, PolicyDocument)) return { first: [], second: [] };
  const version: Change = {
    action: 'iam:CreatePolicyVersion',
    input: { PolicyArn, PolicyDocument, SetAsDefault: true },
  };
  if (policy.versions.length < VERSIONS) return { first: [version], second: [] };
  const oldest = oldestVersions(policy, policy.versions.length - VERSIONS + 1);
  const prune = oldest.map(
    (VersionId): Change => ({ action: 'iam:DeletePolicyVersion', input: { PolicyArn, VersionId } }),
  );
  return { first: prune, second: [version] };
}

interface Stages {
  readonly first: readonly Change[];
  readonly second: readonly Change[];
}

function oldestVersions({ versions }: ObservedPolicy, count: number): readonly string[] {
  // IAM tells times in seconds, and the numbers of versions grow for life.
  const byAge = (a: PolicyVersion, b: PolicyVersion) => a.created - b.created || numberOf(a) - numberOf(b);
  const candidates = versions.filter(({ isDefault }) => !isDefault).toSorted(byAge);
  return candidates.slice(0, count).map(({ id }) => id);
}

const numberOf = ({ id }: PolicyVersion) => Number(id.slice(1));

function profileChanges(
  { names, tags }: DesiredIdentity,
  profile: ObservedInstanceProfile | undefined,
): readonly Change[] {
  if (profile !== undefined) return [];
  const { name: InstanceProfileName, path: Path } = names;
  return [{ action: 'iam:CreateInstanceProfile', input: { InstanceProfileName, Path, Tags: [...tags] } }];
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
