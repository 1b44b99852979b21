import { createAnswers } from '../../../local/cloudformation/answers';
import { startResponseEndpoint } from '../../../local/cloudformation/response-endpoint';
import { virtualClock } from './virtual-clock';

const echo = {
  StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/app/1',
  RequestId: '11111111-2222-3333-4444-555555555555',
  LogicalResourceId: 'Role',
};
const success = { Status: 'SUCCESS', PhysicalResourceId: 'a', ...echo };
const open = (clock = virtualClock()) => {
  const answers = createAnswers({ origin: 'https://s3.test', clock });
  const slot = answers.open(echo);
  const put = (text: string, more: { readonly url?: string; readonly contentType?: string } = {}) => {
    const body = Buffer.from(text);
    return answers.put({ url: slot.url, contentLength: body.length, body, ...more });
  };
  return { answers, put, ...slot };
};

test.each([
  { wrong: 'JSON', body: '{"Status":', reason: 'Invalid Response object: Response is not valid JSON' },
  { wrong: 'root', body: 'null', reason: 'Invalid Response object: Response is not valid JSON' },
  {
    wrong: 'length',
    body: JSON.stringify({ ...success, Reason: 'x'.repeat(4096) }),
    reason: 'Response object is too long.',
  },
  { wrong: 'StackId', body: { StackId: 'other' }, reason: `StackId must be equal to ${echo.StackId}` },
  { wrong: 'RequestId', body: { RequestId: 'other' }, reason: `RequestId must be equal to ${echo.RequestId}` },
  {
    wrong: 'LogicalResourceId',
    body: { LogicalResourceId: 'role' },
    reason: 'LogicalResourceId must be equal to Role',
  },
  { wrong: 'Status', body: { Status: 'Success' }, reason: 'Status must be one of SUCCESS, FAILED' },
  { wrong: 'Reason', body: { Status: 'FAILED' }, reason: 'Reason must be of type String' },
  { wrong: 'Data', body: { Data: ['a'] }, reason: 'Data must be an object' },
  { wrong: 'id, which is empty', body: { PhysicalResourceId: '' }, reason: 'Invalid PhysicalResourceId' },
  {
    wrong: 'id, which hides the Reason',
    body: { Status: 'FAILED', Reason: 'x', PhysicalResourceId: null },
    reason: 'Invalid PhysicalResourceId',
  },
  { wrong: 'id, over 1 KB', body: { PhysicalResourceId: 'é'.repeat(513) }, reason: 'Invalid PhysicalResourceId' },
])('an answer with a wrong $wrong is stored by S3 and fails the operation', async ({ body, reason }) => {
  const { put, answer } = open();
  expect(put(typeof body === 'string' ? body : JSON.stringify({ ...success, ...body }))).toMatchObject({ status: 200 });
  expect(await answer).toEqual({
    state: 'FAILED',
    reason: expect.stringMatching(new RegExp(`${reason.replace('.', '\\.')}$`)),
  });
});

test('an answer of exactly 4096 bytes is taken', async () => {
  const { put, answer } = open();
  const room = 4096 - Buffer.byteLength(JSON.stringify({ ...success, Reason: '' }));
  put(JSON.stringify({ ...success, Reason: 'x'.repeat(room) }));
  expect(await answer).toEqual({ state: 'SUCCESS', physicalId: 'a', attributes: {} });
});

test.each([
  { because: 'the signature is the secret', url: (url: string) => url.replace(/Signature=.*/, 'Signature=0') },
  { because: 'the path names another request', url: (url: string) => url.replace('Role', 'Rule') },
])('a PUT to another URL answers 403 and leaves the operation open: $because', async ({ url: change }) => {
  const { put, url, answers } = open();
  expect(put(JSON.stringify(success), { url: change(url) })).toMatchObject({ status: 403 });
  expect(answers.delivered).toEqual([]);
});

test('a PUT with a content type answers 403, since the older signature version signs an empty one', () => {
  const { put, answers } = open();
  expect(put(JSON.stringify(success), { contentType: 'application/json' })).toMatchObject({ status: 403 });
  expect(answers.delivered).toEqual([]);
});

test('a URL is dead after two hours', async () => {
  const clock = virtualClock();
  const { put } = open(clock);
  await clock.run(clock.sleep(7201_000));
  expect(put(JSON.stringify(success))).toMatchObject({ status: 403 });
});

test('over HTTP an answer takes a PUT with an empty content type and survives resets and 503', async () => {
  const faults = ['reset', { status: 503, message: 'Slow Down' }] as const;
  const clock = { now: Date.now };
  const endpoint = await startResponseEndpoint({ clock, fault: (_, attempt) => faults[attempt - 1] });
  const { url, answer } = endpoint.answers.open(echo);
  const put = (method = 'PUT') =>
    fetch(url, { method, body: JSON.stringify(success), headers: { 'content-type': '' } });
  await expect(put()).rejects.toThrow('fetch failed');
  expect((await put()).status).toBe(503);
  expect((await put('POST')).status).toBe(405);
  expect((await put()).status).toBe(200);
  expect(await answer).toMatchObject({ state: 'SUCCESS', physicalId: 'a' });
  await endpoint.close();
});
