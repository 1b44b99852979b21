import { absent, present } from '../../../handler/core/seen';
import {
  BUCKET_KEY_ARN,
  type Change,
  findingsAfter,
  LOG_ACCOUNT,
  reads,
  requiring,
  seeingBucket,
  seeingBucketPolicy,
  seeingNoBucketKey,
  uploads,
} from './setting';

const sse = 's3:x-amz-server-side-encryption';
const keyId = `${sse}-aws-kms-key-id`;
const aes: readonly Change[] = [
  seeingBucket({ encryption: present({ algorithm: 'AES256', bucketKeyEnabled: false }) }),
  seeingNoBucketKey,
];
const dsse: readonly Change[] = [
  seeingBucket({
    encryption: present({ algorithm: 'aws:kms:dsse', kmsMasterKeyId: BUCKET_KEY_ARN, bucketKeyEnabled: false }),
  }),
  requiring({ bucket: { encryptionEnabled: false } }),
];
const none: readonly Change[] = [
  seeingBucket({ encryption: absent }),
  seeingNoBucketKey,
  requiring({ bucket: { encryptionEnabled: false } }),
];

test.each<{ unless: object; bucket?: readonly Change[]; because: string }>([
  { unless: { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }, because: 'the agent sends this ACL' },
  { unless: { Bool: { 'aws:SecureTransport': 'false' } }, because: 'it speaks over TLS' },
  { unless: { StringNotEquals: { 's3:ResourceAccount': LOG_ACCOUNT } }, because: 'the bucket is where it should be' },
  { unless: { StringNotEquals: { [sse]: 'aws:kms' } }, because: 'it mirrors the bucket under KMS' },
  {
    unless: { StringNotEquals: { [keyId]: BUCKET_KEY_ARN } },
    because: 'it repeats the key by the name the bucket gives',
  },
  { unless: { Null: { [sse]: 'true' } }, because: 'it sends the header' },
  { unless: { StringNotEquals: { [sse]: 'AES256' } }, bucket: aes, because: 'it mirrors the bucket under AES256' },
  { unless: { Null: { [keyId]: 'false' } }, bucket: aes, because: 'it names no key then' },
  { unless: { Null: { [sse]: 'false' } }, bucket: dsse, because: 'under DSSE it leaves the default to S3' },
  { unless: { Null: { [sse]: 'false' } }, bucket: none, because: 'without a rule there is nothing to mirror' },
  { unless: { Null: { 's3:x-amz-grant-read': 'false' } }, because: 'it grants nothing beside its ACL' },
  { unless: { StringLike: { 's3:x-amz-storage-class': '*' } }, because: 'it asks for no storage class' },
])('an upload passes, since $because', ({ unless, bucket = [] }) => {
  expect(findingsAfter(...bucket, denyingUnder(unless))).toEqual([]);
});

test.each<{ when: object; bucket?: readonly Change[]; because: string }>([
  {
    when: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    because: 'the agent always sends this ACL',
  },
  { when: { StringEquals: { [sse]: 'aws:kms' } }, because: 'it mirrors the bucket under KMS' },
  { when: { StringNotEquals: { [sse]: 'aws:kms' } }, bucket: aes, because: 'it mirrors AES256 as well' },
  { when: { Null: { [sse]: 'true' } }, bucket: dsse, because: 'it knows no header for DSSE' },
  { when: { StringNotEquals: { [keyId]: `${BUCKET_KEY_ARN}0` } }, because: 'it names the key of the bucket' },
])('an upload is denied, since $because', ({ when, bucket = [] }) => {
  expect(findingsAfter(...bucket, denyingUnder(when))).toEqual([
    expect.objectContaining({ code: 'BucketPolicyDenies', actions: ['s3:PutObject'], evidence: ['Header'] }),
  ]);
});

function denyingUnder(Condition: object): Change {
  return seeingBucketPolicy(uploads, reads, {
    Effect: 'Deny',
    Sid: 'Header',
    Principal: '*',
    Action: 's3:PutObject',
    Condition,
  });
}
