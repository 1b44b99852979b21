import { AwsError } from '../../handler/aws/aws-error';
import { failing, type Recorded } from '../../local/aws/hooks';
import { isWrite } from './faults';
import { furtherPolicy, type Given, type How, plain, type Requested, type Stage, stage } from './fixture';
import { inNoOrder, trioOf } from './identity';

const changed: Given = {
  ...plain,
  Description: 'changed',
  MaxSessionDuration: '7200',
  TrustedServices: ['ec2.amazonaws.com', 'ssm.amazonaws.com'],
  Tags: [{ Key: 'Team', Value: 'storage' }],
  CloudWatchLogGroupName: '/ssm/sessions',
};
const before: Given = { ...plain, ManagedPolicyArns: [furtherPolicy], Tags: [{ Key: 'Stage', Value: 'test' }] };
const id = 'app-sessions';

const stories: { because: string; before: readonly Requested[]; request: Requested }[] = [
  { because: 'a Create', before: [], request: { type: 'Create', properties: before } },
  {
    because: 'an Update in place',
    before: [{ type: 'Create', properties: before }],
    request: { type: 'Update', id, properties: changed },
  },
  {
    because: 'a replacement',
    before: [{ type: 'Create', properties: { ...plain, RoleName: 'old' } }],
    request: { type: 'Update', id: 'old', properties: changed },
  },
  {
    because: 'a Delete',
    before: [{ type: 'Create', properties: before }],
    request: { type: 'Delete', id, properties: before },
  },
];

async function told({ before }: (typeof stories)[number]): Promise<Stage> {
  const there = stage();
  for (const request of before) await there.deliver(request);
  return there;
}

async function undisturbed(story: (typeof stories)[number]) {
  const there = await told(story);
  const { body, calls } = await there.deliver(story.request);
  const versions = trioOf(there.world).policy?.versions.length ?? 0;
  return { world: inNoOrder(there.world), versions, body, calls };
}

/** Every write of a request, and both moments at which something may befall it. */
function moments(calls: readonly Recorded[]) {
  return calls.flatMap(({ operation }, index) =>
    isWrite(operation) ? (['before', 'after'] as const).map((when) => ({ at: index + 1, when, operation })) : [],
  );
}

describe.each(stories)('$because', (story) => {
  test('that dies at any write is finished by the next delivery, and a Delete after leaves nothing', async () => {
    const expected = await undisturbed(story);
    for (const dies of moments(expected.calls)) {
      const there = await told(story);
      const died = await there.deliver(story.request, { dies });
      const { body } = await there.deliver(story.request);
      expect({ ...dies, world: inNoOrder(there.world) }).toEqual({ ...dies, world: expected.world });
      expect([died.body, body?.Status, body?.PhysicalResourceId]).toEqual([undefined, 'SUCCESS', id]);
      await there.deliver({ type: 'Delete', id, properties: story.request.properties ?? {} });
      expect({ ...dies, trio: trioOf(there.world) }).toEqual({ ...dies, trio: {} });
    }
  });
});

test.each([
  { operation: 'iam:CreateRole', story: stories[0] },
  { operation: 'iam:CreatePolicy', story: stories[0] },
  { operation: 'iam:CreateInstanceProfile', story: stories[0] },
  { operation: 'iam:AddRoleToInstanceProfile', story: stories[0] },
  { operation: 'iam:AttachRolePolicy', story: stories[0] },
  { operation: 'iam:CreatePolicyVersion', story: stories[1] },
  { operation: 'iam:UpdateAssumeRolePolicy', story: stories[1] },
  { operation: 'iam:DetachRolePolicy', story: stories[1] },
  { operation: 'iam:UntagPolicy', story: stories[1] },
  { operation: 'iam:DeleteRole', story: stories[3] },
  { operation: 'iam:DeletePolicy', story: stories[3] },
  { operation: 'iam:RemoveRoleFromInstanceProfile', story: stories[3] },
] as const)('the lost answer of $operation converges without a duplicate', async ({ operation, story }) => {
  if (!story) throw new Error('No such story');
  const expected = await undisturbed(story);
  for (const status of [0, 503]) {
    const there = await told(story);
    const error = new AwsError('ECONNRESET', status, 'socket hang up');
    const how: How = { hooks: failing(operation, 1, error, 'after') };
    const { body } = await there.deliver(story.request, how);
    expect(body?.Status).toBe('SUCCESS');
    expect(inNoOrder(there.world)).toEqual(expected.world);
    expect(trioOf(there.world).policy?.versions.length ?? 0).toBe(expected.versions);
  }
});
