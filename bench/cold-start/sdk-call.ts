import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import { AwsError } from '../../handler/aws/aws-error';
import type { Call, Input, Operation, Output } from '../../handler/aws/operations';

interface Client {
  send(command: unknown): Promise<unknown>;
}

/** The port as the SDK's own clients would serve it, which the plain bundles are built with. */
export function sdkCall(): Call {
  const kept = new Map<string, Client>();
  return async (operation, input, { region, credentials }) => {
    const [service = ''] = operation.split(':');
    const name = [service, region, credentials?.accessKeyId].join();
    const options = { region, maxAttempts: 1, ...(credentials !== undefined && { credentials }) };
    const client = kept.get(name) ?? new clients[serviceOf(service)](options);
    kept.set(name, client);
    return send(client, operation, input);
  };
}

// The watch's own operations are none of the function's.
type Commands = { readonly [O in Operation]?: new (input: Input<O>) => unknown };

async function send<O extends Operation>(client: Client, operation: O, input: Input<O>): Promise<Output<O>> {
  const table: Commands = commands;
  const Command = table[operation];
  if (Command === undefined) throw new Error(`This function does not issue ${operation}`);
  try {
    return (await client.send(new Command(input))) as Output<O>;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
    throw new AwsError(name.replace(/Exception$/, ''), $metadata?.httpStatusCode ?? 0, message);
  }
}

type Service = keyof typeof clients;

function serviceOf(name: string): Service {
  const isService = (one: string): one is Service => Object.hasOwn(clients, one);
  if (!isService(name)) throw new Error(`No client serves ${name}`);
  return name;
}

const clients = {
  cloudformation: cloudformation.CloudFormationClient,
  iam: iam.IAMClient,
  kms: kms.KMSClient,
  logs: logs.CloudWatchLogsClient,
  organizations: organizations.OrganizationsClient,
  s3: s3.S3Client,
  ssm: ssm.SSMClient,
  sts: sts.STSClient,
} as const;

const commands = {
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
  'organizations:DescribeOrganization': organizations.DescribeOrganizationCommand,
  's3:GetBucketOwnershipControls': s3.GetBucketOwnershipControlsCommand,
  's3:GetBucketPolicy': s3.GetBucketPolicyCommand,
  's3:GetBucketPolicyStatus': s3.GetBucketPolicyStatusCommand,
  's3:GetBucketPublicAccessBlock': s3.GetPublicAccessBlockCommand,
  's3:GetEncryptionConfiguration': s3.GetBucketEncryptionCommand,
  's3:ListBucket': s3.HeadBucketCommand,
  'ssm:GetDocument': ssm.GetDocumentCommand,
  'sts:AssumeRole': sts.AssumeRoleCommand,
} as const;
