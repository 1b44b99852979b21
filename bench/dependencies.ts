import type { Operation } from '../handler/aws/operations';

/** One request, by what decides which calls it needs. */
export interface Asked {
  readonly type: 'Create' | 'Update' | 'Delete';
  /** On Update: whether the policy's document changes. */
  readonly changed?: boolean;
  /** Whose the bucket is. */
  readonly bucket?: 'own' | 'foreign' | 'none';
  readonly logGroup?: boolean;
  /** On unless told otherwise; nothing is read for it on Delete. */
  readonly verification?: 'Enforce' | 'Off';
  readonly sessionDocument?: boolean;
  /** Distinct keys that the bucket, the session or the log group uses. */
  readonly keys?: number;
  /** Policies that the template attaches beside the role's own. */
  readonly managedPolicies?: number;
  /** What others put on the role. */
  readonly foreignPolicies?: number;
  readonly inlinePolicies?: number;
  /** Versions of the role's own policy before the request. */
  readonly versions?: number;
}

/** When an operation is needed, how often at least, and what must be over before it can be asked. */
export interface Dependency {
  readonly times: (asked: Required<Asked>) => number;
  /** Members of its input that, unless the request tells them, come out of one of these operations. */
  readonly suppliedBy?: Readonly<Record<string, readonly Operation[]>>;
  /** Operations whose effect it needs, or must not come before. */
  readonly after?: readonly Operation[];
}

const once = () => 1;
const on = (...types: readonly Asked['type'][]) => ({ times: ({ type }: Asked) => (types.includes(type) ? 1 : 0) });
const count = (holds: boolean) => (holds ? 1 : 0);
const looks = ({ type }: Asked) => type !== 'Delete';
const verifies = ({ type, verification }: Asked) => type !== 'Delete' && verification !== 'Off';
const ofBucket = {
  times: (asked: Required<Asked>) => count(looks(asked) && asked.bucket !== 'none'),
  suppliedBy: { Bucket: ['ssm:GetDocument'] },
} as const;
const ofBucketsOwner = {
  times: (asked: Required<Asked>) => count(verifies(asked) && asked.bucket !== 'none'),
  suppliedBy: { Bucket: ['ssm:GetDocument'] },
} as const;
const keyId = {
  KeyId: ['s3:GetEncryptionConfiguration', 'logs:DescribeLogGroups', 'ssm:GetDocument'],
} as const;
// The boundary, and what the template attaches: they must be there, and verification must know what they say.
const named = ({ managedPolicies }: Required<Asked>) => 1 + managedPolicies;
const ofOthers = (asked: Required<Asked>) => (asked.type === 'Update' && verifies(asked) ? asked.foreignPolicies : 0);
const writes = ({ type, changed }: Required<Asked>) => type !== 'Update' || changed;

const VERSIONS = 5;

/**
 * The data dependencies of every call of a Create, an Update and a Delete that meet no drift; pages of lists count as one.
 * A list that only a write may need is asked beside the others all the same: after them it would be a round trip more.
 */
export const dependencies: Readonly<Partial<Record<Operation, Dependency>>> = {
  // Asked first whether somebody waits, and last whether somebody still does.
  'cloudformation:DescribeStackResource': { times: ({ type }) => ({ Create: 2, Update: 0, Delete: 1 })[type] },
  'cloudformation:DescribeStacks': {
    times: (asked) => ({ Create: 0, Update: 1 + count(writes(asked)), Delete: 1 })[asked.type],
  },
  // Each of the three is there or not, and somebody's.
  'iam:GetRole': { times: once },
  'iam:GetInstanceProfile': { times: once },
  'iam:GetPolicy': {
    times: (asked) => 1 + (looks(asked) ? named(asked) : 0) + ofOthers(asked),
    suppliedBy: { PolicyArn: ['iam:ListAttachedRolePolicies'] },
  },
  'iam:GetPolicyVersion': {
    times: (asked) => count(asked.type === 'Update') + (verifies(asked) ? named(asked) : 0) + ofOthers(asked),
    suppliedBy: { VersionId: ['iam:GetPolicy'] },
  },
  'iam:ListAttachedRolePolicies': on('Update', 'Delete'),
  'iam:ListRolePolicies': on('Update', 'Delete'),
  'iam:GetRolePolicy': {
    times: (asked) => (asked.type === 'Update' && verifies(asked) ? asked.inlinePolicies : 0),
    suppliedBy: { PolicyName: ['iam:ListRolePolicies'] },
  },
  'iam:ListPolicyVersions': on('Update', 'Delete'),
  'iam:ListEntitiesForPolicy': on('Delete'),
  'iam:ListInstanceProfilesForRole': on('Delete'),
  'iam:CreateRole': on('Create'),
  'iam:CreatePolicy': on('Create'),
  'iam:CreateInstanceProfile': on('Create'),
  'iam:AttachRolePolicy': {
    times: ({ type, managedPolicies }) => (type === 'Create' ? 1 + managedPolicies : 0),
    after: ['iam:CreateRole', 'iam:CreatePolicy'],
  },
  'iam:AddRoleToInstanceProfile': { ...on('Create'), after: ['iam:CreateRole', 'iam:CreateInstanceProfile'] },
  'iam:CreatePolicyVersion': {
    times: ({ type, changed }) => count(type === 'Update' && changed),
    after: ['iam:DeletePolicyVersion'],
  },
  'iam:DeletePolicyVersion': {
    times: ({ type, changed, versions }) => {
      if (type === 'Delete') return versions - 1;
      return changed ? Math.max(0, versions - VERSIONS + 1) : 0;
    },
  },
  'iam:DetachRolePolicy': {
    times: ({ type, managedPolicies, foreignPolicies }) =>
      type === 'Delete' ? 1 + managedPolicies + foreignPolicies : 0,
  },
  'iam:DeleteRolePolicy': { times: ({ type, inlinePolicies }) => (type === 'Delete' ? inlinePolicies : 0) },
  'iam:RemoveRoleFromInstanceProfile': on('Delete'),
  'iam:DeleteInstanceProfile': { ...on('Delete'), after: ['iam:RemoveRoleFromInstanceProfile'] },
  'iam:DeletePolicy': { ...on('Delete'), after: ['iam:DetachRolePolicy', 'iam:DeletePolicyVersion'] },
  'iam:DeleteRole': {
    ...on('Delete'),
    after: ['iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:RemoveRoleFromInstanceProfile'],
  },
  'kms:DescribeKey': { times: (asked) => (looks(asked) ? asked.keys : 0), suppliedBy: keyId },
  'kms:GetKeyPolicy': { times: (asked) => (verifies(asked) ? asked.keys : 0), suppliedBy: keyId },
  // To the role, and to its account.
  'kms:ListGrants': {
    times: (asked) => (asked.type === 'Update' && verifies(asked) ? 2 * asked.keys : 0),
    suppliedBy: keyId,
  },
  'logs:DescribeLogGroups': {
    times: (asked) => count(looks(asked) && asked.logGroup),
    suppliedBy: { logGroupNamePrefix: ['ssm:GetDocument'] },
  },
  'organizations:DescribeOrganization': { times: (asked) => count(verifies(asked)) },
  's3:GetBucketOwnershipControls': ofBucketsOwner,
  's3:GetBucketPolicy': ofBucketsOwner,
  's3:GetBucketPolicyStatus': ofBucketsOwner,
  's3:GetBucketPublicAccessBlock': ofBucketsOwner,
  's3:GetEncryptionConfiguration': ofBucket,
  's3:ListBucket': ofBucket,
  'ssm:GetDocument': { times: (asked) => count(looks(asked) && asked.sessionDocument) },
  // Nobody acts in another account before it is known that something there is to be read.
  'sts:AssumeRole': {
    times: (asked) => count(looks(asked) && asked.bucket === 'foreign'),
    after: ['ssm:GetDocument'],
  },
};
