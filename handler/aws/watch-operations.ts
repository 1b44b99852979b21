import { ListRolesCommand } from '@aws-sdk/client-iam';
import { JsonClient, type JsonClientOptions, type JsonCommand } from './json-client';
import { clients, operations } from './operations';

/** CloudWatch, as far as it is asked what a metric said. */
export class CloudWatchClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super({ name: 'monitoring', version: '1.0' }, options);
  }
}

/** EventBridge, as far as it is told of events. */
export class EventBridgeClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super({ name: 'events', version: '1.1' }, options);
  }
}

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

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export class GetMetricDataCommand implements JsonCommand<GetMetricDataOutput> {
  readonly target = 'GraniteServiceVersion20100801.GetMetricData';
  readonly timestamps = ['Timestamps'];
  declare readonly output?: GetMetricDataOutput;

  constructor(readonly input: GetMetricDataInput) {}
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

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export class PutEventsCommand implements JsonCommand<PutEventsOutput> {
  readonly target = 'AWSEvents.PutEvents';
  readonly timestamps = [];
  declare readonly output?: PutEventsOutput;

  constructor(readonly input: PutEventsInput) {}
}

/** Every AWS operation that the watch can issue: reads, and the one by which it tells what it saw. */
export const watchOperations = {
  'cloudwatch:GetMetricData': GetMetricDataCommand,
  'events:PutEvents': PutEventsCommand,
  'iam:GetPolicy': operations['iam:GetPolicy'],
  'iam:GetPolicyVersion': operations['iam:GetPolicyVersion'],
  'iam:GetRole': operations['iam:GetRole'],
  'iam:GetRolePolicy': operations['iam:GetRolePolicy'],
  'iam:ListAttachedRolePolicies': operations['iam:ListAttachedRolePolicies'],
  'iam:ListInstanceProfilesForRole': operations['iam:ListInstanceProfilesForRole'],
  'iam:ListRolePolicies': operations['iam:ListRolePolicies'],
  'iam:ListRoles': ListRolesCommand,
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
  cloudwatch: CloudWatchClient,
  events: EventBridgeClient,
} as const;
