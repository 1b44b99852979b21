import { createServer } from 'node:http';
import { close, listen } from '../../local/lambda/loopback';
import { LOG_ACCOUNT } from '../../local/two-accounts';
import { type Bundled, openBundled, stackOf } from './bundled';
import { expectNoSecrets, secretsIn } from './secrets';

const signature = 'c0ffee'.repeat(11).slice(0, 64);
const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=7200&X-Amz-Signature=${signature}`;

// Takes no answer, and says so at once.
const refusing = createServer((request, response) => request.resume().on('end', () => response.writeHead(400).end()));
let refusingAddress: string;
let stage: Bundled;

beforeAll(async () => {
  [stage, refusingAddress] = await Promise.all([openBundled(), listen(refusing)]);
});

afterAll(async () => {
  await close(refusing);
  // Checks all that both functions said in all tests of this file.
  await stage.stop();
});

test('whatever is secret here bears the marks that are looked for', () => {
  const { endpoint, world, functions } = stage;
  const slot = endpoint.answers.open({ StackId: 's', RequestId: 'r', LogicalResourceId: 'l' });
  slot.close();
  expect(secretsIn(slot.url)).toEqual(['the query of a ResponseURL', 'a signature']);
  expect(secretsIn(`https://bucket/key?${query}`)).toEqual(['the query of a ResponseURL', 'a signature']);
  const { secretAccessKey, sessionToken } = world.sessions[functions.main.accessKeyId] ?? {};
  expect(secretsIn(secretAccessKey)).toEqual(['a secret access key']);
  expect(secretsIn(sessionToken)).toEqual(['a session token']);
});

test('a role that is verified as another account sees itself tells nothing of how', async () => {
  const { driver, world, main } = stage;
  const sessions = Object.keys(world.sessions).length;
  const properties = { S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT };
  const created = await driver.createStack('told', stackOf(stage, properties));
  expect(created).toHaveProperty('status', 'CREATE_COMPLETE');
  expect(await driver.deleteStack('told')).toHaveProperty('status', 'DELETE_COMPLETE');
  await main.idle();
  expect(Object.keys(world.sessions).length).toBeGreaterThan(sessions);
  expectNoSecrets(main.logs, driver.events, created);
});

test.each([
  { because: 'whoever is there refuses the answer', url: () => `http://${refusingAddress}/key?${query}` },
  { because: 'it carries user information', url: () => `https://${signature}:${signature}@127.0.0.1/key?${query}` },
  { because: 'it is of another scheme', url: () => `ftp://127.0.0.1/key?${query}` },
  { because: 'it is no URL', url: () => `http://[127.0.0.1/key?${query}` },
])('a ResponseURL at which nobody can be answered is not told: $because', async ({ url }) => {
  const { main, undelivered, functions } = stage;
  const requestPayload = {
    RequestType: 'Delete',
    ResponseURL: url(),
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/app/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f',
    RequestId: 'unanswerable',
    LogicalResourceId: 'SessionRole',
    PhysicalResourceId: 'app-sessions',
    ResourceType: 'Custom::SessionManagerRole',
    ResourceProperties: { ServiceToken: functions.main.arn },
  };
  const requestContext = { functionArn: `${functions.main.arn}:$LATEST`, condition: 'RetriesExhausted' };
  const spoken = main.logs.length + undelivered.logs.length;
  const completions = [await main.invoke(requestPayload), await undelivered.invoke({ requestContext, requestPayload })];
  const problem = expect.stringMatching(/^Cannot answer /);
  expect(completions).toMatchObject([{ error: { errorMessage: problem } }, { error: { errorMessage: problem } }]);
  expect(main.logs.length + undelivered.logs.length).toBeGreaterThan(spoken);
  expectNoSecrets(completions, main.logs, undelivered.logs);
});
