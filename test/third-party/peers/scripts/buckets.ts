import { policy } from '../documents';
import { bucket, bucketPolicy, bucketSetting, withoutSetting } from '../fixtures';
import { account, other, type Script, step } from '../script';

const kmsKeyArn = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-4333-8444-555555555555`;
const everyRead = (Bucket: string, rest: object = {}) => [
  step(`${Bucket}: its encryption`, 's3:GetEncryptionConfiguration', { Bucket, ...rest }),
  step(`${Bucket}: its policy`, 's3:GetBucketPolicy', { Bucket, ...rest }),
  step(`${Bucket}: whether it is public`, 's3:GetBucketPolicyStatus', { Bucket, ...rest }),
  step(`${Bucket}: its object ownership`, 's3:GetBucketOwnershipControls', { Bucket, ...rest }),
  step(`${Bucket}: its public access block`, 's3:GetBucketPublicAccessBlock', { Bucket, ...rest }),
  step(`${Bucket}: its head`, 's3:ListBucket', { Bucket, ...rest }),
];
const statement = (Bucket: string, rest: object) => ({
  Sid: 'One',
  Effect: 'Allow',
  Action: ['s3:PutObject', 's3:GetEncryptionConfiguration'],
  Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  ...rest,
});
const granting = (Bucket: string, rest: object) => policy([statement(Bucket, rest)]);
const encryptedWith = (ApplyServerSideEncryptionByDefault: object, BucketKeyEnabled: boolean) => ({
  ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }] },
});
const [open, block] = [
  { blockPublicAcls: true, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: true },
  { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: true },
];

/** What a bucket's own account reads of it. */
export const ownBuckets: Script = {
  name: 'buckets of the account',
  acts: [
    bucket('peers-plain'),
    ...everyRead('peers-plain'),
    ...everyRead('peers-absent'),

    bucket('peers-set'),
    bucketSetting(
      'peers-set',
      { encryption: { algorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn, bucketKeyEnabled: true } },
      'PutBucketEncryption',
      encryptedWith({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKeyArn }, true),
    ),
    bucketSetting('peers-set', { ownership: 'BucketOwnerPreferred' }, 'PutBucketOwnershipControls', {
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    }),
    bucketSetting('peers-set', { publicAccessBlock: open }, 'PutPublicAccessBlock', {
      PublicAccessBlockConfiguration: block,
    }),
    bucketPolicy('peers-set', granting('peers-set', { Principal: { AWS: `arn:aws:iam::${account}:root` } })),
    ...everyRead('peers-set'),
    bucketPolicy('peers-set', granting('peers-set', { Principal: '*' })),
    step('peers-set: whether it is public with everybody let in', 's3:GetBucketPolicyStatus', { Bucket: 'peers-set' }),
    bucketPolicy('peers-set', granting('peers-set', { Effect: 'Deny', Principal: '*' })),
    step('peers-set: whether it is public with everybody kept out', 's3:GetBucketPolicyStatus', {
      Bucket: 'peers-set',
      ExpectedBucketOwner: account,
    }),

    bucket('peers-sse'),
    bucketSetting(
      'peers-sse',
      { encryption: { algorithm: 'aws:kms:dsse', bucketKeyEnabled: false } },
      'PutBucketEncryption',
      encryptedWith({ SSEAlgorithm: 'aws:kms:dsse' }, false),
    ),
    withoutSetting('peers-sse', 'ownership', 'DeleteBucketOwnershipControls'),
    withoutSetting('peers-sse', 'publicAccessBlock', 'DeletePublicAccessBlock'),
    ...everyRead('peers-sse', { ExpectedBucketOwner: account }),

    bucket('peers-owned'),
    ...everyRead('peers-owned', { ExpectedBucketOwner: other }),

    bucket('peers-far', { at: 'us-west-2' }),
    ...everyRead('peers-far'),
  ],
};

const reads = ['s3:GetEncryptionConfiguration', 's3:GetBucketPolicy', 's3:GetBucketPolicyStatus'];
const more = ['s3:GetBucketOwnershipControls', 's3:GetBucketPublicAccessBlock', 's3:ListBucket'];

/** What is read of another account's bucket, with its leave and without. */
export const foreignBuckets: Script = {
  name: 'buckets of another account',
  acts: [
    bucket('peers-closed', { owner: other }),
    ...everyRead('peers-closed'),
    bucket('peers-lent', { owner: other }),
    bucketPolicy(
      'peers-lent',
      granting('peers-lent', { Principal: { AWS: account }, Action: [...reads, ...more] }),
      other,
    ),
    ...everyRead('peers-lent'),
    step('peers-lent: expected of its owner', 's3:GetEncryptionConfiguration', {
      Bucket: 'peers-lent',
      ExpectedBucketOwner: other,
    }),
    step('peers-lent: expected of another', 's3:GetEncryptionConfiguration', {
      Bucket: 'peers-lent',
      ExpectedBucketOwner: account,
    }),
  ],
};
