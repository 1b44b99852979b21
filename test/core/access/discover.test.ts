import { discover } from '../../../handler/core/access/discover';
import type { ObservedAccess } from '../../../handler/core/access/observed';
import { absent, forbidden, present } from '../../../handler/core/seen';
import { GROUP_KEY_ARN, right, SESSION_KEY_ARN } from './setting';

test.each<{ logGroup: ObservedAccess['logGroup']; arn: string | undefined; because: string }>([
  { logGroup: present({ kmsKeyArn: GROUP_KEY_ARN }), arn: GROUP_KEY_ARN, because: 'the group names its key' },
  { logGroup: present({}), arn: undefined, because: 'the group has none' },
  { logGroup: absent, arn: undefined, because: 'there is no group' },
  { logGroup: forbidden('logs:DescribeLogGroups'), arn: '*', because: 'it may have any' },
])('of the key of a log group the role is granted $arn: $because', ({ logGroup, arn }) => {
  const seen = { ...right.seen, ...(logGroup && { logGroup }) };
  expect(discover(right.requirements, seen).logGroupKeyArn).toBe(arn);
});

test.each([
  { metadata: right.seen.sessionKey?.metadata, arn: SESSION_KEY_ARN, because: 'KMS says which key an alias means' },
  { metadata: forbidden('kms:DescribeKey'), arn: '*', because: 'a policy that names an alias names no key' },
])('of a group that names its key by alias the role is granted $arn: $because', ({ metadata, arn }) => {
  if (metadata === undefined) throw new Error('The setting has a session key');
  const alias = 'arn:aws:kms:eu-west-1:111122223333:alias/logs';
  const logGroupKey = { keyId: alias, metadata, policy: absent };
  const seen = { ...right.seen, logGroup: present({ kmsKeyArn: alias }), logGroupKey };
  expect(discover(right.requirements, seen).logGroupKeyArn).toBe(arn);
});

test('what is not required is not granted', () => {
  const { logGroup: _, ...seen } = right.seen;
  expect(discover(right.requirements, seen)).not.toHaveProperty('logGroupKeyArn');
});
