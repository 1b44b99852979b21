import { bucketRequest } from './access';
import { putObjectAs } from './agent-s3';
import { authorize } from './authorize';
import type { Context } from './naive-policy';
import { refusal } from './refusal';
import { admitToBucket } from './s3';
import { resolveCaller } from './sessions';
import type { World } from './world';

/** Whose requests these are, and what those to a service carry that come straight from the instance. */
export interface Uploader {
  readonly world: World;
  readonly accessKeyId: string;
  readonly connectionTo: (service: string) => Context;
}

const multipartThreshold = 5 * 1024 * 1024;

/** Uploads one object as the agent does, and says why it cannot. Source: amazon-ssm-agent, agent/s3util/s3util.go. */
export function uploadAs(
  uploader: Uploader,
  { bucket, prefix = '', name, size }: { bucket: string; prefix?: string | undefined; name: string; size: number },
): { readonly key: string; readonly because: string | undefined } {
  const key = [...prefix.split('/').filter(Boolean), name].join('/');
  const upload = {
    bucket,
    key,
    body: `${size} bytes`,
    multipart: size > multipartThreshold,
    acl: 'bucket-owner-full-control',
    connection: uploader.connectionTo('s3'),
  };
  const headers = mirroredHeaders(uploader, bucket);
  return { key, because: refusal(() => putObjectAs(uploader.world, uploader.accessKeyId, { ...upload, ...headers })) };
}

/** The agent repeats the bucket's default as headers, DSSE excepted; if it may not read the default, it sends none. */
function mirroredHeaders(uploader: Uploader, bucket: string) {
  if (refusal(() => bucketEncryption(uploader, bucket)) !== undefined) return {};
  const { algorithm, kmsMasterKeyId } = bucketEncryption(uploader, bucket);
  if (algorithm === 'AES256') return { serverSideEncryption: algorithm };
  if (algorithm !== 'aws:kms') return {};
  return { serverSideEncryption: algorithm, ...(kmsMasterKeyId === undefined ? {} : { kmsKeyId: kmsMasterKeyId }) };
}

/** How the bucket is encrypted, for whom may ask. */
export function bucketEncryption(
  { world, accessKeyId, connectionTo }: Uploader,
  name: string,
): { algorithm?: string; kmsMasterKeyId?: string } {
  const caller = resolveCaller(world, accessKeyId, world.buckets[name]?.region ?? '', 0);
  const bucket = admitToBucket(world, caller, name);
  authorize(world, caller, bucketRequest(world, bucket, 's3:GetEncryptionConfiguration', '', connectionTo('s3')));
  return bucket.encryption === 'none' ? {} : bucket.encryption;
}
