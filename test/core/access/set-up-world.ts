import { runSession, type SessionRun } from '../../../local/aws/agent';
import {
  createAccount,
  createBucket,
  createGrant,
  createKey,
  createLogGroup,
  createPolicy,
  createRole,
  createWorld,
  putBucketPolicy,
  putKeyPolicy,
} from '../../../local/aws/create';
import type { Grant, Role, World } from '../../../local/aws/world';
import { account, otherAccount } from '../identity/fixture';
import { ARNS, BUCKET, delegating, LOG_GROUP, type Parts, propertiesOf, ROLE_ID, type WrittenKey } from './set-up';

const REGION = 'eu-west-1';

/** The set-up come true, with a role that has these permissions. */
export function worldOf(parts: Parts, permissions: object): World {
  const world = createWorld();
  const settings = parts.organization === undefined ? {} : { organizationId: parts.organization };
  for (const id of [account, otherAccount]) createAccount(world, id, settings);
  addRole(world, parts, permissions);
  addKeys(world, parts);
  addBucket(world, parts);
  const { logGroup } = parts;
  if (logGroup) createLogGroup(world, account, REGION, LOG_GROUP, logGroup.kmsKeyArn);
  return world;
}

function addRole(world: World, { further = [], boundary, properties }: Parts, own: object): void {
  const bounds = boundary === undefined ? undefined : createPolicy(world, account, 'bounds', documentOf(boundary)).arn;
  const PermissionsBoundary = bounds ?? createPolicy(world, account, 'bounds', everything).arn;
  const input = { RoleName: 'app-sessions', Path: '/session/', PermissionsBoundary };
  const role = createRole(world, account, input, { inline: { own, further: documentOf(further) } });
  role.id = ROLE_ID;
  role.tags = tagsIn(properties);
}

function tagsIn(properties: Parts['properties']): Role['tags'] {
  const tags = properties?.['Tags'] ?? [];
  if (!Array.isArray(tags)) throw new Error('Tags must be a list');
  return tags.map(({ Key, Value }) => ({ Key: String(Key), Value: String(Value) }));
}

const documentOf = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const everything = documentOf([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

function addKeys(world: World, { bucketKey, sessionKey, logGroup, logGroupKey = {} }: Parts): void {
  const keys = [
    { written: bucketKey, arn: bucketKey?.arn ?? ARNS.bucketKey },
    { written: sessionKey, arn: sessionKey?.arn ?? ARNS.sessionKey },
  ];
  if (logGroup?.kmsKeyArn !== undefined) addKey(world, logGroupKey, logGroup.kmsKeyArn);
  for (const { written, arn } of keys) if (written !== undefined) addKey(world, written, arn);
}

function addKey(world: World, { policy, state = 'Enabled', grants = [] }: WrittenKey, arn: string): void {
  const [, , , region = '', owner = '', resource = ''] = arn.split(':');
  createKey(world, { account: owner, region, id: resource.slice('key/'.length), state });
  putKeyPolicy(world, arn, policy ?? delegating(arn));
  for (const { granteePrincipal: grantee, operations, ...constraints } of grants) {
    createGrant(world, arn, { grantee, operations: operations as Grant['operations'], ...constraints });
  }
}

function addBucket(world: World, { bucket = {} }: Parts): void {
  const { policy, restrictPublicBuckets = true, owner = otherAccount, region = REGION, ...settings } = bucket;
  const open = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: false };
  const publicAccessBlock = { ...open, restrictPublicBuckets };
  createBucket(world, { name: BUCKET, owner, region, ...settings, publicAccessBlock });
  if (policy) putBucketPolicy(world, BUCKET, policy);
}

/** How a session with a log of `size` bytes fares. */
export function sessionIn(world: World, parts: Parts, size: number): SessionRun {
  const asked = propertiesOf(parts);
  const flag = (name: string) => asked[name] !== 'false';
  const preferences = {
    s3BucketName: BUCKET,
    s3KeyPrefix: String(asked['S3KeyPrefix'] ?? ''),
    s3EncryptionEnabled: flag('S3EncryptionEnabled'),
    ...(asked['KmsKeyId'] !== undefined && { kmsKeyId: String(asked['KmsKeyId']) }),
    ...(asked['CloudWatchLogGroupName'] !== undefined && {
      cloudWatchLogGroupName: String(asked['CloudWatchLogGroupName']),
      cloudWatchEncryptionEnabled: flag('CloudWatchEncryptionEnabled'),
      cloudWatchStreamingEnabled: flag('CloudWatchStreamingEnabled'),
    }),
  };
  const network = parts.sent ?? {};
  const instanceId = isHybrid(asked) ? 'mi-0123456789abcdef0' : 'i-0123456789abcdef0';
  return runSession(world, { account, region: REGION, role: 'app-sessions', instanceId, preferences, network }, size);
}

const isHybrid = ({ TrustedServices }: Readonly<Record<string, unknown>>) =>
  Array.isArray(TrustedServices) && TrustedServices.includes('ssm.amazonaws.com');
