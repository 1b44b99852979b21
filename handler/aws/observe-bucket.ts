import type { BucketEncryption, BucketExistence, ObservedBucket } from '../core/access/observed';
import type { RequiredBucket, Requirements } from '../core/access/requirements';
import { absent, forbidden, present, type Seen } from '../core/seen';
import { AwsError } from './aws-error';
import type { Call, Caller, Operation } from './operations';
import type { Reader, ReaderOf } from './readers';
import { seen } from './seen';

/** What S3 says of the bucket to whoever may ask: its owner's reader, or a guest. */
export async function observeBucket(
  call: Call,
  readerOf: ReaderOf,
  bucket: RequiredBucket,
  region: string,
): Promise<ObservedBucket> {
  const [home, reading] = await Promise.all([
    homeOf(call, bucket, region),
    readerOf(bucket.owner).then((reader) => readBucket(call, reader, bucket, region)),
  ]);
  const { existence, ...rest } = reading;
  return { ...rest, region: home.region, existence: home.missing ? 'missing' : existence };
}

/** The key that the bucket's encryption names, or that is declared where nobody may read it. */
export function keyOfBucket({ bucket, role }: Requirements, { encryption }: ObservedBucket): string | undefined {
  if (encryption.state === 'forbidden') return bucket?.kmsKeyArn;
  if (encryption.state === 'absent' || encryption.value.algorithm === 'AES256') return undefined;
  const { kmsMasterKeyId } = encryption.value;
  if (kmsMasterKeyId === undefined || kmsMasterKeyId.startsWith('arn:')) return kmsMasterKeyId;
  // A bare id or alias means a key of whoever asks: only in our own account that is the bucket's.
  return bucket?.owner === role.account ? kmsMasterKeyId : bucket?.kmsKeyArn;
}

interface Home {
  readonly region: string;
  readonly missing: boolean;
}

// S3 names the bucket's Region on every answer but 404, whatever the caller may do.
async function homeOf(call: Call, { name }: RequiredBucket, region: string): Promise<Home> {
  try {
    const answer = await call('s3:ListBucket', { Bucket: name }, { region });
    return { region: answer.BucketRegion ?? region, missing: false };
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 0 || error.status >= 500) throw error;
    return { region: error.bucketRegion ?? region, missing: error.status === 404 };
  }
}

type Reading = Omit<ObservedBucket, 'region'>;

async function readBucket(call: Call, reader: Reader, bucket: RequiredBucket, region: string): Promise<Reading> {
  const asked: Asked = { call, caller: reader.at(region), Bucket: bucket.name, ExpectedBucketOwner: bucket.owner };
  const [encryption, rest] = await Promise.all([
    observeEncryption(asked),
    reader.sees === 'own' ? readAsOwner(asked) : unseen(`only its own account may read it, and ${reader.because}`),
  ]);
  const isDenied = encryption.state === 'forbidden' && encryption.code === 'AccessDenied';
  if (isDenied && (await answersAnotherOwner(asked))) {
    return { ...rest, encryption, existence: 'anotherOwner' };
  }
  return { ...rest, encryption, existence: existenceOf(encryption) };
}

const existenceOf = ({ state }: Seen<BucketEncryption>): BucketExistence =>
  state === 'present' ? 'exists' : 'unknown';

interface Asked {
  readonly call: Call;
  readonly caller: Caller;
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}

function observeEncryption({ call, caller, ...input }: Asked): Promise<Seen<BucketEncryption>> {
  return seen('s3:GetEncryptionConfiguration', async () => {
    const answer = await call('s3:GetEncryptionConfiguration', input, caller);
    const rule = answer.ServerSideEncryptionConfiguration?.Rules?.[0];
    const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    if (SSEAlgorithm === undefined) return absent;
    const key = KMSMasterKeyID === undefined ? {} : { kmsMasterKeyId: KMSMasterKeyID };
    return present({ algorithm: SSEAlgorithm, bucketKeyEnabled: rule?.BucketKeyEnabled ?? false, ...key });
  });
}

// A 403 does not say whether the owner is another or a right is missing: without the expected owner it does.
async function answersAnotherOwner({ call, caller, Bucket }: Asked): Promise<boolean> {
  const unexpected = await seen('s3:GetEncryptionConfiguration', async () =>
    present(await call('s3:GetEncryptionConfiguration', { Bucket }, caller)),
  );
  return unexpected.state !== 'forbidden';
}

type OwnersView = Pick<Reading, 'policy' | 'policyIsPublic' | 'restrictPublicBuckets' | 'objectOwnership'>;

async function readAsOwner(asked: Asked): Promise<OwnersView> {
  const { call, caller, Bucket, ExpectedBucketOwner } = asked;
  const input = { Bucket, ExpectedBucketOwner };
  const read = <T>(operation: Operation, value: () => Promise<T | undefined>): Promise<Seen<T>> =>
    seen(operation, async () => {
      const found = await value();
      return found === undefined ? absent : present(found);
    });
  const [policy, policyIsPublic, restrictPublicBuckets, objectOwnership] = await Promise.all([
    read('s3:GetBucketPolicy', async () => (await call('s3:GetBucketPolicy', input, caller)).Policy),
    read('s3:GetBucketPolicyStatus', async () => {
      return (await call('s3:GetBucketPolicyStatus', input, caller)).PolicyStatus?.IsPublic;
    }),
    read('s3:GetBucketPublicAccessBlock', async () => {
      const answer = await call('s3:GetBucketPublicAccessBlock', input, caller);
      return answer.PublicAccessBlockConfiguration?.RestrictPublicBuckets;
    }),
    read('s3:GetBucketOwnershipControls', async () => {
      const answer = await call('s3:GetBucketOwnershipControls', input, caller);
      return answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    }),
  ]);
  return { policy, policyIsPublic, restrictPublicBuckets, objectOwnership };
}

function unseen(reason: string): OwnersView {
  return {
    policy: forbidden('s3:GetBucketPolicy', reason),
    policyIsPublic: forbidden('s3:GetBucketPolicyStatus', reason),
    restrictPublicBuckets: forbidden('s3:GetBucketPublicAccessBlock', reason),
    objectOwnership: forbidden('s3:GetBucketOwnershipControls', reason),
  };
}
