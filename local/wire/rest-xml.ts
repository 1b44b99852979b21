import { AwsError } from '../../handler/aws/aws-error';
import type { World } from '../aws/world';
import type { Asked, Protocol, Reply, WireRequest } from './protocol';
import { xmlDocument } from './xml';

/** REST with XML, as S3 speaks it, at path-style and virtual-hosted addresses. */
export function restXml(world: World): Protocol {
  const located = (reply: Reply, region = ''): Reply => {
    const place = region && { 'x-amz-bucket-region': region };
    return { ...reply, headers: { ...reply.headers, ...place } };
  };
  return {
    read,
    answer: (asked, output) => located(answer(asked, output), regionOf(world, asked.input['Bucket'])),
    refuse: (error, request) =>
      located(refuse(error, request), error.bucketRegion ?? regionOf(world, addressOf(request).bucket)),
  };
}

// The address names a subresource, the action that authorises it does not always share its name.
const subresources: ReadonlyMap<string, string> = new Map([
  ['encryption', 's3:GetEncryptionConfiguration'],
  ['ownershipControls', 's3:GetBucketOwnershipControls'],
  ['policy', 's3:GetBucketPolicy'],
  ['policyStatus', 's3:GetBucketPolicyStatus'],
  ['publicAccessBlock', 's3:GetBucketPublicAccessBlock'],
]);

const dialect: Readonly<Record<string, string>> = {
  InternalFailure: 'InternalError',
  InvalidClientTokenId: 'InvalidAccessKeyId',
};

function regionOf(world: World, bucket: unknown): string | undefined {
  return typeof bucket === 'string' && Object.hasOwn(world.buckets, bucket) ? world.buckets[bucket]?.region : undefined;
}

function read(request: WireRequest): Asked {
  const { bucket, key } = addressOf(request);
  const owner = request.headers['x-amz-expected-bucket-owner'];
  const operation = bucket === '' || key !== '' ? undefined : operationOf(request);
  if (operation) return { operation, input: { Bucket: bucket, ...(owner && { ExpectedBucketOwner: owner }) } };
  const address = `${request.method} ${request.path}?${request.query}`;
  throw new AwsError('InvalidAction', 400, `The local S3 does not serve ${address}`);
}

function operationOf({ method, query }: WireRequest): string | undefined {
  const [subresource = ''] = new URLSearchParams(query).keys();
  if (method === 'HEAD' && subresource === '') return 's3:ListBucket';
  return method === 'GET' ? subresources.get(subresource) : undefined;
}

/** The bucket from `bucket.localhost`, `bucket.s3.eu-west-1.amazonaws.com`, or else from the path. */
function addressOf({ headers, path }: WireRequest) {
  const host = /^(.+)\.(?:localhost|s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?)(?::\d+)?$/.exec(headers['host'] ?? '');
  if (host) return { bucket: host[1] ?? '', key: path.slice(1) };
  const [bucket = '', ...key] = path.slice(1).split('/');
  return { bucket, key: key.join('/') };
}

function answer({ operation }: Asked, output: object): Reply {
  if (operation === 's3:ListBucket') return { status: 200, headers: headOf(output), body: '' };
  // The other operations have one member each, and it is the whole body.
  const [[name, content] = ['', '']] = Object.entries(output);
  return typeof content === 'string'
    ? { status: 200, headers: { 'content-type': 'application/json' }, body: content }
    : reply(200, name, 'http://s3.amazonaws.com/doc/2006-03-01/', content);
}

/** `AccessPointAlias` becomes `x-amz-access-point-alias`. */
function headOf(output: object): Record<string, string> {
  const named = Object.entries(output).map(([name, value]) => [
    `x-amz${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(value),
  ]);
  return Object.fromEntries(named);
}

function refuse(error: AwsError, request: WireRequest): Reply {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html: no body, hence no code.
  if (request.method === 'HEAD') return { status: error.status, headers: {}, body: '' };
  const Code = dialect[error.code] ?? error.code;
  const { bucket } = addressOf(request);
  const place = error.status === 301 && {
    Endpoint: `${bucket}.s3.${error.bucketRegion}.amazonaws.com`,
    Bucket: bucket,
  };
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: this document alone has no namespace.
  return reply(error.status, 'Error', '', { Code, Message: error.message, ...place, RequestId: request.id });
}

function reply(status: number, root: string, namespace: string, content: object): Reply {
  const style = { list: 'flattened', timestamp: (date: Date) => date.toISOString() } as const;
  return { status, headers: { 'content-type': 'application/xml' }, body: xmlDocument(root, namespace, content, style) };
}
