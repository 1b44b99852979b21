import { randomBytes } from 'node:crypto';
import type { Clock } from '../../handler/aws/clock';

/** What an answer must repeat, and of which operation it is. */
interface Echo {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** A custom resource's answer as CloudFormation understands it. */
export type Answer =
  | { readonly state: 'SUCCESS'; readonly physicalId: string; readonly attributes: Readonly<Record<string, unknown>> }
  | { readonly state: 'FAILED'; readonly physicalId?: string; readonly reason: string };

/** One upload to a ResponseURL. */
interface Put {
  /** Absolute, or path and query alone. */
  readonly url: string;
  readonly contentType?: string | undefined;
  readonly contentLength?: number | undefined;
  readonly body: Buffer;
}

/** What the caller of a PUT meets: a status, a broken connection, or silence. */
export type PutOutcome = { readonly status: number; readonly message: string } | 'reset' | 'hang';

/** A PUT that reached a ResponseURL and was counted; S3 takes a second one, CloudFormation reads only the first. */
interface Delivered {
  readonly requestId: string;
  readonly body: string;
  readonly read: boolean;
}

export interface Answers {
  readonly open: (echo: Echo) => { readonly url: string; readonly answer: Promise<Answer>; readonly close: () => void };
  readonly put: (put: Put) => PutOutcome;
  readonly delivered: readonly Delivered[];
}

export interface AnswersOptions {
  /** Scheme and host of the ResponseURLs. */
  readonly origin: string;
  readonly clock: Pick<Clock, 'now'>;
  /** What befalls the n-th PUT of a request, counted from 1, instead of being taken. */
  readonly fault?: (requestId: string, attempt: number) => PutOutcome | undefined;
}

/** The bucket behind the ResponseURLs: each URL is a bearer secret that takes the answer to one request. */
export function createAnswers({ origin, clock, fault }: AnswersOptions): Answers {
  const slots = new Map<string, Slot>();
  const delivered: Delivered[] = [];
  const open = (echo: Echo) => {
    const object = encodeURIComponent(`${echo.StackId}|${echo.LogicalResourceId}|${echo.RequestId}`);
    const path = `/${object.replaceAll('%2F', '/')}`;
    const signature = randomBytes(32).toString('hex');
    const slot: Slot = { echo, signature, expires: clock.now() + validitySeconds * 1000, attempts: 0 };
    slots.set(path, slot);
    const answer = new Promise<Answer>((resolve) => {
      slot.settle = resolve;
    });
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Expires=${validitySeconds}`;
    const url = `${origin}${path}?${query}&X-Amz-Signature=${signature}`;
    return { url, answer, close: () => delete slot.settle };
  };
  const put = (upload: Put): PutOutcome => {
    const { pathname, searchParams } = new URL(upload.url, origin);
    const slot = slots.get(pathname);
    if (slot?.signature !== searchParams.get('X-Amz-Signature')) return forbidden('SignatureDoesNotMatch');
    const injected = fault?.(slot.echo.RequestId, ++slot.attempts);
    const refused = injected ?? refusal(slot, upload, clock.now());
    if (refused) return refused;
    delivered.push({ requestId: slot.echo.RequestId, body: upload.body.toString(), read: slot.settle !== undefined });
    slot.settle?.(readAnswer(upload.body, slot.echo));
    delete slot.settle;
    return { status: 200, message: '' };
  };
  return { open, put, delivered };
}

interface Slot {
  readonly echo: Echo;
  readonly signature: string;
  readonly expires: number;
  attempts: number;
  /** Absent once CloudFormation has read an answer or has stopped waiting. */
  settle?: (answer: Answer) => void;
}

const forbidden = (code: string): PutOutcome => ({ status: 403, message: `<Error><Code>${code}</Code></Error>` });

function refusal(slot: Slot, { contentType, contentLength }: Put, now: number): PutOutcome | undefined {
  if (now > slot.expires) return forbidden('AccessDenied');
  // URLs of the older signature version sign an empty content type.
  if (contentType) return forbidden('SignatureDoesNotMatch');
  if (contentLength === undefined) return { status: 411, message: '<Error><Code>MissingContentLength</Code></Error>' };
  return undefined;
}

const limit = 4096;
const validitySeconds = 7200;

/** Whatever is wrong with the form of an answer fails the operation and hides the answer's own Reason. */
function readAnswer(body: Buffer, echo: Echo): Answer {
  if (body.length > limit) return { state: 'FAILED', reason: 'Response object is too long.' };
  const response = parseObject(body.toString());
  if (!response) return { state: 'FAILED', reason: 'Invalid Response object: Response is not valid JSON' };
  const { Status, Reason, PhysicalResourceId: physicalId, Data: attributes = {} } = response;
  const problem = firstProblem(response, echo);
  if (problem) return { state: 'FAILED', reason: problem };
  if (typeof physicalId !== 'string' || physicalId === '' || Buffer.byteLength(physicalId) > 1024) {
    return { state: 'FAILED', reason: 'Invalid PhysicalResourceId' };
  }
  if (Status === 'SUCCESS') return { state: 'SUCCESS', physicalId, attributes: attributes as Record<string, unknown> };
  const message = `Received response status [FAILED] from custom resource. Message returned: ${Reason} (RequestId: ${echo.RequestId})`;
  return { state: 'FAILED', physicalId, reason: message };
}

function firstProblem(response: Readonly<Record<string, unknown>>, echo: Echo): string | undefined {
  const { Status, Reason, Data } = response;
  const property = 'Invalid Response object: Value of property';
  for (const [name, expected] of Object.entries(echo)) {
    if (response[name] !== expected) return `${property} ${name} must be equal to ${expected}`;
  }
  if (Status !== 'SUCCESS' && Status !== 'FAILED') return `${property} Status must be one of SUCCESS, FAILED`;
  if (Status === 'FAILED' && (typeof Reason !== 'string' || Reason === ''))
    return `${property} Reason must be of type String`;
  if (Data !== undefined && (typeof Data !== 'object' || Data === null || Array.isArray(Data))) {
    return `${property} Data must be an object`;
  }
  return undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
