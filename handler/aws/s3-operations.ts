import type * as s3 from '@aws-sdk/client-s3';
import { type BucketCommand, documentOf } from './s3-client';
import type { Answered } from './signed-client';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export class HeadBucketCommand implements BucketCommand<s3.HeadBucketCommandOutput> {
  declare readonly output?: s3.HeadBucketCommandOutput;
  readonly read = ({ headers }: Answered) => ({
    BucketRegion: headers['x-amz-bucket-region'],
    AccessPointAlias: headers['x-amz-access-point-alias'] === 'true',
  });

  constructor(readonly input: s3.HeadBucketCommandInput) {}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export class GetBucketPolicyCommand implements BucketCommand<s3.GetBucketPolicyCommandOutput> {
  readonly subresource = 'policy';
  declare readonly output?: s3.GetBucketPolicyCommandOutput;
  readonly read = ({ text }: Answered) => ({ Policy: text });

  constructor(readonly input: s3.GetBucketPolicyCommandInput) {}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export class GetBucketPolicyStatusCommand implements BucketCommand<s3.GetBucketPolicyStatusCommandOutput> {
  readonly subresource = 'policyStatus';
  declare readonly output?: s3.GetBucketPolicyStatusCommandOutput;
  readonly read = documentOf;

  constructor(readonly input: s3.GetBucketPolicyStatusCommandInput) {}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export class GetPublicAccessBlockCommand implements BucketCommand<s3.GetPublicAccessBlockCommandOutput> {
  readonly subresource = 'publicAccessBlock';
  declare readonly output?: s3.GetPublicAccessBlockCommandOutput;
  readonly read = documentOf;

  constructor(readonly input: s3.GetPublicAccessBlockCommandInput) {}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export class GetBucketEncryptionCommand implements BucketCommand<s3.GetBucketEncryptionCommandOutput> {
  readonly subresource = 'encryption';
  declare readonly output?: s3.GetBucketEncryptionCommandOutput;
  readonly read = documentOf;

  constructor(readonly input: s3.GetBucketEncryptionCommandInput) {}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export class GetBucketOwnershipControlsCommand implements BucketCommand<s3.GetBucketOwnershipControlsCommandOutput> {
  readonly subresource = 'ownershipControls';
  declare readonly output?: s3.GetBucketOwnershipControlsCommandOutput;
  readonly read = documentOf;

  constructor(readonly input: s3.GetBucketOwnershipControlsCommandInput) {}
}
