import { dnsSuffix } from '../partition';
import type { PolicyDocument, StatementDocument } from '../policy/document';
import type { CloudWatchLogging, Properties, S3Logging } from '../request/properties';
import type { Place } from '../request/settings';
import { sessionActions } from '../session-actions';

/** What reading AWS added to the properties: the keys that the role will really need. */
export interface Discovered {
  readonly bucketKey: BucketKey;
  /** The bucket's Region, where `kms:ViaService` names S3; the function's own where S3 did not say. */
  readonly bucketRegion: string;
  readonly sessionKeyArn?: string;
  /** The key of the log group, if it has one; `*` where nobody here may know. */
  readonly logGroupKeyArn?: string;
}

/** The customer managed key of the log bucket: none is needed, it is this one, or nobody here may know. */
export type BucketKey =
  | { readonly is: 'none' }
  | { readonly is: 'key'; readonly arn: string }
  | { readonly is: 'unknown' };

/** The role's permissions policy in the scope that the properties ask for. */
export function permissionsPolicy(properties: Logged, discovered: Discovered, settings: Place): PolicyDocument {
  const statements = properties.policyScope === 'Documented' ? documented : leastPrivilege;
  return { Version: '2012-10-17', Statement: statements({ properties, discovered, settings }) };
}

type Logged = Pick<Properties, 's3' | 'cloudWatch' | 'policyScope'>;
interface Scope {
  readonly properties: Logged;
  readonly discovered: Discovered;
  readonly settings: Place;
}

const sessions = allow('Sessions', sessionActions, '*');

function leastPrivilege({ properties: { s3, cloudWatch }, discovered, settings }: Scope): readonly StatementDocument[] {
  return [
    sessions,
    ...(s3 === undefined ? [] : [...bucketStatements(s3, settings), ...bucketKeyStatements(discovered, settings)]),
    ...sessionKeyStatements(discovered),
    ...(cloudWatch === undefined ? [] : logGroupStatements(cloudWatch, discovered, settings)),
  ];
}

function bucketStatements(s3: S3Logging, { partition }: Place): readonly StatementDocument[] {
  // The name of a deleted bucket can be taken by a stranger.
  const ownersOnly = { StringEquals: { 'aws:ResourceAccount': s3.bucketOwner } };
  return [
    {
      // The agent sends an ACL with every object, whoever owns the bucket.
      ...allow('SessionLogs', ['s3:PutObject', 's3:PutObjectAcl'], logObjects(s3, partition)),
      Condition: ownersOnly,
    },
    {
      ...allow('SessionLogBucket', ['s3:GetEncryptionConfiguration'], bucketArn(s3, partition)),
      Condition: ownersOnly,
    },
  ];
}

function bucketKeyStatements(
  { bucketKey, bucketRegion }: Discovered,
  { partition }: Place,
): readonly StatementDocument[] {
  if (bucketKey.is === 'none') return [];
  return [
    {
      // S3 decrypts the parts of an upload over 5 MiB: without kms:Decrypt long logs vanish.
      ...allow('SessionLogKey', ['kms:Decrypt', 'kms:GenerateDataKey'], bucketKey.is === 'key' ? bucketKey.arn : '*'),
      Condition: { StringEquals: { 'kms:ViaService': `s3.${bucketRegion}.${dnsSuffix(partition)}` } },
    },
  ];
}

function sessionKeyStatements({ sessionKeyArn }: Discovered): readonly StatementDocument[] {
  return sessionKeyArn === undefined ? [] : [allow('SessionKey', ['kms:Decrypt'], sessionKeyArn)];
}

function logGroupStatements(
  { logGroupName: name }: CloudWatchLogging,
  { logGroupKeyArn }: Discovered,
  settings: Place,
): readonly StatementDocument[] {
  const { region } = settings;
  const group = `${logGroupArn(settings, region, name)}:*`;
  const key = {
    // AWS's policy CloudWatchLogsAPIKeyAccess pairs them with logs:PutLogEvents.
    ...allow('SessionLogGroupKey', ['kms:Decrypt', 'kms:GenerateDataKey'], logGroupKeyArn ?? ''),
    Condition: throughLogs(settings, { region, name }),
  };
  return [
    allow('SessionLogStreams', ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], group),
    // Authorised on all groups even when a prefix is asked for: https://github.com/aws/amazon-ssm-agent/issues/203
    allow('SessionLogGroups', ['logs:DescribeLogGroups'], '*'),
    ...(logGroupKeyArn === undefined ? [] : [key]),
  ];
}

/** What a use of a key carries where CloudWatch Logs asks on somebody's behalf, for this log group. */
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
export function throughLogs(account: Account, { region, name }: { readonly region: string; readonly name: string }) {
  return {
    StringEquals: {
      'kms:ViaService': `logs.${region}.${dnsSuffix(account.partition)}`,
      'kms:EncryptionContext:aws:logs:arn': logGroupArn(account, region, name),
    },
  } as const;
}

// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
function documented({ properties: { s3, cloudWatch }, discovered, settings }: Scope): readonly StatementDocument[] {
  return [
    sessions,
    ...(cloudWatch === undefined ? [] : [allow('SessionLogGroups', documentedLogActions, '*')]),
    ...(s3 === undefined ? [] : [documentedObjects(s3, settings)]),
    allow('SessionLogBucket', ['s3:GetEncryptionConfiguration'], '*'),
    ...sessionKeyStatements(discovered),
    ...(s3 === undefined ? [] : [allow('SessionLogKey', ['kms:GenerateDataKey'], '*')]),
  ];
}

const documentedLogActions = [
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
];

function documentedObjects(s3: S3Logging, { partition, account }: Place): StatementDocument {
  const actions = s3.bucketOwner === account ? ['s3:PutObject'] : ['s3:PutObject', 's3:PutObjectAcl'];
  return allow('SessionLogs', actions, logObjects(s3, partition));
}

type Account = Pick<Place, 'partition' | 'account'>;

/** ARN of the log group itself. */
export function logGroupArn({ partition, account }: Account, region: string, name: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}

/** ARN of the bucket itself. */
export function bucketArn(s3: { readonly bucketName: string }, partition: string): string {
  return `arn:${partition}:s3:::${s3.bucketName}`;
}

/** ARN pattern of everything below the bucket's log prefix. */
function logObjects(s3: { readonly bucketName: string; readonly keyPrefix: string }, partition: string): string {
  return `${bucketArn(s3, partition)}/${s3.keyPrefix === '' ? '' : `${s3.keyPrefix}/`}*`;
}

function allow(Sid: string, actions: readonly string[], resource: string): StatementDocument {
  return { Sid, Effect: 'Allow', Action: actions, Resource: resource };
}
