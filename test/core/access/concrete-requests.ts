import { dnsSuffix } from '../../../handler/core/partition';
import { ACCOUNT, arnsOf, BUCKET, LOG_ACCOUNT, needed, ROLE, type Situation } from './situations';

/** One request as AWS would authorise it: no patterns, no doubts. */
export interface ConcreteRequest {
  readonly account: string;
  readonly role: string;
  readonly rolePath: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What the agent asks of the situation's subject, for one session. */
export function requestsOf(situation: Situation): readonly ConcreteRequest[] {
  return needed[situation.subject].map((action) => asked(situation, action));
}

function asked(situation: Situation, action: string): ConcreteRequest {
  const { subject, rolePath, owner } = situation;
  const who = { account: ACCOUNT, role: ROLE, rolePath, action };
  const arns = arnsOf(situation);
  switch (subject) {
    case 'bucket': {
      const onBucket = action === 's3:GetEncryptionConfiguration';
      const resource = onBucket ? arns.bucket : logOf(situation);
      return { ...who, resource, resourceAccount: LOG_ACCOUNT, context: onBucket ? {} : headersOf(situation) };
    }
    case 'bucketKey':
      return { ...who, resource: arns.bucketKey, resourceAccount: owner, context: throughS3(situation) };
    case 'sessionKey':
      return { ...who, resource: arns.sessionKey, resourceAccount: owner, context: ofSession };
    default:
      return subject satisfies never;
  }
}

export const logOf = (situation: Situation, bucket = BUCKET) =>
  [`arn:${situation.partition}:s3:::${bucket}`, ...(situation.prefix === '' ? [] : [situation.prefix]), 'a-0.log'].join(
    '/',
  );

const sse = 's3:x-amz-server-side-encryption';
const headersOf = (situation: Situation) => ({
  's3:x-amz-acl': 'bucket-owner-full-control',
  [sse]: 'aws:kms',
  [`${sse}-aws-kms-key-id`]: arnsOf(situation).bucketKey,
});

const direct = { 'kms:CallerAccount': ACCOUNT, 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT' };
const ofSession = {
  ...direct,
  'kms:EncryptionContextKeys': ['aws:ssm:SessionId', 'aws:ssm:TargetId'],
  'kms:EncryptionContext:aws:ssm:SessionId': 'a-0',
  'kms:EncryptionContext:aws:ssm:TargetId': 'i-0123456789abcdef0',
};

function throughS3(situation: Situation, bucket = BUCKET) {
  const bucketArn = `arn:${situation.partition}:s3:::${bucket}`;
  return {
    ...direct,
    'aws:ViaAWSService': 'true',
    'kms:ViaService': `s3.${arnsOf(situation).region}.${dnsSuffix(situation.partition)}`,
    'kms:EncryptionContextKeys': ['aws:s3:arn'],
    'kms:EncryptionContext:aws:s3:arn': situation.bucketKeyEnabled ? bucketArn : logOf(situation, bucket),
  };
}

/** Requests beside the agent's that no remedy shall allow, each with what is different. */
export function neighboursOf(situation: Situation): readonly (readonly [because: string, request: ConcreteRequest])[] {
  return requestsOf(situation).flatMap((request) => [
    ['another role', { ...request, role: 'app-sessions-2' }],
    ['a role under another path', { ...request, rolePath: '/elsewhere/' }],
    ['the same role of another account', { ...request, account: LOG_ACCOUNT }],
    ['the same role of a third account', { ...request, account: '999999999999' }],
    ...otherActions.map((action) => [action, { ...request, action }] as const),
    ...(situation.subject === 'bucket' ? beyondTheBucket(situation, request) : beyondTheKey(situation, request)),
  ]);
}

const otherActions = [
  ...['s3:GetObject', 's3:DeleteObject', 's3:ListBucket', 's3:PutBucketPolicy', 's3:PutEncryptionConfiguration'],
  ...['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  ...['kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey', 's3:PutObjectTagging', 's3:PutObjectVersionAcl'],
];

type Neighbours = readonly (readonly [string, ConcreteRequest])[];

function beyondTheBucket(situation: Situation, request: ConcreteRequest): Neighbours {
  const { bucket } = arnsOf(situation);
  const moved = (because: string, resource: string) => [because, { ...request, resource }] as const;
  const otherBucket = moved('another bucket', request.resource.replace(BUCKET, `${BUCKET}-2`));
  if (request.resource === bucket || situation.prefix === '') return [otherBucket];
  return [
    otherBucket,
    moved('another prefix', `${bucket}/team/b/a-0.log`),
    moved('a prefix that begins alike', `${bucket}/team/ab/a-0.log`),
    moved('the root of the bucket', `${bucket}/a-0.log`),
  ];
}

function beyondTheKey(situation: Situation, request: ConcreteRequest): Neighbours {
  const { region } = arnsOf(situation);
  const under = (because: string, context: ConcreteRequest['context']) => [because, { ...request, context }] as const;
  const suffix = dnsSuffix(situation.partition);
  if (situation.subject === 'sessionKey') {
    return [under('no session', direct), under('a bucket that bears the key', throughS3(situation))];
  }
  const s3 = throughS3(situation);
  return [
    under('a direct call', { ...direct, 'kms:EncryptionContext:aws:s3:arn': s3['kms:EncryptionContext:aws:s3:arn'] }),
    under('a session', ofSession),
    under('another bucket', throughS3(situation, `${BUCKET}-2`)),
    under('another service', { ...s3, 'kms:ViaService': `ebs.${region}.${suffix}` }),
    under('another Region', { ...s3, 'kms:ViaService': `s3.xx-north-9.${suffix}` }),
  ];
}
