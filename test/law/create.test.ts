import fc from 'fast-check';
import type { Hooks } from '../../local/aws/hooks';
import { furtherPolicy, plain, properties, type Stage, stage, standing } from './fixture';
import { iam, iamOf, inNoOrder, meaning, trioOf } from './identity';
import { asAdmin, stranger } from './strangers';

const answerOf = ({ body }: Awaited<ReturnType<Stage['deliver']>>) => {
  if (!body) throw new Error('Nothing was answered');
  const { Status, PhysicalResourceId, Data } = body;
  return { Status, PhysicalResourceId, Data };
};

test('a Create makes one trio under one name, tagged as its own, and answers every attribute', async () => {
  const { world, deliver } = stage();
  const { body } = await deliver({ type: 'Create', properties: { ...properties, ManagedPolicyArns: [furtherPolicy] } });
  const { role, policy, profile } = trioOf(world);
  expect(role?.attached.toSorted()).toEqual([policy?.arn, furtherPolicy].toSorted());
  expect(profile?.role).toBe('app-sessions');
  expect(policy?.tags).toEqual(profile?.tags);
  expect(body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'app-sessions' });
  expect(body?.Data).toEqual({
    RoleArn: role?.arn,
    RoleName: role?.name,
    RoleId: role?.id,
    PolicyArn: policy?.arn,
    InstanceProfileArn: profile?.arn,
    InstanceProfileName: profile?.name,
    InstanceProfileId: profile?.id,
    S3KmsKeyArn: expect.stringContaining(':key/11111111-'),
    KmsKeyArn: '',
    VerificationStatus: 'PASSED',
    VerificationSummary: '',
    RequiredBucketPolicy: '',
    RequiredKeyPolicy: expect.stringContaining('kms:GenerateDataKey'),
  });
});

test('a second delivery of a Create answers the same and leaves the world as it is', async () => {
  const { world, deliver } = stage();
  const first = await deliver({ type: 'Create' });
  const before = iam(world);
  const second = await deliver({ type: 'Create' });
  expect(answerOf(second)).toEqual(answerOf(first));
  expect(iam(world)).toEqual(before);
});

test.each(['CREATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_FAILED'])(
  'a Create that is delivered again once its resource is %s changes nothing',
  async (resource) => {
    const { world, deliver } = stage();
    await deliver({ type: 'Create', properties: plain });
    await deliver({ type: 'Update', id: 'app-sessions', properties: { ...plain, Description: 'newer' } });
    const before = iam(world);
    const { body } = await deliver({ type: 'Create', properties: plain, resource });
    expect(body?.Reason).toContain(`CloudFormation says ${resource}`);
    expect(iam(world)).toEqual(before);
  },
);

test('two deliveries of a Create at once make one trio and answer the same, however their calls interleave', async () => {
  const undisturbed = stage();
  const expected = await undisturbed.deliver({ type: 'Create', properties: plain });
  const delays = fc.infiniteStream(fc.integer({ min: 0, max: 400 }));
  const law = fc.asyncProperty(delays, delays, fc.integer({ min: 0, max: 2000 }), async (one, other, head) => {
    const { world, clock, begin } = stage();
    const slowly = (latency: fc.Stream<number>): Hooks => {
      return { before: async () => clock.sleep(latency.next().value), after: async () => clock.sleep(1) };
    };
    const later = clock.sleep(head).then(() => begin({ type: 'Create', properties: plain }, { hooks: slowly(other) }));
    const first = begin({ type: 'Create', properties: plain }, { hooks: slowly(one) });
    const answers = (await clock.run(Promise.all([first, later]))).map(answerOf);
    const { role, profile } = trioOf(world);
    const ids = { RoleId: role?.id, InstanceProfileId: profile?.id };
    const Data = { ...answerOf(expected).Data, ...ids };
    expect(answers).toEqual([
      { ...answerOf(expected), Data },
      { ...answerOf(expected), Data },
    ]);
    expect(inNoOrder(world)).toEqual(inNoOrder(undisturbed.world));
  });
  await fc.assert(law, { numRuns: 15 });
});

test('a name that is generated is the same at every delivery and fits', async () => {
  const { RoleName, ...unnamed } = plain;
  const { world, deliver } = stage();
  const first = await deliver({ type: 'Create', properties: unnamed });
  const before = meaning(world);
  const second = await deliver({ type: 'Create', properties: unnamed });
  expect(answerOf(second)).toEqual(answerOf(first));
  expect(first.body?.PhysicalResourceId).toMatch(/^app-Role-[0-9a-f]{12}$/);
  expect(meaning(world)).toEqual(before);
});

test.each(['a managed policy', 'an inline policy'])(
  'a Create that is taken back keeps a role to which somebody gave %s meanwhile, and leaves it to Delete',
  async (given) => {
    const { world, deliver } = stage();
    const theirs = given === 'a managed policy' ? stranger(world, 'policy', 'audit', '/') : 'by-hand';
    const hooks: Hooks = {
      before: async (operation) => {
        const role = iamOf(world).roles[plain.RoleName];
        if (operation !== 'cloudformation:DescribeStackResource' || role === undefined) return;
        if (given === 'a managed policy')
          asAdmin(world, 'iam:AttachRolePolicy', { RoleName: role.name, PolicyArn: theirs });
        else role.inline[theirs] = '{}';
        standing(world, 'ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS');
      },
    };
    const { body } = await deliver({ type: 'Create', properties: plain }, { hooks });
    expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(theirs) });
    const { role } = trioOf(world);
    expect([...(role?.attached ?? []), ...Object.keys(role?.inline ?? {})]).toContain(theirs);
  },
);
