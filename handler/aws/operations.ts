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
import type { watchClients, watchOperations } from './watch-operations';

/** Every AWS operation this function can issue, by the IAM action that authorises it, typed as the SDK's command is. */
export const operations = {
  'cloudformation:DescribeStackResource': typed<cloudformation.DescribeStackResourceCommand>()({
    name: 'DescribeStackResource',
  }),
  'cloudformation:DescribeStacks': typed<cloudformation.DescribeStacksCommand>()({ name: 'DescribeStacks' }),
  'iam:AddRoleToInstanceProfile': typed<iam.AddRoleToInstanceProfileCommand>()({ name: 'AddRoleToInstanceProfile' }),
  'iam:AttachRolePolicy': typed<iam.AttachRolePolicyCommand>()({ name: 'AttachRolePolicy' }),
  'iam:CreateInstanceProfile': typed<iam.CreateInstanceProfileCommand>()({ name: 'CreateInstanceProfile' }),
  'iam:CreatePolicy': typed<iam.CreatePolicyCommand>()({ name: 'CreatePolicy' }),
  'iam:CreatePolicyVersion': typed<iam.CreatePolicyVersionCommand>()({ name: 'CreatePolicyVersion' }),
  'iam:CreateRole': typed<iam.CreateRoleCommand>()({ name: 'CreateRole' }),
  'iam:DeleteInstanceProfile': typed<iam.DeleteInstanceProfileCommand>()({ name: 'DeleteInstanceProfile' }),
  'iam:DeletePolicy': typed<iam.DeletePolicyCommand>()({ name: 'DeletePolicy' }),
  'iam:DeletePolicyVersion': typed<iam.DeletePolicyVersionCommand>()({ name: 'DeletePolicyVersion' }),
  'iam:DeleteRole': typed<iam.DeleteRoleCommand>()({ name: 'DeleteRole' }),
  'iam:DeleteRolePolicy': typed<iam.DeleteRolePolicyCommand>()({ name: 'DeleteRolePolicy' }),
  'iam:DetachRolePolicy': typed<iam.DetachRolePolicyCommand>()({ name: 'DetachRolePolicy' }),
  'iam:GetInstanceProfile': typed<iam.GetInstanceProfileCommand>()({ name: 'GetInstanceProfile' }),
  'iam:GetPolicy': typed<iam.GetPolicyCommand>()({ name: 'GetPolicy' }),
  'iam:GetPolicyVersion': typed<iam.GetPolicyVersionCommand>()({ name: 'GetPolicyVersion' }),
  'iam:GetRole': typed<iam.GetRoleCommand>()({ name: 'GetRole' }),
  'iam:GetRolePolicy': typed<iam.GetRolePolicyCommand>()({ name: 'GetRolePolicy' }),
  'iam:ListAttachedRolePolicies': typed<iam.ListAttachedRolePoliciesCommand>()({ name: 'ListAttachedRolePolicies' }),
  'iam:ListEntitiesForPolicy': typed<iam.ListEntitiesForPolicyCommand>()({ name: 'ListEntitiesForPolicy' }),
  'iam:ListInstanceProfilesForRole': typed<iam.ListInstanceProfilesForRoleCommand>()({
    name: 'ListInstanceProfilesForRole',
  }),
  'iam:ListPolicyVersions': typed<iam.ListPolicyVersionsCommand>()({ name: 'ListPolicyVersions' }),
  'iam:ListRolePolicies': typed<iam.ListRolePoliciesCommand>()({ name: 'ListRolePolicies' }),
  'iam:PutRolePermissionsBoundary': typed<iam.PutRolePermissionsBoundaryCommand>()({
    name: 'PutRolePermissionsBoundary',
  }),
  'iam:RemoveRoleFromInstanceProfile': typed<iam.RemoveRoleFromInstanceProfileCommand>()({
    name: 'RemoveRoleFromInstanceProfile',
  }),
  'iam:TagInstanceProfile': typed<iam.TagInstanceProfileCommand>()({ name: 'TagInstanceProfile' }),
  'iam:TagPolicy': typed<iam.TagPolicyCommand>()({ name: 'TagPolicy' }),
  'iam:TagRole': typed<iam.TagRoleCommand>()({ name: 'TagRole' }),
  'iam:UntagInstanceProfile': typed<iam.UntagInstanceProfileCommand>()({ name: 'UntagInstanceProfile' }),
  'iam:UntagPolicy': typed<iam.UntagPolicyCommand>()({ name: 'UntagPolicy' }),
  'iam:UntagRole': typed<iam.UntagRoleCommand>()({ name: 'UntagRole' }),
  'iam:UpdateAssumeRolePolicy': typed<iam.UpdateAssumeRolePolicyCommand>()({ name: 'UpdateAssumeRolePolicy' }),
  'iam:UpdateRole': typed<iam.UpdateRoleCommand>()({ name: 'UpdateRole' }),
  'kms:DescribeKey': typed<kms.DescribeKeyCommand>()({
    name: 'DescribeKey',
    target: 'TrentService',
    timestamps: ['CreationDate', 'DeletionDate', 'ValidTo'],
  }),
  'kms:GetKeyPolicy': typed<kms.GetKeyPolicyCommand>()({ name: 'GetKeyPolicy', target: 'TrentService' }),
  'kms:ListGrants': typed<kms.ListGrantsCommand>()({
    name: 'ListGrants',
    target: 'TrentService',
    timestamps: ['CreationDate'],
  }),
  'logs:DescribeLogGroups': typed<logs.DescribeLogGroupsCommand>()({
    name: 'DescribeLogGroups',
    target: 'Logs_20140328',
  }),
  'organizations:DescribeOrganization': typed<organizations.DescribeOrganizationCommand>()({
    name: 'DescribeOrganization',
    target: 'AWSOrganizationsV20161128',
  }),
  's3:GetBucketOwnershipControls': typed<s3.GetBucketOwnershipControlsCommand>()({
    name: 'GetBucketOwnershipControls',
    subresource: 'ownershipControls',
  }),
  's3:GetBucketPolicy': typed<s3.GetBucketPolicyCommand>()({ name: 'GetBucketPolicy', subresource: 'policy' }),
  's3:GetBucketPolicyStatus': typed<s3.GetBucketPolicyStatusCommand>()({
    name: 'GetBucketPolicyStatus',
    subresource: 'policyStatus',
  }),
  's3:GetBucketPublicAccessBlock': typed<s3.GetPublicAccessBlockCommand>()({
    name: 'GetPublicAccessBlock',
    subresource: 'publicAccessBlock',
  }),
  's3:GetEncryptionConfiguration': typed<s3.GetBucketEncryptionCommand>()({
    name: 'GetBucketEncryption',
    subresource: 'encryption',
  }),
  // HeadBucket is asked for the bucket's Region alone, which S3 names on a 403 too: it is issued, and needs no grant.
  's3:ListBucket': typed<s3.HeadBucketCommand>()({ name: 'HeadBucket' }),
  'ssm:GetDocument': typed<ssm.GetDocumentCommand>()({
    name: 'GetDocument',
    target: 'AmazonSSM',
    timestamps: ['CreatedDate'],
  }),
  'sts:AssumeRole': typed<sts.AssumeRoleCommand>()({ name: 'AssumeRole' }),
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
export function typed<Command>() {
  return <Wire extends { readonly name: string }>(wire: Wire): Wire & { readonly command?: Command } => wire;
}

/** The operations of either function, and the clients of either. */
type Operations = typeof operations & typeof watchOperations;
export type Clients = typeof clients & typeof watchClients;

export type Operation = keyof Operations;
type Command<O extends Operation> = NonNullable<Operations[O]['command']>;

export type Input<O extends Operation> = Command<O>['input'];
export type Output<O extends Operation> =
  Command<O> extends { resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: infer T }> }
    ? T
    : Command<O> extends { output: infer T }
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
