import { isOwned } from '../identity/ownership';
import type { LiveRole } from './live-role';
import type { ObservedAccess } from './observed';
import type { RequiredBucket, Requirements } from './requirements';
import type { Source, Sources } from './requirements-of-role';

/** What may be required of the world, beside what was seen of it for that. */
export interface Reading {
  readonly requirements: Requirements;
  readonly seen: ObservedAccess;
}

/**
 * The readings of a role that demand the least, with any prefix: where something is recorded nowhere, what is broken under
 * the one that was assumed and under these is broken under all. None where all is recorded.
 */
export function leastReadings(
  role: Pick<LiveRole, 'name' | 'tags'>,
  reading: Reading,
  sources: Sources,
): readonly Reading[] {
  const isOwn = isOwned(role.tags, role.name);
  // What the policies of others name may be an application's.
  const guesses: readonly (Source | undefined)[] = isOwn ? ['assumed'] : ['assumed', 'policies'];
  const isGuess = (name: keyof Sources) => guesses.includes(sources[name]);
  const isKeyGuess = sources.s3KmsKeyArn === 'policies' && reading.seen.bucket?.encryption.state !== 'present';
  if (!isKeyGuess && !Object.values(sources).some((source) => guesses.includes(source))) return [];

  const said = isOwn ? reading : withoutUnsaid(reading, sources);
  const { bucket, logGroup, ...others } = said.requirements;
  const { bucketKey, ...places } = said.seen;
  const leastSeen = { ...places, ...(!isKeyGuess && bucketKey !== undefined && { bucketKey }) };
  const least = {
    ...others,
    ...(logGroup !== undefined && {
      logGroup: {
        ...logGroup,
        encryptionEnabled: logGroup.encryptionEnabled && !isGuess('cloudWatchEncryptionEnabled'),
        streamingEnabled: logGroup.streamingEnabled && !isGuess('cloudWatchStreamingEnabled'),
      },
    }),
  };
  return leastBuckets(said, isGuess).map((known) => ({
    requirements: { ...least, ...(known !== undefined && { bucket: known }) },
    seen: leastSeen,
  }));
}

function leastBuckets(
  { requirements: { bucket }, seen }: Reading,
  isGuess: (name: keyof Sources) => boolean,
): readonly (RequiredBucket | undefined)[] {
  const existence = seen.bucket?.existence;
  const isOfUnknown = existence === 'anotherOwner' || existence === 'unknown';
  if (bucket === undefined || (isOfUnknown && isGuess('s3BucketOwner'))) return [undefined];
  const known = { ...bucket, encryptionEnabled: bucket.encryptionEnabled && !isGuess('s3EncryptionEnabled') };
  // At the root, or below any prefix.
  return isGuess('s3KeyPrefix') ? ['', '*'].map((keyPrefix) => ({ ...known, keyPrefix })) : [known];
}

/** The reading that takes bucket, log group and key for an application's which only policies name. */
export function withoutUnsaid({ requirements, seen }: Reading, sources: Sources): Reading {
  const isSaid = (name: keyof Sources, prefix: string) =>
    sources[name] !== 'policies' ||
    Object.entries(sources).some(([other, source]) => other.startsWith(prefix) && source === 'stated');
  const { bucket, logGroup, kmsKeyId, ...others } = requirements;
  const { sessionKey, ...places } = seen;
  const isKeySaid = isSaid('kmsKeyId', 'kmsKeyId');
  return {
    requirements: {
      ...others,
      ...(bucket !== undefined && isSaid('s3BucketName', 's3') && { bucket }),
      ...(logGroup !== undefined && isSaid('cloudWatchLogGroupName', 'cloudWatch') && { logGroup }),
      ...(kmsKeyId !== undefined && isKeySaid && { kmsKeyId }),
    },
    seen: { ...places, ...(sessionKey !== undefined && isKeySaid && { sessionKey }) },
  };
}
