import { createServer } from 'node:http';
import { AwsError } from '../../handler/aws/aws-error';
import { sdkCall } from '../../handler/aws/call';
import type { Call, Input, Operation } from '../../handler/aws/operations';
import { watchClients, watchOperations } from '../../handler/aws/watch-operations';
import { failing, type Hooks } from '../../local/aws/hooks';
import type { World } from '../../local/aws/world';
import { close, listen } from '../../local/lambda/loopback';
import { connectionReset } from '../../local/wire/faults';
import { startWire, type Wire } from '../../local/wire/start';
import { functions, stage } from '../law/fixture';

const before = { ...process.env };
const wires: Wire[] = [];

afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await Promise.all(wires.splice(0).map((wire) => wire.stop()));
});

/** The function's port over the SDK, at a local AWS. */
async function mounted(hooks: Hooks = {}): Promise<{ readonly world: World; readonly call: Call }> {
  const { world } = stage();
  const wire = await startWire({ world, now: Date.now, hooks });
  wires.push(wire);
  actAs(world, functions.main.accessKeyId, wire.url);
  return { world, call: sdkCall() };
}

function actAs(world: World, accessKeyId: string, url: string): void {
  const { secretAccessKey = '', sessionToken = '' } = world.sessions[accessKeyId] ?? {};
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: accessKeyId },
    ...{ AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken },
  });
}

const region = 'eu-west-1';
const refusalOf = (answer: Promise<unknown>) => answer.then(() => 'answered', shown);
const shown = (error: unknown) =>
  error instanceof AwsError ? { code: error.code, status: error.status, bucketRegion: error.bucketRegion } : error;

test.each<[operation: Operation, input: object, code: string, status: number]>([
  ['iam:GetRole', { RoleName: 'nobody' }, 'NoSuchEntity', 404],
  ['iam:DeleteRole', { RoleName: 'session-manager-role-eu-west-1' }, 'AccessDenied', 403],
  ['cloudformation:DescribeStacks', { StackName: 'none' }, 'ValidationError', 400],
  ['s3:GetBucketPolicy', { Bucket: 'org-session-logs' }, 'AccessDenied', 403],
  ['s3:GetEncryptionConfiguration', { Bucket: 'no-such-bucket' }, 'NoSuchBucket', 404],
  ['s3:ListBucket', { Bucket: 'org-session-logs' }, 'AccessDenied', 403],
  ['ssm:GetDocument', { Name: 'no-such-document' }, 'InvalidDocument', 400],
  ['organizations:DescribeOrganization', {}, 'AWSOrganizationsNotInUse', 400],
  ['kms:DescribeKey', { KeyId: 'alias/none' }, 'NotFound', 400],
])('%s refuses in the words of its service, whatever the protocol', async (operation, input, code, status) => {
  const { call } = await mounted();
  expect(await refusalOf(call(operation, input as Input<Operation>, { region }))).toMatchObject({ code, status });
});

test.each(['LimitExceeded', 'Throttling', 'ServiceUnavailable'])('%s is met once: only we try again', async (code) => {
  const status = code === 'ServiceUnavailable' ? 503 : 409;
  const { call } = await mounted(failing('iam:GetRole', 1, new AwsError(code, status, 'Once'), 'before'));
  const get = () => refusalOf(call('iam:GetRole', { RoleName: 'session-manager-role-eu-west-1' }, { region }));
  expect([await get(), await get()]).toEqual([expect.objectContaining({ code, status }), 'answered']);
});

test('a connection that breaks, and nobody to connect to, are answers that never came', async () => {
  const { call } = await mounted(failing('iam:GetRole', 1, connectionReset, 'after'));
  expect(
    await refusalOf(call('iam:GetRole', { RoleName: 'session-manager-role-eu-west-1' }, { region })),
  ).toMatchObject({ status: 0 });
  await Promise.all(wires.splice(0).map((wire) => wire.stop()));
  const refused = refusalOf(sdkCall()('iam:GetRole', { RoleName: 'session-manager-role-eu-west-1' }, { region }));
  expect(await refused).toMatchObject({ status: 0 });
});

test('a call bears the credentials that it is given, and its own otherwise', async () => {
  const { world, call } = await mounted();
  const RoleArn = 'arn:aws:iam::444455556666:role/session-manager-role-verifier';
  const input = { RoleArn, RoleSessionName: 'test', ExternalId: 'session-logs' };
  const { Credentials } = await call('sts:AssumeRole', input, { region });
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const bucket = { Bucket: 'org-session-logs' };
  const { Policy } = await call('s3:GetBucketPolicy', bucket, { region, credentials });
  expect(JSON.parse(Policy ?? '')).toEqual(JSON.parse(world.buckets['org-session-logs']?.policy ?? ''));
  expect(await refusalOf(call('s3:GetBucketPolicy', bucket, { region }))).toMatchObject({ code: 'AccessDenied' });
});

test('the watch’s port sends nothing that is not in its table, the function’s nothing of the watch', async () => {
  const { call, world } = await mounted();
  const watch = sdkCall({ operations: watchOperations, clients: watchClients });
  const untouched = structuredClone(world);
  const RoleName = 'session-manager-role-eu-west-1';
  await expect(watch('iam:DeleteRole', { RoleName }, { region })).rejects.toThrow('does not issue iam:DeleteRole');
  await expect(watch('cloudformation:DescribeStacks', {}, { region })).rejects.toThrow('No client serves');
  await expect(call('iam:ListRoles', {}, { region })).rejects.toThrow('does not issue iam:ListRoles');
  expect(world).toEqual(untouched);
  expect(wires.flatMap(({ calls }) => calls)).toEqual([]);
});

test('calls with the credentials of one assumed role, and with those of another, share their connections', async () => {
  let connections = 0;
  const server = createServer((_request, response) => response.end('{"Version":"2012-10-17","Statement":[]}'));
  server.on('connection', () => {
    connections += 1;
  });
  process.env['AWS_ENDPOINT_URL'] = `http://${await listen(server)}`;
  const call = sdkCall();
  for (const accessKeyId of ['ASIAONE', 'ASIAONE', 'ASIATWO', 'ASIATWO']) {
    const credentials = { accessKeyId, secretAccessKey: 'secret', sessionToken: 'token' };
    await call('s3:GetBucketPolicy', { Bucket: 'org-session-logs' }, { region, credentials });
  }
  await close(server);
  expect(connections).toBe(1);
});

test.each([
  {
    status: 404,
    body: '',
    expected: { code: 'UnknownError', status: 404 },
    because: 'nobody says that the role is gone',
  },
  {
    status: 404,
    body: '<html>Not Found</html>',
    expected: { code: 'UnknownError', status: 404 },
    because: 'no service did',
  },
  { status: 200, body: 'no XML <', expected: { code: 'UnreadableAnswer', status: 0 }, because: 'it may have happened' },
])('what is between us and IAM says nothing of a role, $status, since $because', async ({ status, body, expected }) => {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  process.env['AWS_ENDPOINT_URL'] = `http://${await listen(server)}`;
  const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' };
  const answer = refusalOf(sdkCall()('iam:GetRole', { RoleName: 'app' }, { region, credentials }));
  expect(await answer).toMatchObject(expected);
  await close(server);
});

test('a mistake of ours is no answer of AWS’s, and is not waited out', async () => {
  const { call } = await mounted();
  const circular: Record<string, unknown> = {};
  circular['KeyId'] = circular;
  const refused = await refusalOf(call('kms:DescribeKey', circular as never, { region }));
  expect(refused).toBeInstanceOf(TypeError);
});
