import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { Sandbox } from './sandbox';

/** A bucket for what SAM uploads. */
export function createArtifactBucket(sandbox: Sandbox): Promise<string> {
  return createBucket(sandbox, `${sandbox.name}-${sandbox.options.account}-artifacts`);
}

/** Creates a bucket that is emptied and removed when the sandbox closes; S3 makes it BucketOwnerEnforced. */
export async function createBucket(sandbox: Sandbox, Bucket: string): Promise<string> {
  const { region } = sandbox.options;
  // us-east-1 is where S3 creates a bucket for which no place is named, and cannot be named.
  const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: constraint(region) } };
  await sandbox.s3.send(new CreateBucketCommand({ Bucket, ...place }));
  sandbox.made(`Bucket ${Bucket}`, () => removeBucket(sandbox, Bucket));
  return Bucket;
}

// The SDK lists the Regions it knew when it was made; S3 takes newer ones too.
const constraint = (region: string) => region as BucketLocationConstraint;

/** Empties a bucket and removes it. */
export async function removeBucket({ s3 }: Sandbox, Bucket: string): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
