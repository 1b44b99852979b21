import { AwsError } from '../../handler/aws/aws-error';
import { observeLiveRole } from '../../handler/aws/observe-live-role';
import type { Call, Operation } from '../../handler/aws/operations';
import { sidesOf } from '../../handler/core/access/judge';
import { absent, present, type Seen } from '../../handler/core/seen';
import { createPolicy, createRole, trusting } from '../../local/aws/create';
import { localCall } from '../../local/aws/port';
import { startSession } from '../../local/aws/sessions';
import { account, allow, calling, region, twoAccounts } from '../local/aws/admin';

/** A role with everything that a role can have, and somebody who may read this much of it. */
function world(...refused: readonly Operation[]) {
  const made = twoAccounts();
  const call = calling(made);
  const attached = createPolicy(made, account, 'attached', allow('s3:PutObject'));
  const boundary = createPolicy(made, account, 'boundary', allow('*'));
  const permissions = { attached: [attached.arn], inline: { inline: allow('kms:Decrypt') } };
  const Tags = [{ Key: 'Team', Value: 'apps' }];
  const role = createRole(made, account, { RoleName: 'App', Tags, PermissionsBoundary: boundary.arn }, permissions);
  call('iam:CreatePolicyVersion', {
    PolicyArn: attached.arn,
    PolicyDocument: JSON.stringify(allow('s3:PutObjectAcl')),
    SetAsDefault: true,
  });
  for (const InstanceProfileName of ['one', 'two']) {
    call('iam:CreateInstanceProfile', { InstanceProfileName });
    call('iam:AddRoleToInstanceProfile', { InstanceProfileName, RoleName: 'App' });
  }
  const Action = [...refused];
  const denied =
    Action.length === 0
      ? {}
      : { denied: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] } };
  createRole(made, account, { RoleName: 'reader' }, { inline: { everything: allow('*'), ...denied } });
  const port = localCall(made, { role: startSession(made, account, 'reader', 'test'), now: () => 0 });
  const observe = (name: string) => observeLiveRole(port, { region }, name);
  return { port, observe, role, attached, boundary };
}

const text = (document: unknown) => present(JSON.stringify(document));

test('a role is seen with its default versions, inline policies, boundary, trust, tags and profiles', async () => {
  const { observe, role, attached, boundary } = world();
  expect(await observe('app')).toEqual(
    present({
      name: 'App',
      arn: role.arn,
      tags: [{ Key: 'Team', Value: 'apps' }],
      identity: {
        roleId: role.id,
        policies: [
          { name: attached.arn, document: text(allow('s3:PutObjectAcl')) },
          { name: 'inline policy inline', document: text(allow('kms:Decrypt')) },
        ],
        boundary: { name: boundary.arn, document: text(allow('*')) },
        reach: {
          trustPolicy: JSON.stringify(trusting({ Service: 'ec2.amazonaws.com' })),
          instanceProfiles: present(['one', 'two']),
        },
      },
    }),
  );
});

test('a role that nobody made is absent', async () => {
  expect(await world().observe('nobody')).toEqual(absent);
});

const refusals = (document: Seen<unknown>) => (document.state === 'forbidden' ? [document.action] : []);

test.each<Operation>([
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRolePolicy',
])('where %s is refused, what it reads was not seen, and the rest was', async (operation) => {
  const seen = await world(operation).observe('app');
  if (seen.state !== 'present') {
    expect(refusals(seen)).toEqual(['iam:GetRole']);
    return;
  }
  const { identity } = seen.value;
  const documents = [...identity.policies, identity.boundary].map((policy) => policy?.document ?? absent);
  const refused = [...documents, identity.reach.instanceProfiles].flatMap(refusals);
  expect([...new Set(refused)]).toEqual([operation]);
  expect(documents.some(({ state }) => state === 'present')).toBe(true);
});

test.each([
  { operation: 'iam:ListRolePolicies', unseen: 'the inline policies' },
  { operation: 'iam:ListAttachedRolePolicies', unseen: 'the attached policies' },
] as const)('$operation of a replica that lags behind is no empty list', async ({ operation, unseen }) => {
  const { port } = world();
  const lagging: Call = (asked, input, caller) =>
    asked === operation ? Promise.reject(new AwsError('NoSuchEntity', 404, 'no role')) : port(asked, input, caller);
  const seen = await observeLiveRole(lagging, { region }, 'app');
  const policies = seen.state === 'present' ? seen.value.identity.policies : [];
  expect(policies).toContainEqual({ name: unseen, document: absent });
  const { unreadable } = sidesOf({ policies });
  expect(unreadable.identity).toEqual([unseen]);
});
