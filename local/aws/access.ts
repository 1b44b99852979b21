import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import { admitToIam, type Fields } from './access-iam';
import { authorize, type Request } from './authorize';
import { stackNamed } from './cloudformation';
import { keyNamed, refuseMissing } from './kms';
import type { Context } from './naive-policy';
import { admitToBucket, isPublic } from './s3';
import { roleByArn, type Scope } from './service';
import type { Caller } from './sessions';
import { documentArn } from './ssm';
import type { Bucket, Key, World } from './world';

/** Admits one call or throws what its service would answer to a caller without the right. */
export function admit(world: World, caller: Caller, operation: Operation, fields: Fields): void {
  switch (operation.slice(0, operation.indexOf(':'))) {
    case 's3':
      admitToS3(world, caller, operation, fields);
      break;
    case 'kms':
      admitToKms(world, caller, operation, fields);
      break;
    case 'iam':
      admitToIam(world, caller, operation, fields);
      break;
    case 'sts':
      authorize(world, caller, assumption(world, operation, fields));
      break;
    case 'ssm':
      authorize(world, caller, documentRequest(world, caller, operation, fields));
      break;
    case 'events':
      for (const entry of fields.Entries ?? []) authorize(world, caller, busRequest(world, caller, operation, entry));
      break;
    default: {
      const resource = otherResource(world, caller, operation, fields);
      authorize(world, caller, { action: operation, resource, resourceAccount: caller.account });
    }
  }
}

/** A request to a bucket or its objects, with the bucket's own policy. */
export function bucketRequest(world: World, bucket: Bucket, action: string, key = '', context: Context = {}): Request {
  const restricted = bucket.publicAccessBlock?.restrictPublicBuckets === true;
  return {
    action,
    resource: `arn:${world.partition}:s3:::${bucket.name}${key && `/${key}`}`,
    resourceAccount: bucket.owner,
    resourcePolicy: {
      kind: 'bucket',
      document: bucket.policy,
      restrictedToOwner: restricted && bucket.policy !== undefined && isPublic(bucket.policy),
    },
    context: {
      's3:ResourceAccount': bucket.owner,
      's3:TlsVersion': '1.3',
      's3:authType': 'REST-HEADER',
      's3:signatureversion': 'AWS4-HMAC-SHA256',
      ...context,
    },
  };
}

/** A request to a key, with the key's own policy and the grants on it. */
export function keyRequest(
  {
    arn,
    account,
    policy,
    grants,
    grantReach = 'bounded',
  }: Pick<Key, 'arn' | 'account' | 'policy' | 'grants' | 'grantReach'>,
  action: string,
  context: Context,
): Request {
  const resourcePolicy = { kind: 'key', document: policy, grants, grantReach } as const;
  return { action, resource: arn, resourceAccount: account, resourcePolicy, context };
}

function admitToS3(world: World, caller: Caller, operation: Operation, { Bucket, ExpectedBucketOwner }: Fields): void {
  try {
    const bucket = admitToBucket(world, caller, Bucket, ExpectedBucketOwner);
    authorize(world, caller, bucketRequest(world, bucket, operation));
  } catch (error) {
    if (!(error instanceof AwsError) || operation !== 's3:ListBucket') throw error;
    // HeadBucket answers without a body: its 404 has no finer code, and every status names the bucket's Region.
    const code = error.code === 'NoSuchBucket' ? 'NotFound' : error.code;
    throw new AwsError(code, error.status, error.message, world.buckets[Bucket ?? '']?.region);
  }
}

function admitToKms(world: World, caller: Caller, operation: Operation, { KeyId = '' }: Fields): void {
  const key = keyNamed(world, caller, KeyId);
  const owner = key?.account ?? (KeyId.startsWith('arn:') ? KeyId.split(':')[4] : undefined) ?? caller.account;
  if (owner !== caller.account && (!key || operation === 'kms:GetKeyPolicy')) {
    const problem = `User is not authorized to perform: ${operation} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;
    throw new AwsError('AccessDenied', 400, problem);
  }
  if (!key) refuseMissing(KeyId);
  authorize(world, caller, keyRequest(key, operation, { 'kms:CallerAccount': caller.account }));
}

function documentRequest(world: World, scope: Scope, action: string, { Name = '' }: Fields): Request {
  const resource = documentArn(world, scope, Name);
  // A document that is shared has no policy: whoever it is shared with needs no more than an identity policy.
  return { action, resource, resourceAccount: resource.split(':')[4] || scope.account };
}

function busRequest(
  world: World,
  scope: Scope,
  action: string,
  entry: NonNullable<Fields['Entries']>[number],
): Request {
  const { Source = '', DetailType = '' } = entry;
  const resource = `arn:${world.partition}:events:${scope.region}:${scope.account}:event-bus/default`;
  const context = { 'events:source': Source, 'events:detail-type': DetailType };
  return { action, resource, resourceAccount: scope.account, context };
}

function assumption(world: World, action: string, { RoleArn = '', ExternalId }: Fields): Request {
  return {
    action,
    resource: RoleArn,
    resourceAccount: RoleArn.split(':')[4] ?? '',
    resourcePolicy: { kind: 'trust', document: trustFor(roleByArn(world, RoleArn)?.trustPolicy) },
    context: ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId },
  };
}

/** A trust policy has no Resource: it speaks of its own role. */
function trustFor(trustPolicy: string | undefined): string | undefined {
  if (trustPolicy === undefined) return undefined;
  const { Statement, ...policy } = JSON.parse(trustPolicy);
  return JSON.stringify({ ...policy, Statement: [Statement].flat().map((one) => ({ ...one, Resource: '*' })) });
}

function otherResource(world: World, scope: Scope, operation: Operation, { StackName = '' }: Fields): string {
  const { region, account } = scope;
  // Seen to be authorised on no particular group, name prefix or not (terraform-provider-aws#8804).
  if (operation === 'logs:DescribeLogGroups')
    return `arn:${world.partition}:logs:${region}:${account}:log-group::log-stream:`;
  // https://docs.aws.amazon.com/service-authorization/latest/reference/: these know no resource type.
  if (operation === 'organizations:DescribeOrganization' || operation === 'cloudwatch:GetMetricData') return '*';
  if (StackName.startsWith('arn:')) return StackName;
  const stack = stackNamed(world, scope, StackName);
  return stack?.stackId ?? `arn:${world.partition}:cloudformation:${region}:${account}:stack/${StackName}/*`;
}
