import { type Answered, type ClientOptions, type Place, refusal, SignedClient } from './signed-client';

/** An operation of a service that speaks AWS JSON 1.1. */
export interface JsonOperation {
  readonly name: string;
  /** `AmazonSSM`, which stands before the name on the wire. */
  readonly target: string;
  /** Members that are epoch seconds on the wire and a `Date` in the output. */
  readonly timestamps?: readonly string[];
}

/** A client for a service that speaks AWS JSON 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export class JsonClient extends SignedClient {
  constructor(
    service: string,
    private readonly place: Place,
    options: ClientOptions,
  ) {
    super(service, options);
  }

  async send({ name, target, timestamps = [] }: JsonOperation, input: object): Promise<object> {
    const body = JSON.stringify(input);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `${target}.${name}`,
    };
    const answered = await this.exchange({ method: 'POST', ...this.placeOr(this.place), headers, body });
    if (answered.status >= 300) throw refusalOf(answered);
    return { ...outputOf(answered.text, timestamps), $metadata: { httpStatusCode: answered.status } };
  }
}

function outputOf(text: string, timestamps: readonly string[]): object {
  const dated = (key: string, value: unknown) =>
    typeof value === 'number' && timestamps.includes(key) ? new Date(value * 1000) : value;
  try {
    return JSON.parse(text, dated);
  } catch {
    // The parser's own error quotes what it could not read.
    throw new Error('Cannot read an answer: it is no JSON');
  }
}

function refusalOf(answered: Answered): Error {
  const { __type, message, Message } = bodyOf(answered.text);
  const name = String(__type ?? '').replace(/^.*#/, '') || 'UnknownError';
  return refusal(answered, name, String(message ?? Message ?? ''));
}

type Refusal = Partial<Readonly<Record<'__type' | 'message' | 'Message', unknown>>>;

function bodyOf(text: string): Refusal {
  try {
    const body: Refusal | null = JSON.parse(text);
    return body ?? {};
  } catch {
    return { message: text.slice(0, 200) };
  }
}
