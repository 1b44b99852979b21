import { about, broken, type Subject, startOrEnd } from './bucket-finding';
import { act, type Finding, type Remedy } from './findings';
import type { BucketEncryption, ObservedAccess } from './observed';
import { unreadable } from './unreadable';

/** Whether the agent takes the bucket for encrypted, where that is demanded. */
export function encryptionFindings(subject: Subject): readonly Finding[] {
  const { bucket, seen, role } = subject;
  const { encryption } = seen;
  if (encryption.state === 'forbidden') {
    const action = 's3:GetEncryptionConfiguration';
    return [
      {
        ...about(subject),
        ...unreadable('BucketUnreadable', encryption, bucket.owner, role),
        consequence: startOrEnd(bucket),
        actions: [action],
      },
    ];
  }
  const algorithm = encryption.state === 'present' ? encryption.value.algorithm : 'none';
  if (!bucket.encryptionEnabled || ['AES256', 'aws:kms'].includes(algorithm)) return [];
  const remedy = act(
    'make aws:kms or AES256 the default encryption of the bucket, or set S3EncryptionEnabled to false',
  );
  return [broken(subject, 'BucketEncryptionRefused', 'session refused', [algorithm], remedy)];
}

/** How the bucket names its key: the agent repeats that name in every upload, where it must mean the same key. */
export function keyNameFindings(subject: Subject, seen: ObservedAccess): readonly Finding[] {
  const { encryption } = subject.seen;
  if (encryption.state !== 'present') return [];
  return [...unusableName(subject, encryption.value), ...contradictedKey(subject, encryption.value, seen)];
}

function unusableName(subject: Subject, { algorithm, kmsMasterKeyId }: BucketEncryption): readonly Finding[] {
  if (!subject.crossAccount || algorithm === 'AES256') return [];
  if (kmsMasterKeyId === undefined) {
    const remedy = act('encrypt the bucket with a customer managed key, named by its ARN');
    return [elsewhere(subject, 'aws/s3', remedy)];
  }
  if (kmsMasterKeyId.includes(':key/')) return [];
  const remedy = act("name the key by its ARN in the bucket's default encryption");
  return [elsewhere(subject, kmsMasterKeyId, remedy)];
}

// "AWS KMS resolves the key within the requester's account", which may have one of that name or id, and whose aws/s3 takes
// the log and keeps it from the bucket's owner: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
const elsewhere = (subject: Subject, key: string, remedy: Remedy): Finding => ({
  ...broken(subject, 'BucketKeyNotArn', 'log lost', [key], remedy),
  verdict: 'cannotTell',
});

function contradictedKey(
  subject: Subject,
  { algorithm, kmsMasterKeyId }: BucketEncryption,
  { bucketKey }: ObservedAccess,
): readonly Finding[] {
  const declared = subject.bucket.kmsKeyArn;
  const resolved = bucketKey?.metadata.state === 'present' ? bucketKey.metadata.value.arn : kmsMasterKeyId;
  const found = algorithm === 'AES256' ? algorithm : (resolved ?? 'aws/s3');
  // An id or alias that nobody could resolve contradicts nothing.
  const unresolved = found === kmsMasterKeyId && !found.includes(':key/');
  if (declared === undefined || found === declared || unresolved) return [];
  const remedy = act("let S3KmsKeyArn and the bucket's default encryption name the same key, or leave S3KmsKeyArn out");
  return [broken(subject, 'BucketKeyMismatch', 'log lost', [found], remedy)];
}
