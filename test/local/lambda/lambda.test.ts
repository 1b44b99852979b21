import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../../handler/aws/clock';
import type { World } from '../../../local/aws/world';
import { createDriver } from '../../../local/cloudformation/driver';
import { startResponseEndpoint } from '../../../local/cloudformation/response-endpoint';
import { bundle } from '../../../local/lambda/bundle';
import { createLambda, type LambdaOptions } from '../../../local/lambda/lambda';

const directory = mkdtempSync(join(tmpdir(), 'lambda-'));
afterAll(() => rmSync(directory, { recursive: true }));

const template = (properties: string) => `
Resources:
  Toy:
    Type: AWS::Serverless::Function
    Properties: { Handler: toy.handler, CodeUri: . }
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [toy.ts], ${properties} } }
`;

/** Answers with its own environment, or breaks in the way its Name says. */
const toy = `
import { tone } from 'tone';
const put = (event, answer) => fetch(event.ResponseURL, {
  method: 'PUT', headers: { 'content-type': '' },
  body: JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'toy', StackId: event.StackId, RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId, ...answer }),
});
export async function handler(event, context) {
  console.info({ saw: event.RequestType ?? event.requestContext?.condition ?? event.act, id: context.awsRequestId });
  if (event.requestPayload) return put(event.requestPayload, { Status: 'FAILED', Reason: 'Undelivered: ' + event.responsePayload.errorType });
  if (event.act === 'describe') return { tone, pid: process.pid, title: process.title, environment: process.env, remaining: context.getRemainingTimeInMillis(), name: context.functionName, arn: context.invokedFunctionArn };
  if (event.act === 'throw') throw new TypeError('Broken');
  if (event.act === 'reject') { Promise.reject(new RangeError('Forgotten')); return new Promise((resolve) => setTimeout(resolve, 5000)); }
  if (event.act === 'exit' || event.ResourceProperties?.Name === 'crash' && event.RequestType === 'Create') process.exit(7);
  if (event.act === 'hang') return new Promise((resolve) => setTimeout(resolve, 60000));
  await put(event, { Data: { Name: event.ResourceProperties.Name } });
}
`;

writeFileSync(join(directory, 'toy.ts'), toy);
writeFileSync(join(directory, 'flat.ts'), `export const tone = [TONE].join();`);
writeFileSync(
  join(directory, 'template.yaml'),
  template(`Minify: true, Alias: ['tone=./flat.ts'], Define: ['TONE="b"']`),
);

const built = bundle(join(directory, 'template.yaml'), join(directory, 'out'));
const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:toy';
const options = async (): Promise<LambdaOptions> => ({
  bundleFile: (await built).functions['Toy']?.file ?? '',
  handlerName: 'toy.handler',
  functionArn,
  environment: { ROLE_PATH: '/app/' },
  credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' },
  timeoutSeconds: 10,
  retryAfter: [5, 5],
});

/** Without what Node.js itself prints before it exits. */
const logged = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));

test('the template alone configures the bundle, alias and define included', async () => {
  const { functions } = await built;
  expect(functions['Toy']).toMatchObject({
    entry: 'toy.ts',
    file: join(directory, 'out', 'Toy', 'toy.js'),
    inputs: { 'toy.ts': expect.any(Number), 'flat.ts': expect.any(Number) },
  });
  expect(functions['Toy']?.bytes).toBeLessThan(2500);
});

test.each([
  { properties: 'Minfy: true', message: 'Toy: Unknown BuildProperty Minfy' },
  {
    properties: `Alias: ['tone=./flat.ts'], Define: ['TONE=1'], OutExtension: ['.js=.mjs']`,
    message: 'names no built file',
  },
])('a template that SAM would misread is refused: $message', async ({ properties, message }) => {
  const path = join(directory, `${message.length}.yaml`);
  writeFileSync(path, template(properties));
  await expect(bundle(path, join(directory, 'refused'))).rejects.toThrow(message);
});

test('a process is reused while it is healthy, replaced after its death, and sees only what Lambda sets', async () => {
  // Time runs out the moment the function has begun to hang.
  let expire: (() => void) | undefined;
  const sleep = (_: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      expire = resolve;
      signal?.addEventListener('abort', () => resolve());
    });
  const logger = (line: string) => (line.includes('"saw":"hang"') ? expire?.() : undefined);
  const lambda = createLambda({ ...(await options()), clock: { now: Date.now, sleep, deadline: 0 }, logger });
  const first = await lambda.invoke({ act: 'describe' });
  expect(first).toMatchObject({ payload: { tone: 'b', name: 'toy', arn: functionArn } });
  expect(first).not.toHaveProperty('payload.environment.HOME');
  expect(first).toHaveProperty('payload.environment.ROLE_PATH', '/app/');
  expect(first).toHaveProperty('payload.environment.AWS_REGION', 'eu-west-1');
  expect(await lambda.invoke({ act: 'throw' })).toMatchObject({
    error: { errorType: 'TypeError', errorMessage: 'Broken' },
  });
  const pid = first.state === 'response' && (first.payload as { pid: number }).pid;
  expect(await lambda.invoke({ act: 'describe' })).toMatchObject({ payload: { pid } });
  expect(await lambda.invoke({ act: 'reject' })).toMatchObject({
    error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 1' },
  });
  expect(await lambda.invoke({ act: 'hang' })).toMatchObject({
    error: {
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Task timed out after 10\.00 seconds$/),
    },
  });
  expect(logged(lambda.logs)).toContainEqual(
    expect.objectContaining({ level: 'INFO', message: { saw: 'throw', id: expect.any(String) } }),
  );
  await lambda.stop();
});

test('a stack whose function crashes on Create hears of it from the OnFailure destination, and rolls back', async () => {
  const shared = await options();
  const destination = createLambda(shared);
  const lambda = createLambda({ ...shared, retryAfter: [5], onFailure: destination });
  const clock = systemClock(Number.POSITIVE_INFINITY);
  const endpoint = await startResponseEndpoint({ clock });
  const world: World = { partition: 'aws', accounts: {}, buckets: {}, stacks: {}, sessions: {}, serial: 1 };
  const deliver = (_: string, event: unknown) => lambda.invokeAsync(event);
  const where = { account: '111122223333', region: 'eu-west-1' };
  const driver = createDriver({ world, ...where, clock, deliver, answers: endpoint.answers });
  const properties = { ServiceToken: functionArn, Name: 'crash' };
  const outcome = await driver.createStack('app', { resources: { Role: { type: 'Custom::Toy', properties } } });
  expect(outcome.status).toBe('ROLLBACK_COMPLETE');
  expect(driver.events.map(({ reason }) => reason)).toContainEqual(
    expect.stringContaining('Message returned: Undelivered: Runtime.ExitError'),
  );
  const saw = (lines: readonly string[]) => logged(lines).map(({ message }) => message.saw);
  expect(saw(lambda.logs)).toEqual(['Create', 'Create', 'Delete']);
  expect(saw(destination.logs)).toEqual(['RetriesExhausted']);
  await Promise.all([lambda.stop(), destination.stop(), endpoint.close()]);
});

test('another runtime takes the place of ours, and one that does not exist fails the invocation', async () => {
  const shared = await options();
  const bootstrap = resolve('local/lambda/bootstrap.js');
  const runtime = { command: process.execPath, args: ['--title=theirs', bootstrap] };
  const lambda = createLambda({ ...shared, runtime });
  expect(await lambda.invoke({ act: 'describe' })).toMatchObject({ payload: { title: 'theirs' } });
  const none = createLambda({ ...shared, runtime: { command: join(directory, 'absent'), args: [] } });
  expect(await none.invoke({ act: 'describe' })).toMatchObject({ error: { errorType: 'Runtime.InvalidEntrypoint' } });
  await Promise.all([lambda.stop(), none.stop()]);
});
