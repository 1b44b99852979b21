import { createPolicy, createRole } from '../../local/aws/create';
import { account, furtherPolicy, type Given, plain, properties, redeploy, type Stage, stage } from './fixture';
import { iam, iamOf, trioOf } from './identity';
import { asAdmin, kinds, stranger } from './strangers';

const id = 'app-sessions';

async function created(given: Given = plain): Promise<Stage & { readonly nothing: object }> {
  const there = stage();
  const nothing = iam(there.world);
  const { body } = await there.deliver({ type: 'Create', properties: given });
  if (body?.Status !== 'SUCCESS') throw new Error(`The Create failed: ${body?.Reason}`);
  return { ...there, nothing };
}

test.each([
  { because: 'the id that was answered', id },
  { because: 'an id that CloudFormation invented', id: 'app-Role-1A2B3C4D5E6F' },
  { because: 'the marker of another handler', id: 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED' },
  { because: 'the name of a log stream', id: '2025/06/01/[$LATEST]0123456789abcdef0123456789abcdef' },
  { because: 'the longest id', id: 'x'.repeat(1024) },
])('a Delete with $because answers that id and leaves nothing, once and twice', async ({ id }) => {
  const { world, deliver, nothing } = await created();
  for (const _time of ['once', 'twice']) {
    const { body } = await deliver({ type: 'Delete', id, properties: plain });
    expect(body).toEqual(expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: id }));
    expect(iam(world)).toEqual(nothing);
  }
});

test('a Delete with an invented id finds what lies under a path of its own', async () => {
  const given = { ...plain, Path: '/session-manager/team/' };
  const { world, deliver, nothing } = await created(given);
  await deliver({ type: 'Delete', id: 'app-Role-1A2B3C4D5E6F', properties: given });
  expect(iam(world)).toEqual(nothing);
});

test('two Deletes at once both succeed and leave nothing', async () => {
  const { world, clock, begin, nothing } = await created({ ...properties, ManagedPolicyArns: [furtherPolicy] });
  const slow = { hooks: { before: () => clock.sleep(50), after: () => clock.sleep(20) } };
  const both = Promise.all([begin({ type: 'Delete', id }, slow), begin({ type: 'Delete', id }, slow)]);
  expect((await clock.run(both)).map(({ body }) => body?.Status)).toEqual(['SUCCESS', 'SUCCESS']);
  expect(iam(world)).toEqual(nothing);
});

test.each<[because: string, shape: Given]>([
  ['a property that no longer exists', { ...plain, Retired: 'x' }],
  [
    'types that templates used to have',
    { ...plain, ForceDetachPolicies: 'maybe', MaxSessionDuration: true, Tags: 'a' },
  ],
  ['numbers and nulls', { ...plain, Path: 7, PropagationWaitSeconds: null, PermissionsBoundary: [] }],
  ['a path that is none', { ...plain, Path: 'session-manager' }],
  ['a policy that may no longer be attached', { ...plain, ManagedPolicyArns: ['arn:aws:iam::aws:policy/Gone'] }],
])('a Delete removes everything under properties with %s', async (_because, shape) => {
  const { world, deliver, nothing } = await created();
  const { body } = await deliver({ type: 'Delete', id, properties: shape });
  expect(body?.Status).toBe('SUCCESS');
  expect(iam(world)).toEqual(nothing);
});

test.each(kinds)('a %s that lost its tags is left alone by Delete, which succeeds', async (kind) => {
  const { world, deliver } = await created();
  const { role, policy, profile } = trioOf(world);
  const orphan = { role, policy, 'instance profile': profile }[kind];
  if (!orphan) throw new Error('Nothing was created');
  orphan.tags = [];
  // An own policy cannot go while a role of somebody else's, as this now is, bears it; nor the other way round.
  if (role && kind !== 'instance profile') role.attached = [];
  if (profile) delete profile.role;
  const { body, logs } = await deliver({ type: 'Delete', id, properties: plain });
  expect(body?.Status).toBe('SUCCESS');
  expect(Object.values(trioOf(world)).map(({ arn }) => arn)).toEqual([orphan.arn]);
  expect(logs).toContainEqual(expect.objectContaining({ event: 'plan', leftAlone: [orphan.arn] }));
});

const theirDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
const obstacles = {
  'a managed policy': ({ world }: Stage) => {
    const { arn } = createPolicy(world, account, 'audit', theirDocument);
    asAdmin(world, 'iam:AttachRolePolicy', { RoleName: id, PolicyArn: arn });
    return arn;
  },
  'an inline policy': ({ world }: Stage) => {
    const { role } = trioOf(world);
    if (role) role.inline['quarantine'] = JSON.stringify(theirDocument);
    return 'quarantine';
  },
  'an instance profile': ({ world }: Stage) => {
    stranger(world, 'instance profile', 'eks-node');
    asAdmin(world, 'iam:AddRoleToInstanceProfile', { InstanceProfileName: 'eks-node', RoleName: id });
    return 'eks-node';
  },
  'our policy on a role': ({ world }: Stage) => {
    createRole(world, account, { RoleName: 'borrower' }, { attached: [trioOf(world).policy?.arn ?? ''] });
    return 'role borrower';
  },
};

test.each(Object.entries(obstacles))(
  '%s of others fails the Delete, which names it and removes nothing',
  async (_, put) => {
    const there = await created();
    const name = put(there);
    const before = iam(there.world);
    const { body } = await there.deliver({ type: 'Delete', id, properties: plain });
    expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: id, Reason: expect.stringContaining(name) });
    expect(iam(there.world)).toEqual(before);
  },
);

test.each(['a managed policy', 'an inline policy'] as const)(
  'ForceDetachPolicies takes %s off and keeps it',
  async (what) => {
    const there = await created();
    obstacles[what](there);
    const { policies } = iam(there.world);
    const { body } = await there.deliver({ type: 'Delete', id, properties: { ...plain, ForceDetachPolicies: 'true' } });
    expect(body?.Status).toBe('SUCCESS');
    expect(trioOf(there.world)).toEqual({});
    const own = 'arn:aws:iam::111122223333:policy/session-manager/app-sessions';
    expect(Object.keys(iamOf(there.world).policies)).toEqual(Object.keys(policies).filter((arn) => arn !== own));
  },
);

test.each(['an instance profile', 'our policy on a role'] as const)(
  'ForceDetachPolicies does not touch %s',
  async (what) => {
    const there = await created();
    const name = obstacles[what](there);
    const before = iam(there.world);
    const { body } = await there.deliver({ type: 'Delete', id, properties: { ...plain, ForceDetachPolicies: 'true' } });
    expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(name) });
    expect(iam(there.world)).toEqual(before);
  },
);

test('a Delete of a fixed name leaves nothing under the former RolePath, where it was created', async () => {
  const { world, deliver } = await created();
  const redeployed = redeploy(world, { RolePath: '/moved/', FormerRolePath: '/session-manager/' });
  const { body } = await deliver({ type: 'Delete', id, properties: plain }, { redeployed });
  expect(body).toMatchObject({ Status: 'SUCCESS' });
  expect(trioOf(world, id)).toEqual({});
});

test('the Delete of a generated name under a RolePath long gone never removes the present trio', async () => {
  const { RoleName: _, ...unnamed } = plain;
  const { world, deliver } = await created(unnamed);
  const old = Object.values(iamOf(world).instanceProfiles)[0]?.name ?? '';
  const redeployed = redeploy(world, { RolePath: '/moved/' });
  const { body } = await deliver({ type: 'Update', id: old, properties: unnamed }, { redeployed });
  const present = trioOf(world, body?.PhysicalResourceId);
  const status = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';
  const late = await deliver({ type: 'Delete', id: old, properties: unnamed, stack: status }, { redeployed });
  expect(Object.keys(present)).toHaveLength(3);
  expect(trioOf(world, body?.PhysicalResourceId)).toEqual(present);
  expect(late.body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: old });
});

test.each([
  { stack: 'CREATE_COMPLETE', because: 'nobody asked for it' },
  { stack: 'UPDATE_COMPLETE', because: 'it was created again since' },
])('a Delete of what CloudFormation calls $stack removes nothing, since $because', async ({ stack }) => {
  const { world, deliver } = await created();
  const before = iam(world);
  const { body } = await deliver({ type: 'Delete', id, properties: plain, stack });
  expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(stack) });
  expect(iam(world)).toEqual(before);
});
