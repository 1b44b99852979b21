import type { GrantOperation } from '@aws-sdk/client-kms';
import { type KeyUse, useKey } from '../../../local/aws/agent-kms';
import { createGrant, createKey, createPolicy, createRole, putKeyPolicy } from '../../../local/aws/create';
import { startSession } from '../../../local/aws/sessions';
import type { Grant, World } from '../../../local/aws/world';
import { account, allow, calling, everything, other, outcome, region, twoAccounts } from './admin';

const caller = `arn:aws:iam::${account}:role/caller`;
const admin = `arn:aws:iam::${account}:role/admin`;
const session = `arn:aws:sts::${account}:assumed-role/caller/test`;
const bucket = 'arn:aws:s3:::logs';

interface Scene {
  readonly owner?: string;
  readonly identity?: object;
  readonly boundary?: object;
}

/** A key whose policy knows nobody but its owner's admin, and a role that has no other right unless it is given. */
function scene({ owner = account, identity, boundary }: Scene = {}): World {
  const world = twoAccounts();
  const bounded = boundary && { PermissionsBoundary: createPolicy(world, account, 'boundary', boundary).arn };
  createRole(world, account, { RoleName: 'caller', ...bounded }, { inline: { ...(identity && { identity }) } });
  const Principal = { AWS: `arn:aws:iam::${owner}:role/admin` };
  createKey(world, {
    account: owner,
    region,
    id: 'key',
    alias: 'alias/key',
    policy: allow('kms:*', '*', { Principal }),
  });
  return world;
}

const keyArn = (owner = account) => `arn:aws:kms:${region}:${owner}:key/key`;

function used(world: World, changes: Partial<KeyUse> = {}, owner = account): string {
  const encryptionContext = { 'aws:s3:arn': bucket, Department: 'IT' };
  const use = { region, keyId: keyArn(owner), encryptionContext, ...changes };
  return outcome(() => useKey(world, startSession(world, account, 'caller', 'test'), 'kms:Decrypt', use));
}

type Given = Partial<Grant> & { readonly operations: GrantOperation[] };
const operations: GrantOperation[] = ['Decrypt', 'DescribeKey'];

test.each<{ given: Given; came: string; because: string }>([
  { given: { operations }, came: 'done', because: 'it names role and operation' },
  {
    given: { operations, grantee: 'rds.eu-west-1.amazonaws.com' },
    came: 'AccessDenied 400',
    because: 'it names a service',
  },
  { given: { operations, grantee: admin }, came: 'AccessDenied 400', because: 'it names another role' },
  { given: { operations: ['DescribeKey'] }, came: 'AccessDenied 400', because: 'it names another operation' },
  {
    given: { operations: ['GenerateDataKey', 'Encrypt'] },
    came: 'AccessDenied 400',
    because: 'nor is this one meant by those',
  },
  { given: { operations, grantee: session }, came: 'done', because: 'it names the session' },
  {
    given: { operations, grantee: `${session}2` },
    came: 'AccessDenied 400',
    because: 'another session of the role is named',
  },
  { given: { operations, grantee: account }, came: 'AccessDenied 400', because: 'an account only delegates' },
  {
    given: { operations, encryptionContextSubset: { 'aws:s3:arn': bucket } },
    came: 'done',
    because: 'the context holds it',
  },
  {
    given: { operations, encryptionContextSubset: { 'AWS:S3:Arn': bucket, department: 'IT' } },
    came: 'done',
    because: 'its keys have no case',
  },
  {
    given: { operations, encryptionContextSubset: { department: 'it' } },
    came: 'AccessDenied 400',
    because: 'its values do',
  },
  {
    given: { operations, encryptionContextSubset: { region } },
    came: 'AccessDenied 400',
    because: 'the context lacks it',
  },
  {
    given: { operations, encryptionContextEquals: { 'aws:s3:arn': bucket } },
    came: 'AccessDenied 400',
    because: 'there is more in the context',
  },
  {
    given: { operations, encryptionContextEquals: { 'aws:s3:arn': bucket, department: 'IT' } },
    came: 'done',
    because: 'the context is that and no more',
  },
])('decrypting under a grant $given comes to $came: $because', ({ given, came }) => {
  const world = scene();
  createGrant(world, keyArn(), { grantee: caller, ...given });
  expect(used(world)).toBe(came);
});

const denying = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
});
const keyDenies = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }],
};

test.each<Scene & { policy?: object; grantee?: string; came: string; because: string }>([
  { owner: other, came: 'done', because: 'a grant needs nothing beside it, across accounts either' },
  { owner: other, grantee: account, came: 'AccessDenied 400', because: 'an account must then pass it on' },
  { owner: other, grantee: account, identity: everything, came: 'done', because: 'it does' },
  { identity: denying('kms:Decrypt'), came: 'AccessDenied 400', because: 'an identity policy denies' },
  { policy: keyDenies, came: 'AccessDenied 400', because: 'the key policy denies' },
  { boundary: denying('kms:Decrypt'), came: 'AccessDenied 400', because: 'the boundary denies' },
  { boundary: allow('s3:*'), came: 'AccessDenied 400', because: 'the boundary is silent' },
  { boundary: allow('s3:*'), grantee: session, came: 'done', because: 'it limits no grant to the session itself' },
  { boundary: allow('kms:*'), came: 'done', because: 'the boundary allows it' },
])('where $because, decrypting under a grant comes to $came', ({ policy, grantee = caller, came, ...setting }) => {
  const world = scene(setting);
  const { owner = account } = setting;
  createGrant(world, keyArn(owner), { grantee, operations });
  if (policy) putKeyPolicy(world, keyArn(owner), policy);
  expect(used(world, {}, owner)).toBe(came);
});

test('a grant’s constraint binds what has an encryption context, and DescribeKey has none', () => {
  const world = scene();
  createGrant(world, keyArn(), { grantee: caller, operations, encryptionContextEquals: { region } });
  expect(used(world)).toBe('AccessDenied 400');
  expect(outcome(() => calling(world, account, 'caller')('kms:DescribeKey', { KeyId: 'key' }))).toBe('done');
});

test('a grant to a role ends with the role, and a role made again has none', () => {
  const world = scene();
  const { id } = createRole(world, account, { RoleName: 'passing' });
  const passing = `arn:aws:iam::${account}:role/passing`;
  createGrant(world, keyArn(), { grantee: passing, operations });
  const grantees = () =>
    calling(world)('kms:ListGrants', { KeyId: 'key' }).Grants?.map(({ GranteePrincipal }) => GranteePrincipal);
  expect(grantees()).toEqual([passing]);
  calling(world)('iam:DeleteRole', { RoleName: 'passing' });
  createRole(world, account, { RoleName: 'passing' });
  expect(grantees()).toEqual([id]);
  const describe = () => calling(world, account, 'passing')('kms:DescribeKey', { KeyId: 'key' });
  expect(outcome(describe)).toBe('AccessDenied 400');
});

test('a grant cannot name whom nobody knows', () => {
  const grant = (grantee: string) => () => createGrant(scene(), keyArn(), { grantee, operations });
  expect(outcome(grant(`arn:aws:iam::${account}:role/none`))).toBe('InvalidArn 400');
  expect(outcome(grant('*'))).toBe('InvalidArn 400');
});

test('ListGrants is allowed by the key policy, and by no grant', () => {
  const world = scene();
  createGrant(world, keyArn(), { grantee: caller, operations });
  expect(outcome(() => calling(world, account, 'caller')('kms:ListGrants', { KeyId: 'key' }))).toBe('AccessDenied 400');
  expect(outcome(() => calling(world)('kms:ListGrants', { KeyId: 'key' }))).toBe('done');
});
