import { parseArn } from '../arn';
import { dnsSuffix } from '../partition';
import type { ContextValue, RequestContext } from '../policy/request';
import {
  contextOf,
  type FoundEncryption,
  forwarded,
  kmsContext,
  known,
  matching,
  questionContext,
  s3Context,
  type UploadStep,
  uploadContext,
  withKeys,
} from './agent-context';
import { type AgentRequest, type AgentRole, agentRequest, type Consequence } from './agent-requests';
import { logObjectsOf, objectsOf } from './log-objects';
import type { RequiredBucket } from './requirements';

/** What the agent asks of the log bucket at both ends of a session: how it is encrypted. */
export function encryptionRequest(
  role: AgentRole,
  bucket: RequiredBucket,
  region: string,
  consequence: Consequence,
): AgentRequest {
  const keys = { ...s3Context(bucket), ...questionContext() };
  const context = withKeys(contextOf(role, { region, resourceAccount: bucket.owner }), keys);
  return agentRequest(role, 's3:GetEncryptionConfiguration', bucket.arn, context, consequence);
}

/**
 * What the agent asks of the log bucket at the end of a session: to take the log, with its ACL, and above 5 MiB in parts.
 * `s3:AbortMultipartUpload` is not among it: its refusal loses nothing that was not lost.
 */
export function uploadRequests(
  role: AgentRole,
  bucket: RequiredBucket,
  region: string,
  encryption: FoundEncryption,
): readonly AgentRequest[] {
  const request = (action: string, step: UploadStep, consequence: Consequence) =>
    agentRequest(role, action, logObjectsOf(bucket), uploading(role, bucket, region, encryption, step), consequence);
  return [
    request('s3:PutObject', 'PutObject', 'log lost'),
    request('s3:PutObjectAcl', 'PutObjectAcl', 'log lost'),
    ...longUpload.map((step) => request('s3:PutObject', step, 'log lost above 5 MiB')),
  ];
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions: one action for all of them.
const longUpload = ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'] as const;

/** How the agent leaves the reason of a session that failed before its shell, under one key for each type of session. */
export function failureRequests(
  role: AgentRole,
  bucket: RequiredBucket,
  region: string,
  encryption: FoundEncryption,
): readonly AgentRequest[] {
  const contextOfStep = (step: UploadStep) => uploading(role, bucket, region, encryption, step);
  return sessionTypes.flatMap((type) =>
    (['PutObject', 'PutObjectAcl'] as const).map((step) =>
      agentRequest(role, `s3:${step}`, `${objectsOf(bucket)}${type}/stderr`, contextOfStep(step), 'advice'),
    ),
  );
}

const sessionTypes = ['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands', 'Port'] as const;

function uploading(
  role: AgentRole,
  bucket: RequiredBucket,
  region: string,
  encryption: FoundEncryption,
  step: UploadStep,
): RequestContext {
  const keys = { ...s3Context(bucket), ...uploadContext(encryption, step) };
  return withKeys(contextOf(role, { region, resourceAccount: bucket.owner }), keys);
}

/** What S3 asks of the bucket's key in the role's name: a data key for every object, and the parts of a long one back. */
export function bucketKeyRequests(
  role: AgentRole,
  bucket: RequiredBucket,
  key: { readonly arn: string; readonly bucketRegion: string; readonly encryption: FoundEncryption },
): readonly AgentRequest[] {
  const account = parseArn(key.arn)?.account ?? bucket.owner;
  const context = withKeys(contextOf(role, { region: key.bucketRegion, resourceAccount: account }), {
    ...kmsContext(role),
    ...forwarded,
    'kms:viaservice': known(`s3.${key.bucketRegion}.${dnsSuffix(role.partition)}`),
    'kms:encryptioncontext:aws:s3:arn': encryptedAs(bucket, key.encryption),
    'kms:encryptioncontextkeys': known('aws:s3:arn'),
  });
  return [
    agentRequest(role, 'kms:GenerateDataKey', key.arn, context, 'log lost'),
    agentRequest(role, 'kms:Decrypt', key.arn, context, 'log lost above 5 MiB'),
  ];
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html: the context is the bucket under a Bucket Key,
// which DSSE does not know.
function encryptedAs(bucket: RequiredBucket, encryption: FoundEncryption): ContextValue {
  if (encryption === 'unread') return { is: 'oneOf', values: [bucket.arn, logObjectsOf(bucket)] };
  const underBucketKey = encryption !== 'none' && encryption.bucketKeyEnabled && encryption.algorithm === 'aws:kms';
  return underBucketKey ? known(bucket.arn) : matching(logObjectsOf(bucket));
}
