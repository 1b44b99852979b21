import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import { createKey, createRole } from '../../local/aws/create';
import { failing } from '../../local/aws/hooks';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { applicationAccount, type Bundled, driverOf, gate, inForce, openBundled, stackOf } from './bundled';

let stage: Bundled;
beforeAll(async () => {
  stage = await openBundled();
});
afterAll(() => stage.stop());

const crossAccount = { S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT, S3KeyPrefix: 'app' };
const plain = { Verification: 'Off' };

afterEach(() => stage.suffer({}));

test('a stack that logs across accounts under a key that it names by alias gets both keys as ARNs', async () => {
  const key = createKey(stage.world, { account: APPLICATION_ACCOUNT, region: REGION, alias: 'alias/sessions' });
  const { driver, logKeyArn } = stage;
  const template = stackOf(stage, { ...crossAccount, KmsKeyId: 'alias/sessions' });
  expect(await driver.createStack('alias', template)).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: { SessionRole: { VerificationStatus: 'PASSED', KmsKeyArn: key.arn, S3KmsKeyArn: logKeyArn } },
  });
  expect(await driver.deleteStack('alias')).toHaveProperty('status', 'DELETE_COMPLETE');
});

test('without a verifier role the log account stays in doubt, which a template may accept', async () => {
  const guest = await openBundled({ parameters: { AllowedS3BucketOwners: LOG_ACCOUNT } });
  const given = { ...crossAccount, S3KmsKeyArn: guest.logKeyArn };
  const doubted = await guest.driver.createStack('doubted', stackOf(guest, given));
  expect(doubted.status).toBe('ROLLBACK_COMPLETE');
  const reason = guest.driver.events.find(({ status }) => status === 'CREATE_FAILED')?.reason ?? '';
  expect(reason).toContain(`in account ${LOG_ACCOUNT}: deploy the verifier role`);
  const AcceptedFindings = [...reason.matchAll(/(\w+), cannot tell/g)].map(([, code]) => code);
  const accepted = await guest.driver.createStack('accepted', stackOf(guest, { ...given, AcceptedFindings }));
  expect(accepted).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: { SessionRole: { VerificationStatus: 'UNPROVEN' } },
  });
  await guest.stop();
});

test('a role made by hand is taken over once the printed command was run, and not before', async () => {
  const { driver, world } = stage;
  createRole(world, APPLICATION_ACCOUNT, { RoleName: 'adopted', Path: '/session-manager/' });
  const before = structuredClone(applicationAccount(stage));
  expect(await driver.createStack('taken', stackOf(stage, { ...plain, RoleName: 'adopted' }))).toHaveProperty(
    'status',
    'ROLLBACK_COMPLETE',
  );
  expect(applicationAccount(stage)).toEqual(before);
  const [, role = '', Key = '', Value = ''] =
    /aws iam tag-role --role-name (\S+) --tags Key=([^,]+),Value=(\S+)/.exec(
      driver.events.findLast(({ status }) => status === 'CREATE_FAILED')?.reason ?? '',
    ) ?? [];
  applicationAccount(stage).roles[role]?.tags.push({ Key, Value });
  await driver.deleteStack('taken');
  const adopted = await driver.createStack('taken', stackOf(stage, { ...plain, RoleName: 'adopted' }));
  expect(adopted).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: { SessionRole: { RoleId: before.roles['adopted']?.id } },
  });
  expect(await driver.deleteStack('taken')).toHaveProperty('status', 'DELETE_COMPLETE');
  expect(applicationAccount(stage).roles).not.toHaveProperty('adopted');
});

test('the sixth change of the policy takes the place of the oldest', async () => {
  const { driver } = stage;
  const logging = (S3KeyPrefix: string) => stackOf(stage, { ...plain, S3BucketName: 'app-session-logs', S3KeyPrefix });
  const { outputs } = await driver.createStack('changes', logging('p0'));
  for (const change of [1, 2, 3, 4, 5, 6]) {
    expect(await driver.updateStack('changes', logging(`p${change}`))).toHaveProperty('status', 'UPDATE_COMPLETE');
  }
  const policy = applicationAccount(stage).policies[String(outputs['SessionRole']?.['PolicyArn'])];
  expect(policy?.versions.map(({ id }) => id)).toEqual(['v3', 'v4', 'v5', 'v6', 'v7']);
  expect(policy?.versions.find(({ isDefault }) => isDefault)).toMatchObject({
    id: 'v7',
    document: expect.stringContaining('app-session-logs/p6/'),
  });
  expect(await driver.deleteStack('changes')).toHaveProperty('status', 'DELETE_COMPLETE');
});

test('two deliveries of one Create, side by side, leave one trio that both answers name', async () => {
  const { main, endpoint } = stage;
  const before = structuredClone(applicationAccount(stage));
  const first = endpoint.answers.delivered.length;
  // Neither writes before both have seen that nothing is there.
  const both = gate();
  let arrived = 0;
  stage.suffer({
    before: async (operation) => {
      if (operation !== 'iam:CreateRole') return;
      arrived += 1;
      if (arrived === 2) both.open();
      await both.opened;
    },
  });
  const deliver = async (_functionArn: string, event: unknown) => {
    await Promise.all([main.invokeAsync(event), main.invokeAsync(event)]);
  };
  const twice = driverOf(stage, { deliver });
  const outcome = await twice.createStack('twice', stackOf(stage, { ...plain, RoleName: 'twice' }));
  await main.idle();
  expect(outcome.status).toBe('CREATE_COMPLETE');
  const bodies = endpoint.answers.delivered.slice(first).map(({ body }) => JSON.parse(body));
  const attributes = outcome.outputs['SessionRole'];
  expect(bodies.map(({ Status, Data }) => ({ Status, Data }))).toEqual([
    { Status: 'SUCCESS', Data: attributes },
    { Status: 'SUCCESS', Data: attributes },
  ]);
  expect(applicationAccount(stage).roles['twice']?.id).toBe(attributes?.['RoleId']);
  expect(await twice.deleteStack('twice')).toHaveProperty('status', 'DELETE_COMPLETE');
  await main.idle();
  expect(applicationAccount(stage)).toEqual(before);
});

test('an Update that fails half-way is rolled back by another, and both are answered', async () => {
  const { driver, endpoint } = stage;
  const logging = { RoleName: 'back', S3BucketName: 'app-session-logs', S3KeyPrefix: 'one' };
  expect(await driver.createStack('back', stackOf(stage, logging))).toHaveProperty('status', 'CREATE_COMPLETE');
  const before = inForce(stage, 'back');
  const first = endpoint.answers.delivered.length;
  stage.suffer(failing('iam:UpdateRole', 1, new AwsError('InvalidInput', 400, 'Not like this'), 'before'));
  const changed = { ...logging, S3KeyPrefix: 'two', Description: 'Changed' };
  const outcome = await driver.updateStack('back', stackOf(stage, changed));
  expect(outcome).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', physicalIds: { SessionRole: 'back' } });
  expect(inForce(stage, 'back')).toEqual(before);
  const answers = endpoint.answers.delivered.slice(first);
  expect(answers.map(({ body, read }) => ({ status: JSON.parse(body).Status, read }))).toEqual([
    { status: 'FAILED', read: true },
    { status: 'SUCCESS', read: true },
  ]);
  expect(await driver.deleteStack('back')).toHaveProperty('status', 'DELETE_COMPLETE');
});

test.each([
  { held: /:GetRole$/, from: 1, to: 1, because: 'it has only begun to look' },
  { held: /:Create/, from: 1, to: 3, because: 'the Delete finds nothing' },
  { held: /:DescribeStackResource$/, from: 2, to: 2, because: 'the Delete finds everything' },
])('a Create that is cancelled while $held waits leaves no orphan: $because', async ({ held, from, to }) => {
  const { main, endpoint } = stage;
  const before = structuredClone(applicationAccount(stage));
  const [reached, released] = [gate(), gate()];
  let calls = 0;
  const hold = async (operation: Operation) => {
    if (!held.test(operation)) return;
    calls += 1;
    if (calls < from || calls > to) return;
    reached.open();
    await released.opened;
  };
  stage.suffer({ before: hold });
  // The other resource fails once the Create is on its way, and nobody's patience ever ends.
  const sleep = (milliseconds: number, signal?: AbortSignal) => {
    const never = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    return milliseconds === 1000 ? reached.opened : never;
  };
  const deliver = (_functionArn: string, event: unknown) => main.invokeAsync(event);
  const cancelling = driverOf(stage, { clock: { now: Date.now, sleep }, deliver });
  const { SessionRole } = stackOf(stage, { ...plain, RoleName: 'cancelled' }).resources;
  const Failing = { type: 'Test::Failing', properties: { AfterSeconds: 1 } } as const;
  const first = endpoint.answers.delivered.length;
  const outcome = await cancelling.createStack('cancelled', { resources: { SessionRole, Failing } });
  released.open();
  await main.idle();
  expect(outcome.status).toBe('ROLLBACK_COMPLETE');
  expect(applicationAccount(stage)).toEqual(before);
  const answers = endpoint.answers.delivered.slice(first).map(({ body, read }) => ({ ...JSON.parse(body), read }));
  expect(answers).toEqual([
    expect.objectContaining({
      Status: 'SUCCESS',
      PhysicalResourceId: expect.stringMatching(/^cancelled-/),
      read: true,
    }),
    expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: 'cancelled', read: false }),
  ]);
});
