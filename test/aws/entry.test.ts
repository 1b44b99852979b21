import type { Context } from 'aws-lambda';
import { handler } from '../../handler/index';
import { handler as undelivered } from '../../handler/undelivered';
import { eventOf, functions, type Given, plain, type Requested } from '../law/fixture';
import { checkSecrets } from '../law/secrets';
import { startEndpoint } from './endpoint';

const { arn, environment } = functions.main;
const before = { ...process.env };
const printed: unknown[][] = [];

beforeEach(() => {
  Object.assign(process.env, environment, { AWS_LAMBDA_LOG_STREAM_NAME: '2025/06/01/[$LATEST]abc' });
  printed.length = 0;
  for (const level of ['info', 'warn'] as const) {
    jest.spyOn(console, level).mockImplementation((...line) => void printed.push([level, ...line]));
  }
});

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  jest.restoreAllMocks();
  checkSecrets(printed);
});

const contextOf = (remaining: number, invokedFunctionArn = arn): Context => ({
  ...{ callbackWaitsForEmptyEventLoop: true, functionName: 'f', functionVersion: '1', invokedFunctionArn },
  ...{ memoryLimitInMB: '256', awsRequestId: 'r', logGroupName: 'g', logStreamName: 's' },
  getRemainingTimeInMillis: () => remaining,
  ...{ done: () => {}, fail: () => {}, succeed: () => {} },
});

/** Of another type, so that no AWS is needed to answer it. */
const refused: Given = { ResourceType: 'Custom::Other' };

describe('the function', () => {
  test('answers at the ResponseURL, and returns nothing that a log could show', async () => {
    const { url, received } = await startEndpoint(200);
    const event = eventOf({ type: 'Create', event: { ...refused, ResponseURL: url } });
    expect(await handler(event, contextOf(300_000))).toBeUndefined();
    const { RequestId, StackId } = event;
    expect(JSON.parse(received.at(-1)?.body.toString() ?? '')).toMatchObject({
      ...{ Status: 'FAILED', RequestId, StackId },
      Reason: expect.stringContaining('(see log stream 2025/06/01/[$LATEST]abc)'),
    });
  });

  test.each(['Create', 'Update', 'Delete'] as const)('fails a %s that has no time left, with its id', async (type) => {
    const { url, received } = await startEndpoint(200);
    const request: Requested = { type, properties: plain, ...(type !== 'Create' && { id: 'app-sessions' }) };
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
    await handler(eventOf({ ...request, event: { ResponseURL: url } }), contextOf(6000));
    expect(received.map(({ body }) => JSON.parse(body.toString()))).toEqual([
      expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: 'app-sessions' }),
    ]);
  });

  test.each([
    { type: 'Create', id: 'Role', answer: { Status: 'FAILED', PhysicalResourceId: 'Role' } },
    { type: 'Update', id: 'app-sessions', answer: { Status: 'FAILED', PhysicalResourceId: 'app-sessions' } },
    { type: 'Delete', id: 'Role', answer: { Status: 'SUCCESS', PhysicalResourceId: 'Role' } },
    { type: 'Delete', id: 'app-sessions', answer: { Status: 'FAILED', PhysicalResourceId: 'app-sessions' } },
  ] as const)('a broken deployment answers a $type of $id with $answer', async ({ type, id, answer }) => {
    const { url, received } = await startEndpoint(200);
    process.env['PERMISSIONS_BOUNDARY_ARN'] = 'arn:aws:iam::999988887777:policy/elsewhere';
    const request: Requested = { type, properties: plain, ...(type !== 'Create' && { id }) };
    await handler(eventOf({ ...request, event: { ResponseURL: url } }), contextOf(300_000));
    const body = JSON.parse(received.at(-1)?.body.toString() ?? '');
    expect(body).toMatchObject(answer);
    if (answer.Status === 'FAILED') expect(body.Reason).toContain('PERMISSIONS_BOUNDARY_ARN');
  });

  test('rejects where its answer cannot be delivered, so that the event comes again', async () => {
    const { url, stop } = await startEndpoint(200);
    await stop();
    const event = eventOf({ type: 'Create', event: { ...refused, ResponseURL: url } });
    const error = await handler(event, contextOf(50)).catch((reason: unknown) => reason);
    expect(error).toHaveProperty('message', expect.stringMatching(/^Cannot answer CloudFormation at .*ECONNREFUSED$/));
    checkSecrets(error);
  });

  test('under sam local prints and returns its answer, and only warns that nobody is there to take it', async () => {
    Object.assign(process.env, { AWS_SAM_LOCAL: 'true', AWS_REGION: 'eu-west-1' });
    const { url, stop } = await startEndpoint(200);
    await stop();
    const event = eventOf({ type: 'Create', event: { ...refused, ResponseURL: url } });
    const answer = await handler(event, contextOf(50));
    expect(answer).toMatchObject({ Status: 'FAILED', StackId: event['StackId'] });
    expect(printed).toContainEqual(['info', JSON.stringify(answer)]);
    expect(printed).toContainEqual(['warn', expect.stringContaining('ECONNREFUSED')]);
  });
});

describe('the destination for what the function left unanswered', () => {
  const recordOf = (requestPayload: unknown) => ({
    requestContext: { functionArn: `${arn}:$LATEST`, condition: 'RetriesExhausted' },
    requestPayload,
  });
  const ownContext = contextOf(30_000, functions.undelivered.arn);

  test.each<[because: string, request: Requested, id: string]>([
    [
      'a Create, with the id from which Delete finds what is left',
      { type: 'Create', properties: plain },
      'app-sessions',
    ],
    ['an Update', { type: 'Update', id: 'app-sessions', properties: plain }, 'app-sessions'],
    ['a replacement, with the new id', { type: 'Update', id: 'old', properties: plain }, 'app-sessions'],
    ['a Delete', { type: 'Delete', id: 'any', properties: plain }, 'any'],
    ['what is not ours', { type: 'Update', id: 'theirs', event: refused }, 'theirs'],
  ])('fails %s', async (_because, request, id) => {
    const { url, received } = await startEndpoint(200);
    const event = eventOf({ ...request, event: { ...request.event, ResponseURL: url } });
    await undelivered(recordOf(event), ownContext);
    expect(JSON.parse(received.at(-1)?.body.toString() ?? '')).toMatchObject({
      ...{ Status: 'FAILED', PhysicalResourceId: id, RequestId: event['RequestId'] },
      Reason: expect.stringContaining('RetriesExhausted'),
    });
  });

  test.each([
    ['an event without an address', { RequestType: 'Create' }],
    ['no event', undefined],
  ])('rejects %s', async (_because, payload) => {
    const error = await undelivered(recordOf(payload), ownContext).catch((reason: unknown) => reason);
    expect(error).toHaveProperty('message', expect.stringMatching(/^Cannot answer this event: /));
  });
});
