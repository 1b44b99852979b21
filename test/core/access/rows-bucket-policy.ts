import { absent, forbidden, present } from '../../../handler/core/seen';
import { type Judgement, type Row, row } from './row';
import {
  ACCOUNT,
  BUCKET_ARN,
  LOG_ACCOUNT,
  ROLE_ARN,
  reads,
  requiring,
  seeingBucket,
  seeingBucketPolicy,
  uploads,
} from './setting';

const refuses: Judgement = { verdict: 'broken', consequence: 'session refused', account: LOG_ACCOUNT, remedy: 'act' };
const loses: Judgement = { ...refuses, consequence: 'log lost' };
const unclear: Judgement = { ...refuses, verdict: 'cannotTell' };
const add: Judgement = { ...refuses, remedy: 'addStatement' };
const amend: Judgement = { ...loses, remedy: 'amendStatement' };

const withoutDemand = requiring({ bucket: { encryptionEnabled: false } });
const ownBucket = requiring({ bucket: { owner: ACCOUNT } });
const deny = (Sid: string, Action: string, Condition: object) =>
  ({ Effect: 'Deny', Principal: '*', Sid, Action, Condition }) as const;
const sse = 's3:x-amz-server-side-encryption';

export const bucketPolicyRows: readonly Row[] = [
  row(
    'BucketPolicyDenies',
    { ...amend, verdict: 'cannotTell' },
    { says: 'the pages of S3 disagree', because: 'a Deny of what nobody asks of this policy strikes nothing' },
    seeingBucketPolicy(reads, uploads, { Effect: 'Deny', Sid: 'NoAcls', Principal: '*', Action: 's3:PutObjectAcl' }),
  ),
  row(
    'BucketPolicyUndecided',
    { ...unclear, consequence: 'log lost above 5 MiB' },
    {
      says: 'whether "s3:GetEncryptionConfiguration" is allowed to role "app-sessions" depends on aws:SourceVpce',
      because: 'an agent that may not ask sends no header of encryption, and this policy demands one of the first part',
    },
    seeingBucketPolicy(
      uploads,
      { ...reads, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } },
      deny('Parts', 's3:PutObject', { Null: { [sse]: 'true' }, Bool: { 's3:ObjectCreationOperation': 'false' } }),
    ),
    withoutDemand,
  ),
  row(
    'BucketPolicyDenies',
    amend,
    {
      says: 'the NotPrincipal of "OnlyUs" spares no role that has a boundary, a condition ArnNotEquals on aws:PrincipalArn does',
      because: 'listing the role beside its account is of no use to one with a boundary',
    },
    seeingBucketPolicy(reads, uploads, {
      Effect: 'Deny',
      Sid: 'OnlyUs',
      NotPrincipal: { AWS: [ROLE_ARN, `arn:aws:iam::${ACCOUNT}:root`] },
      Action: 's3:PutObject',
    }),
  ),
  row(
    'BucketPolicyMissingGrant',
    add,
    {
      says: 'no statement allows "s3:GetEncryptionConfiguration", "s3:PutObject", "s3:PutObjectAcl"',
      because: 'an account is a stranger to the bucket of another',
    },
    seeingBucket({ policy: absent }),
  ),
  row(
    'BucketPolicyMissingGrant',
    { ...add, verdict: 'cannotTell', consequence: 'log lost' },
    {
      says: 'no statement allows "s3:PutObjectAcl" to role "app-sessions" (the pages of S3 disagree on whether',
      because: 'the agent sends an ACL with every object, of which AWS prints a policy without that right',
    },
    seeingBucketPolicy(reads, { ...uploads, Action: 's3:PutObject' }),
  ),
  row(
    'BucketPolicyMissingGrant',
    { ...add, consequence: 'log lost' },
    { says: '"s3:PutObject", "s3:PutObjectAcl"', because: 'logs go below another prefix' },
    seeingBucketPolicy(reads, { ...uploads, Resource: `${BUCKET_ARN}/elsewhere/*` }),
  ),
  row(
    'BucketPolicyMissingGrant',
    { ...add, verdict: 'advice', consequence: 'advice' },
    {
      says: 'no statement allows "s3:GetEncryptionConfiguration"',
      because: 'where nobody demands encryption, S3 applies its own default to an upload without headers',
    },
    seeingBucketPolicy(uploads),
    withoutDemand,
  ),
  row(
    'BucketPolicyMissingGrant',
    { ...add, consequence: 'log lost' },
    {
      says: 'no statement allows "s3:GetEncryptionConfiguration"',
      because: 'an agent that may not ask how the bucket is encrypted sends no header, and this policy demands one',
    },
    seeingBucketPolicy(uploads, deny('Encrypted', 's3:PutObject', { Null: { [sse]: 'true' } })),
    withoutDemand,
  ),
  row(
    'BucketPolicyMissingGrant',
    { ...add, verdict: 'advice', consequence: 'advice' },
    {
      says: 'no statement allows "s3:GetEncryptionConfiguration"',
      because: 'an agent that may not ask sends no header that this policy could refuse',
    },
    seeingBucketPolicy(uploads, deny('NotKms', 's3:PutObject', { StringEquals: { [sse]: 'aws:kms' } })),
    withoutDemand,
  ),
  row(
    'BucketPolicyDenies',
    amend,
    {
      says: 'statement "OnlyDsse" denies "s3:PutObject" to role "app-sessions"',
      because: 'the agent can never ask for DSSE',
    },
    seeingBucketPolicy(
      uploads,
      reads,
      deny('OnlyDsse', 's3:PutObject', { StringNotEquals: { [sse]: 'aws:kms:dsse' } }),
    ),
  ),
  row(
    'BucketPolicyDenies',
    { ...amend, account: ACCOUNT },
    { says: 'statement "OtherKey" denies "s3:PutObject"', because: "a Deny binds the bucket's own account too" },
    seeingBucketPolicy(
      deny('OtherKey', 's3:PutObject', { StringNotEquals: { [`${sse}-aws-kms-key-id`]: 'arn:other' } }),
    ),
    ownBucket,
  ),
  row(
    'BucketPolicyDenies',
    { ...amend, consequence: 'session refused' },
    { says: 'statement "Statement[2]" denies', because: 'a statement without a Sid is named by its place' },
    seeingBucketPolicy(uploads, reads, { Effect: 'Deny', Principal: '*', Action: 's3:*' }),
  ),
  row(
    'BucketPolicyUndecided',
    unclear,
    { says: 'depends on aws:SourceVpce', because: 'nobody here knows through which endpoint an instance speaks' },
    seeingBucketPolicy(uploads, reads, deny('OnlyVpce', 's3:*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })),
  ),
  row(
    'BucketPolicyUnreadable',
    unclear,
    { says: 'cannot be read from here (nobody may)', because: 'what was not read was not proven' },
    seeingBucket({ policy: forbidden('s3:GetBucketPolicy', 'nobody may') }),
  ),
  row(
    'BucketPolicyUnreadable',
    unclear,
    { says: 'Policy cannot be read as JSON', because: 'what cannot be parsed was not read' },
    seeingBucket({ policy: present('{') }),
  ),
  row(
    'StalePrincipal',
    { ...add, consequence: 'log lost' },
    {
      says: 'statement "Former" names a role that was deleted',
      because: 'a role that is made again does not inherit a grant',
    },
    seeingBucketPolicy(reads, { ...uploads, Sid: 'Former', Principal: { AWS: 'AROADEADDEADDEADDEAD1' } }),
  ),
];
