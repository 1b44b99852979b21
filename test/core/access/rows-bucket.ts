import { absent, forbidden, present } from '../../../handler/core/seen';
import { type Judgement, type Row, row } from './row';
import { ACCOUNT, BUCKET_KEY_ARN, LOG_ACCOUNT, requiring, seeingBucket, seeingNoBucketKey } from './setting';

const refuses: Judgement = { verdict: 'broken', consequence: 'session refused', account: LOG_ACCOUNT, remedy: 'act' };
const loses: Judgement = { ...refuses, consequence: 'log lost' };
const unclear: Judgement = { ...refuses, verdict: 'cannotTell' };
const advice: Judgement = { ...refuses, verdict: 'advice', consequence: 'advice' };

const withoutDemand = requiring({ bucket: { encryptionEnabled: false } });
const encrypted = (algorithm: string, name?: string) => {
  const kmsMasterKeyId = name === undefined ? {} : { kmsMasterKeyId: name };
  return seeingBucket({ encryption: present({ algorithm, bucketKeyEnabled: false, ...kmsMasterKeyId }) });
};

export const bucketRows: readonly Row[] = [
  row(
    'BucketMissing',
    refuses,
    { says: 'create the bucket "org-logs"', because: 'nobody can say how a bucket is encrypted that is not there' },
    seeingBucket({ existence: 'missing' }),
  ),
  row(
    'BucketMissing',
    loses,
    { says: 'does not exist', because: 'the session starts where encryption is not demanded' },
    seeingBucket({ existence: 'missing' }),
    withoutDemand,
  ),
  row(
    'BucketOwnerMismatch',
    { ...refuses, account: ACCOUNT },
    {
      says: `does not belong to account ${LOG_ACCOUNT}`,
      because: 'only the template can be put right, not a stranger',
    },
    seeingBucket({ existence: 'anotherOwner' }),
  ),
  row(
    'BucketEncryptionRefused',
    refuses,
    {
      says: 'SSM Agent (3.3, October 2024) takes "aws:kms:dsse" for not encrypted',
      because: 'the agent knows no DSSE',
    },
    encrypted('aws:kms:dsse', BUCKET_KEY_ARN),
  ),
  row(
    'BucketEncryptionRefused',
    refuses,
    { says: '"none"', because: 'a bucket without a rule is not encrypted either' },
    seeingBucket({ encryption: absent }),
    seeingNoBucketKey,
  ),
  row(
    'BucketUnreadable',
    unclear,
    {
      says: "the bucket's encryption cannot be read from here (s3:GetEncryptionConfiguration refused)",
      because: 'a refusal of ours proves nothing of the role',
    },
    seeingBucket({ encryption: forbidden('s3:GetEncryptionConfiguration') }),
    seeingNoBucketKey,
  ),
  row(
    'BucketKeyNotArn',
    { ...loses, verdict: 'cannotTell' },
    { says: 'aws/s3', because: 'the key aws/s3 serves one account' },
    encrypted('aws:kms'),
    seeingNoBucketKey,
  ),
  row(
    'BucketKeyNotArn',
    { ...loses, verdict: 'cannotTell' },
    { says: '"alias/logs"', because: 'the agent repeats the name, which then means a key of its own account' },
    encrypted('aws:kms', 'alias/logs'),
    seeingNoBucketKey,
  ),
  row(
    'BucketKeyMismatch',
    loses,
    { says: `encrypted with ${BUCKET_KEY_ARN}`, because: 'the template says otherwise than the bucket' },
    requiring({ bucket: { kmsKeyArn: `${BUCKET_KEY_ARN}other` } }),
  ),
  row(
    'BucketKeyMismatch',
    loses,
    { says: 'encrypted with AES256', because: 'a bucket without KMS contradicts any key' },
    requiring({ bucket: { kmsKeyArn: BUCKET_KEY_ARN } }),
    encrypted('AES256'),
    seeingNoBucketKey,
  ),
  row(
    'BucketPublicAccessRestricted',
    refuses,
    {
      says: 'cut off from other accounts by RestrictPublicBuckets',
      because: 'a public statement takes away every grant to other accounts',
    },
    seeingBucket({ policyIsPublic: present(true) }),
  ),
  row(
    'BucketPublicAccessRestricted',
    unclear,
    { says: "the account's own RestrictPublicBuckets", because: 'the account may restrict what its bucket does not' },
    seeingBucket({ policyIsPublic: present(true), restrictPublicBuckets: absent }),
  ),
  row(
    'BucketObjectWriter',
    advice,
    { says: 'set Object Ownership to BucketOwnerEnforced', because: 'the logs arrive, and belong to the writer' },
    seeingBucket({ objectOwnership: present('ObjectWriter') }),
  ),
];
