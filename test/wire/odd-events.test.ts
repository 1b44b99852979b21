import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { startEndpoint } from '../aws/endpoint';
import { type Bundled, type Given, openBundled } from './bundled';

let stage: Bundled;
beforeAll(async () => {
  stage = await openBundled();
});
afterAll(() => stage.stop());

const stack = (region: string, account: string) =>
  `arn:aws:cloudformation:${region}:${account}:stack/app/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f`;

const update: Given = {
  ...{ RequestType: 'Update', PhysicalResourceId: 'app-sessions', LogicalResourceId: 'SessionRole' },
  ...{ StackId: stack(REGION, APPLICATION_ACCOUNT), RequestId: 'odd', ResourceType: 'Custom::SessionManagerRole' },
  ResourceProperties: { ServiceToken: 'arn', RoleName: 'app-sessions' },
};

/** Both functions get the event: the second as the record of what the first left. */
async function bothAnswer(event: unknown, requestContext: unknown = contextOf()) {
  return [await stage.main.invoke(event), await stage.undelivered.invoke({ requestContext, requestPayload: event })];
}

const contextOf = () => ({ functionArn: `${stage.functions.main.arn}:$LATEST`, condition: 'RetriesExhausted' });

/** Everything outside that could have heard of an event. */
const heard = () => ({ world: structuredClone(stage.world), calls: stage.wire.calls.length });

const same = 'app-sessions';
const answered: readonly { change: Given; id: string; because: string }[] = [
  { change: { ResourceType: 'Custom::Other' }, id: same, because: 'the resource is not ours' },
  { change: { ResourceType: undefined }, id: same, because: 'the resource has no type' },
  { change: { RequestType: 'Upsert' }, id: same, because: 'there are three operations' },
  { change: { RequestType: undefined }, id: same, because: 'what to do is not said' },
  { change: { RequestType: '__proto__' }, id: same, because: 'a name of the language is no operation' },
  { change: { RequestType: ['Create'] }, id: same, because: 'a list is no operation' },
  { change: { ResourceProperties: undefined }, id: same, because: 'there are no properties' },
  { change: { ResourceProperties: [] }, id: same, because: 'a list has no properties' },
  { change: { ResourceProperties: 'x'.repeat(100_000) }, id: same, because: 'a text has no properties' },
  { change: { StackId: stack(REGION, '444455556666') }, id: same, because: 'the stack is another account’s' },
  { change: { StackId: stack('us-east-1', APPLICATION_ACCOUNT) }, id: same, because: 'the stack is another Region’s' },
  { change: { StackId: 'app' }, id: same, because: 'the stack is no ARN' },
  { change: { PhysicalResourceId: undefined }, id: 'SessionRole', because: 'an Update is about something' },
  { change: { PhysicalResourceId: '' }, id: 'SessionRole', because: 'an empty id hides the reason in the console' },
  { change: { PhysicalResourceId: 'é'.repeat(513) }, id: 'SessionRole', because: 'an id has 1 KB' },
  { change: { LogicalResourceId: '../x', PhysicalResourceId: undefined }, id: '../x', because: 'it is echoed only' },
];

test.each(answered)('an odd event is answered FAILED as "$id", and nothing is touched: $because', async (row) => {
  const { url, received } = await startEndpoint(200);
  const event = { ...update, ResponseURL: url, ...row.change };
  const before = heard();
  expect(await bothAnswer(event)).toMatchObject([{ state: 'response' }, { state: 'response' }]);
  const { StackId, RequestId, LogicalResourceId } = event as Given;
  const echo = { Status: 'FAILED', PhysicalResourceId: row.id, StackId, RequestId, LogicalResourceId };
  expect(received.map(({ body }) => JSON.parse(body.toString()))).toMatchObject([echo, echo]);
  expect(heard()).toEqual(before);
});

const unanswerable: readonly { event: unknown; because: string }[] = [
  { event: null, because: 'there is no event' },
  { event: 'Create', because: 'a text is no event' },
  { event: 42, because: 'a number is no event' },
  { event: [update], because: 'a list is no event' },
  { event: {}, because: 'nothing is in it' },
  { event: update, because: 'there is no ResponseURL' },
  { event: { ...update, ResponseURL: { url: 'x' } }, because: 'an object is no URL' },
  { event: { ...update, ResponseURL: 'ftp://127.0.0.1/x' }, because: 'nobody answers so' },
];

test.each(unanswerable)(
  'an event that nobody can be told of is an error, and nothing is touched: $because',
  async (row) => {
    const before = heard();
    const error = { errorMessage: expect.stringMatching(/^Cannot answer this event: /) };
    expect(await bothAnswer(row.event)).toMatchObject([
      { state: 'error', error },
      { state: 'error', error },
    ]);
    expect(heard()).toEqual(before);
  },
);

test.each(['StackId', 'RequestId', 'LogicalResourceId'])('without %s nobody would know the answer', async (name) => {
  const { url, received } = await startEndpoint(200);
  const completions = await bothAnswer({ ...update, ResponseURL: url, [name]: undefined });
  expect(completions.map(({ state }) => state)).toEqual(['error', 'error']);
  expect(received).toEqual([]);
});

describe('the destination of failures', () => {
  test.each([
    { record: null, because: 'there is no record' },
    { record: 'text', because: 'a text is no record' },
    { record: {}, because: 'nothing is in it' },
    { record: { requestContext: null, requestPayload: null }, because: 'there is no event in it' },
  ])('says of an odd record that it cannot answer: $because', async ({ record }) => {
    expect(await stage.undelivered.invoke(record)).toMatchObject({
      error: { errorMessage: expect.stringMatching(/^Cannot answer this event: /) },
    });
  });

  test.each([
    {
      context: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
      because: 'no attempt was ever made',
    },
    { context: undefined, because: 'Lambda says nothing of the failure' },
    { context: { functionArn: 7, condition: { is: 'odd' } }, because: 'what it says is of no use' },
    { context: { condition: 'x'.repeat(10_000) }, because: 'it is longer than an answer' },
  ])('answers all the same where $because', async ({ context }) => {
    const { url, received } = await startEndpoint(200);
    const requestPayload = { ...update, ResponseURL: url };
    expect(await stage.undelivered.invoke({ requestContext: context, requestPayload })).toHaveProperty(
      'state',
      'response',
    );
    const [{ body } = { body: Buffer.of() }] = received;
    expect(JSON.parse(body.toString())).toMatchObject({
      ...{ Status: 'FAILED', PhysicalResourceId: same },
      Reason: expect.stringMatching(/^The function did not answer \(.* \(see log stream .*\)$/),
    });
    expect(body.length).toBeLessThanOrEqual(4096);
  });
});
