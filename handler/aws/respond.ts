import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { safeUrl } from '../core/request/response-url';
import type { Home } from '../core/request/settings';
import type { Clock } from './clock';

/** Sends the body to the presigned URL; rejects where it could not be delivered, without ever naming the URL's secret. */
export type Respond = (url: string, body: string) => Promise<void>;

const ATTEMPT_TIMEOUT = 3_000;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 2_000;

/** Answers CloudFormation until the clock's deadline; `sam local` prints the answer and may have nobody to send it to. */
export function respondFrom({ samLocal }: Home, clock: Clock): Respond {
  if (!samLocal) return (url, body) => deliver(url, body, clock);
  return async (url, body) => {
    console.info(body);
    await deliver(url, body, clock).catch((error: unknown) => console.warn(String(error)));
  };
}

/** Retries on network errors, 403, 429 and 5xx: an answer that never arrives costs CloudFormation an hour. */
export async function deliver(
  url: string,
  body: string,
  { now, sleep, deadline }: Clock,
  attemptTimeout = ATTEMPT_TIMEOUT,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await put(url, body, attemptTimeout);
    if (outcome.is === 'delivered') return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt) * (0.5 + Math.random() / 2);
    if (outcome.is === 'refused' || now() + wait >= deadline) {
      throw new Error(`Cannot answer CloudFormation at ${safeUrl(url)}: ${outcome.because}`);
    }
    await sleep(wait);
  }
}

type Delivery = { readonly is: 'delivered' } | { readonly is: 'refused' | 'unavailable'; readonly because: string };

function put(url: string, body: string, timeout: number): Promise<Delivery> {
  const { protocol } = new URL(url);
  // The content type is part of what an older presigned URL signs, and it must be empty there.
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  const options = { method: 'PUT', headers, timeout };
  return new Promise((resolve) => {
    const request = (protocol === 'http:' ? overHttp : overHttps)(url, options, (response) => {
      response.resume();
      resolve(deliveryOf(response.statusCode ?? 0));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout} ms`)));
    request.on('error', (error) => resolve({ is: 'unavailable', because: reasonOf(error) }));
    request.end(body);
  });
}

// Clock skew and S3's own hiccups answer 403 at times; a redirect is never followed, since it would carry the secret along.
function deliveryOf(status: number): Delivery {
  if (status >= 200 && status < 300) return { is: 'delivered' };
  const because = `HTTP status ${status}`;
  return { is: status === 403 || status === 429 || status >= 500 ? 'unavailable' : 'refused', because };
}

function reasonOf(error: Error & { readonly code?: string }): string {
  return error.code ?? error.message;
}
