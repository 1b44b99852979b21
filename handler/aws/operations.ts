import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Every AWS operation this function can issue, by the IAM action that authorises it. */
export const operations = {
  'cloudformation:DescribeStackResource': DescribeStackResourceCommand,
  'cloudformation:DescribeStacks': DescribeStacksCommand,
  'iam:AddRoleToInstanceProfile': AddRoleToInstanceProfileCommand,
  'iam:AttachRolePolicy': AttachRolePolicyCommand,
  'iam:CreateInstanceProfile': CreateInstanceProfileCommand,
  'iam:CreatePolicy': CreatePolicyCommand,
  'iam:CreatePolicyVersion': CreatePolicyVersionCommand,
  'iam:CreateRole': CreateRoleCommand,
  'iam:DeleteInstanceProfile': DeleteInstanceProfileCommand,
  'iam:DeletePolicy': DeletePolicyCommand,
  'iam:DeletePolicyVersion': DeletePolicyVersionCommand,
  'iam:DeleteRole': DeleteRoleCommand,
  'iam:DeleteRolePolicy': DeleteRolePolicyCommand,
  'iam:DetachRolePolicy': DetachRolePolicyCommand,
  'iam:GetInstanceProfile': GetInstanceProfileCommand,
  'iam:GetPolicy': GetPolicyCommand,
  'iam:GetPolicyVersion': GetPolicyVersionCommand,
  'iam:GetRole': GetRoleCommand,
  'iam:GetRolePolicy': GetRolePolicyCommand,
  'iam:ListAttachedRolePolicies': ListAttachedRolePoliciesCommand,
  'iam:ListEntitiesForPolicy': ListEntitiesForPolicyCommand,
  'iam:ListInstanceProfilesForRole': ListInstanceProfilesForRoleCommand,
  'iam:ListPolicyVersions': ListPolicyVersionsCommand,
  'iam:ListRolePolicies': ListRolePoliciesCommand,
  'iam:PutRolePermissionsBoundary': PutRolePermissionsBoundaryCommand,
  'iam:RemoveRoleFromInstanceProfile': RemoveRoleFromInstanceProfileCommand,
  'iam:TagInstanceProfile': TagInstanceProfileCommand,
  'iam:TagPolicy': TagPolicyCommand,
  'iam:TagRole': TagRoleCommand,
  'iam:UntagInstanceProfile': UntagInstanceProfileCommand,
  'iam:UntagPolicy': UntagPolicyCommand,
  'iam:UntagRole': UntagRoleCommand,
  'iam:UpdateAssumeRolePolicy': UpdateAssumeRolePolicyCommand,
  'iam:UpdateRole': UpdateRoleCommand,
  'kms:DescribeKey': DescribeKeyCommand,
  'kms:GetKeyPolicy': GetKeyPolicyCommand,
  'logs:DescribeLogGroups': DescribeLogGroupsCommand,
  's3:GetBucketOwnershipControls': GetBucketOwnershipControlsCommand,
  's3:GetBucketPolicy': GetBucketPolicyCommand,
  's3:GetBucketPolicyStatus': GetBucketPolicyStatusCommand,
  's3:GetBucketPublicAccessBlock': GetPublicAccessBlockCommand,
  's3:GetEncryptionConfiguration': GetBucketEncryptionCommand,
  // HeadBucket is asked for the bucket's Region alone, which S3 names on a 403 too: it is issued, and needs no grant.
  's3:ListBucket': HeadBucketCommand,
  'sts:AssumeRole': AssumeRoleCommand,
} as const;

/** The SDK client that serves an operation, by the action's prefix. */
export const clients = {
  cloudformation: CloudFormationClient,
  iam: IAMClient,
  kms: KMSClient,
  logs: CloudWatchLogsClient,
  s3: S3Client,
  sts: STSClient,
} as const;

export type Operation = keyof typeof operations;
type Command<O extends Operation> = (typeof operations)[O];

export type Input<O extends Operation> = NonNullable<ConstructorParameters<Command<O>>[0]>;
export type Output<O extends Operation> =
  InstanceType<Command<O>> extends {
    resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: infer T }>;
  }
    ? T
    : never;

/** Credentials of an assumed role, as `sts:AssumeRole` hands them out. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Who calls, and at which Region's endpoint; without credentials it is the function's own execution role. */
export interface Caller {
  readonly region: string;
  readonly credentials?: Credentials;
}

/** The one port to AWS. Refusals reject with `AwsError`; death of the caller is a promise that never settles. */
export type Call = <O extends Operation>(operation: O, input: Input<O>, caller: Caller) => Promise<Output<O>>;
