import { parseXML } from '@aws-sdk/xml-builder';
import { type Answered, type ClientOptions, domainOf, type OwnCommand, refusal, SignedClient } from './signed-client';

interface BucketInput {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** A question about a bucket. */
export interface BucketCommand<Output = unknown> extends OwnCommand<Output> {
  readonly input: BucketInput;
  /** `policy` in `?policy`; without it the bucket itself is asked for. */
  readonly subresource?: string;
  /** What the answer says. */
  readonly read: (answered: Answered) => object;
}

/** S3, as far as it is asked for the settings of buckets. */
export class S3Client extends SignedClient {
  constructor(options: ClientOptions) {
    super('s3', options);
  }

  async send(command: BucketCommand): Promise<object> {
    const answered = await this.ask(command, this.options.region);
    const home = answered.headers['x-amz-bucket-region'];
    // Another Region's bucket is named with its Region; HeadBucket may say so with a 400, for it has no body.
    const moved = answered.status === 301 || (answered.status === 400 && command.subresource === undefined);
    return outputOf(command, moved && home !== undefined ? await this.ask(command, home) : answered);
  }

  private ask({ input, subresource }: BucketCommand, region: string): Promise<Answered> {
    const url = addressOf(input.Bucket ?? '', region, this.elsewhere);
    const owner = input.ExpectedBucketOwner;
    const headers: Record<string, string> = owner === undefined ? {} : { 'x-amz-expected-bucket-owner': owner };
    if (subresource === undefined) return this.exchange({ method: 'HEAD', url, headers, region });
    return this.exchange({ method: 'GET', url: `${url}?${subresource}=`, headers, region });
  }
}

/**
 * A bucket's own host, or its path where the certificate of S3 would not cover that host:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function addressOf(bucket: string, region: string, elsewhere?: string): string {
  if (elsewhere !== undefined) return `${elsewhere.replace(/\/$/, '')}/${bucket}`;
  const s3 = `s3.${domainOf(region)}`;
  return bucket.includes('.') ? `https://${s3}/${bucket}` : `https://${bucket}.${s3}/`;
}

function outputOf({ read }: BucketCommand, answered: Answered): object {
  if (answered.status < 300) return { ...read(answered), $metadata: { httpStatusCode: answered.status } };
  const { Code = bodiless.get(answered.status) ?? 'UnknownError', Message = '' } = errorOf(answered.text);
  throw refusal(answered, String(Code), String(Message));
}

// HeadBucket's refusals have no body.
const bodiless: ReadonlyMap<number, string> = new Map([
  [403, 'Forbidden'],
  [404, 'NotFound'],
]);

type Members = Readonly<Record<string, unknown>>;

function errorOf(text: string): Members {
  try {
    return membersOf(membersOf(parseXML(text))['Error']);
  } catch {
    return { Message: text.slice(0, 200) };
  }
}

const membersOf = (value: unknown): Members => (typeof value === 'object' && value !== null ? { ...value } : {});

/** An answer of one member, which is its whole document. */
export function documentOf({ text }: Answered): object {
  try {
    return Object.fromEntries(Object.entries(membersOf(parseXML(text))).map(([name, root]) => [name, asTyped(root)]));
  } catch {
    // The parser's own error quotes what it could not read.
    throw new Error('Cannot read an answer: it is no XML');
  }
}

/** Members by their names in the SDK. */
function asTyped(element: unknown): unknown {
  if (typeof element === 'string') return /^(true|false)$/i.test(element) ? /^true$/i.test(element) : element;
  const { xmlns: _, ...members } = membersOf(element);
  const named = Object.entries(members).map(([name, value]) => {
    const list = lists.get(name);
    return list === undefined ? [name, asTyped(value)] : [list, [value].flat().map(asTyped)];
  });
  return Object.fromEntries(named);
}

// Elements that repeat, with the name that the SDK gives to all of them.
const lists: ReadonlyMap<string, string> = new Map([
  ['EncryptionType', 'EncryptionType'],
  ['Rule', 'Rules'],
]);
