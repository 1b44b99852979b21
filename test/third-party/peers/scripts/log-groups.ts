import { logGroup } from '../fixtures';
import { account, type Script, step } from '../script';

const kmsKeyArn = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-4333-8444-555555555555`;

/** Log groups by prefix and by page. */
export const logGroups: Script = {
  name: 'log groups',
  acts: [
    ...['/peers/c', '/peers/a', '/peer'].map((name) => logGroup(name)),
    logGroup('/peers/b', kmsKeyArn),
    step('by a prefix', 'logs:DescribeLogGroups', { logGroupNamePrefix: '/peers/' }),
    step('by its name', 'logs:DescribeLogGroups', { logGroupNamePrefix: '/peers/b', limit: 1 }),
    step('all', 'logs:DescribeLogGroups', {}),
    step('a first page', 'logs:DescribeLogGroups', { logGroupNamePrefix: '/peers/', limit: 2 }),
    step('none', 'logs:DescribeLogGroups', { logGroupNamePrefix: '/none' }),
    step('a page that is too long', 'logs:DescribeLogGroups', { limit: 51 }),
  ],
};
