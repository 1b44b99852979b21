import type { Operation } from '../../../handler/aws/operations';
import {
  createBucket,
  createKey,
  createLogGroup,
  createRole,
  putBucketPolicy,
  putKeyPolicy,
} from '../../../local/aws/create';
import { localCall } from '../../../local/aws/port';
import { serve } from '../../../local/aws/serve';
import { startSession } from '../../../local/aws/sessions';
import type { World } from '../../../local/aws/world';
import { account, allow, calling, other, outcome, region, twoAccounts } from './admin';

const logs = 'arn:aws:s3:::logs';
const open = (Principal: unknown, action = 's3:*') => allow(action, logs, { Principal });

function withBuckets(): World {
  const world = twoAccounts();
  createBucket(world, { name: 'mine', owner: account, region });
  createBucket(world, { name: 'logs', owner: other, region });
  createBucket(world, { name: 'closed', owner: other, region });
  createBucket(world, { name: 'far', owner: account, region: 'us-east-1' });
  putBucketPolicy(world, 'logs', open({ AWS: account }));
  return world;
}

type Read = Extract<Operation, `s3:${string}`>;
const asks = (operation: Read, Bucket: string, ExpectedBucketOwner?: string) => () =>
  calling(withBuckets())(operation, { Bucket, ...(ExpectedBucketOwner && { ExpectedBucketOwner }) });
const encryption = 's3:GetEncryptionConfiguration';

test.each([
  {
    asking: asks('s3:GetBucketPolicy', 'logs'),
    came: 'MethodNotAllowed 405',
    because: 'only the owner reads a policy',
  },
  {
    asking: asks('s3:GetBucketPolicyStatus', 'logs'),
    came: 'MethodNotAllowed 405',
    because: 'its status is the owner’s too',
  },
  {
    asking: asks('s3:GetBucketPolicy', 'closed'),
    came: 'AccessDenied 403',
    because: 'a missing permission is met first',
  },
  { asking: asks('s3:GetBucketPolicy', 'mine'), came: 'NoSuchBucketPolicy 404', because: 'there is none' },
  { asking: asks('s3:GetBucketPublicAccessBlock', 'logs'), came: 'done', because: 'the owner granted it' },
  { asking: asks(encryption, 'logs', account), came: 'AccessDenied 403', because: 'another owner was expected' },
  { asking: asks(encryption, 'logs', other), came: 'done', because: 'the expected owner has it' },
  { asking: asks(encryption, 'none'), came: 'NoSuchBucket 404', because: 'it does not exist' },
  { asking: asks(encryption, 'far'), came: 'PermanentRedirect 301', because: 'it lives in another Region' },
  { asking: asks('s3:ListBucket', 'none'), came: 'NotFound 404', because: 'HeadBucket has no body for a finer code' },
  { asking: asks('s3:ListBucket', 'closed'), came: 'AccessDenied 403', because: 'HeadBucket needs s3:ListBucket' },
])('a bucket answers $came: $because', ({ asking, came }) => {
  expect(outcome(asking)).toBe(came);
});

test('HeadBucket names the bucket’s Region in its refusals', () => {
  const world = withBuckets();
  const head = (Bucket: string) => () => calling(world)('s3:ListBucket', { Bucket });
  expect(head('closed')).toThrow(expect.objectContaining({ status: 403, bucketRegion: region }));
  expect(head('far')).toThrow(expect.objectContaining({ status: 301, bucketRegion: 'us-east-1' }));
});

test('the port mount follows a bucket to its Region, as the product’s client does', async () => {
  const world = withBuckets();
  const call = localCall(world, { role: startSession(world, account, 'admin', 's'), now: () => 0 });
  await expect(call('s3:ListBucket', { Bucket: 'far' }, { region })).resolves.toMatchObject({
    BucketRegion: 'us-east-1',
  });
});

const organisation = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-x' } } };
const nobody = { AWS: `arn:aws:iam::${account}:role/none` };
const elsewhere = allow('s3:*', 'arn:aws:s3:::mine', { Principal: { AWS: account } });

test.each([
  { policy: open(nobody), came: 'MalformedPolicy 400', because: 'the role does not exist' },
  { policy: elsewhere, came: 'MalformedPolicy 400', because: 'it speaks of another bucket' },
  { policy: allow('s3:*', logs), came: 'MalformedPolicy 400', because: 'it names nobody' },
  { policy: open('*'), came: 'AccessDenied 403', because: 'it is public, and public policies are blocked' },
  {
    policy: allow('s3:*', logs, { Principal: '*', ...organisation }),
    came: 'done',
    because: 'one organisation is not the public',
  },
])('saving a bucket policy comes to $came: $because', ({ policy, came }) => {
  expect(outcome(() => putBucketPolicy(withBuckets(), 'logs', policy))).toBe(came);
});

test('RestrictPublicBuckets and a public statement cut off even the accounts that are named', () => {
  const world = withBuckets();
  const block = world.buckets['logs']?.publicAccessBlock ?? { blockPublicPolicy: true };
  block.blockPublicPolicy = false;
  const statements = [...open({ AWS: account }).Statement, ...open('*', 's3:GetBucketTagging').Statement];
  putBucketPolicy(world, 'logs', { Version: '2012-10-17', Statement: statements });
  const reading = (owner: string) =>
    outcome(() => calling(world, owner)('s3:GetEncryptionConfiguration', { Bucket: 'logs' }));
  expect([reading(account), reading(other)]).toEqual(['AccessDenied 403', 'done']);
});

test('a bucket policy keeps a dead role’s unique id', () => {
  const world = withBuckets();
  const role = createRole(world, account, { RoleName: 'agent' });
  putBucketPolicy(world, 'logs', open({ AWS: role.arn }));
  const shown = () => calling(world, other)('s3:GetBucketPolicy', { Bucket: 'logs' }).Policy;
  expect(shown()).toContain(role.arn);
  calling(world)('iam:DeleteRole', { RoleName: 'agent' });
  expect(shown()).toContain(role.id);
});

const key = (owner: string, id: string, at = region) => `arn:aws:kms:${at}:${owner}:key/${id}`;

test.each([
  { KeyId: 'own', came: 'done', because: 'an id names a key of one’s own' },
  { KeyId: 'alias/own', came: 'done', because: 'so does an alias' },
  { KeyId: `arn:aws:kms:${region}:${account}:alias/own`, came: 'done', because: 'and an alias ARN' },
  { KeyId: key(other, 'foreign'), came: 'done', because: 'a foreign key is named by ARN' },
  { KeyId: 'foreign', came: 'NotFound 400', because: 'an id is looked up in the caller’s account' },
  { KeyId: key(account, 'own', 'us-east-1'), came: 'NotFound 400', because: 'a key lives in one Region' },
  { KeyId: key(other, 'none'), came: 'AccessDenied 400', because: 'a foreign account does not say what it lacks' },
])('DescribeKey of $KeyId comes to $came: $because', ({ KeyId, came }) => {
  expect(outcome(() => calling(withKeys())('kms:DescribeKey', { KeyId }))).toBe(came);
});

function withKeys(): World {
  const world = twoAccounts();
  createKey(world, { account, region, id: 'own', alias: 'alias/own' });
  createKey(world, {
    account: other,
    region,
    id: 'foreign',
    policy: allow('kms:*', '*', { Principal: { AWS: account } }),
  });
  return world;
}

test.each([
  { asked: { KeyId: 'own' }, came: 'done', because: 'its name is default unless another is asked for' },
  { asked: { KeyId: key(account, 'own'), PolicyName: 'default' }, came: 'done', because: 'an ARN names a key' },
  { asked: { KeyId: 'own', PolicyName: 'AWS_RAM' }, came: 'NotFound 400', because: 'nobody shared the key' },
  { asked: { KeyId: 'alias/own' }, came: 'NotFound 400', because: 'GetKeyPolicy takes no alias' },
  { asked: { KeyId: `arn:aws:kms:${region}:${account}:alias/own` }, came: 'NotFound 400', because: 'nor its ARN' },
])('GetKeyPolicy of $asked comes to $came: $because', ({ asked, came }) => {
  expect(outcome(() => calling(withKeys())('kms:GetKeyPolicy', asked))).toBe(came);
});

test('a key shows what it can do, and when it is to be deleted', () => {
  const world = twoAccounts();
  createKey(world, { account, region, id: 'symmetric', state: 'PendingDeletion' });
  createKey(world, { account, region, id: 'signing', spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' });
  const shown = (KeyId: string) => calling(world)('kms:DescribeKey', { KeyId }).KeyMetadata;
  expect(shown('symmetric')).toMatchObject({
    Origin: 'AWS_KMS',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    DeletionDate: expect.anything(),
  });
  expect(Object.keys(shown('signing') ?? {})).not.toContain('EncryptionAlgorithms');
  expect(Object.keys(shown('signing') ?? {})).not.toContain('DeletionDate');
});

test('GetKeyPolicy of another account’s key is refused whatever the key policy says', () => {
  expect(outcome(() => calling(withKeys())('kms:GetKeyPolicy', { KeyId: key(other, 'foreign') }))).toBe(
    'AccessDenied 400',
  );
});

test('a key policy cannot name a role that does not exist', () => {
  const policy = allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${account}:role/none` } });
  expect(outcome(() => putKeyPolicy(withKeys(), key(account, 'own'), policy))).toBe('MalformedPolicyDocument 400');
});

test('DescribeLogGroups pages through one Region’s groups with a prefix', () => {
  const world = twoAccounts();
  for (const name of ['s/c', 's/a', 's/b', 'x']) createLogGroup(world, account, region, name);
  createLogGroup(world, account, 'us-east-1', 's/d');
  const list = (rest: object) =>
    calling(world)('logs:DescribeLogGroups', { logGroupNamePrefix: 's/', limit: 2, ...rest });
  const first = list({});
  const second = list({ nextToken: first.nextToken });
  const names = [...(first.logGroups ?? []), ...(second.logGroups ?? [])].map(({ logGroupName }) => logGroupName);
  expect(names).toEqual(['s/a', 's/b', 's/c']);
  expect(second.nextToken).toBeUndefined();
  expect(outcome(() => list({ nextToken: 'another' }))).toBe('InvalidParameter 400');
});

test('CloudFormation knows a stack by name or id, and refuses what it does not know', () => {
  const world = twoAccounts();
  const stackId = `arn:aws:cloudformation:${region}:${account}:stack/app/1`;
  const resources = { Role: { logicalId: 'Role', type: 'Custom::SessionManagerRole', status: 'CREATE_IN_PROGRESS' } };
  world.stacks[stackId] = { stackId, stackName: 'app', status: 'CREATE_IN_PROGRESS', account, region, resources };
  const call = calling(world);
  const status = (StackName: string) => call('cloudformation:DescribeStacks', { StackName }).Stacks?.[0]?.StackStatus;
  expect([status('app'), status(stackId)]).toEqual(['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS']);
  expect(() => status('none')).toThrow('Stack with id none does not exist');
  const resource = (LogicalResourceId: string) =>
    call('cloudformation:DescribeStackResource', { StackName: 'app', LogicalResourceId }).StackResourceDetail;
  expect(resource('Role')?.ResourceStatus).toBe('CREATE_IN_PROGRESS');
  expect(() => resource('none')).toThrow('Resource none does not exist for stack app');
});

test('credentials that nobody issued, or whose hour is over, are refused', () => {
  const world = twoAccounts();
  const accessKeyId = startSession(world, account, 'admin', 's');
  const asked = (id: string, now: number) =>
    outcome(() => serve(world, 'iam:GetRole', { RoleName: 'admin' }, { accessKeyId: id, region }, now));
  expect(asked('ASIANOBODY', 0)).toBe('InvalidClientTokenId 403');
  Object.assign(world.sessions[accessKeyId] ?? {}, { expires: 10 });
  expect([asked(accessKeyId, 9), asked(accessKeyId, 10)]).toEqual(['done', 'ExpiredToken 403']);
});
