import type { Input, Operation } from '../../../handler/aws/operations';
import {
  createBucket,
  createKey,
  createPolicy,
  createRole,
  putBucketPolicy,
  putKeyPolicy,
  trusting,
} from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import { allow, calling, everything, account as mine, outcome, region, other as theirs, twoAccounts } from './admin';

const arn = (name: string, path = '/') => `arn:aws:iam::${mine}:role${path}${name}`;
const bucket = 'arn:aws:s3:::logs';
const read = 's3:GetEncryptionConfiguration';

/** One caller, one bucket and one key of `owner`. */
function scene(owner: string, identity?: object, boundary?: object): World {
  const world = twoAccounts();
  const bounded = boundary && { PermissionsBoundary: createPolicy(world, mine, 'boundary', boundary).arn };
  createRole(world, mine, { RoleName: 'caller', ...bounded }, { inline: { ...(identity && { identity }) } });
  createBucket(world, { name: 'logs', owner, region });
  createKey(world, { account: owner, region, id: 'key' });
  return world;
}

const caller = { AWS: arn('caller') };
const admin = { AWS: arn('admin') };
const session = { AWS: `arn:aws:sts::${mine}:assumed-role/caller/test` };
const root = { AWS: mine };
const granted = (Principal: unknown, rest: object = {}) => allow(read, bucket, { Principal, ...rest });
const tied = { Condition: { StringEquals: { 'aws:PrincipalAccount': mine } } };
const deny = { Effect: 'Deny' };
const excepting = (...AWS: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', NotPrincipal: { AWS }, Action: 's3:*', Resource: bucket }],
});
const [both, one] = [excepting(arn('caller'), mine), excepting(arn('caller'))];
const iamOnly = allow('iam:*');
const all = everything;

test.each([
  { owner: mine, identity: all, came: 'done', because: 'in one account the identity policy suffices' },
  {
    owner: mine,
    policy: granted(caller),
    came: 'done',
    because: 'in one account a policy that names the role suffices',
  },
  { owner: mine, policy: granted(root), came: 'AccessDenied 403', because: 'an account principal only delegates' },
  { owner: mine, came: 'AccessDenied 403', because: 'nobody allows it' },
  { owner: mine, identity: all, boundary: iamOnly, came: 'AccessDenied 403', because: 'the boundary is silent' },
  {
    owner: mine,
    policy: granted(caller),
    boundary: iamOnly,
    came: 'AccessDenied 403',
    because: 'it limits that grant too',
  },
  { owner: mine, policy: granted('*', tied), boundary: iamOnly, came: 'done', because: 'but none to everyone' },
  { owner: mine, policy: granted(session), boundary: iamOnly, came: 'done', because: 'nor one to the session itself' },
  {
    owner: mine,
    identity: all,
    boundary: allow('*', '*', deny),
    came: 'AccessDenied 403',
    because: 'the boundary denies',
  },
  { owner: mine, identity: all, policy: granted(caller, deny), came: 'AccessDenied 403', because: 'the bucket denies' },
  { owner: mine, identity: all, policy: both, came: 'done', because: 'role and account are excepted from the Deny' },
  { owner: mine, identity: all, policy: one, came: 'AccessDenied 403', because: 'the account is not excepted' },
  { owner: mine, identity: all, boundary: all, policy: both, came: 'AccessDenied 403', because: 'it has a boundary' },
  { owner: theirs, identity: all, came: 'AccessDenied 403', because: 'another account must allow it too' },
  {
    owner: theirs,
    policy: granted(caller),
    came: 'AccessDenied 403',
    because: 'the role’s own account must allow it too',
  },
  { owner: theirs, identity: all, policy: granted(caller), came: 'done', because: 'both sides allow it' },
  {
    owner: theirs,
    identity: all,
    policy: granted(root),
    came: 'done',
    because: 'naming the account is enough for its side',
  },
  {
    owner: theirs,
    identity: all,
    boundary: iamOnly,
    policy: granted(session),
    came: 'AccessDenied 403',
    because: 'another account lifts no boundary',
  },
  { owner: theirs, identity: all, policy: granted(admin), came: 'AccessDenied 403', because: 'another role is named' },
])('reading a bucket of $owner comes to $came: $because', ({ owner, identity, boundary, policy, came }) => {
  const world = scene(owner, identity, boundary);
  if (policy) putBucketPolicy(world, 'logs', policy);
  expect(outcome(() => calling(world, mine, 'caller')(read, { Bucket: 'logs' }))).toBe(came);
});

const organisation = { 'aws:PrincipalOrgID': 'o-x' };

test.each([
  { condition: { ArnEquals: { 'aws:PrincipalArn': arn('caller') } }, holds: true, because: 'it names the role' },
  { condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:role/call*' } }, holds: false, because: '* ends at a colon' },
  {
    condition: { ArnLike: { 'aws:PrincipalArn': `arn:*:iam::${mine}:role/*` } },
    holds: true,
    because: 'each part matches',
  },
  { condition: { StringEquals: organisation }, holds: false, because: 'the account is in no organisation' },
  { condition: { StringNotEquals: organisation }, holds: true, because: 'a negated operator holds for an absent key' },
  { condition: { StringEqualsIfExists: organisation }, holds: true, because: 'IfExists holds for an absent key' },
  { condition: { 'ForAllValues:StringEquals': organisation }, holds: true, because: 'all of no values' },
  { condition: { 'ForAnyValue:StringNotEquals': organisation }, holds: false, because: 'any of no values' },
  { condition: { Null: { 'aws:PrincipalOrgID': 'true' } }, holds: true, because: 'the key is absent' },
  { condition: { Null: { 'aws:PrincipalOrgID': ['false', 'true'] } }, holds: true, because: 'one value holds' },
  { condition: { Bool: { 'aws:SecureTransport': 'false' } }, holds: false, because: 'requests come over TLS' },
  { condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } }, holds: false, because: 'and over a recent TLS' },
  { condition: { StringEquals: { 'AWS:principalACCOUNT': ['x', mine] } }, holds: true, because: 'keys have no case' },
  { condition: { StringNotEquals: { 'aws:PrincipalAccount': ['x', mine] } }, holds: false, because: 'none may equal' },
  { condition: { StringLike: { 'aws:userid': 'AROA*:test' } }, holds: true, because: 'wildcards match any text' },
])('$condition holds: $holds, because $because', ({ condition, holds }) => {
  const world = scene(theirs, everything);
  putBucketPolicy(world, 'logs', granted(root, { Condition: condition }));
  const came = outcome(() => calling(world, mine, 'caller')(read, { Bucket: 'logs' }));
  expect(came).toBe(holds ? 'done' : 'AccessDenied 403');
});

const variable = (name: string) => `$\{${name}}`;

test.each([
  { resource: `${bucket}?`, reaches: false, because: 'a question mark is exactly one character' },
  { resource: 'arn:aws:s3:::l?gs', reaches: true, because: 'a question mark is any character' },
  {
    resource: `arn:aws:s3:::${variable('aws:PrincipalTag/bucket')}`,
    reaches: true,
    because: 'the tag names the bucket',
  },
  {
    resource: `${variable('aws:PrincipalTag/none')}*`,
    reaches: false,
    because: 'a variable without a value matches nothing',
  },
  {
    resource: `arn:aws:s3:::${variable("aws:PrincipalTag/none, 'logs'")}`,
    reaches: true,
    because: 'a default stands for the missing value',
  },
])('a grant on $resource reaches the bucket: $reaches, because $because', ({ resource, reaches }) => {
  const world = scene(mine, allow('S3:get*', resource));
  calling(world)('iam:TagRole', { RoleName: 'caller', Tags: [{ Key: 'bucket', Value: 'logs' }] });
  const came = outcome(() => calling(world, mine, 'caller')(read, { Bucket: 'logs' }));
  expect(came).toBe(reaches ? 'done' : 'AccessDenied 403');
});

test.each([
  { owner: mine, identity: all, came: 'done', because: 'the key delegates to its account' },
  { owner: mine, came: 'AccessDenied 400', because: 'a key that delegates leaves it to identity policies' },
  {
    owner: mine,
    identity: all,
    principal: admin,
    came: 'AccessDenied 400',
    because: 'identity policies alone open no key',
  },
  { owner: mine, principal: caller, came: 'done', because: 'the key names the role' },
  { owner: theirs, identity: all, came: 'AccessDenied 400', because: 'the key delegates to another account' },
  { owner: theirs, identity: all, principal: root, came: 'done', because: 'both sides allow it' },
  { owner: theirs, principal: caller, came: 'AccessDenied 400', because: 'the role’s account must allow it too' },
])('describing a key of $owner comes to $came: $because', ({ owner, identity, principal, came }) => {
  const world = scene(owner, identity);
  const KeyId = `arn:aws:kms:${region}:${owner}:key/key`;
  if (principal) putKeyPolicy(world, KeyId, allow('kms:*', '*', { Principal: principal }));
  expect(outcome(() => calling(world, mine, 'caller')('kms:DescribeKey', { KeyId }))).toBe(came);
});

test.each([
  { principal: caller, id: { ExternalId: 'x' }, came: 'done', because: 'role and identifier are right' },
  { principal: caller, id: { ExternalId: 'y' }, came: 'AccessDenied 403', because: 'the identifier is wrong' },
  { principal: caller, id: {}, came: 'AccessDenied 403', because: 'the identifier is missing' },
  { principal: admin, id: { ExternalId: 'x' }, came: 'AccessDenied 403', because: 'another role is trusted' },
])('assuming a role of another account comes to $came: $because', ({ principal, came, id }) => {
  const world = scene(theirs, everything);
  const trust = trusting(principal, { StringEquals: { 'sts:ExternalId': 'x' } });
  const { arn: RoleArn } = createRole(world, theirs, {
    RoleName: 'verifier',
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  const input = { RoleArn, RoleSessionName: 'one', ...id };
  expect(outcome(() => calling(world, mine, 'caller')('sts:AssumeRole', input))).toBe(came);
});

type Asking = (world: World) => string;
const asks =
  <O extends Operation>(operation: O, input: Input<O>): Asking =>
  (world) =>
    outcome(() => calling(world, mine, 'caller')(operation, input));
const trust = JSON.stringify(trusting({ Service: 'ec2.amazonaws.com' }));
const create = (Path: string, Tags?: { Key: string; Value: string }[]) =>
  asks('iam:CreateRole', { RoleName: 'r', Path, AssumeRolePolicyDocument: trust, ...(Tags && { Tags }) });
const tags = [{ Key: 'a', Value: 'b' }];
const add = asks('iam:AddRoleToInstanceProfile', { InstanceProfileName: 'held', RoleName: 'placed' });
const readMissing = asks('iam:GetRole', { RoleName: 'none' });
const under = (...actions: string[]) => allow(actions, [arn('*', '/p/'), `arn:aws:iam::${mine}:instance-profile/p/*`]);
const when = (Condition: object) => allow('iam:*', '*', { Condition });
const [pass, pathless] = [{ 'iam:PassedToService': 'lambda.amazonaws.com' }, allow('iam:GetRole', arn('*'))];
const ours = { StringEquals: { 'aws:ResourceTag/own': 'yes' } };
const only = (key: string) => ({ 'ForAllValues:StringEquals': { 'aws:TagKeys': [key] } });
const bounded = { StringEquals: { 'iam:PermissionsBoundary': 'arn:x' } };
const tagging = asks('iam:TagRole', { RoleName: 'placed', Tags: tags });

test.each([
  { identity: under('iam:CreateRole'), asking: create('/p/'), came: 'done', because: 'the path is within reach' },
  {
    identity: under('iam:CreateRole'),
    asking: create('/q/'),
    came: 'AccessDenied 403',
    because: 'another path is not',
  },
  {
    identity: under('iam:CreateRole'),
    asking: create('/p/', tags),
    came: 'AccessDenied 403',
    because: 'tags need TagRole',
  },
  { identity: under('iam:*Role'), asking: create('/p/', tags), came: 'done', because: 'both actions are granted' },
  {
    identity: under('iam:GetRole'),
    asking: readMissing,
    came: 'AccessDenied 403',
    because: 'a missing role has no path',
  },
  { identity: pathless, asking: readMissing, came: 'NoSuchEntity 404', because: 'the grant reaches every path' },
  {
    identity: under('iam:Add*'),
    asking: add,
    came: 'AccessDenied 403',
    because: 'to hand EC2 a role needs iam:PassRole',
  },
  { identity: under('iam:Add*', 'iam:PassRole'), asking: add, came: 'done', because: 'both actions are granted' },
  {
    identity: when({ StringEqualsIfExists: pass }),
    asking: add,
    came: 'AccessDenied 403',
    because: 'it passes to EC2',
  },
  { identity: when(bounded), asking: create('/p/'), came: 'AccessDenied 403', because: 'the role would be unbounded' },
  { identity: when(only('b')), asking: tagging, came: 'AccessDenied 403', because: 'a tag key is not among them' },
  { identity: when(only('a')), asking: tagging, came: 'done', because: 'all tag keys are among them' },
  { identity: when(ours), asking: tagging, came: 'done', because: 'the role bears the tag' },
])('IAM comes to $came: $because', ({ identity, asking, came }) => {
  const world = scene(mine, identity);
  createRole(world, mine, { RoleName: 'placed', Path: '/p/', Tags: [{ Key: 'own', Value: 'yes' }] });
  calling(world)('iam:CreateInstanceProfile', { InstanceProfileName: 'held', Path: '/p/' });
  expect(asking(world)).toBe(came);
});

test('an operator that the local AWS does not know is an error of the test, never a verdict', () => {
  const identity = allow(read, '*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } });
  const world = scene(mine, identity);
  expect(() => calling(world, mine, 'caller')(read, { Bucket: 'logs' })).toThrow('condition operator DateLessThan');
});
