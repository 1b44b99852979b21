import type { World } from '../../local/aws/world';
import { furtherPolicy, type Given, plain, properties, stage } from './fixture';
import { iam, iamOf, inNoOrder, trioOf } from './identity';
import { asAdmin, stranger } from './strangers';

const id = 'app-sessions';
const full: Given = { ...properties, ManagedPolicyArns: [furtherPolicy] };
const declared: Given = { ...plain, ManagedPolicyArns: [furtherPolicy], Tags: properties.Tags };
const policyArn = 'arn:aws:iam::111122223333:policy/session-manager/app-sessions';
const denyAll = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });

test.each<[because: string, given: Given]>([
  ['nothing changed', full],
  ['only the token asks for it', { ...full, ReconcileToken: '2' }],
  ['what was left out is set to its default', { ...full, MaxSessionDuration: '3600', ForceDetachPolicies: 'false' }],
  ['scalars come as they are in JSON', { ...full, MaxSessionDuration: 3600, S3EncryptionEnabled: true }],
  ['the prefix is written otherwise', { ...full, S3KeyPrefix: '/sessions//' }],
])('an Update leaves the world as it is, ids, dates and versions too, where %s', async (_because, given) => {
  const { world, deliver } = stage();
  const created = await deliver({ type: 'Create', properties: full });
  const before = iam(world);
  const { body } = await deliver({ type: 'Update', id, properties: given });
  expect(body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id, Data: created.body?.Data });
  expect(iam(world)).toEqual(before);
});

/** What a person may do to a trio behind CloudFormation's back. */
const drifts: Record<string, (world: World) => unknown> = {
  'the boundary is gone': (world) => delete trioOf(world).role?.permissionsBoundary,
  'the boundary is another': (world) => Object.assign(trioOf(world).role ?? {}, { permissionsBoundary: furtherPolicy }),
  'another service is trusted': (world) => {
    const PolicyDocument = trioOf(world).role?.trustPolicy.replace('ec2.', 'lambda.');
    return asAdmin(world, 'iam:UpdateAssumeRolePolicy', { RoleName: id, PolicyDocument });
  },
  'the description is another': (world) => Object.assign(trioOf(world).role ?? {}, { description: 'mine' }),
  'the duration is another': (world) => Object.assign(trioOf(world).role ?? {}, { maxSessionDuration: 43_200 }),
  'a tag of the role is gone': (world) => trioOf(world).role?.tags.shift(),
  'a tag of the role is another': (world) =>
    asAdmin(world, 'iam:TagRole', { RoleName: id, Tags: [{ Key: 'team', Value: 'mine' }] }),
  'a tag was added to the role': (world) => trioOf(world).role?.tags.push({ Key: 'Mine', Value: '' }),
  'a tag of the policy is another': (world) =>
    asAdmin(world, 'iam:TagPolicy', { PolicyArn: policyArn, Tags: [{ Key: 'Team', Value: 'mine' }] }),
  'a tag was added to the policy': (world) => trioOf(world).policy?.tags.push({ Key: 'Mine', Value: '' }),
  'a tag of the profile is gone': (world) => trioOf(world).profile?.tags.shift(),
  'a tag was added to the profile': (world) => trioOf(world).profile?.tags.push({ Key: 'Mine', Value: '' }),
  'our policy was detached': (world) => asAdmin(world, 'iam:DetachRolePolicy', { RoleName: id, PolicyArn: policyArn }),
  'a further policy was detached': (world) =>
    asAdmin(world, 'iam:DetachRolePolicy', { RoleName: id, PolicyArn: furtherPolicy }),
  'the policy has another default version': (world) =>
    asAdmin(world, 'iam:CreatePolicyVersion', {
      PolicyArn: policyArn,
      PolicyDocument: denyAll,
      SetAsDefault: true,
    }),
  'the profile is empty': (world) => delete trioOf(world).profile?.role,
  'the profile holds another role': (world) => {
    stranger(world, 'role', 'mine', '/session-manager/');
    Object.assign(trioOf(world).profile ?? {}, { role: 'mine' });
  },
  'the profile is gone': (world) => delete iamOf(world).instanceProfiles[id],
  'the policy is gone': (world) => {
    asAdmin(world, 'iam:DetachRolePolicy', { RoleName: id, PolicyArn: policyArn });
    delete iamOf(world).policies[policyArn];
  },
  'the role is gone': (world) => {
    delete trioOf(world).profile?.role;
    delete iamOf(world).roles[id];
  },
  'everything is gone': (world) => {
    delete iamOf(world).roles[id];
    delete iamOf(world).policies[policyArn];
    delete iamOf(world).instanceProfiles[id];
  },
};

test.each(Object.entries(drifts))('an Update repairs the trio where %s', async (_drift, drift) => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: declared });
  const { role, policy, profile } = ourTrio(world);
  drift(world);
  expect(ourTrio(world)).not.toEqual({ role, policy, profile });
  const { body } = await deliver({ type: 'Update', id, properties: declared });
  expect(body?.Status).toBe('SUCCESS');
  expect(ourTrio(world)).toEqual({ role, policy, profile });
});

function ourTrio(world: World) {
  const { roles, policies, profiles } = inNoOrder(world);
  const ours = <T extends { readonly name: string }>(things: readonly T[]) => things.find(({ name }) => name === id);
  return { role: ours(roles), policy: ours(policies), profile: ours(profiles) };
}

test('what others attached to the role outlives an Update, whose log names it', async () => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: plain });
  const theirs = stranger(world, 'policy', 'audit', '/');
  asAdmin(world, 'iam:AttachRolePolicy', { RoleName: id, PolicyArn: theirs });
  const { body, logs } = await deliver({ type: 'Update', id, properties: { ...plain, Description: 'changed' } });
  expect(body?.Status).toBe('SUCCESS');
  expect(trioOf(world).role).toMatchObject({ description: 'changed', attached: [policyArn, theirs] });
  expect(logs).toContainEqual(expect.objectContaining({ event: 'plan', foreignPolicies: [theirs] }));
});

test.each([1, 2, 6, 9])(
  'after %d changes of the policy the newest rules, and no more than five are kept',
  async (changes) => {
    const { world, deliver } = stage();
    await deliver({ type: 'Create', properties: full });
    for (let change = 1; change <= changes; change += 1) {
      const { body } = await deliver({ type: 'Update', id, properties: { ...full, S3KeyPrefix: `prefix-${change}` } });
      expect(body?.Status).toBe('SUCCESS');
    }
    const versions = trioOf(world).policy?.versions ?? [];
    expect(versions.length).toBe(Math.min(5, changes + 1));
    expect(versions.filter(({ isDefault }) => isDefault).map(({ document }) => document)).toEqual([
      expect.stringContaining(`/prefix-${changes}/`),
    ]);
  },
);

test('a sixth version replaces the oldest but one where the oldest rules', async () => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: full });
  for (const _of of 'four') {
    asAdmin(world, 'iam:CreatePolicyVersion', { PolicyArn: policyArn, PolicyDocument: denyAll });
  }
  for (const [index, version] of (trioOf(world).policy?.versions ?? []).entries()) version.createDate = index;
  const { body } = await deliver({ type: 'Update', id, properties: { ...full, S3KeyPrefix: 'new' } });
  expect(body?.Status).toBe('SUCCESS');
  const versions = trioOf(world).policy?.versions.map(({ id, isDefault }) => `${id}${isDefault ? ' rules' : ''}`);
  expect(versions).toEqual(['v1', 'v3', 'v4', 'v5', 'v6 rules']);
});

test.each([
  { stack: 'UPDATE_COMPLETE', because: 'another delivery was answered' },
  { stack: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', because: 'another delivery was answered' },
  { stack: 'UPDATE_ROLLBACK_COMPLETE', because: 'the rollback has ended' },
  { stack: 'DELETE_IN_PROGRESS', because: 'the stack is on its way out' },
  { stack: 'DELETE_COMPLETE', because: 'the stack is gone' },
])('an Update that comes while its stack is $stack changes nothing, since $because', async ({ stack }) => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: plain });
  const before = iam(world);
  const changed = { ...plain, Description: 'late' };
  expect((await deliver({ type: 'Update', id, properties: changed, stack })).body?.Status).toBe('FAILED');
  expect(
    (await deliver({ type: 'Update', id, properties: { ...changed, RoleName: 'late' }, stack })).body?.Status,
  ).toBe('FAILED');
  expect(iam(world)).toEqual(before);
});
