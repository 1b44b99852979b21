import { createHash, createHmac } from 'node:crypto';
import { AwsError } from '../../handler/aws/aws-error';
import type { World } from '../aws/world';
import type { WireRequest } from './protocol';

/** A Signature Version 4: who signed, for which service at which Region's endpoint. */
export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** The signature that a request bears: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
export function signatureOf({ headers }: WireRequest): Signature | undefined {
  const scheme = /^AWS4-HMAC-SHA256 Credential=(\S+)\/aws4_request, ?SignedHeaders=(\S+), ?Signature=(\w+)$/;
  const [, scope = '', names = '', signature] = scheme.exec(headers['authorization'] ?? '') ?? [];
  const [accessKeyId, date, region, service] = scope.split('/');
  if (!signature || !accessKeyId || !date || !region || !service) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: names.split(';'), signature };
}

/** Refuses a request that nobody signed, that a stranger signed, or that was changed after it was signed. */
export function authenticate(world: World, request: WireRequest, signature: Signature | undefined): Signature {
  if (!signature) throw new AwsError('MissingAuthenticationToken', 403, 'Missing Authentication Token');
  const session = world.sessions[signature.accessKeyId];
  if (!session || session.sessionToken !== (request.headers['x-amz-security-token'] ?? '')) {
    throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid');
  }
  if (signature.signature === computed(request, signature, session.secretAccessKey)) return signature;
  throw new AwsError('SignatureDoesNotMatch', 403, 'The signature we calculated does not match the one you provided');
}

function computed(request: WireRequest, { date, region, service, signedHeaders }: Signature, secret: string): string {
  const scope = [date, region, service, 'aws4_request'];
  const canonical = sha256(canonicalRequest(request, signedHeaders));
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope.join('/'), canonical].join('\n');
  const key = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

function canonicalRequest(
  { method, path, query, headers, body }: WireRequest,
  signedHeaders: readonly string[],
): string {
  const parameters = query.split('&').filter((parameter) => parameter !== '');
  const canonicalQuery = parameters.map((parameter) => (parameter.includes('=') ? parameter : `${parameter}=`));
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  const lines = [method, path, canonicalQuery.sort().join('&'), canonicalHeaders.join(''), signedHeaders.join(';')];
  return [...lines, sha256(body)].join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
