import { type Context, evaluatePolicy } from '../../../local/aws/naive-policy';

/** What a role is for: its own bucket prefix, keys and log group, and nothing else. */
export interface Purpose {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly bucket?: { readonly name: string; readonly owner: string; readonly prefix: string; readonly region: string };
  readonly bucketKeyArn?: string;
  readonly sessionKeyArn?: string;
  readonly logGroup?: string;
  readonly logGroupKeyArn?: string;
}

/** One request of a role, to what belongs to whom. */
export interface Reach {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Whether a policy document lets its role do this, as the naive evaluator has it. */
export function reaches(document: string, { action, resource, context }: Reach): boolean {
  return evaluatePolicy(document, { action, resource, context }) === 'allow';
}

/** What the agent needs of a purpose: all of it must be allowed. */
export function own(purpose: Purpose): readonly Reach[] {
  const { bucket, bucketKeyArn, sessionKeyArn, logGroup, logGroupKeyArn } = purpose;
  return [
    ...each(['ssm:UpdateInstanceInformation', 'ssmmessages:OpenDataChannel'], '*'),
    ...(bucket === undefined ? [] : ofBucket(purpose, bucket)),
    ...(bucket === undefined || bucketKeyArn === undefined ? [] : ofBucketKey(purpose, bucketKeyArn, bucket.region)),
    ...(sessionKeyArn === undefined ? [] : each(['kms:Decrypt'], sessionKeyArn)),
    ...(logGroup === undefined ? [] : ofLogGroup(purpose, logGroup)),
    ...(logGroup === undefined || logGroupKeyArn === undefined
      ? []
      : each(logKeyActions, logGroupKeyArn, viaLogs(purpose, logGroup))),
  ];
}

/** What lies next to a purpose, or is none of its actions: none of it may be allowed. */
export function neighbours(purpose: Purpose): readonly Reach[] {
  return [...nextToBucket(purpose), ...nextToKeys(purpose), ...nextToLogGroup(purpose), ...elsewhere(purpose)];
}

/** Another key through S3: denied wherever the bucket's own could be read. */
export function otherKeys(purpose: Purpose): readonly Reach[] {
  return each(
    ['kms:Decrypt', 'kms:GenerateDataKey'],
    anotherKey(purpose),
    viaS3(purpose, purpose.bucket?.region ?? ''),
  );
}

const each = (actions: readonly string[], resource: string, context: Context = {}): readonly Reach[] =>
  actions.map((action) => ({ action, resource, context }));

/** As long, and another in its last character. */
const unlike = (text: string) => `${text.slice(0, -1)}${text.endsWith('q') ? 'p' : 'q'}`;

type Bucket = NonNullable<Purpose['bucket']>;

const objectActions = ['s3:PutObject', 's3:PutObjectAcl'];
const ownedBy = (owner: string) => ({ 'aws:resourceaccount': owner });
const s3Arn = ({ partition }: Purpose, rest: string) => `arn:${partition}:s3:::${rest}`;
const folder = ({ prefix }: Bucket) => (prefix === '' ? '' : `${prefix}/`);

function ofBucket(purpose: Purpose, bucket: Bucket): readonly Reach[] {
  const context = ownedBy(bucket.owner);
  return [
    ...each(objectActions, s3Arn(purpose, `${bucket.name}/${folder(bucket)}session-1.log`), context),
    ...each(['s3:GetEncryptionConfiguration'], s3Arn(purpose, bucket.name), context),
  ];
}

function nextToBucket(purpose: Purpose): readonly Reach[] {
  const { bucket = { name: 'some-logs', owner: purpose.account, prefix: '', region: purpose.region } } = purpose;
  const context = ownedBy(bucket.owner);
  const key = `${folder(bucket)}session-1.log`;
  const outside =
    bucket.prefix === ''
      ? []
      : [`${bucket.prefix}-evil/x`, bucket.prefix, 'x', `${bucket.prefix}x/y`, `${unlike(bucket.prefix)}/x`];
  const otherBuckets = [
    `${bucket.name}-evil`,
    `evil-${bucket.name}`,
    'another-bucket',
    `${bucket.name}.evil`,
    unlike(bucket.name),
  ];
  return [
    ...otherBuckets.flatMap((name) => each(objectActions, s3Arn(purpose, `${name}/${key}`), context)),
    ...otherBuckets.flatMap((name) => each(['s3:GetEncryptionConfiguration'], s3Arn(purpose, name), context)),
    ...outside.flatMap((other) => each(objectActions, s3Arn(purpose, `${bucket.name}/${other}`), context)),
    // The name of a deleted bucket, taken by a stranger.
    ...each(objectActions, s3Arn(purpose, `${bucket.name}/${key}`), ownedBy('999988887777')),
    ...each(['s3:GetEncryptionConfiguration'], s3Arn(purpose, bucket.name), ownedBy('999988887777')),
    ...each(
      ['s3:GetObject', 's3:DeleteObject', 's3:PutObjectTagging'],
      s3Arn(purpose, `${bucket.name}/${key}`),
      context,
    ),
    ...each(['s3:ListBucket', 's3:PutBucketPolicy', 's3:DeleteBucket'], s3Arn(purpose, bucket.name), context),
  ];
}

const viaS3 = ({ partition }: Purpose, region: string) => ({
  'kms:viaservice': `s3.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
});

const logKeyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
const viaLogs = ({ partition, region, account }: Purpose, name: string) => ({
  'kms:viaservice': `logs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
  'kms:encryptioncontext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${name}`,
});

const anotherKey = ({ partition, region, account }: Purpose) =>
  `arn:${partition}:kms:${region}:${account}:key/99999999-9999-4999-8999-999999999999`;

function ofBucketKey(purpose: Purpose, arn: string, region: string): readonly Reach[] {
  return each(['kms:GenerateDataKey', 'kms:Decrypt'], arn, viaS3(purpose, region));
}

function nextToKeys(purpose: Purpose): readonly Reach[] {
  const { bucketKeyArn, sessionKeyArn, logGroupKeyArn, logGroup = '/some/group' } = purpose;
  const another = anotherKey(purpose);
  const named = [bucketKeyArn, sessionKeyArn, logGroupKeyArn].flatMap((arn) => arn ?? []);
  return [
    ...each(['kms:Decrypt', 'kms:GenerateDataKey'], another),
    // A bucket's key serves S3 alone, unless sessions are encrypted with it too.
    ...each(['kms:GenerateDataKey'], bucketKeyArn ?? another),
    ...each(['kms:Decrypt'], bucketKeyArn === sessionKeyArn ? another : (bucketKeyArn ?? another)),
    // Nor does that of the log group serve anything but this log group.
    ...each(['kms:GenerateDataKey'], logGroupKeyArn ?? another),
    ...each(['kms:Decrypt'], logGroupKeyArn === sessionKeyArn ? another : (logGroupKeyArn ?? another)),
    ...each(logKeyActions, logGroupKeyArn ?? another, viaLogs(purpose, `${logGroup}-evil`)),
    ...each(logKeyActions, another, viaLogs(purpose, logGroup)),
    ...named.flatMap((arn) => each(['kms:Encrypt', 'kms:PutKeyPolicy', 'kms:CreateGrant'], arn)),
  ];
}

const streamActions = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'];
const groupArn = ({ partition, region, account }: Purpose, name: string) =>
  `arn:${partition}:logs:${region}:${account}:log-group:${name}:log-stream:session-1`;

function ofLogGroup(purpose: Purpose, name: string): readonly Reach[] {
  return [...each(streamActions, groupArn(purpose, name)), ...each(['logs:DescribeLogGroups'], '*')];
}

function nextToLogGroup(purpose: Purpose): readonly Reach[] {
  const { logGroup = '/some/group' } = purpose;
  return [
    ...each(streamActions, groupArn(purpose, `${logGroup}-evil`)),
    ...each(streamActions, groupArn(purpose, `${logGroup}/more`)),
    ...each(streamActions, groupArn(purpose, unlike(logGroup))),
    ...each(streamActions, groupArn({ ...purpose, region: 'ap-south-1' }, logGroup)),
    ...each(streamActions, groupArn({ ...purpose, account: '999988887777' }, logGroup)),
    ...each(['logs:GetLogEvents', 'logs:DeleteLogGroup', 'logs:DeleteLogStream'], groupArn(purpose, logGroup)),
  ];
}

function elsewhere({ partition, account }: Purpose): readonly Reach[] {
  const role = `arn:${partition}:iam::${account}:role/admin`;
  const actions = ['iam:PassRole', 'iam:CreateAccessKey', 'sts:AssumeRole', 'secretsmanager:GetSecretValue'];
  return each([...actions, 'ssm:SendCommand', 'ssm:GetParameter', 'ssm:StartSession', 'ec2:RunInstances'], role);
}
