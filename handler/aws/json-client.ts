import { type Answered, type ClientOptions, domainOf, type OwnCommand, refusal, SignedClient } from './signed-client';

/** An operation of a service that speaks AWS JSON 1.1, by the target that names it on the wire. */
export interface JsonCommand<Output = unknown> extends OwnCommand<Output> {
  /** `AmazonSSM.GetDocument` */
  readonly target: string;
  /** Members that are epoch seconds on the wire and a `Date` in the output. */
  readonly timestamps: readonly string[];
}

/** A client for a service that speaks AWS JSON 1.1. */
export abstract class JsonClient extends SignedClient {
  private readonly url: string;

  constructor(service: string, options: ClientOptions) {
    super(service, options);
    this.url = this.elsewhere ?? `https://${service}.${domainOf(options.region)}`;
  }

  async send({ target, input, timestamps }: JsonCommand): Promise<object> {
    const body = JSON.stringify(input);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': target,
    };
    const answered = await this.exchange({ method: 'POST', url: this.url, headers, body });
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
