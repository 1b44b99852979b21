import { furtherPolicy, plain, stage } from './fixture';
import { iam, trioOf } from './identity';

const id = 'app-sessions';
const bearing = { ...plain, ManagedPolicyArns: [furtherPolicy] };

/** An Update that was cancelled has taken the record off the role, and the Update of the rollback put the policy on. */
async function unrecorded() {
  const there = stage();
  const nothing = iam(there.world);
  await there.deliver({ type: 'Create', properties: bearing });
  const { role } = trioOf(there.world);
  if (role) role.tags = role.tags.filter(({ Key }) => Key !== 'session-manager-role:managed-policies');
  return { ...there, nothing };
}

test('a further policy that the deleted properties name is ours, though the role has no record of it', async () => {
  const { world, deliver, nothing } = await unrecorded();
  const { body } = await deliver({ type: 'Delete', id, properties: bearing });
  expect(body?.Status).toBe('SUCCESS');
  expect(iam(world)).toEqual(nothing);
});

test.each([[], 'x', [7, null], undefined])('one that they do not name is others’, as under %j', async (named) => {
  const { world, deliver } = await unrecorded();
  const before = iam(world);
  const { body } = await deliver({ type: 'Delete', id, properties: { ...plain, ManagedPolicyArns: named } });
  expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(furtherPolicy) });
  expect(iam(world)).toEqual(before);
});
