import { AwsError } from '../../handler/aws/aws-error';
import {
  checkDescription,
  checkName,
  checkQuota,
  deleteConflict,
  encodeDocument,
  findPolicy,
  iamPage,
  noSuchEntity,
  withoutTags,
  withTags,
} from './iam-rules';
import { checkIdentityPolicy } from './policy-documents';
import { accountOf, nextId, required, type Scope, type Services, validationError } from './service';
import type { ManagedPolicy, PolicyVersion, Role, World } from './world';

/** Managed policies: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html and its siblings. */
export const policies = {
  'iam:CreatePolicy'(world, scope, input, now) {
    const name = checkName(input.PolicyName, 'policyName', 128);
    const path = checkPolicyPath(input.Path);
    const document = required(input.PolicyDocument, 'policyDocument');
    checkIdentityPolicy(document);
    const description = checkDescription(input.Description);
    const tags = withTags([], input.Tags);
    const { policies, quotas } = accountOf(world, scope.account);
    if (Object.values(policies).some((policy) => policy.name.toLowerCase() === name.toLowerCase())) {
      throw new AwsError(
        'EntityAlreadyExists',
        409,
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
    }
    checkQuota(Object.keys(policies).length, quotas.policies, 'PoliciesPerAccount');
    const arn = `arn:${world.partition}:iam::${scope.account}:policy${path}${name}`;
    const versions = [{ id: 'v1', document, isDefault: true, createDate: now }];
    const policy = { name, path, arn, description, tags, versions, nextVersion: 2, createDate: now };
    policies[arn] = { ...policy, id: nextId(world, 'ANPA') };
    return { Policy: shownPolicy(world, scope, policies[arn]) };
  },
  'iam:GetPolicy'(world, scope, input) {
    const policy = findPolicy(world, scope, input.PolicyArn);
    return { Policy: shownPolicy(world, scope, policy) };
  },
  'iam:CreatePolicyVersion'(world, scope, input, now) {
    const policy = findOwnPolicy(world, scope, input.PolicyArn);
    const document = required(input.PolicyDocument, 'policyDocument');
    checkIdentityPolicy(document);
    if (policy.versions.length >= 5) {
      const problem =
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete one.';
      throw new AwsError('LimitExceeded', 409, problem);
    }
    const version = { id: `v${policy.nextVersion}`, document, isDefault: input.SetAsDefault === true, createDate: now };
    if (version.isDefault) for (const other of policy.versions) other.isDefault = false;
    policy.nextVersion += 1;
    policy.versions.push(version);
    return { PolicyVersion: listedVersion(version) };
  },
  'iam:GetPolicyVersion'(world, scope, input) {
    const version = findVersion(findPolicy(world, scope, input.PolicyArn), input.VersionId);
    return { PolicyVersion: { ...listedVersion(version), Document: encodeDocument(version.document) } };
  },
  'iam:ListPolicyVersions'(world, scope, input) {
    const newestFirst = findPolicy(world, scope, input.PolicyArn).versions.toReversed();
    const { shown, envelope } = iamPage(newestFirst, input);
    return { Versions: shown.map(listedVersion), ...envelope };
  },
  'iam:DeletePolicyVersion'(world, scope, input) {
    const policy = findOwnPolicy(world, scope, input.PolicyArn);
    const version = findVersion(policy, input.VersionId);
    if (version.isDefault) throw deleteConflict('Cannot delete the default version of a policy.');
    policy.versions = policy.versions.filter(({ id }) => id !== version.id);
    return {};
  },
  'iam:DeletePolicy'(world, scope, input) {
    const { arn, versions } = findOwnPolicy(world, scope, input.PolicyArn);
    if (attachedTo(world, scope, arn).length > 0 || bounding(world, scope, arn).length > 0) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    if (versions.length > 1) {
      throw deleteConflict(
        'This policy has more than one version. Before you delete a policy, delete its other versions.',
      );
    }
    delete accountOf(world, scope.account).policies[arn];
    return {};
  },
  'iam:ListEntitiesForPolicy'(world, scope, input) {
    const { arn } = findPolicy(world, scope, input.PolicyArn);
    const found = [
      ...(input.PolicyUsageFilter === 'PermissionsBoundary' ? [] : attachedTo(world, scope, arn)),
      ...(input.PolicyUsageFilter === 'PermissionsPolicy' ? [] : bounding(world, scope, arn)),
    ];
    const { shown, envelope } = iamPage([...new Set(found)], input);
    const PolicyRoles = shown.map(({ name, id }) => ({ RoleName: name, RoleId: id }));
    return { PolicyRoles, PolicyGroups: [], PolicyUsers: [], ...envelope };
  },
  'iam:TagPolicy'(world, scope, input) {
    const policy = findOwnPolicy(world, scope, input.PolicyArn);
    policy.tags = withTags(policy.tags, input.Tags);
    return {};
  },
  'iam:UntagPolicy'(world, scope, input) {
    const policy = findOwnPolicy(world, scope, input.PolicyArn);
    policy.tags = withoutTags(policy.tags, input.TagKeys);
    return {};
  },
} satisfies Partial<Services>;

/** Narrower than the path of a role: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
function checkPolicyPath(path = '/'): string {
  if (path.length <= 512 && /^((\/[\w.,+@=-]+)*)\/$/.test(path)) return path;
  throw validationError(`The specified value for path is invalid: ${path}`);
}

function findOwnPolicy(world: World, scope: Scope, arn: string | undefined): ManagedPolicy {
  const policy = findPolicy(world, scope, arn);
  if (policy.arn.split(':')[4] !== 'aws') return policy;
  throw new AwsError('AccessDenied', 403, `Policy ${arn} is an AWS managed policy, which nobody but AWS may change`);
}

function findVersion(policy: ManagedPolicy, id: string | undefined): PolicyVersion {
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}

function attachedTo(world: World, scope: Scope, arn: string): Role[] {
  return Object.values(accountOf(world, scope.account).roles).filter(({ attached }) => attached.includes(arn));
}

function bounding(world: World, scope: Scope, arn: string): Role[] {
  return Object.values(accountOf(world, scope.account).roles).filter((role) => role.permissionsBoundary === arn);
}

function shownPolicy(world: World, scope: Scope, policy: ManagedPolicy) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.versions.find(({ isDefault }) => isDefault)?.id,
    AttachmentCount: attachedTo(world, scope, policy.arn).length,
    PermissionsBoundaryUsageCount: bounding(world, scope, policy.arn).length,
    IsAttachable: true,
    ...(policy.description === '' ? {} : { Description: policy.description }),
    CreateDate: new Date(policy.createDate),
    UpdateDate: new Date(policy.versions.at(-1)?.createDate ?? policy.createDate),
    ...(policy.tags.length === 0 ? {} : { Tags: policy.tags }),
  };
}

function listedVersion({ id, isDefault, createDate }: PolicyVersion) {
  return { VersionId: id, IsDefaultVersion: isDefault, CreateDate: new Date(createDate) };
}
