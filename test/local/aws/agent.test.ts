import { runSession, type SessionPreferences } from '../../../local/aws/agent';
import {
  createBucket,
  createKey,
  createLogGroup,
  createRole,
  putBucketPolicy,
  putKeyPolicy,
} from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import { account, allow, everything, other, region, twoAccounts } from './admin';

const bucketKey = `arn:aws:kms:${region}:${other}:key/bucket-key`;
const groupKey = `arn:aws:kms:${region}:${account}:key/group-key`;
const sessionKey = `arn:aws:kms:${region}:${account}:key/session-key`;
const preferences: SessionPreferences = {
  s3BucketName: 'logs',
  s3KeyPrefix: '/sessions/',
  s3EncryptionEnabled: true,
  cloudWatchLogGroupName: 'group',
  cloudWatchEncryptionEnabled: true,
  cloudWatchStreamingEnabled: true,
  kmsKeyId: sessionKey,
};
const Principal = { AWS: account };
const statement = (Action: string | string[], Resource: string, rest: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource,
  ...rest,
});
const bucketPolicy = (...statements: object[]) => ({
  Version: '2012-10-17',
  Statement: [
    statement(['s3:PutObject', 's3:PutObjectAcl'], 'arn:aws:s3:::logs/sessions/*'),
    statement('s3:GetEncryptionConfiguration', 'arn:aws:s3:::logs'),
    ...statements,
  ],
});
const keyPolicy = (actions: string[], Condition: object) => allow(actions, '*', { Principal, Condition });
const throughS3 = (context: string) => ({
  StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': context },
});
const throughLogs = (name: string) => ({
  StringEquals: {
    'kms:ViaService': `logs.${region}.amazonaws.com`,
    'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:${name}`,
  },
});
const without = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', NotAction: actions, Resource: '*' }],
});
const both = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** Everything right: session key and log group here, bucket and its key in the other account. */
function scene(identity: object = everything): World {
  const world = twoAccounts();
  createRole(world, account, { RoleName: 'agent' }, { inline: { identity } });
  createKey(world, { account, region, id: 'session-key' });
  const ofGroup = keyPolicy(both, throughLogs('group'));
  const { arn } = createKey(world, { account, region, id: 'group-key', policy: ofGroup });
  createLogGroup(world, account, region, 'group', arn);
  createKey(world, {
    account: other,
    region,
    id: 'bucket-key',
    policy: keyPolicy(both, throughS3('arn:aws:s3:::logs')),
  });
  const encryption = { algorithm: 'aws:kms' as const, kmsMasterKeyId: bucketKey, bucketKeyEnabled: true };
  createBucket(world, { name: 'logs', owner: other, region, encryption });
  putBucketPolicy(world, 'logs', bucketPolicy());
  return world;
}

const mebibyte = 1024 * 1024;
const ran = (world: World, size = mebibyte, changes: object = {}) => {
  const run = runSession(world, { account, region, role: 'agent', preferences: { ...preferences, ...changes } }, size);
  return `${run.session.state}, ${run.s3Log.state}, ${run.cloudWatchLog.state}`;
};

test('a session with everything granted runs and writes both logs under the prefix', () => {
  const world = scene();
  expect(ran(world, 6 * mebibyte)).toBe('ran, written, written');
  expect(Object.entries(world.buckets['logs']?.objects ?? {})).toEqual([
    [expect.stringMatching(/^sessions\/[^/]+\.log$/), expect.objectContaining({ kmsKeyArn: bucketKey })],
  ]);
});

test.each([
  { missing: 'ssm:UpdateInstanceInformation', came: 'refused, none, none', because: 'the agent never offers its role' },
  { missing: 'ssmmessages:OpenDataChannel', came: 'refused, none, none', because: 'there is no channel' },
  { missing: 's3:GetEncryptionConfiguration', came: 'refused, none, none', because: 'encryption cannot be validated' },
  { missing: 'logs:DescribeLogGroups', came: 'refused, none, none', because: 'the log group looks absent' },
  { missing: 's3:PutObjectAcl', came: 'ran, lost, written', because: 'the agent always sends an ACL' },
  { missing: 'kms:GenerateDataKey', came: 'ran, lost, hangs', because: 'neither service gets a data key' },
  { missing: 'logs:CreateLogStream', came: 'ran, written, lost', because: 'there is no stream' },
  { missing: 'logs:PutLogEvents', came: 'ran, written, hangs', because: 'refused events are sent again for ever' },
])('without $missing a session comes to $came: $because', ({ missing, came }) => {
  expect(ran(scene(without(missing)))).toBe(came);
});

test('without kms:Decrypt on the bucket’s key only a log over 5 MiB is lost', () => {
  const world = scene();
  putKeyPolicy(world, bucketKey, keyPolicy(['kms:GenerateDataKey'], throughS3('arn:aws:s3:::logs')));
  expect([ran(world, 5 * mebibyte), ran(world, 5 * mebibyte + 1)]).toEqual([
    'ran, written, written',
    'ran, lost, written',
  ]);
});

type Change = (world: World) => unknown;
const bucket =
  (change: object): Change =>
  (world) =>
    Object.assign(world.buckets['logs'] ?? {}, change);
const encrypted = (algorithm: string, kmsMasterKeyId?: string, bucketKeyEnabled = true) =>
  bucket({ encryption: { algorithm, bucketKeyEnabled, ...(kmsMasterKeyId && { kmsMasterKeyId }) } });
const key =
  (arn: string, change: object): Change =>
  (world) =>
    Object.assign(world.accounts[arn.split(':')[4] ?? '']?.keys[arn] ?? {}, change);
const unless =
  (name: string, value: string): Change =>
  (world) => {
    const Condition = { StringNotEquals: { [name]: value } };
    const denial = statement('s3:PutObject', 'arn:aws:s3:::logs/*', { Effect: 'Deny', Condition });
    putBucketPolicy(world, 'logs', bucketPolicy(denial));
  };
const viaS3Only: Change = (world) => putKeyPolicy(world, sessionKey, keyPolicy(['kms:Decrypt'], throughS3('x')));
const keyOfGroup =
  (actions: string[], name = 'group'): Change =>
  (world) =>
    putKeyPolicy(world, groupKey, keyPolicy(actions, throughLogs(name)));
const waiving: Change = (world) => {
  putKeyPolicy(world, groupKey, keyPolicy(['kms:Encrypt'], {}));
  Object.assign(world.accounts[account]?.logGroups[`${region}/group`] ?? {}, { callerRight: 'waived' });
};
const unencryptedGroup: Change = (world) => createLogGroup(world, account, region, 'group');
const moved = bucket({ owner: account, ownership: 'ObjectWriter', policy: undefined });
const sse = 's3:x-amz-server-side-encryption';

test.each<{ change: Change; came: string; because: string }>([
  { change: encrypted('aws:kms:dsse', bucketKey), came: 'refused, none, none', because: 'the agent knows no DSSE' },
  {
    change: encrypted('aws:kms', bucketKey, false),
    came: 'ran, lost, written',
    because: 'the context is then the object',
  },
  {
    change: encrypted('aws:kms', 'bucket-key'),
    came: 'ran, lost, written',
    because: 'an id means a key of the writer’s',
  },
  { change: encrypted('aws:kms'), came: 'ran, lost, written', because: 'aws/s3 serves no other account' },
  { change: encrypted('AES256'), came: 'ran, written, written', because: 'SSE-S3 needs no key' },
  { change: key(bucketKey, { state: 'Disabled' }), came: 'ran, lost, written', because: 'the key is disabled' },
  { change: keyOfGroup(['kms:Decrypt']), came: 'ran, written, hangs', because: 'CloudWatch Logs gets no data key' },
  { change: keyOfGroup(['kms:GenerateDataKey']), came: 'ran, written, hangs', because: 'nor may it open one' },
  { change: keyOfGroup(both, 'other'), came: 'ran, written, hangs', because: 'the key is for another log group' },
  { change: waiving, came: 'ran, written, written', because: 'nobody asks who writes' },
  { change: key(sessionKey, { state: 'PendingDeletion' }), came: 'refused, none, none', because: 'the key is going' },
  { change: key(sessionKey, { spec: 'RSA_2048' }), came: 'refused, none, none', because: 'the key is not symmetric' },
  { change: viaS3Only, came: 'refused, none, none', because: 'the agent uses the session key itself' },
  {
    change: unless('s3:x-amz-acl', 'bucket-owner-full-control'),
    came: 'ran, written, written',
    because: 'it sends the ACL',
  },
  { change: unless(sse, 'aws:kms'), came: 'ran, written, written', because: 'the agent mirrors the bucket’s default' },
  { change: unless(sse, 'aws:kms:dsse'), came: 'ran, lost, written', because: 'the agent never sends DSSE' },
  { change: moved, came: 'ran, written, written', because: 'in its own account the identity policy suffices' },
  { change: unencryptedGroup, came: 'refused, none, none', because: 'the log group has no key' },
])('a session comes to $came: $because', ({ change, came }) => {
  const world = scene();
  change(world);
  expect(ran(world)).toBe(came);
});

test.each([
  { changed: { s3KeyPrefix: 'elsewhere' }, came: 'ran, lost, written', because: 'the bucket allows another prefix' },
  { changed: { kmsKeyId: 'alias/none' }, came: 'refused, none, none', because: 'the session key does not exist' },
  { changed: { cloudWatchLogGroupName: 'none' }, came: 'refused, none, none', because: 'the group does not exist' },
  { changed: { s3BucketName: '', cloudWatchLogGroupName: '' }, came: 'ran, none, none', because: 'nothing is logged' },
])('with $changed a session comes to $came: $because', ({ changed, came }) => {
  expect(ran(scene(), mebibyte, changed)).toBe(came);
});

test.each([
  { size: mebibyte, came: 'ran, written, written', because: 'one request carries the ACL' },
  { size: 6 * mebibyte, came: 'ran, lost, written', because: 'the parts of a long log carry none' },
])('where the ACL is demanded a session of $size bytes comes to $came: $because', ({ size, came }) => {
  const world = scene();
  unless('s3:x-amz-acl', 'bucket-owner-full-control')(world);
  expect(ran(world, size)).toBe(came);
});

test.each([
  { missing: 'ssmmessages:OpenDataChannel', left: true, because: 'the data channel belongs to the session' },
  { missing: 'ssm:UpdateInstanceInformation', left: false, because: 'an agent that is offline knows of no session' },
  { missing: 's3:GetEncryptionConfiguration', left: false, because: 'that refusal is told on the channel alone' },
])('a session without $missing leaves its reason in the bucket: $left, since $because', ({ missing, left }) => {
  const world = scene(without(missing));
  ran(world);
  expect(Object.keys(world.buckets['logs']?.objects ?? {})).toEqual(left ? ['sessions/Standard_Stream/stderr'] : []);
});

test.each([
  { endpoints: { s3: 'vpce-1' }, came: 'written', because: 'it speaks through the endpoint' },
  { endpoints: { kms: 'vpce-1' }, came: 'lost', because: 'an endpoint belongs to one service' },
  { endpoints: {}, came: 'lost', because: 'it speaks past the endpoint' },
])('behind a policy for one endpoint the log of an instance is $came, since $because', ({ endpoints, came }) => {
  const world = scene();
  unless('aws:SourceVpce', 'vpce-1')(world);
  expect(runSession(world, { account, region, role: 'agent', preferences, endpoints }).s3Log.state).toBe(came);
});
