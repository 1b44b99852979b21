import type { Operation } from '../../handler/aws/operations';
import type { Request } from './bundle-requests';

interface Refusals {
  readonly during: Request;
  readonly ends: 'SUCCESS' | 'FAILED';
  readonly because: string;
  readonly of: readonly Operation[];
  /** What the reason says; the operation's name unless told otherwise. */
  readonly reason?: string;
}

/** What becomes of a request that is refused one operation for good, for each operation of the table. */
const refusals: readonly Refusals[] = [
  {
    ...{ during: 'create', ends: 'FAILED', because: 'a trio is whole or not there' },
    of: ['iam:CreateRole', 'iam:CreatePolicy', 'iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'drift that stays must be known' },
    of: ['iam:PutRolePermissionsBoundary', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:AttachRolePolicy'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'the policy would stay as it was' },
    of: ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'tags say whose a thing is' },
    of: ['iam:TagRole', 'iam:TagPolicy', 'iam:TagInstanceProfile'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'tags are what the template says, and no more' },
    of: ['iam:UntagRole', 'iam:UntagPolicy', 'iam:UntagInstanceProfile'],
  },
  {
    ...{ during: 'delete', ends: 'FAILED', because: 'it stands in the way of the rest' },
    of: ['iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:RemoveRoleFromInstanceProfile'],
  },
  {
    ...{ during: 'delete', ends: 'FAILED', because: 'it is still there' },
    of: ['iam:DeleteRole', 'iam:DeletePolicy', 'iam:DeleteInstanceProfile'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'who cannot see must not write' },
    of: ['iam:GetRole', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:GetInstanceProfile'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'what hangs on the role decides what is to be changed' },
    of: ['iam:ListAttachedRolePolicies', 'iam:ListRolePolicies', 'iam:ListPolicyVersions'],
  },
  {
    ...{ during: 'update', ends: 'FAILED', because: 'what others wrote may deny what is needed' },
    ...{ of: ['iam:GetRolePolicy'], reason: 'inline policy by-hand, which cannot be read' },
  },
  {
    ...{ during: 'delete', ends: 'FAILED', because: 'others may still use it' },
    of: ['iam:ListEntitiesForPolicy', 'iam:ListInstanceProfilesForRole'],
  },
  {
    ...{ during: 'create', ends: 'FAILED', because: 'a doubt fails before the first write' },
    of: [
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'logs:DescribeLogGroups',
      's3:GetBucketPolicy',
      's3:GetBucketPolicyStatus',
      'ssm:GetDocument',
    ],
  },
  {
    ...{ during: 'create', ends: 'FAILED', because: 'the encryption decides whether a key is needed' },
    of: ['s3:GetEncryptionConfiguration'],
  },
  {
    ...{ during: 'create', ends: 'FAILED', because: 'a guest may not read the policies of the log account' },
    ...{ of: ['sts:AssumeRole'], reason: 'role/session-manager-role-verifier cannot be assumed' },
  },
  {
    ...{ during: 'create', ends: 'SUCCESS', because: 'the bucket policy, which was read, is not public' },
    of: ['s3:GetBucketOwnershipControls', 's3:GetBucketPublicAccessBlock'],
  },
  {
    ...{ during: 'create', ends: 'SUCCESS', because: 'no policy asks about the organisation' },
    of: ['organizations:DescribeOrganization'],
  },
  {
    ...{ during: 'update', ends: 'SUCCESS', because: 'the key policies allow enough without grants' },
    of: ['kms:ListGrants'],
  },
  { during: 'update', ends: 'SUCCESS', because: 'the Region comes with the refusal', of: ['s3:ListBucket'] },
  {
    ...{ during: 'create', ends: 'SUCCESS', because: 'who may not ask goes on as told' },
    of: ['cloudformation:DescribeStackResource'],
  },
  {
    ...{ during: 'update', ends: 'SUCCESS', because: 'who may not ask goes on as told' },
    of: ['cloudformation:DescribeStacks'],
  },
];

/** One row for each operation. */
export const refusalRows = refusals.flatMap(({ of, reason, ...row }) =>
  of.map((operation) => ({ ...row, operation, reason: reason ?? operation })),
);
