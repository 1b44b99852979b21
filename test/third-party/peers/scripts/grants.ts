import { policy } from '../documents';
import { alias, key } from '../fixtures';
import { grant } from '../fixtures-sessions';
import { account, other, region, type Script, step } from '../script';

const arn = (resource: string, owner = account) => `arn:aws:kms:${region}:${owner}:${resource}`;
const absent = '12345678-1234-4234-8234-123456789012';
const owner = `arn:aws:iam::${account}:role/owner`;
const foreigner = `arn:aws:iam::${other}:role/owner`;
const list = { Effect: 'Allow', Action: 'kms:ListGrants', Resource: '*' };
const own = { ...list, Sid: 'Own', Action: 'kms:*', Principal: { AWS: `arn:aws:iam::${other}:root` } };
const lent = policy([own, { ...list, Sid: 'Lent', Principal: { AWS: `arn:aws:iam::${account}:root` } }]);
const read = ['Decrypt', 'DescribeKey'] as const;

/** Grants on a key, all of them and one by one. */
export const grants: Script = {
  name: 'grants',
  acts: [
    key('granted'),
    key('twice'),
    key('bare'),
    key('distant', { owner: other, policy: lent }),
    alias('alias/granted', 'granted'),
    grant('reader', { key: 'granted', grantee: owner, operations: [...read], retiring: owner }),
    grant('writer', {
      ...{ key: 'granted', grantee: foreigner, operations: ['GenerateDataKey'] },
      subset: { 'aws:s3:arn': 'arn:aws:s3:::peers' },
    }),
    grant('first', { key: 'twice', grantee: owner, operations: [...read] }),
    grant('second', { key: 'twice', grantee: owner, operations: [...read] }),
    step('all', 'kms:ListGrants', { KeyId: '<granted>' }),
    step('all by ARN', 'kms:ListGrants', { KeyId: arn('key/<granted>') }),
    step('none', 'kms:ListGrants', { KeyId: '<bare>' }),
    step('one by its id', 'kms:ListGrants', { KeyId: '<granted>', GrantId: '<writer>' }),
    step('those to one role', 'kms:ListGrants', { KeyId: '<granted>', GranteePrincipal: foreigner }),
    step('those to nobody here', 'kms:ListGrants', {
      KeyId: '<granted>',
      GranteePrincipal: `arn:aws:iam::${account}:role/none`,
    }),
    step('a page that holds them all', 'kms:ListGrants', { KeyId: '<twice>', Limit: 2 }),
    step('by a marker of nobody’s making', 'kms:ListGrants', { KeyId: '<twice>', Marker: 'none' }),
    step('by alias', 'kms:ListGrants', { KeyId: 'alias/granted' }),
    step('by what is no ARN of a key', 'kms:ListGrants', { KeyId: 'arn:aws:kms:granted' }),
    step('of no key', 'kms:ListGrants', { KeyId: absent }),
    step('of another account’s key', 'kms:ListGrants', { KeyId: arn('key/<distant>', other) }),
    step('of another account’s key by its id', 'kms:ListGrants', { KeyId: '<distant>' }),
  ],
};
