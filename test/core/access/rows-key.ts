import { absent, forbidden, present } from '../../../handler/core/seen';
import { type Judgement, type Row, row } from './row';
import {
  ACCOUNT,
  BUCKET_ARN,
  BUCKET_KEY_ARN,
  bucketKeyUses,
  GROUP,
  LOG_ACCOUNT,
  requiring,
  seeing,
  seeingKey,
  seeingKeyAs,
  seeingKeyPolicy,
  toAccount,
} from './setting';

const ofBucket: Judgement = { verdict: 'broken', consequence: 'log lost', account: LOG_ACCOUNT, remedy: 'act' };
const ofSession: Judgement = { ...ofBucket, consequence: 'session refused', account: ACCOUNT };
const unclear = { verdict: 'cannotTell' } as const;
const add = { remedy: 'addStatement' } as const;
const amend = { remedy: 'amendStatement' } as const;
const ofGroup: Judgement = {
  verdict: 'cannotTell',
  consequence: 'session hangs',
  account: ACCOUNT,
  remedy: 'addStatement',
};
const uses = ['kms:Decrypt', 'kms:GenerateDataKey'];
const viaS3 = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
const encrypting = (arn: string) => ({ StringLike: { 'kms:EncryptionContext:aws:s3:arn': arn } });
const withoutDemand = requiring({ logGroup: { encryptionEnabled: false } });

const metadataRows: readonly Row[] = [
  row(
    'KeyUnusable',
    ofSession,
    { says: 'it does not exist', because: 'nothing decrypts the session' },
    seeingKey('sessionKey', { metadata: absent }),
  ),
  row(
    'KeyUnusable',
    ofBucket,
    { says: 'its state is PendingDeletion', because: 'KMS refuses every use of such a key' },
    seeingKeyAs('bucketKey', { state: 'PendingDeletion' }),
  ),
  row(
    'KeyUnusable',
    ofSession,
    { says: 'it is RSA_2048 for ENCRYPT_DECRYPT', because: 'sessions want a symmetric key' },
    seeingKeyAs('sessionKey', { spec: 'RSA_2048' }),
  ),
  row(
    'KeyUnusable',
    ofBucket,
    { says: 'it is managed by AWS for one account', because: 'nobody can share a key of AWS' },
    seeingKeyAs('bucketKey', { managedBy: 'AWS' }),
  ),
  row(
    'KeyUnusable',
    ofSession,
    { says: 'it lies outside eu-west-1', because: 'the agent asks KMS in its own Region' },
    seeingKeyAs('sessionKey', { arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/s` }),
  ),
  row(
    'KeyUnreadable',
    { ...ofBucket, ...unclear },
    { says: 'cannot be read from here (kms:DescribeKey refused)', because: 'a refusal of ours proves nothing' },
    seeingKey('bucketKey', { metadata: forbidden('kms:DescribeKey') }),
  ),
];

const policyRows: readonly Row[] = [
  row(
    'KeyUnreadable',
    { ...ofSession, ...unclear },
    { says: 'allow the function that read', because: 'in our own account the function lacks a right' },
    seeingKey('sessionKey', { policy: forbidden('kms:GetKeyPolicy') }),
  ),
  row(
    'KeyPolicyMissingGrant',
    { ...ofBucket, ...add },
    {
      says: 'no statement allows "kms:Decrypt", "kms:GenerateDataKey" to role "app-sessions"',
      because: 'it is left to the owner',
    },
    seeingKeyPolicy('bucketKey', { ...bucketKeyUses, Principal: { AWS: LOG_ACCOUNT } }),
  ),
  row(
    'KeyPolicyMissingGrant',
    { ...ofBucket, ...add, consequence: 'log lost above 5 MiB' },
    { says: 'no statement allows "kms:Decrypt"', because: 'S3 decrypts the parts of a long upload, and no short one' },
    seeingKeyPolicy('bucketKey', toAccount('kms:GenerateDataKey*')),
  ),
  row(
    'KeyPolicyMissingGrant',
    { ...ofSession, ...add },
    { says: 'no statement allows "kms:Decrypt"', because: 'the agent asks KMS itself, not through S3' },
    seeingKeyPolicy('sessionKey', toAccount('kms:*', { Condition: viaS3 })),
  ),
  row(
    'KeyPolicyMissingGrant',
    { ...ofBucket, ...add },
    { says: '"kms:GenerateDataKey"', because: 'under a Bucket Key the context is the bucket, not the object' },
    seeingKeyPolicy('bucketKey', toAccount(uses, { Condition: encrypting(`${BUCKET_ARN}/*`) })),
  ),
  row(
    'KeyPolicyDenies',
    { ...ofBucket, ...amend },
    { says: 'statement "NoOrganisation" denies', because: 'an explicit Deny wins over any grant' },
    seeingKeyPolicy('bucketKey', bucketKeyUses, { ...bucketKeyUses, Effect: 'Deny', Sid: 'NoOrganisation' }),
  ),
  row(
    'KeyPolicyUndecided',
    { ...ofSession, ...unclear },
    { says: 'depends on aws:PrincipalOrgID', because: 'no OrganizationId was given' },
    seeingKeyPolicy('sessionKey', toAccount('kms:*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
  ),
  row(
    'StalePrincipal',
    { ...ofSession, ...add },
    { says: 'statement "Former" names a role that was deleted', because: 'the id of a deleted role is nobody' },
    seeingKeyPolicy('sessionKey', toAccount('kms:*', { Sid: 'Former', Principal: { AWS: 'AROADEADDEADDEADDEAD1' } })),
  ),
];

const logGroupRows: readonly Row[] = [
  row(
    'LogGroupMissing',
    ofSession,
    { says: `create the log group "${GROUP}" in eu-west-1`, because: 'a missing group looks unencrypted to the agent' },
    seeing({ logGroup: absent }),
  ),
  row(
    'LogGroupMissing',
    { ...ofSession, consequence: 'log lost' },
    { says: 'does not exist in this account and Region', because: 'the agent creates streams, and no group' },
    seeing({ logGroup: absent }),
    withoutDemand,
  ),
  row(
    'LogGroupNotEncrypted',
    ofSession,
    { says: 'no KMS key is associated', because: 'only an associated key counts as encryption' },
    seeing({ logGroup: present({}) }),
  ),
  row(
    'LogGroupUnreadable',
    { ...ofSession, ...unclear },
    { says: 'logs:DescribeLogGroups refused', because: 'a refusal of ours proves nothing' },
    seeing({ logGroup: forbidden('logs:DescribeLogGroups') }),
  ),
];

const ofThisGroup = { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${GROUP}` };
const viaLogs = { 'kms:ViaService': 'logs.eu-west-1.amazonaws.com' };
const service = { Principal: { Service: 'logs.eu-west-1.amazonaws.com' }, Action: 'kms:*' };

const logGroupKeyRows: readonly Row[] = [
  row(
    'KeyUnusable',
    { ...ofGroup, remedy: 'act' },
    { says: `or associate with "${GROUP}" another`, because: 'no page says whether events are taken under such a key' },
    seeingKeyAs('logGroupKey', { state: 'Disabled' }),
  ),
  row(
    'KeyUnreadable',
    { ...ofGroup, remedy: 'act' },
    { says: 'allow the function that read', because: 'in our own account the function lacks a right' },
    seeingKey('logGroupKey', { policy: forbidden('kms:GetKeyPolicy') }),
  ),
  row(
    'KeyPolicyMissingGrant',
    ofGroup,
    {
      says: 'to role "app-sessions" (whether who writes to the log group needs rights to its key, AWS does not say)',
      because: 'the service alone is named',
    },
    seeingKeyPolicy('logGroupKey', service),
  ),
  row(
    'KeyPolicyMissingGrant',
    { ...ofGroup, account: LOG_ACCOUNT },
    {
      says: 'no statement allows "kms:Decrypt", "kms:GenerateDataKey"',
      because: 'a key of another account names none',
    },
    seeingKey('logGroupKey', { keyId: BUCKET_KEY_ARN }),
    seeingKeyAs('logGroupKey', { arn: BUCKET_KEY_ARN }),
    seeingKeyPolicy('logGroupKey', { ...service, Principal: { AWS: LOG_ACCOUNT } }),
  ),
  row(
    'KeyPolicyMissingGrant',
    ofGroup,
    { says: 'no statement allows "kms:GenerateDataKey"', because: 'it is for another log group' },
    seeingKeyPolicy(
      'logGroupKey',
      toAccount('kms:Decrypt', { Condition: { StringEquals: { ...ofThisGroup, ...viaLogs } } }),
      toAccount('kms:GenerateDataKey', {
        Condition: { StringLike: { 'kms:EncryptionContext:aws:logs:arn': '*:log-group:/other' } },
      }),
    ),
  ),
  row(
    'KeyPolicyDenies',
    { ...ofGroup, remedy: 'amendStatement' },
    { says: 'statement "NoServices" denies', because: 'CloudWatch Logs asks in its place' },
    seeingKeyPolicy('logGroupKey', toAccount('kms:*'), {
      ...toAccount('kms:*', { Effect: 'Deny', Sid: 'NoServices' }),
      Condition: { Bool: { 'aws:ViaAWSService': 'true' } },
    }),
  ),
  row(
    'KeyPolicyUndecided',
    { ...ofGroup, remedy: 'act' },
    { says: 'depends on aws:PrincipalOrgID', because: 'no OrganizationId was given' },
    seeingKeyPolicy(
      'logGroupKey',
      toAccount('kms:*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    ),
  ),
];

export const keyRows = [...metadataRows, ...policyRows, ...logGroupRows, ...logGroupKeyRows];
