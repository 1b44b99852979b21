import { handle } from '../../handler/handle';
import { eventOf, type Given, plain, settings, stackId, stage } from './fixture';
import { iam } from './identity';
import { checkSecrets } from './secrets';

const foreign: [because: string, event: Given, named: string][] = [
  ['another account', { StackId: stackId.replace('111122223333', '999999999999') }, '999999999999'],
  ['another Region', { StackId: stackId.replace('eu-west-1', 'us-east-1') }, 'us-east-1'],
  ['another partition', { StackId: stackId.replace('arn:aws:', 'arn:aws-cn:') }, 'aws-cn'],
  ['another type of resource', { ResourceType: 'Custom::Other' }, 'Custom::Other'],
];

test.each(foreign)('a request of %s is refused without a call', async (_because, event, named) => {
  const { world, deliver } = stage();
  const before = iam(world);
  const { body, calls } = await deliver({ type: 'Create', properties: plain, event });
  expect(calls).toEqual([]);
  expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(named), ...echo(event) });
  expect(iam(world)).toEqual(before);
});

test.each(foreign)('a Delete of %s succeeds without a call, since nothing was ever made', async (_because, event) => {
  const { world, deliver } = stage();
  await deliver({ type: 'Create', properties: plain });
  const before = iam(world);
  const { body, calls } = await deliver({ type: 'Delete', id: 'app-sessions', properties: plain, event });
  expect([calls, body?.Status, body?.PhysicalResourceId]).toEqual([[], 'SUCCESS', 'app-sessions']);
  expect(iam(world)).toEqual(before);
});

const echo = ({ StackId }: Given) => (StackId === undefined ? {} : { StackId });

test.each<[because: string, given: Given, named: readonly string[]]>([
  ['unknown names', { ...plain, RolName: 'x', S3BuketName: 'y' }, ['RolName', 'S3BuketName', 'S3BucketName']],
  ['wrong values', { ...plain, MaxSessionDuration: '5', Verification: 'No' }, ['MaxSessionDuration', 'Verification']],
  ['what the deployer does not allow', { ...plain, ManagedPolicyArns: ['arn:aws:iam::aws:policy/Admin'] }, ['Admin']],
])('properties with %s fail a Create with all of them, and change nothing', async (_because, given, named) => {
  const { world, deliver } = stage();
  const before = iam(world);
  const { body } = await deliver({ type: 'Create', properties: given });
  expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'app-sessions' });
  for (const name of named) expect(body?.Reason).toContain(name);
  expect(iam(world)).toEqual(before);
});

test.each<[because: string, event: Given]>([
  ['another host', { ResponseURL: 'https://canary-of-the-path.example/canary-of-the-path?canary-of-the-query' }],
  ['the metadata service', { ResponseURL: 'http://169.254.169.254/canary-of-the-path' }],
  ['user information', { ResponseURL: 'https://canary-of-the-query:canary-of-the-path@s3.amazonaws.com/' }],
  ['no RequestId', { RequestId: undefined }],
])('an event whose answer would go astray, for %s, is told to nobody and named to the log alone', async (_, event) => {
  const said: unknown[] = [];
  const answered = handle(eventOf({ type: 'Create', event }), {
    call: () => Promise.reject(new Error('Nothing may be called')),
    clock: { now: () => 0, sleep: async () => {}, deadline: 1e9 },
    respond: async () => void said.push('an answer'),
    log: (entry) => said.push(entry),
    settings,
  });
  const error = await answered.then(
    () => 'answered',
    (reason: unknown) => reason,
  );
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/^Cannot answer this event: .*(ResponseURL|RequestId)/),
  );
  expect(said).toEqual([]);
  checkSecrets(error);
});

test('an answer that cannot be delivered rejects, so that Lambda delivers the event again', async () => {
  const undeliverable = new Error('Cannot answer CloudFormation at s3.amazonaws.com/: HTTP status 500');
  const answered = handle(eventOf({ type: 'Delete', id: 'x', event: { ResourceType: 'Custom::Other' } }), {
    call: () => Promise.reject(new Error('Nothing may be called')),
    clock: { now: () => 0, sleep: async () => {}, deadline: 1e9 },
    respond: () => Promise.reject(undeliverable),
    log: () => {},
    settings,
  });
  await expect(answered).rejects.toBe(undeliverable);
});

test.each([
  { named: { S3BucketName: 'their-logs', S3BucketOwner: '999988887777' }, because: 'of a bucket' },
  {
    named: { KmsKeyId: 'arn:aws:kms:eu-west-1:999988887777:key/11111111-2222-3333-4444-555555555555' },
    because: 'of a key',
  },
])(
  'an account that the deployer does not allow never learns the external id, though it is the owner $because',
  async ({ named }) => {
    const { deliver } = stage();
    const { body, calls } = await deliver({
      type: 'Create',
      properties: { ...plain, ...named, Verification: 'Enforce' },
    });
    expect(body?.Status).toBe('FAILED');
    expect(calls.filter(({ operation }) => operation === 'sts:AssumeRole')).toEqual([]);
  },
);
