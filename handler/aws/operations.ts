import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import type { JsonCommand } from './json-client';
import * as json from './json-operations';
import type { watchClients, watchOperations } from './watch-operations';

/** Every AWS operation that the function which CloudFormation invokes can issue, by the IAM action that authorises it. */
export const operations = {
  'cloudformation:DescribeStackResource': cloudformation.DescribeStackResourceCommand,
  'cloudformation:DescribeStacks': cloudformation.DescribeStacksCommand,
  'iam:AddRoleToInstanceProfile': iam.AddRoleToInstanceProfileCommand,
  'iam:AttachRolePolicy': iam.AttachRolePolicyCommand,
  'iam:CreateInstanceProfile': iam.CreateInstanceProfileCommand,
  'iam:CreatePolicy': iam.CreatePolicyCommand,
  'iam:CreatePolicyVersion': iam.CreatePolicyVersionCommand,
  'iam:CreateRole': iam.CreateRoleCommand,
  'iam:DeleteInstanceProfile': iam.DeleteInstanceProfileCommand,
  'iam:DeletePolicy': iam.DeletePolicyCommand,
  'iam:DeletePolicyVersion': iam.DeletePolicyVersionCommand,
  'iam:DeleteRole': iam.DeleteRoleCommand,
  'iam:DeleteRolePolicy': iam.DeleteRolePolicyCommand,
  'iam:DetachRolePolicy': iam.DetachRolePolicyCommand,
  'iam:GetInstanceProfile': iam.GetInstanceProfileCommand,
  'iam:GetPolicy': iam.GetPolicyCommand,
  'iam:GetPolicyVersion': iam.GetPolicyVersionCommand,
  'iam:GetRole': iam.GetRoleCommand,
  'iam:GetRolePolicy': iam.GetRolePolicyCommand,
  'iam:ListAttachedRolePolicies': iam.ListAttachedRolePoliciesCommand,
  'iam:ListEntitiesForPolicy': iam.ListEntitiesForPolicyCommand,
  'iam:ListInstanceProfilesForRole': iam.ListInstanceProfilesForRoleCommand,
  'iam:ListPolicyVersions': iam.ListPolicyVersionsCommand,
  'iam:ListRolePolicies': iam.ListRolePoliciesCommand,
  'iam:PutRolePermissionsBoundary': iam.PutRolePermissionsBoundaryCommand,
  'iam:RemoveRoleFromInstanceProfile': iam.RemoveRoleFromInstanceProfileCommand,
  'iam:TagInstanceProfile': iam.TagInstanceProfileCommand,
  'iam:TagPolicy': iam.TagPolicyCommand,
  'iam:TagRole': iam.TagRoleCommand,
  'iam:UntagInstanceProfile': iam.UntagInstanceProfileCommand,
  'iam:UntagPolicy': iam.UntagPolicyCommand,
  'iam:UntagRole': iam.UntagRoleCommand,
  'iam:UpdateAssumeRolePolicy': iam.UpdateAssumeRolePolicyCommand,
  'iam:UpdateRole': iam.UpdateRoleCommand,
  'kms:DescribeKey': kms.DescribeKeyCommand,
  'kms:GetKeyPolicy': kms.GetKeyPolicyCommand,
  'kms:ListGrants': kms.ListGrantsCommand,
  'logs:DescribeLogGroups': logs.DescribeLogGroupsCommand,
  'organizations:DescribeOrganization': json.DescribeOrganizationCommand,
  's3:GetBucketOwnershipControls': s3.GetBucketOwnershipControlsCommand,
  's3:GetBucketPolicy': s3.GetBucketPolicyCommand,
  's3:GetBucketPolicyStatus': s3.GetBucketPolicyStatusCommand,
  's3:GetBucketPublicAccessBlock': s3.GetPublicAccessBlockCommand,
  's3:GetEncryptionConfiguration': s3.GetBucketEncryptionCommand,
  // HeadBucket is asked for the bucket's Region alone, which S3 names on a 403 too: it is issued, and needs no grant.
  's3:ListBucket': s3.HeadBucketCommand,
  'ssm:GetDocument': json.GetDocumentCommand,
  'sts:AssumeRole': sts.AssumeRoleCommand,
} as const;

/** The SDK client that serves an operation, by the action's prefix. */
export const clients = {
  cloudformation: cloudformation.CloudFormationClient,
  iam: iam.IAMClient,
  kms: kms.KMSClient,
  logs: logs.CloudWatchLogsClient,
  organizations: json.OrganizationsClient,
  s3: s3.S3Client,
  ssm: json.SSMClient,
  sts: sts.STSClient,
} as const;

/** The operations of either function, and the clients of either. */
type Operations = typeof operations & typeof watchOperations;
export type Clients = typeof clients & typeof watchClients;

export type Operation = keyof Operations;
type Command<O extends Operation> = Operations[O];

export type Input<O extends Operation> = NonNullable<ConstructorParameters<Command<O>>[0]>;
export type Output<O extends Operation> =
  InstanceType<Command<O>> extends
    | { resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: infer T }> }
    | JsonCommand<infer T>
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
