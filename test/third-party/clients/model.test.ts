import { createServer } from 'node:http';
import { close, listen } from '../../../local/lambda/loopback';
import { type BotocoreClient, startBotocore } from '../botocore/botocore-client';
import { bent, type Given, sound } from './answers';

// What is found wrong with answers of other people's making, so that silence about our own answers means something.
let botocore: BotocoreClient;
let endpoint: string;
let given: Given;
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(given.status ?? 200, given.headers).end(given.body);
});

beforeAll(async () => {
  botocore = startBotocore();
  endpoint = `http://${await listen(server)}`;
});
afterAll(() => Promise.all([botocore.stop(), close(server)]));

function examine(answer: Given) {
  given = answer;
  const caller = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  return botocore.examine(caller, answer.service, answer.operation, answer.input);
}

test.each(Object.entries(sound))('%s fits the model', async (_name, answer) => {
  expect(await examine(answer)).toMatchObject({ problems: [] });
});

test.each(bent)('the answer "%s" with "%s" replaced by "%s" does not: %s', async (of, what, instead, problem) => {
  const { body } = sound[of];
  expect((await examine({ ...sound[of], body: body.replace(what, instead) })).problems).toContain(problem);
});

test("a header that S3 does not have, and a status that is not the operation's, are told", async () => {
  const { problems } = await examine({ ...sound.bucket, status: 202, headers: { 'x-amz-colour': 'red' } });
  expect(problems).toEqual(['the status is 202', 'header x-amz-colour is unknown']);
});

test.each([
  ['NoSuchEntity', true],
  ['AccessDenied', false],
])('whether GetRole declares %s is told: %s', async (code, declared) => {
  const { body } = sound.refusal;
  expect(await examine({ ...sound.refusal, body: body.replace('NoSuchEntity', code) })).toMatchObject({ declared });
});
