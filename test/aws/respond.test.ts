import { deliver } from '../../handler/aws/respond';
import { checkSecrets } from '../law/secrets';
import { type Fate, startEndpoint } from './endpoint';

/** A clock on which waiting takes no time but the one that it says. */
function skipping(deadline: number) {
  let now = 0;
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
  };
  return { now: () => now, sleep, deadline, waits };
}

const body = JSON.stringify({ Reason: 'ünïcode 😀 "quoted"\n' });
const refusal = (answer: Promise<void>) =>
  answer.then(
    () => 'delivered',
    (error: unknown) => error,
  );

test.each<[because: string, fates: readonly Fate[]]>([
  ['at once', [200]],
  ['with a success that has no content', [204]],
  ['after S3 was unavailable', [503, 503, 200]],
  ['after the connection broke', ['reset', 200]],
  ['after silence', ['hang', 200]],
  ['after clock skew', [403, 200]],
  ['after too many requests', [429, 500, 200]],
  ['though the end of the answer is lost', ['cut']],
])('an answer is delivered %s, as it is', async (_because, fates) => {
  const { url, received } = await startEndpoint(...fates);
  await deliver(url, body, skipping(20_000), 30);
  expect(received.map(({ method, body }) => [method, body.toString()])).toEqual(fates.map(() => ['PUT', body]));
});

test('an answer bears an empty content type, its length in bytes, and the whole URL', async () => {
  const { url, received } = await startEndpoint(200);
  await deliver(url, body, skipping(20_000));
  const { pathname, search } = new URL(url);
  expect(received[0]?.headers).toMatchObject({ 'content-type': '', 'content-length': String(Buffer.byteLength(body)) });
  expect(received[0]?.headers).not.toHaveProperty('transfer-encoding');
  expect(received[0]?.url).toBe(pathname + search);
});

test.each<[fate: Fate, because: string]>([
  [403, 'HTTP status 403'],
  [503, 'HTTP status 503'],
  ['reset', 'ECONNRESET'],
  ['hang', 'no answer within 15 ms'],
])('%p for ever rejects before the deadline, without the secret', async (fate, because) => {
  const { url, host, received } = await startEndpoint(fate);
  const clock = skipping(4000);
  const error = await refusal(deliver(url, body, clock, 15));
  expect(error).toEqual(new Error(`Cannot answer CloudFormation at ${host}/arn%3Aaws%3Astack: ${because}`));
  expect(clock.now()).toBeLessThan(4000);
  expect(received.length).toBeGreaterThan(3);
  checkSecrets(error);
});

test.each<[because: string, fate: Fate, status: number]>([
  ['the request is wrong', 400, 400],
  ['nobody is there', 404, 404],
])('since %s, it rejects at once with %p', async (_because, fate, status) => {
  const { url, received } = await startEndpoint(fate, 200);
  const error = await refusal(deliver(url, body, skipping(20_000)));
  expect(error).toHaveProperty('message', expect.stringContaining(`HTTP status ${status}`));
  expect(received).toHaveLength(1);
  checkSecrets(error);
});

test.each([301, 302, 303, 307, 308])(
  'a redirect by %i is not followed: it would carry the secret along',
  async (status) => {
    const elsewhere = await startEndpoint(200);
    const { url } = await startEndpoint({ status, location: elsewhere.url });
    const error = await refusal(deliver(url, body, skipping(20_000)));
    expect(error).toHaveProperty('message', expect.stringContaining(`HTTP status ${status}`));
    expect(elsewhere.received).toEqual([]);
    checkSecrets(error);
  },
);

test('nobody at the address is an error that names no secret', async () => {
  const { url, stop } = await startEndpoint(200);
  await stop();
  const error = await refusal(deliver(url, body, skipping(100)));
  expect(error).toHaveProperty('message', expect.stringContaining('ECONNREFUSED'));
  checkSecrets(error);
});

test('waits grow to two seconds at most, and two deliveries do not wait alike', async () => {
  const { url } = await startEndpoint(503);
  const clocks = [skipping(30_000), skipping(30_000)] as const;
  for (const clock of clocks) await refusal(deliver(url, body, clock));
  const [one, other] = clocks;
  for (const [attempt, wait] of one.waits.entries()) {
    const ceiling = Math.min(2000, 250 * 2 ** attempt);
    expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
    expect(wait).toBeLessThanOrEqual(ceiling);
  }
  expect(one.waits).not.toEqual(other.waits);
});
