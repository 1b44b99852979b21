import { askedTwice, sum } from '../../bench/bounds';
import { measureGrowth, requestOn, type Type, type Unit, units } from '../../bench/growth';
import { crowded, live, perform, type Sample } from '../../bench/lives';
import { measureWaiting } from '../../bench/operations';
import { port } from '../../bench/port';
import { measureThrong } from '../../bench/throng';
import { createKey, createLogGroup } from '../../local/aws/create';
import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { plain, redeploy, stage } from '../law/fixture';

const LATENCY = 100;
const depthOf = ({ milliseconds }: Sample) => milliseconds / LATENCY + 1;

const depths: readonly [request: string, depth: number, because: string][] = [
  ['create', 6, 'bucket, its key, three things, their ties, CloudFormation, and the answer wait for one another'],
  ['createCrossAccount', 7, 'the verifier role is assumed before it reads'],
  ['createWithSessionDocument', 7, 'the document names the bucket'],
  ['updateUnchanged', 3, 'bucket and key, policy and version are two questions in a row'],
  ['updateUnchangedCrossAccount', 4, 'the verifier role is assumed before it reads'],
  ['updateUnchangedWithSessionDocument', 4, 'the document names the bucket'],
  ['updatePolicy', 5, 'a version is written, and CloudFormation asked again'],
  ['updatePolicyPruning', 6, 'a sixth version needs the room of another'],
  ['delete', 4, 'what is attached is detached before anything goes'],
  ['deleteCrossAccount', 4, 'nothing of the other account is read'],
  ['deleteWithSessionDocument', 4, 'the document is not read'],
];

const measured = live(port(LATENCY), 1);

test('every request is measured that is bound', async () => {
  expect(Object.keys(await measured).toSorted()).toEqual(depths.map(([request]) => request).toSorted());
});

test.each(depths)('%s takes %d round trips, since %s, and no call too many', async (request, depth) => {
  const sample = (await measured)[request];
  expect(sample && { depth: depthOf(sample), bound: sample.bound }).toEqual({ depth, bound: depth });
  expect(sample?.counts).toEqual(sample?.least);
  expect(sample?.twice).toEqual([]);
});

const types: readonly Type[] = ['Create', 'Update', 'Delete'];

test.each(types.flatMap((type) => units.map((unit): [Type, Unit] => [type, unit])))(
  'a(n) %s with several %s calls no more than they need, and waits no longer than it must',
  async (type, unit) => {
    const sample = await requestOn(port(LATENCY), type, unit);
    expect(sample.counts).toEqual(sample.least);
    expect(sample.twice).toEqual([]);
    expect(depthOf(sample)).toBe(sample.bound);
  },
);

test('calls grow by what IAM has no list for, and by nothing else', async () => {
  const told = Object.entries(await measureGrowth()).map(([type, growth]) => [
    type,
    ...units.map((unit) => growth[unit].calls),
  ]);
  expect(told).toEqual([
    // By managedPolicies, foreignPolicies, inlinePolicies, versions.
    ['Create', 3, 0, 0, 0],
    ['Update', 2, 2, 1, 0],
    ['Delete', 1, 1, 1, 1],
  ]);
});

test('by default a Create waits ten seconds, apart from all its work, and an unchanged Update not at all', async () => {
  expect(await measureWaiting()).toEqual({ create: 10, updateUnchanged: 0 });
});

test('foreign instance profiles are found in one call, however many hold the role', async () => {
  const calls = [];
  for (const profiles of [1, 20]) {
    const theatre = port(0);
    const stack = 'held';
    await perform(theatre, { stack, asked: { type: 'Create' }, properties: {} });
    const { instanceProfiles = {} } = theatre.world.accounts[APPLICATION_ACCOUNT] ?? {};
    for (let index = 0; index < profiles; index += 1) {
      const profile = structuredClone(instanceProfiles[stack]);
      if (profile) instanceProfiles[`foreign-${index}`] = { ...profile, name: `foreign-${index}` };
    }
    const before = theatre.calls.length;
    expect((await theatre.play(() => theatre.driver.deleteStack(stack))).status).toBe('DELETE_FAILED');
    calls.push(theatre.calls.length - before);
  }
  // Eight of IAM and two of CloudFormation; and nothing is written.
  expect(calls).toEqual([10, 10]);
});

const OF_GROUP = '88888888-2222-3333-4444-555555555555';
const OF_SESSIONS = '99999999-2222-3333-4444-555555555555';

test('without verification nothing is read that it alone wants to know', async () => {
  const theatre = port(LATENCY);
  const given = { Verification: 'Off', S3BucketName: 'app-session-logs', CloudWatchLogGroupName: '/ssm/sessions' };
  for (const type of ['Create', 'Update'] as const) {
    const crowd = type === 'Update' ? { foreignPolicies: 2, inlinePolicies: 2 } : {};
    if (type === 'Update') await crowded(theatre, 'off', crowd);
    const asked = { type, verification: 'Off', bucket: 'own', keys: 1, logGroup: true, ...crowd } as const;
    const properties = { ...given, ReconcileToken: type };
    const sample = await perform(theatre, { stack: 'off', asked, properties });
    expect(sample.counts).toEqual(sample.least);
    expect(depthOf(sample)).toBe(sample.bound);
  }
});

test.each([
  { keys: 1, because: 'one key serves the bucket, the log group and the sessions' },
  { keys: 2, because: 'the sessions have another' },
  { keys: 3, because: 'the log group has one of its own too' },
])('$keys key(s) are read, and none twice, where $because', async ({ keys }) => {
  const theatre = port(LATENCY);
  const [ofBucket] = Object.keys(theatre.world.accounts[APPLICATION_ACCOUNT]?.keys ?? {});
  const another = createKey(theatre.world, { account: APPLICATION_ACCOUNT, region: REGION, id: OF_SESSIONS });
  const ofGroup = createKey(theatre.world, { account: APPLICATION_ACCOUNT, region: REGION, id: OF_GROUP });
  if (keys === 3) createLogGroup(theatre.world, APPLICATION_ACCOUNT, REGION, '/ssm/sessions', ofGroup.arn);
  const given = { S3BucketName: 'app-session-logs', CloudWatchLogGroupName: '/ssm/sessions' };
  const KmsKeyId = keys === 1 ? ofBucket : another.arn;
  for (const type of ['Create', 'Update'] as const) {
    const asked = { type, bucket: 'own', keys, logGroup: true } as const;
    const properties = { ...given, KmsKeyId, ReconcileToken: type };
    const sample = await perform(theatre, { stack: 'keys', asked, properties });
    expect(sample.counts).toEqual(sample.least);
    expect(sample.twice).toEqual([]);
    expect(depthOf(sample)).toBe(sample.bound);
  }
});

test('a Delete under either of two RolePaths asks nothing twice before it writes', async () => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: plain });
  const redeployed = redeploy(world, { RolePath: '/moved/', FormerRolePath: '/session-manager/' });
  const request = { type: 'Delete', id: plain.RoleName, properties: plain } as const;
  const { calls } = await deliver(request, { redeployed });
  const written = calls.findIndex(({ operation }) => operation.startsWith('iam:Detach'));
  expect(askedTwice(calls.slice(0, written))).toEqual([]);
  // Nothing is there any more, so that nothing is written between the looks for one path and for the other.
  expect(askedTwice((await deliver(request, { redeployed })).calls)).toEqual([]);
});

test('of 200 Creates at once under the throttling of IAM none fails, and all are done in 1.25 of the time that it allows', async () => {
  const { failures, iamCalls, ratio } = await measureThrong('by default');
  expect(failures).toEqual([]);
  const { counts } = await requestOn(port(0), 'Create');
  const ofIam = Object.entries(counts).filter(([operation]) => operation.startsWith('iam:'));
  expect(iamCalls).toBe(200 * sum(Object.fromEntries(ofIam)));
  expect(ratio).toBeLessThanOrEqual(1.25);
});
