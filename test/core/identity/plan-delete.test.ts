import { type ForeignPolicies, planDelete } from '../../../handler/core/identity/plan-delete';
import type { Account } from '../../../local/aws/world';
import { desiredFrom, names, otherOrigin } from './fixture';
import { emptyIam, here, observed, pool, settle } from './local-iam';

const wanted = desiredFrom({ raw: { ManagedPolicyArns: [pool[0]] } });
const { name, policyArn } = names;

async function deletionAfter(happened: (account: Account) => unknown, foreignPolicies: ForeignPolicies) {
  const iam = emptyIam();
  await settle(iam, wanted);
  happened(here(iam.world));
  return planDelete(names, wanted.owner, await observed(iam, names, 'Delete'), foreignPolicies);
}

test('a Delete empties all three, and then removes them', async () => {
  const deletion = await deletionAfter(() => undefined, 'Keep');
  const stages = deletion.state === 'planned' ? deletion.plan : [];
  expect(stages.map((stage) => stage.map(({ action, input }) => [action, input]))).toEqual([
    [
      ['iam:DetachRolePolicy', { RoleName: name, PolicyArn: policyArn }],
      ['iam:DetachRolePolicy', { RoleName: name, PolicyArn: pool[0] }],
      ['iam:RemoveRoleFromInstanceProfile', { InstanceProfileName: name, RoleName: name }],
    ],
    [
      ['iam:DeleteInstanceProfile', { InstanceProfileName: name }],
      ['iam:DeletePolicy', { PolicyArn: policyArn }],
      ['iam:DeleteRole', { RoleName: name }],
    ],
  ]);
});

const profileCalled = (profile: string, role: string) => ({
  name: profile,
  path: '/',
  id: 'AIPA1',
  arn: `arn:aws:iam::111122223333:instance-profile/${profile}`,
  tags: [],
  role,
  createDate: 0,
});

test.each<{
  happened: (account: Account) => unknown;
  foreignPolicies: ForeignPolicies;
  obstacle: string;
  because: string;
}>([
  {
    happened: ({ roles }) => roles[name]?.attached.push(pool[1] ?? ''),
    foreignPolicies: 'Keep',
    obstacle: `the policy ${pool[1]} is attached to the role: detach it, or set ForceDetachPolicies`,
    because: 'others attached a policy',
  },
  {
    happened: ({ roles }) => Object.assign(roles[name]?.inline ?? {}, { 'by-hand': '{}' }),
    foreignPolicies: 'Keep',
    obstacle: 'the role has an inline policy "by-hand": delete it, or set ForceDetachPolicies',
    because: 'others wrote a policy into it',
  },
  {
    happened: ({ instanceProfiles }) => Object.assign(instanceProfiles, { fleet: profileCalled('fleet', name) }),
    foreignPolicies: 'Detach',
    obstacle: 'the instance profile "fleet" holds the role: remove the role from it',
    because: 'instances of others run as the role, whatever is forced',
  },
  {
    happened: ({ instanceProfiles }) => Object.assign(instanceProfiles[name] ?? {}, { tags: [] }),
    foreignPolicies: 'Detach',
    obstacle: `the instance profile "${name}" holds the role: remove the role from it`,
    because: 'nothing says any more that the profile is ours',
  },
  {
    happened: ({ roles }) => roles['stranger']?.attached.push(policyArn),
    foreignPolicies: 'Detach',
    obstacle: `the policy ${policyArn} is attached to role stranger: detach it there`,
    because: 'another role lives on our policy',
  },
  {
    happened: ({ roles }) => Object.assign(roles['stranger'] ?? {}, { permissionsBoundary: policyArn }),
    foreignPolicies: 'Detach',
    obstacle: `the policy ${policyArn} is attached to role stranger: detach it there`,
    because: 'another role is bounded by our policy',
  },
  {
    happened: ({ roles }) => Object.assign(roles[name] ?? {}, { tags: [] }),
    foreignPolicies: 'Detach',
    obstacle: `the policy ${policyArn} is attached to role ${name}: detach it there`,
    because: 'nothing says any more that the role is ours',
  },
])('a Delete is refused, naming what stands in its way: $because', async ({ happened, foreignPolicies, obstacle }) => {
  expect(await deletionAfter(happened, foreignPolicies)).toEqual({ state: 'obstructed', obstacles: [obstacle] });
});

test('everything that stands in the way is named at once', async () => {
  const deletion = await deletionAfter(({ roles, instanceProfiles }) => {
    roles[name]?.attached.push(pool[1] ?? '');
    roles['stranger']?.attached.push(policyArn);
    instanceProfiles['fleet'] = profileCalled('fleet', name);
  }, 'Keep');
  expect(deletion).toMatchObject({ state: 'obstructed', obstacles: { length: 3 } });
});

test('what bears the names and not our tags is left alone, and said to be', async () => {
  const iam = emptyIam();
  await settle(iam, desiredFrom({ origin: otherOrigin }));
  const found = await observed(iam, names, 'Delete');
  const { roleArn, instanceProfileArn } = names;
  expect(planDelete(names, wanted.owner, found, 'Detach')).toEqual({
    state: 'planned',
    plan: [],
    leftAlone: [roleArn, policyArn, instanceProfileArn],
  });
});

test('a Delete of nothing does nothing', async () => {
  const found = await observed(emptyIam(), names, 'Delete');
  expect(planDelete(names, wanted.owner, found, 'Keep')).toEqual({ state: 'planned', plan: [], leftAlone: [] });
});
