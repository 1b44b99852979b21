import type { Operation } from '../../../handler/aws/operations';
import { createRole, createSessionDocument } from '../../../local/aws/create';
import { type Recorded, recording } from '../../../local/aws/hooks';
import { APPLICATION_ACCOUNT, REGION } from '../../../local/two-accounts';
import { actionsOf } from '../../issued-rights';
import { asAuditor, checked, everything, worldWith } from './fixture';

const keyId = '11111111-2222-3333-4444-555555555555';
const argv = ['--role-name', 'web', '--log-group', '/ssm/sessions', '--kms-key-id', keyId, ...asAuditor];

/** Everything that a role can have, in either account. */
function world(bucket: string) {
  const made = worldWith({ name: 'web', bucket, inline: { everything } });
  const content = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: { s3BucketName: bucket } };
  createSessionDocument(made, { owner: APPLICATION_ACCOUNT, region: REGION, content });
  return made;
}

async function printedPolicy(...options: readonly string[]) {
  const { code, out } = await checked(world('org-session-logs'), [...options, '--print-policy']);
  expect(code).toBe(0);
  return JSON.parse(out);
}

test('the policy that is printed grants exactly what is asked of AWS', async () => {
  const calls: Recorded[] = [];
  for (const bucket of ['app-session-logs', 'org-session-logs']) {
    const own = bucket === 'app-session-logs' ? ['--bucket-owner', APPLICATION_ACCOUNT] : [];
    await checked(world(bucket), [...argv, ...own], 'engineer', recording(calls));
  }
  const issued = new Set(calls.flatMap(({ operation }) => actionsOf[operation]));
  const { Statement } = await printedPolicy(...argv);
  const granted = Statement.flatMap(({ Action }: { Action: readonly string[] }) => Action);
  expect([...issued].toSorted()).toEqual(granted.toSorted());
  expect(new Set(granted).size).toBe(granted.length);
});

test('none of it writes', async () => {
  const { Statement } = await printedPolicy(...argv);
  const granted: readonly string[] = Statement.flatMap(({ Action }: { Action: readonly string[] }) => Action);
  expect(granted.filter((action) => !/:(?:Get|List|Describe)/.test(action))).toEqual(['sts:AssumeRole']);
});

test('without a verifier role nobody is assumed, and its own account alone is where it may be', async () => {
  expect(JSON.stringify(await printedPolicy())).not.toContain('sts:');
  expect(JSON.stringify(await printedPolicy('--session-document', ''))).not.toContain('ssm:');
  const { Statement } = await printedPolicy(...asAuditor);
  expect(Statement.at(-1)).toMatchObject({
    Action: ['sts:AssumeRole'],
    Resource: 'arn:aws:iam::444455556666:role/auditor',
  });
});

test.each([
  ['eu-west-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s its ARNs are of partition %s', async (region, partition) => {
  const arns = JSON.stringify(await printedPolicy('--region', region)).match(/"arn:[^"]*"/g) ?? [];
  expect(arns.length).toBeGreaterThan(3);
  expect(arns.filter((arn) => !arn.startsWith(`"arn:${partition}:`))).toEqual([]);
});

test.each(['app-session-logs', 'org-session-logs'])(
  'a person with that policy alone is told of %s what one with all rights is told',
  async (bucket) => {
    const made = world(bucket);
    const asked = bucket === 'app-session-logs' ? [...argv, '--bucket-owner', APPLICATION_ACCOUNT] : argv;
    const policy = await printedPolicy(...asked);
    createRole(made, APPLICATION_ACCOUNT, { RoleName: 'checker' }, { inline: { policy } });
    const told = await checked(made, asked, 'checker');
    expect(told).toEqual(await checked(made, asked));
    expect(told.out).toContain('KeyPolicy of');
  },
);

test.each<Operation>([
  'iam:GetPolicyVersion',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'logs:DescribeLogGroups',
  's3:GetBucketPolicy',
  's3:GetEncryptionConfiguration',
  'ssm:GetDocument',
])('without %s nothing is called ok, nor broken', async (operation) => {
  const made = world('app-session-logs');
  const Statement = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: operation, Resource: '*' },
  ];
  createRole(
    made,
    APPLICATION_ACCOUNT,
    { RoleName: 'checker' },
    { inline: { checker: { Version: '2012-10-17', Statement } } },
  );
  const { code } = await checked(made, [...argv, '--bucket-owner', APPLICATION_ACCOUNT], 'checker');
  expect(code).toBe(2);
});
