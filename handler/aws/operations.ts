import type * as cloudformation from '@aws-sdk/client-cloudformation';
import type * as logs from '@aws-sdk/client-cloudwatch-logs';
import type * as iam from '@aws-sdk/client-iam';
import type * as kms from '@aws-sdk/client-kms';
import type * as organizations from '@aws-sdk/client-organizations';
import type * as s3 from '@aws-sdk/client-s3';
import type * as ssm from '@aws-sdk/client-ssm';
import type * as sts from '@aws-sdk/client-sts';
import { JsonClient } from './json-client';
import { QueryClient } from './query-client';
import { S3Client } from './s3-client';
import { type ClientOptions, global, placeOfIam, regional } from './signed-client';

/** Every AWS operation this function can issue, by the IAM action that authorises it, typed as the SDK's command is. */
export const operations = {
  'cloudformation:DescribeStackResource': as<cloudformation.DescribeStackResourceCommand>()({
    name: 'DescribeStackResource',
  }),
  'cloudformation:DescribeStacks': as<cloudformation.DescribeStacksCommand>()({ name: 'DescribeStacks' }),
  'iam:AddRoleToInstanceProfile': as<iam.AddRoleToInstanceProfileCommand>()({ name: 'AddRoleToInstanceProfile' }),
  'iam:AttachRolePolicy': as<iam.AttachRolePolicyCommand>()({ name: 'AttachRolePolicy' }),
  'iam:CreateInstanceProfile': as<iam.CreateInstanceProfileCommand>()({ name: 'CreateInstanceProfile' }),
  'iam:CreatePolicy': as<iam.CreatePolicyCommand>()({ name: 'CreatePolicy' }),
  'iam:CreatePolicyVersion': as<iam.CreatePolicyVersionCommand>()({ name: 'CreatePolicyVersion' }),
  'iam:CreateRole': as<iam.CreateRoleCommand>()({ name: 'CreateRole' }),
  'iam:DeleteInstanceProfile': as<iam.DeleteInstanceProfileCommand>()({ name: 'DeleteInstanceProfile' }),
  'iam:DeletePolicy': as<iam.DeletePolicyCommand>()({ name: 'DeletePolicy' }),
  'iam:DeletePolicyVersion': as<iam.DeletePolicyVersionCommand>()({ name: 'DeletePolicyVersion' }),
  'iam:DeleteRole': as<iam.DeleteRoleCommand>()({ name: 'DeleteRole' }),
  'iam:DeleteRolePolicy': as<iam.DeleteRolePolicyCommand>()({ name: 'DeleteRolePolicy' }),
  'iam:DetachRolePolicy': as<iam.DetachRolePolicyCommand>()({ name: 'DetachRolePolicy' }),
  'iam:GetInstanceProfile': as<iam.GetInstanceProfileCommand>()({ name: 'GetInstanceProfile' }),
  'iam:GetPolicy': as<iam.GetPolicyCommand>()({ name: 'GetPolicy' }),
  'iam:GetPolicyVersion': as<iam.GetPolicyVersionCommand>()({ name: 'GetPolicyVersion' }),
  'iam:GetRole': as<iam.GetRoleCommand>()({ name: 'GetRole' }),
  'iam:GetRolePolicy': as<iam.GetRolePolicyCommand>()({ name: 'GetRolePolicy' }),
  'iam:ListAttachedRolePolicies': as<iam.ListAttachedRolePoliciesCommand>()({ name: 'ListAttachedRolePolicies' }),
  'iam:ListEntitiesForPolicy': as<iam.ListEntitiesForPolicyCommand>()({ name: 'ListEntitiesForPolicy' }),
  'iam:ListInstanceProfilesForRole': as<iam.ListInstanceProfilesForRoleCommand>()({
    name: 'ListInstanceProfilesForRole',
  }),
  'iam:ListPolicyVersions': as<iam.ListPolicyVersionsCommand>()({ name: 'ListPolicyVersions' }),
  'iam:ListRolePolicies': as<iam.ListRolePoliciesCommand>()({ name: 'ListRolePolicies' }),
  'iam:PutRolePermissionsBoundary': as<iam.PutRolePermissionsBoundaryCommand>()({ name: 'PutRolePermissionsBoundary' }),
  'iam:RemoveRoleFromInstanceProfile': as<iam.RemoveRoleFromInstanceProfileCommand>()({
    name: 'RemoveRoleFromInstanceProfile',
  }),
  'iam:TagInstanceProfile': as<iam.TagInstanceProfileCommand>()({ name: 'TagInstanceProfile' }),
  'iam:TagPolicy': as<iam.TagPolicyCommand>()({ name: 'TagPolicy' }),
  'iam:TagRole': as<iam.TagRoleCommand>()({ name: 'TagRole' }),
  'iam:UntagInstanceProfile': as<iam.UntagInstanceProfileCommand>()({ name: 'UntagInstanceProfile' }),
  'iam:UntagPolicy': as<iam.UntagPolicyCommand>()({ name: 'UntagPolicy' }),
  'iam:UntagRole': as<iam.UntagRoleCommand>()({ name: 'UntagRole' }),
  'iam:UpdateAssumeRolePolicy': as<iam.UpdateAssumeRolePolicyCommand>()({ name: 'UpdateAssumeRolePolicy' }),
  'iam:UpdateRole': as<iam.UpdateRoleCommand>()({ name: 'UpdateRole' }),
  'kms:DescribeKey': as<kms.DescribeKeyCommand>()({
    name: 'DescribeKey',
    target: 'TrentService',
    timestamps: ['CreationDate', 'DeletionDate', 'ValidTo'],
  }),
  'kms:GetKeyPolicy': as<kms.GetKeyPolicyCommand>()({ name: 'GetKeyPolicy', target: 'TrentService' }),
  'kms:ListGrants': as<kms.ListGrantsCommand>()({
    name: 'ListGrants',
    target: 'TrentService',
    timestamps: ['CreationDate'],
  }),
  'logs:DescribeLogGroups': as<logs.DescribeLogGroupsCommand>()({ name: 'DescribeLogGroups', target: 'Logs_20140328' }),
  'organizations:DescribeOrganization': as<organizations.DescribeOrganizationCommand>()({
    name: 'DescribeOrganization',
    target: 'AWSOrganizationsV20161128',
  }),
  's3:GetBucketOwnershipControls': as<s3.GetBucketOwnershipControlsCommand>()({
    name: 'GetBucketOwnershipControls',
    subresource: 'ownershipControls',
  }),
  's3:GetBucketPolicy': as<s3.GetBucketPolicyCommand>()({ name: 'GetBucketPolicy', subresource: 'policy' }),
  's3:GetBucketPolicyStatus': as<s3.GetBucketPolicyStatusCommand>()({
    name: 'GetBucketPolicyStatus',
    subresource: 'policyStatus',
  }),
  's3:GetBucketPublicAccessBlock': as<s3.GetPublicAccessBlockCommand>()({
    name: 'GetPublicAccessBlock',
    subresource: 'publicAccessBlock',
  }),
  's3:GetEncryptionConfiguration': as<s3.GetBucketEncryptionCommand>()({
    name: 'GetBucketEncryption',
    subresource: 'encryption',
  }),
  // HeadBucket is asked for the bucket's Region alone, which S3 names on a 403 too: it is issued, and needs no grant.
  's3:ListBucket': as<s3.HeadBucketCommand>()({ name: 'HeadBucket' }),
  'ssm:GetDocument': as<ssm.GetDocumentCommand>()({
    name: 'GetDocument',
    target: 'AmazonSSM',
    timestamps: ['CreatedDate'],
  }),
  'sts:AssumeRole': as<sts.AssumeRoleCommand>()({ name: 'AssumeRole' }),
} as const;

/** The client that serves an operation, by the action's prefix. */
export const clients = {
  cloudformation: (options: ClientOptions) =>
    new QueryClient('cloudformation', '2010-05-15', regional('cloudformation', options.region), options),
  iam: (options: ClientOptions) => new QueryClient('iam', '2010-05-08', placeOfIam(options.region), options),
  kms: (options: ClientOptions) => new JsonClient('kms', regional('kms', options.region), options),
  logs: (options: ClientOptions) => new JsonClient('logs', regional('logs', options.region), options),
  organizations: (options: ClientOptions) =>
    new JsonClient('organizations', global('organizations', options.region), options),
  s3: (options: ClientOptions) => new S3Client(options),
  ssm: (options: ClientOptions) => new JsonClient('ssm', regional('ssm', options.region), options),
  sts: (options: ClientOptions) => new QueryClient('sts', '2011-06-15', regional('sts', options.region), options),
} as const;

/** What stands on the wire, with the SDK's command for its type alone. */
function as<Command>() {
  return <Wire extends { readonly name: string }>(wire: Wire): Wire & { readonly command?: Command } => wire;
}

export type Operation = keyof typeof operations;
type Command<O extends Operation> = NonNullable<(typeof operations)[O]['command']>;

export type Input<O extends Operation> = Command<O>['input'];
export type Output<O extends Operation> =
  Command<O> extends { resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: infer T }> }
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
