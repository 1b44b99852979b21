import type { BucketKey, Discovered } from '../identity/permissions';
import type { ObservedAccess, ObservedKey } from './observed';
import type { Requirements } from './requirements';

/** What the observation adds to the properties: which keys the role's policy must name. */
export function discover({ bucket, region }: Requirements, seen: ObservedAccess): Discovered {
  const sessionKeyArn = keyArn(seen.sessionKey);
  const logGroupKeyArn = logGroupKeyOf(seen);
  return {
    bucketKey: bucket === undefined ? { is: 'none' } : bucketKeyOf(bucket.kmsKeyArn, seen),
    bucketRegion: seen.bucket?.region ?? region,
    ...(sessionKeyArn !== undefined && { sessionKeyArn }),
    ...(logGroupKeyArn !== undefined && { logGroupKeyArn }),
  };
}

function logGroupKeyOf({ logGroup, logGroupKey }: ObservedAccess): string | undefined {
  if (logGroup?.state === 'forbidden') return '*';
  if (logGroup?.state !== 'present' || logGroup.value.kmsKeyArn === undefined) return undefined;
  if (logGroup.value.kmsKeyArn.includes(':key/')) return logGroup.value.kmsKeyArn;
  return keyArn(logGroupKey) ?? '*';
}

function bucketKeyOf(declared: string | undefined, { bucket, bucketKey }: ObservedAccess): BucketKey {
  const encryption = bucket?.encryption;
  if (encryption?.state === 'present') {
    const { algorithm, kmsMasterKeyId } = encryption.value;
    // A bucket under aws/s3 needs no grant in the key's own account.
    if (algorithm === 'AES256' || kmsMasterKeyId === undefined) return { is: 'none' };
    const arn = keyArn(bucketKey);
    return arn === undefined ? { is: 'unknown' } : { is: 'key', arn };
  }
  if (encryption?.state === 'absent') return { is: 'none' };
  return declared === undefined ? { is: 'unknown' } : { is: 'key', arn: declared };
}

function keyArn(key: ObservedKey | undefined): string | undefined {
  if (key?.metadata.state === 'present') return key.metadata.value.arn;
  return key?.keyId.includes(':key/') ? key.keyId : undefined;
}
