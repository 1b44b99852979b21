import type { GrantOperation } from '@aws-sdk/client-kms';
import { createGrant, createKey, createRole, putKeyPolicy } from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import { account, allow, calling, other, outcome, region, twoAccounts } from './admin';

const caller = `arn:aws:iam::${account}:role/caller`;
const admin = `arn:aws:iam::${account}:role/admin`;
const session = `arn:aws:sts::${account}:assumed-role/caller/test`;
const bucket = 'arn:aws:s3:::logs';
const operations: GrantOperation[] = ['Decrypt', 'DescribeKey'];
const keyArn = (owner = account) => `arn:aws:kms:${region}:${owner}:key/key`;

/** Three grants on a key of either account, which may be listed by its owner and by the other. */
function granted(owner: string): World {
  const world = twoAccounts();
  createKey(world, { account: owner, region, id: 'key', alias: 'alias/key' });
  createRole(world, account, { RoleName: 'caller' });
  const Principal = { AWS: [account, other] };
  putKeyPolicy(world, keyArn(owner), allow('kms:ListGrants', '*', { Principal }));
  createGrant(world, keyArn(owner), { grantee: caller, operations, id: 'first', name: 'logs' });
  createGrant(world, keyArn(owner), { grantee: admin, operations, id: 'second', retiring: account });
  const encryptionContextSubset = { 'aws:s3:arn': bucket };
  createGrant(world, keyArn(owner), { grantee: caller, operations, id: 'third', encryptionContextSubset });
  return world;
}

test('ListGrants shows each grant with whom it names, what it allows and under which constraints', () => {
  const { Grants, Truncated } = calling(granted(account))('kms:ListGrants', { KeyId: 'key' });
  const same = { KeyId: keyArn(), IssuingAccount: `arn:aws:iam::${account}:root`, Operations: operations };
  const CreationDate = new Date(0);
  expect(Grants).toEqual([
    { ...same, CreationDate, GrantId: 'first', Name: 'logs', GranteePrincipal: caller },
    {
      ...same,
      ...{ CreationDate, GrantId: 'second', GranteePrincipal: admin },
      RetiringPrincipal: `arn:aws:iam::${account}:root`,
    },
    {
      ...same,
      ...{ CreationDate, GrantId: 'third', GranteePrincipal: caller },
      Constraints: { EncryptionContextSubset: { 'aws:s3:arn': bucket } },
    },
  ]);
  expect(Truncated).toBe(false);
});

test('ListGrants pages through the grants of one principal or id', () => {
  const world = granted(account);
  const list = (rest: object) => {
    const { Grants = [], NextMarker } = calling(world)('kms:ListGrants', { KeyId: 'key', ...rest });
    return { ids: Grants.map(({ GrantId }) => GrantId), Marker: NextMarker };
  };
  const first = list({ GranteePrincipal: caller, Limit: 1 });
  expect(first).toEqual({ ids: ['first'], Marker: expect.anything() });
  const second = list({ GranteePrincipal: caller, Limit: 1, Marker: first.Marker });
  expect(second).toEqual({ ids: ['third'], Marker: undefined });
  expect(list({ GrantId: 'second' }).ids).toEqual(['second']);
  expect(list({ GranteePrincipal: session }).ids).toEqual([]);
});

test('a page of ListGrants has 50 grants unless it is told otherwise, and 100 at most', () => {
  const world = twoAccounts();
  createKey(world, { account, region, id: 'key' });
  createRole(world, account, { RoleName: 'caller' });
  for (let n = 0; n < 120; n += 1) createGrant(world, keyArn(), { grantee: caller, operations });
  const size = (rest: object) => calling(world)('kms:ListGrants', { KeyId: 'key', ...rest }).Grants?.length;
  expect([size({}), size({ Limit: 1000 }), size({ Limit: 1 })]).toEqual([50, 100, 1]);
});

test.each([
  { owner: other, asked: { KeyId: keyArn(other) }, came: 'done', because: 'it crosses accounts' },
  { owner: other, asked: { KeyId: 'key' }, came: 'NotFound 400', because: 'an id is looked up in the own account' },
  { owner: account, asked: { KeyId: 'alias/key' }, came: 'NotFound 400', because: 'it takes no alias' },
  { owner: account, asked: { KeyId: 'arn:aws:kms:key' }, came: 'InvalidArn 400', because: 'that is no ARN of a key' },
  { owner: account, asked: { KeyId: 'key', Limit: 0 }, came: 'ValidationError 400', because: 'a page has an entry' },
  { owner: account, asked: { KeyId: 'key', Marker: 'none' }, came: 'InvalidMarker 400', because: 'that is no marker' },
])('ListGrants of $asked on a key of $owner comes to $came: $because', ({ owner, asked, came }) => {
  const world = granted(owner);
  expect(outcome(() => calling(world)('kms:ListGrants', asked))).toBe(came);
});
