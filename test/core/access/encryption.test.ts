import { forbidden, present } from '../../../handler/core/seen';
import {
  ACCOUNT,
  BUCKET_ARN,
  BUCKET_KEY_ARN,
  type Change,
  findingsAfter,
  requiring,
  seeingBucket,
  seeingKey,
  seeingKeyAs,
  seeingKeyPolicy,
  toAccount,
} from './setting';

const forContext = (pattern: string) =>
  seeingKeyPolicy(
    'bucketKey',
    toAccount(['kms:Decrypt', 'kms:GenerateDataKey'], {
      Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': pattern } },
    }),
  );
const unread = seeingBucket({ encryption: forbidden('s3:GetEncryptionConfiguration') });
const encrypted = (algorithm: string, bucketKeyEnabled: boolean) =>
  seeingBucket({ encryption: present({ algorithm, kmsMasterKeyId: BUCKET_KEY_ARN, bucketKeyEnabled }) });
const withoutDemand = requiring({ bucket: { encryptionEnabled: false } });
const aliased = [
  requiring({ bucket: { owner: ACCOUNT, kmsKeyArn: BUCKET_KEY_ARN } }),
  seeingBucket({ encryption: present({ algorithm: 'aws:kms', kmsMasterKeyId: 'alias/logs', bucketKeyEnabled: true }) }),
];

test.each<{ changes: readonly Change[]; codes: readonly string[]; because: string }>([
  { changes: [forContext(BUCKET_ARN)], codes: [], because: 'under a Bucket Key the context is the bucket' },
  {
    changes: [forContext(`${BUCKET_ARN}/*`), encrypted('aws:kms', false)],
    codes: [],
    because: 'without a Bucket Key it is the object',
  },
  {
    changes: [forContext(`${BUCKET_ARN}/*`), encrypted('aws:kms:dsse', true), withoutDemand],
    codes: [],
    because: 'DSSE knows no Bucket Key',
  },
  {
    changes: [forContext(BUCKET_ARN), encrypted('aws:kms:dsse', true), withoutDemand],
    codes: ['KeyPolicyMissingGrant'],
    because: 'so that a policy for the bucket alone is none for its objects',
  },
  {
    changes: [forContext(BUCKET_ARN), unread],
    codes: ['BucketUnreadable', 'KeyPolicyUndecided'],
    because: 'nobody here knows whether there is a Bucket Key',
  },
  {
    changes: [forContext(`${BUCKET_ARN}/*`), unread],
    codes: ['BucketUnreadable', 'KeyPolicyUndecided'],
    because: 'nor whether there is none',
  },
  {
    changes: [forContext(`${BUCKET_ARN}*`), unread],
    codes: ['BucketUnreadable'],
    because: 'a policy for both serves in either case',
  },
  {
    changes: [...aliased, seeingKey('bucketKey', { keyId: 'alias/logs', metadata: forbidden('kms:DescribeKey') })],
    codes: ['KeyUnreadable'],
    because: 'an alias that nobody could resolve contradicts no S3KmsKeyArn',
  },
  {
    changes: [seeingKeyAs('bucketKey', { state: 'Updating' })],
    codes: [],
    because: 'a multi-Region key serves while its primary Region changes',
  },
  {
    changes: aliased,
    codes: [],
    because: 'an alias of the declared key is that key',
  },
])('the bucket’s encryption leaves $codes, since $because', ({ changes, codes }) => {
  expect(findingsAfter(...changes).map(({ code }) => code)).toEqual(codes);
});
