import { type Answered, type ClientOptions, type Place, refusal, SignedClient, unreadable } from './signed-client';

/** An operation of a service that speaks AWS JSON. */
export interface JsonOperation {
  readonly name: string;
  /** `AmazonSSM`, which stands before the name on the wire. */
  readonly target: string;
  /** Members that are epoch seconds on the wire, one or a list, and each a `Date` in the output. */
  readonly timestamps?: readonly string[];
  /** 1.1 unless said otherwise. */
  readonly version?: '1.0';
}

/** A client for a service that speaks AWS JSON: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export class JsonClient extends SignedClient {
  constructor(
    service: string,
    private readonly place: Place,
    options: ClientOptions,
  ) {
    super(service, options);
  }

  async send({ name, target, timestamps = [], version }: JsonOperation, input: object): Promise<object> {
    const body = JSON.stringify(input);
    const headers = {
      'content-type': `application/x-amz-json-${version ?? '1.1'}`,
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `${target}.${name}`,
    };
    const answered = await this.exchange({ method: 'POST', ...this.placeOr(this.place), headers, body });
    if (answered.status >= 300) throw refusalOf(answered);
    return { ...outputOf(answered.text, timestamps), $metadata: { httpStatusCode: answered.status } };
  }
}

function outputOf(text: string, timestamps: readonly string[]): object {
  try {
    return JSON.parse(text, (key, value) => (timestamps.includes(key) ? dated(value) : value));
  } catch {
    throw unreadable('JSON');
  }
}

function dated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dated);
  return typeof value === 'number' ? new Date(value * 1000) : value;
}

function refusalOf(answered: Answered): Error {
  const { __type, code, message, Message } = bodyOf(answered.text);
  // Any of the three may say it, with a namespace before and a page after:
  // https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
  const said = answered.headers['x-amzn-errortype'] ?? code ?? __type ?? '';
  const name = String(said).replace(/^.*#|[:,].*$/g, '') || 'UnknownError';
  return refusal(answered, name, String(message ?? Message ?? ''));
}

type Refusal = Partial<Readonly<Record<'__type' | 'code' | 'message' | 'Message', unknown>>>;

function bodyOf(text: string): Refusal {
  try {
    const body: Refusal | null = JSON.parse(text);
    return body ?? {};
  } catch {
    return { message: text.slice(0, 200) };
  }
}
