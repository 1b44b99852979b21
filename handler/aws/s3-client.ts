import { type Answered, type ClientOptions, domainOf, refusal, SignedClient } from './signed-client';
import { documentOf, membersOf, refusalOf } from './xml-answer';

/** A question about a bucket. */
export interface BucketOperation {
  readonly name: string;
  /** `policy` in `?policy`; without it the bucket itself is asked for. */
  readonly subresource?: string;
}

interface BucketInput {
  readonly Bucket?: string;
  readonly ExpectedBucketOwner?: string;
}

/** S3, as far as it is asked for the settings of buckets. */
export class S3Client extends SignedClient {
  constructor(options: ClientOptions) {
    super('s3', options);
  }

  async send(operation: BucketOperation, input: BucketInput): Promise<object> {
    const { subresource } = operation;
    const answered = await this.ask(operation, input, this.options.region);
    const home = answered.headers['x-amz-bucket-region'];
    // Another Region's bucket is named with its Region; HeadBucket may say so with a 400, for it has no body.
    const moved = answered.status === 301 || (answered.status === 400 && subresource === undefined);
    const last = moved && home !== undefined ? await this.ask(operation, input, home) : answered;
    if (last.status >= 300) throw subresource === undefined ? bodiless(last) : refusalOf(last);
    return { ...outputOf(subresource, last), $metadata: { httpStatusCode: last.status } };
  }

  private ask({ subresource }: BucketOperation, input: BucketInput, region: string): Promise<Answered> {
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
function addressOf(bucket: string, region: string, elsewhere: string | undefined): string {
  if (elsewhere !== undefined) return `${elsewhere.replace(/\/$/, '')}/${bucket}/`;
  const s3 = `s3.${domainOf(region)}`;
  return bucket.includes('.') ? `https://${s3}/${bucket}/` : `https://${bucket}.${s3}/`;
}

// HeadBucket's refusals have no body: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
function bodiless(answered: Answered): Error {
  const names: Readonly<Record<number, string>> = { 403: 'Forbidden', 404: 'NotFound' };
  return refusal(answered, names[answered.status] ?? 'UnknownError', '');
}

function outputOf(subresource: string | undefined, answered: Answered): object {
  if (subresource === 'policy') return { Policy: answered.text };
  if (subresource !== undefined) return typedMembers(documentOf(answered));
  const { 'x-amz-bucket-region': BucketRegion, 'x-amz-access-point-alias': alias } = answered.headers;
  return { BucketRegion, AccessPointAlias: alias === 'true' };
}

/** Members by their names in the SDK. */
function typedMembers(element: unknown): object {
  const members = Object.entries(membersOf(element)).map(([name, value]) => {
    const list = lists.get(name);
    return list === undefined ? [name, typed(value)] : [list, [value].flat().map(typed)];
  });
  return Object.fromEntries(members);
}

function typed(value: unknown): unknown {
  if (typeof value !== 'string') return typedMembers(value);
  return /^(true|false)$/i.test(value) ? /^true$/i.test(value) : value;
}

// Elements that repeat, with the name that the SDK gives to all of them.
const lists: ReadonlyMap<string, string> = new Map([
  ['EncryptionType', 'EncryptionType'],
  ['Rule', 'Rules'],
]);
