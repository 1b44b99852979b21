import { AwsError } from '../../handler/aws/aws-error';
import { failing, type Hooks } from '../../local/aws/hooks';
import type { World } from '../../local/aws/world';
import { refusing } from './faults';
import { type Given, type How, plain, properties, type Stage, stage } from './fixture';
import { iam, iamOf, inNoOrder, trioOf } from './identity';

const id = 'app-sessions';
const other: Given = { ...plain, RoleName: 'app-renamed', Description: 'renamed' };
const rollingBack = { stack: 'UPDATE_ROLLBACK_IN_PROGRESS' };
const denied = (operations: string) =>
  refusing((called) => operations.split(' ').includes(called), ['AccessDenied', 403]);

async function replaced(): Promise<Stage & { readonly before: object }> {
  const there = stage();
  await there.deliver({ type: 'Create', properties: plain });
  const before = inNoOrder(there.world);
  const { body } = await there.deliver({ type: 'Update', id, properties: other });
  expect(body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'app-renamed' });
  return { ...there, before };
}

test('a new RoleName makes a second trio, and the Delete of the old id leaves it alone', async () => {
  const { world, deliver, before } = await replaced();
  const { role, policy, profile } = trioOf(world, 'app-renamed');
  expect([role?.description, policy?.path, profile?.role]).toEqual(['renamed', '/session-manager/', 'app-renamed']);
  const { body } = await deliver({
    type: 'Delete',
    id,
    properties: plain,
    stack: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  });
  expect(body?.Status).toBe('SUCCESS');
  expect([trioOf(world), trioOf(world, 'app-renamed')]).toEqual([{}, { role, policy, profile }]);
  expect(before).not.toEqual(inNoOrder(world));
});

test('a successful replacement that is rolled back ends as it began', async () => {
  const { world, deliver, before } = await replaced();
  const ids = [trioOf(world).role?.id, trioOf(world).profile?.id];
  const back = await deliver({ type: 'Update', id: 'app-renamed', properties: plain, ...rollingBack });
  expect(back.body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id });
  await deliver({ type: 'Delete', id: 'app-renamed', properties: other });
  expect(inNoOrder(world)).toEqual(before);
  expect([trioOf(world).role?.id, trioOf(world).profile?.id]).toEqual(ids);
});

test.each([
  ['CloudFormation says that it rolls back', 'iam:UpdateRole'],
  ['CloudFormation may not be asked', 'iam:UpdateRole cloudformation:DescribeStacks'],
])('a rollback of a replacement that cannot repair the old trio keeps it, where %s', async (_because, operations) => {
  const { world, deliver } = await replaced();
  const { role } = trioOf(world);
  if (role) role.description = 'drifted';
  const before = iam(world);
  const hooks = denied(operations);
  const { body } = await deliver({ type: 'Update', id: 'app-renamed', properties: plain, ...rollingBack }, { hooks });
  expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('iam:UpdateRole') });
  expect(iam(world)).toEqual(before);
});

test.each<[because: string, given: Given, named: string]>([
  ['the path changes alone', { ...plain, Path: '/session-manager/team/' }, '/session-manager/app-sessions'],
  ['only letter case changes', { ...plain, RoleName: 'App-Sessions' }, '"app-sessions"'],
])('an Update is refused, and changes nothing, where %s', async (_because, given, named) => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: plain });
  const before = iam(world);
  const { body } = await deliver({ type: 'Update', id, properties: given });
  expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: id, Reason: expect.stringContaining(named) });
  expect(iam(world)).toEqual(before);
});

test('a new path under a generated name is a replacement, and its Delete finds the old path', async () => {
  const { RoleName, ...unnamed } = plain;
  const { world, deliver } = stage();
  const nothing = iam(world);
  const created = await deliver({ type: 'Create', properties: unnamed });
  const old = created.body?.PhysicalResourceId ?? '';
  const moved = { ...unnamed, Path: '/session-manager/team/' };
  const { body } = await deliver({ type: 'Update', id: old, properties: moved });
  expect(body?.Status).toBe('SUCCESS');
  expect(body?.PhysicalResourceId).not.toBe(old);
  await deliver({ type: 'Delete', id: old, properties: unnamed });
  expect([trioOf(world, old), trioOf(world, body?.PhysicalResourceId).role?.path]).toEqual([{}, moved.Path]);
  await deliver({ type: 'Delete', id: body?.PhysicalResourceId ?? '', properties: moved });
  expect(iam(world)).toEqual(nothing);
});

test('a replacement that fails at any write leaves the old trio alone', async () => {
  for (const operation of ['CreateRole', 'CreatePolicy', 'CreateInstanceProfile', 'AttachRolePolicy'] as const) {
    const { world, deliver } = stage();
    await deliver({ type: 'Create', properties: plain });
    const before = inNoOrder(world);
    const quota = new AwsError('LimitExceeded', 409, 'Cannot exceed quota');
    const hooks = failing(`iam:${operation}`, 1, quota, 'before');
    const { body } = await deliver({ type: 'Update', id, properties: other }, { hooks });
    expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: id });
    expect(inNoOrder(world)).toEqual(before);
  }
});

test.each(['a refusal', 'the deadline'])(
  'what a replacement cannot take back for %s goes with a Delete of its answer',
  async (what) => {
    const { world, clock, deliver } = stage();
    await deliver({ type: 'Create', properties: plain });
    const before = inNoOrder(world);
    const undoing = denied('iam:DeleteRole').before;
    const hooks: Hooks = {
      before: async (operation, ...call) => {
        if (operation === 'iam:AttachRolePolicy' && what === 'the deadline') await clock.sleep(3600_000);
        if (operation === 'iam:AttachRolePolicy') throw new AwsError('LimitExceeded', 409, 'Cannot exceed quota');
        await undoing?.(operation, ...call);
      },
    };
    const failed = await deliver({ type: 'Update', id, properties: other }, { hooks });
    expect(failed.body?.Status).toBe('FAILED');
    expect(trioOf(world, 'app-renamed').role).toBeDefined();
    expect(failed.body?.PhysicalResourceId).toBe('app-renamed');
    const back = await deliver({ type: 'Update', id, properties: plain, ...rollingBack });
    expect(back.body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id });
    await deliver({ type: 'Delete', id: 'app-renamed', properties: other });
    expect(inNoOrder(world)).toEqual(before);
  },
);

test.each<[because: string, meanwhile: (world: World) => void, how: How]>([
  ['what is there cannot be read', () => {}, { hooks: denied('iam:GetPolicy') }],
  [
    'the key has been disabled',
    (world) => {
      for (const key of Object.values(iamOf(world).keys)) key.state = 'Disabled';
    },
    {},
  ],
])(
  'what a replacement that died had made goes with a Delete of the next answer, where %s',
  async (_, meanwhile, how) => {
    const { world, deliver } = stage();
    await deliver({ type: 'Create', properties });
    const before = inNoOrder(world);
    const renamed = { ...properties, RoleName: 'app-renamed' };
    const { calls } = await deliver(
      { type: 'Update', id, properties: renamed },
      { hooks: denied('iam:AttachRolePolicy') },
    );
    const at = calls.findIndex(({ operation }) => operation === 'iam:AttachRolePolicy') + 1;
    await deliver({ type: 'Update', id, properties: renamed }, { dies: { at, when: 'before' } });
    expect(trioOf(world, 'app-renamed').role).toBeDefined();
    meanwhile(world);
    const { body } = await deliver({ type: 'Update', id, properties: renamed }, how);
    expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'app-renamed' });
    await deliver({ type: 'Update', id, properties, ...rollingBack });
    await deliver({ type: 'Delete', id: 'app-renamed', properties: renamed });
    expect(inNoOrder(world)).toEqual(before);
  },
);

describe('while the stack rolls back', () => {
  async function broken() {
    const there = stage();
    await there.deliver({ type: 'Create', properties });
    const before = inNoOrder(there.world);
    for (const key of Object.values(iamOf(there.world).keys)) key.state = 'PendingDeletion';
    return { ...there, before };
  }

  test('a broken key does not fail the Update, which brings back what was', async () => {
    const { world, deliver, before } = await broken();
    const drifted = trioOf(world).role;
    if (drifted) drifted.description = 'as the failed Update wrote it';
    const forward = await deliver({ type: 'Update', id, properties });
    expect(forward.body?.Status).toBe('FAILED');
    const { body } = await deliver({ type: 'Update', id, properties, ...rollingBack });
    expect(body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'BROKEN' } });
    expect(inNoOrder(world)).toEqual(before);
  });

  test('a broken key does fail an Update where CloudFormation may not be asked', async () => {
    const { world, deliver } = await broken();
    const before = iam(world);
    const hooks = denied('cloudformation:DescribeStacks');
    const { body } = await deliver({ type: 'Update', id, properties, ...rollingBack }, { hooks });
    expect(body?.Status).toBe('FAILED');
    expect(iam(world)).toEqual(before);
  });
});
