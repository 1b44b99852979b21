import { AwsError } from '../../handler/aws/aws-error';
import { bucketRequest, keyRequest } from './access';
import { type KeyUse, useContext, useKey } from './agent-kms';
import { authorize } from './authorize';
import type { Context } from './naive-policy';
import { admitToBucket } from './s3';
import { dnsSuffix } from './service';
import { type Caller, resolveCaller } from './sessions';
import type { Bucket, World } from './world';

/** An upload with the headers that it carries. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly body: string;
  /** Parts, as the agent's SDK sends anything over 5 MiB. */
  readonly multipart?: boolean;
  readonly acl?: string;
  readonly serverSideEncryption?: string;
  readonly kmsKeyId?: string;
  /** What the instance's connection adds to the request. */
  readonly connection?: Context;
}

/** Writes one object as a role: bucket policy, object ownership, then the key, as S3 checks them. */
export function putObjectAs(world: World, accessKeyId: string, upload: Upload): void {
  const region = world.buckets[upload.bucket]?.region ?? '';
  const caller = resolveCaller(world, accessKeyId, region, 0);
  const bucket = admitToBucket(world, caller, upload.bucket);
  const ask = (action: string, headers: Context) =>
    authorize(world, caller, bucketRequest(world, bucket, action, upload.key, { ...upload.connection, ...headers }));
  for (const headers of requestsOf(upload)) ask('s3:PutObject', headers);
  if (upload.acl !== undefined) {
    askForAcl(world, caller, bucket, upload);
    if (bucket.ownership === 'BucketOwnerEnforced' && upload.acl !== 'bucket-owner-full-control') {
      throw new AwsError('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');
    }
  }
  const kmsKeyArn = encrypt(world, accessKeyId, bucket, upload);
  const writer = caller.role.arn;
  bucket.objects[upload.key] = { body: upload.body, writer, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) };
}

/**
 * Where the right is waived, the role's own policies still need it for a bucket of another account, whose policy then
 * allows everything; such a one would count as public.
 */
function askForAcl(world: World, caller: Caller, bucket: Bucket, upload: Upload): void {
  const { aclRight = 'asked', owner, ownership, publicAccessBlock: _, ...rest } = bucket;
  const isOwn = caller.account === owner;
  const waived = aclRight === 'waived' && (!isOwn || ownership === 'BucketOwnerEnforced');
  if (waived && isOwn) return;
  const asked = waived ? { ...rest, owner, policy: OPEN } : bucket;
  const context = { ...upload.connection, ...headersOf(upload) };
  authorize(world, caller, bucketRequest(world, asked, 's3:PutObjectAcl', upload.key, context));
}

const OPEN = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] });

/** One request, or those of CreateMultipartUpload, UploadPart and CompleteMultipartUpload. */
function requestsOf({ acl, ...upload }: Upload): readonly Context[] {
  const makes = { 's3:ObjectCreationOperation': 'true' };
  const leads = { 's3:ObjectCreationOperation': 'false' };
  const first = headersOf({ ...upload, ...(acl === undefined ? {} : { acl }) });
  if (!upload.multipart) return [{ ...first, ...makes }];
  // The parts have the encryption of the upload, and no ACL: S3 takes no such header there (aws-cli#1674).
  const later = headersOf(upload);
  return [
    { ...first, ...leads },
    { ...later, ...leads },
    { ...later, ...makes },
  ];
}

function headersOf({ acl, serverSideEncryption, kmsKeyId }: Omit<Upload, 'multipart'>): Context {
  return {
    ...(acl === undefined ? {} : { 's3:x-amz-acl': acl }),
    ...(serverSideEncryption === undefined ? {} : { 's3:x-amz-server-side-encryption': serverSideEncryption }),
    ...(kmsKeyId === undefined ? {} : { 's3:x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId }),
  };
}

/** Uses the key that the headers name, or without headers the one of the bucket's default. */
function encrypt(world: World, accessKeyId: string, bucket: Bucket, upload: Upload): string | undefined {
  const byDefault = bucket.encryption === 'none' ? undefined : bucket.encryption;
  const algorithm = upload.serverSideEncryption ?? byDefault?.algorithm;
  if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') return undefined;
  // "If you use a KMS key alias [...] KMS resolves the key within the requester's account", by ARN too:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
  const name = upload.serverSideEncryption === undefined ? byDefault?.kmsMasterKeyId : upload.kmsKeyId;
  const keyId = name?.replace(/^arn:.*:(?=alias\/)/, '');
  const bucketArn = `arn:${world.partition}:s3:::${bucket.name}`;
  const usesBucketKey = byDefault?.bucketKeyEnabled && algorithm === 'aws:kms';
  const use = {
    region: bucket.region,
    encryptionContext: { 'aws:s3:arn': usesBucketKey ? bucketArn : `${bucketArn}/${upload.key}` },
    viaService: `s3.${bucket.region}.${dnsSuffix(world)}`,
  };
  // The parts of a multipart upload are read again, and decrypted, before it completes.
  const actions = ['kms:GenerateDataKey', ...(upload.multipart ? (['kms:Decrypt'] as const) : [])] as const;
  if (keyId === undefined) return useAwsManagedKey(world, accessKeyId, bucket.owner, { actions, use });
  const [arn] = actions.map((action) => useKey(world, accessKeyId, action, { ...use, keyId }));
  return arn;
}

/** The key aws/s3 serves its own account, without grants, and nobody else. */
function useAwsManagedKey(
  world: World,
  accessKeyId: string,
  account: string,
  { actions, use }: { actions: readonly string[]; use: Omit<KeyUse, 'keyId'> },
): string {
  const caller = resolveCaller(world, accessKeyId, use.region, 0);
  const key = `arn:${world.partition}:kms:${use.region}:${account}`;
  if (caller.account !== account) {
    const problem = `${key}:alias/aws/s3 is an AWS managed key, which cannot be used from account ${caller.account}`;
    throw new AwsError('AccessDenied', 403, problem);
  }
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
  const StringEquals = { 'kms:CallerAccount': account, 'kms:ViaService': use.viaService };
  const Action = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];
  const Statement = [{ Effect: 'Allow', Principal: '*', Action, Resource: '*', Condition: { StringEquals } }];
  const managed = { arn: `${key}:key/aws-s3`, account, policy: JSON.stringify({ Statement }), grants: [] };
  for (const action of actions) authorize(world, caller, keyRequest(managed, action, useContext(caller, use)));
  return `${key}:alias/aws/s3`;
}
