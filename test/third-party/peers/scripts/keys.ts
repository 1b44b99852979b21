import { policy } from '../documents';
import { alias, key, keyState } from '../fixtures';
import { account, other, region, type Script, step } from '../script';

const arn = (resource: string, owner = account, at = region) => `arn:aws:kms:${at}:${owner}:${resource}`;
const absent = '12345678-1234-4234-8234-123456789012';
const root = { AWS: `arn:aws:iam::${account}:root` };
const all = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
const owned = policy([{ ...all, Sid: 'Own', Principal: { AWS: `arn:aws:iam::${other}:root` } }]);
const lent = policy([...JSON.parse(owned).Statement, { ...all, Sid: 'Lent', Principal: root }]);

/** Keys by each of their names. */
export const keys: Script = {
  name: 'keys',
  acts: [
    key('own'),
    alias('alias/peers', 'own'),
    ...both('by id', '<own>'),
    ...both('by ARN', arn('key/<own>')),
    ...both('by alias', 'alias/peers'),
    ...both('by alias ARN', arn('alias/peers')),
    ...both('by an id that is not there', absent),
    ...both('by an ARN that is not there', arn(`key/${absent}`)),
    ...both('by an alias that is not there', 'alias/none'),
    ...both('by an alias ARN that is not there', arn('alias/none')),
    ...both('by what is no id', 'none'),
    ...both('by an ARN of another Region', arn('key/<own>', account, 'us-east-1')),
    step('the policy of another name', 'kms:GetKeyPolicy', { KeyId: '<own>', PolicyName: 'other' }),
    step('the policy without a name', 'kms:GetKeyPolicy', { KeyId: '<own>' }),
    keyState('own', 'Disabled', 'DisableKey'),
    ...both('disabled', '<own>'),
    keyState('own', 'PendingDeletion', 'ScheduleKeyDeletion'),
    ...both('to be deleted', '<own>'),

    key('strict', { policy: policy([{ ...all, Sid: 'All', Principal: root }]) }),
    ...both('with a policy of its own', '<strict>'),

    key('closed', { owner: other, policy: owned }),
    ...both('of another account', arn('key/<closed>', other)),
    ...both('of another account by id', '<closed>'),
    key('lent', { owner: other, policy: lent }),
    ...both('of another account, lent', arn('key/<lent>', other)),
    ...both('of another account, not there', arn(`key/${absent}`, other)),
  ],
};

function both(title: string, KeyId: string) {
  return [
    step(`${title}: the key`, 'kms:DescribeKey', { KeyId }),
    step(`${title}: its policy`, 'kms:GetKeyPolicy', { KeyId, PolicyName: 'default' }),
  ];
}
