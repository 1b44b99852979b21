import type { ListRolesCommand } from '@aws-sdk/client-iam';
import { JsonClient } from './json-client';
import { clients, operations, typed } from './operations';
import { type ClientOptions, regional } from './signed-client';

interface GetMetricDataInput {
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
      };
      /** Seconds. */
      readonly Period: number;
      readonly Stat: 'Maximum';
    };
  }[];
  /** Seconds since the epoch. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly ScanBy: 'TimestampDescending';
  readonly NextToken?: string;
}

interface Answered {
  readonly $metadata: { readonly httpStatusCode?: number };
}

interface GetMetricDataOutput extends Answered {
  /** Of each the newest value first. */
  readonly MetricDataResults?: readonly {
    readonly Id?: string;
    readonly Label?: string;
    readonly Values?: readonly number[];
    readonly Timestamps?: readonly Date[];
  }[];
  readonly NextToken?: string;
}

interface PutEventsInput {
  readonly Entries: readonly {
    readonly Source: string;
    readonly DetailType: string;
    readonly Resources: readonly string[];
    /** JSON. */
    readonly Detail: string;
  }[];
}

interface PutEventsOutput extends Answered {
  readonly FailedEntryCount?: number;
  readonly Entries?: readonly { readonly EventId?: string; readonly ErrorCode?: string }[];
}

/** The SDK's clients for these two are asked for nothing, not even their types: what is used of them stands here. */
interface Typed<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** Every AWS operation that the watch can issue: reads, and the one by which it tells what it saw. */
export const watchOperations = {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
  'cloudwatch:GetMetricData': typed<Typed<GetMetricDataInput, GetMetricDataOutput>>()({
    name: 'GetMetricData',
    target: 'GraniteServiceVersion20100801',
    version: '1.0',
    timestamps: ['Timestamps'],
  }),
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
  'events:PutEvents': typed<Typed<PutEventsInput, PutEventsOutput>>()({ name: 'PutEvents', target: 'AWSEvents' }),
  'iam:GetPolicy': operations['iam:GetPolicy'],
  'iam:GetPolicyVersion': operations['iam:GetPolicyVersion'],
  'iam:GetRole': operations['iam:GetRole'],
  'iam:GetRolePolicy': operations['iam:GetRolePolicy'],
  'iam:ListAttachedRolePolicies': operations['iam:ListAttachedRolePolicies'],
  'iam:ListInstanceProfilesForRole': operations['iam:ListInstanceProfilesForRole'],
  'iam:ListRolePolicies': operations['iam:ListRolePolicies'],
  'iam:ListRoles': typed<ListRolesCommand>()({ name: 'ListRoles' }),
  'kms:DescribeKey': operations['kms:DescribeKey'],
  'kms:GetKeyPolicy': operations['kms:GetKeyPolicy'],
  'kms:ListGrants': operations['kms:ListGrants'],
  'logs:DescribeLogGroups': operations['logs:DescribeLogGroups'],
  'organizations:DescribeOrganization': operations['organizations:DescribeOrganization'],
  's3:GetBucketOwnershipControls': operations['s3:GetBucketOwnershipControls'],
  's3:GetBucketPolicy': operations['s3:GetBucketPolicy'],
  's3:GetBucketPolicyStatus': operations['s3:GetBucketPolicyStatus'],
  's3:GetBucketPublicAccessBlock': operations['s3:GetBucketPublicAccessBlock'],
  's3:GetEncryptionConfiguration': operations['s3:GetEncryptionConfiguration'],
  's3:ListBucket': operations['s3:ListBucket'],
  'ssm:GetDocument': operations['ssm:GetDocument'],
  'sts:AssumeRole': operations['sts:AssumeRole'],
} as const;

const { iam, kms, logs, organizations, s3, ssm, sts } = clients;

/** The clients that serve them, by the action's prefix. */
export const watchClients = {
  ...{ iam, kms, logs, organizations, s3, ssm, sts },
  cloudwatch: (options: ClientOptions) => new JsonClient('monitoring', regional('monitoring', options.region), options),
  events: (options: ClientOptions) => new JsonClient('events', regional('events', options.region), options),
} as const;
