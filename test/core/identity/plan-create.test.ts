import { roleTags } from '../../../handler/core/identity/desired';
import { desiredFrom, names } from './fixture';
import { boundaries, emptyIam, heldBy, planned, pool, settle } from './local-iam';

const { name, path, policyArn } = names;
const spelled = (steps: Awaited<ReturnType<typeof planned>>) =>
  steps.map((stage) => stage.map(({ action, input }) => [action, input]));

test('a Create makes all three tagged and bounded, and joins them once they exist', async () => {
  const wanted = desiredFrom({ raw: { Description: 'Sessions', ManagedPolicyArns: [pool[0]] } });
  const role = {
    RoleName: name,
    Path: path,
    Description: 'Sessions',
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: JSON.stringify(wanted.trustPolicy),
    PermissionsBoundary: boundaries[0],
    Tags: roleTags(wanted, wanted.managedPolicyArns),
  };
  const policy = { PolicyName: name, Path: path, PolicyDocument: JSON.stringify(wanted.policy), Tags: wanted.tags };
  expect(spelled(await planned(emptyIam(), wanted))).toEqual([
    [
      ['iam:CreateRole', role],
      ['iam:CreatePolicy', policy],
      ['iam:CreateInstanceProfile', { InstanceProfileName: name, Path: path, Tags: wanted.tags }],
    ],
    [
      ['iam:AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: name }],
      ['iam:AttachRolePolicy', { RoleName: name, PolicyArn: policyArn }],
      ['iam:AttachRolePolicy', { RoleName: name, PolicyArn: pool[0] }],
    ],
  ]);
});

const actionsOf = (steps: Awaited<ReturnType<typeof planned>>) =>
  steps.map((stage) => stage.map(({ action }) => action));
const withPolicies = (count: number, from: number) =>
  desiredFrom({ raw: { ManagedPolicyArns: pool.slice(from, from + count) } });

test.each([
  {
    former: withPolicies(1, 0),
    next: withPolicies(1, 1),
    stages: [['iam:TagRole'], ['iam:AttachRolePolicy'], ['iam:DetachRolePolicy'], ['iam:TagRole']],
    because: 'rights are added before others go, and the record forgets a policy once it is detached',
  },
  {
    former: withPolicies(1, 0),
    next: withPolicies(0, 0),
    stages: [['iam:DetachRolePolicy'], ['iam:UntagRole']],
    because: 'the record goes with its last policy',
  },
  {
    former: withPolicies(5, 0),
    next: withPolicies(5, 5),
    stages: [
      ['iam:TagRole'],
      Array(5).fill('iam:DetachRolePolicy'),
      Array(5).fill('iam:AttachRolePolicy'),
      ['iam:TagRole'],
    ],
    because: 'a role bears ten policies at most, so that five must go first',
  },
])('further policies are exchanged in $stages: $because', async ({ former, next, stages }) => {
  const iam = emptyIam();
  await settle(iam, former);
  expect(actionsOf(await planned(iam, next))).toEqual(stages);
});

test('a role that bore a record it no longer needs is found settled once the record is gone', async () => {
  const iam = emptyIam();
  await settle(iam, withPolicies(1, 0));
  await settle(iam, withPolicies(0, 0));
  expect(heldBy(iam, names).role?.attached).toEqual([policyArn]);
  expect(await planned(iam, withPolicies(0, 0))).toEqual([]);
});
