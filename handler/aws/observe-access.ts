import type { ObservedAccess, ObservedKey, ObservedLogGroup } from '../core/access/observed';
import type { Requirements } from '../core/access/requirements';
import { absent, present, type Seen } from '../core/seen';
import { keyOfBucket, observeBucket } from './observe-bucket';
import { observeKey } from './observe-key';
import type { Call } from './operations';
import { type ReaderOf, type Reading, readers } from './readers';
import { seen } from './seen';

/** What AWS says of the bucket, the keys, the log group and the organisation that the requirements name. */
export async function observeAccess(
  call: Call,
  requirements: Requirements,
  { settings, grantees }: { readonly settings: Reading; readonly grantees?: readonly string[] },
): Promise<ObservedAccess> {
  const readerOf = readers(call, settings);
  const keyObserver: KeyObserver = (keyId, region) =>
    observeKey(call, readerOf, { keyId, region, ...(grantees !== undefined && { grantees }) });
  const [bucketAndKey, sessionKey, logGroupAndKey, organizationId] = await Promise.all([
    observeBucketAndKey(call, requirements, readerOf, keyObserver),
    observeSessionKey(requirements, keyObserver),
    observeLogGroupAndKey(call, requirements, keyObserver),
    observeOrganization(call, requirements),
  ]);
  return {
    ...bucketAndKey,
    ...(sessionKey !== undefined && { sessionKey }),
    ...logGroupAndKey,
    organizationId,
  };
}

type KeyObserver = (keyId: string, region: string) => Promise<ObservedKey>;

async function observeBucketAndKey(
  call: Call,
  requirements: Requirements,
  readerOf: ReaderOf,
  observed: KeyObserver,
): Promise<Pick<ObservedAccess, 'bucket' | 'bucketKey'>> {
  const { bucket: required, region } = requirements;
  if (required === undefined) return {};
  const bucket = await observeBucket(call, readerOf, required, region);
  const keyId = keyOfBucket(requirements, bucket);
  if (keyId === undefined) return { bucket };
  return { bucket, bucketKey: await observed(keyId, bucket.region) };
}

function observeSessionKey(
  { kmsKeyId, region }: Requirements,
  observed: KeyObserver,
): Promise<ObservedKey> | undefined {
  return kmsKeyId === undefined ? undefined : observed(kmsKeyId, region);
}

// Whatever the template says of it: what it says may be wrong, and any policy may test aws:PrincipalOrgID.
function observeOrganization(call: Call, { region }: Requirements): Promise<Seen<string>> {
  return seen('organizations:DescribeOrganization', async () => {
    const { Organization } = await call('organizations:DescribeOrganization', {}, { region });
    return Organization?.Id === undefined ? absent : present(Organization.Id);
  });
}

async function observeLogGroupAndKey(
  call: Call,
  requirements: Requirements,
  observed: KeyObserver,
): Promise<Pick<ObservedAccess, 'logGroup' | 'logGroupKey'>> {
  const logGroup = await observeLogGroup(call, requirements);
  if (logGroup === undefined) return {};
  const keyId = logGroup.state === 'present' ? logGroup.value.kmsKeyArn : undefined;
  if (keyId === undefined) return { logGroup };
  return { logGroup, logGroupKey: await observed(keyId, requirements.region) };
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
