import type { ObservedAccess, ObservedLogGroup } from '../core/access/observed';
import type { Requirements } from '../core/access/requirements';
import type { Settings } from '../core/request/settings';
import { absent, present, type Seen } from '../core/seen';
import { keyOfBucket, observeBucket } from './observe-bucket';
import { observeKey } from './observe-key';
import type { Call } from './operations';
import { readers } from './readers';
import { seen } from './seen';

/** What AWS says of the bucket, the keys and the log group that the requirements name. */
export async function observeAccess(
  call: Call,
  requirements: Requirements,
  kmsKeyId: string | undefined,
  settings: Settings,
): Promise<ObservedAccess> {
  const readerOf = readers(call, settings);
  const [bucketAndKey, sessionKey, logGroup] = await Promise.all([
    observeBucketAndKey(call, requirements, readerOf),
    kmsKeyId === undefined ? undefined : observeKey(call, readerOf, { keyId: kmsKeyId, region: settings.region }),
    observeLogGroup(call, requirements),
  ]);
  return {
    ...bucketAndKey,
    ...(sessionKey !== undefined && { sessionKey }),
    ...(logGroup !== undefined && { logGroup }),
  };
}

async function observeBucketAndKey(
  call: Call,
  requirements: Requirements,
  readerOf: ReturnType<typeof readers>,
): Promise<Pick<ObservedAccess, 'bucket' | 'bucketKey'>> {
  const { bucket: required, region } = requirements;
  if (required === undefined) return {};
  const bucket = await observeBucket(call, readerOf, required, region);
  const keyId = keyOfBucket(requirements, bucket);
  if (keyId === undefined) return { bucket };
  return { bucket, bucketKey: await observeKey(call, readerOf, { keyId, region: bucket.region }) };
}

function observeLogGroup(call: Call, { logGroup, region }: Requirements): Promise<Seen<ObservedLogGroup>> | undefined {
  if (logGroup === undefined) return undefined;
  return seen('logs:DescribeLogGroups', async () => {
    let nextToken: string | undefined;
    do {
      const input = { logGroupNamePrefix: logGroup.name, ...(nextToken !== undefined && { nextToken }) };
      const answer = await call('logs:DescribeLogGroups', input, { region });
      // The agent, too, takes the group of exactly this name among those that begin with it.
      const group = answer.logGroups?.find(({ logGroupName }) => logGroupName === logGroup.name);
      if (group !== undefined) return present(group.kmsKeyId === undefined ? {} : { kmsKeyArn: group.kmsKeyId });
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    return absent;
  });
}
