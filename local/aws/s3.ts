import { AwsError } from '../../handler/aws/aws-error';
import { renderPrincipals, statementsOf } from './policy-documents';
import { required, type Scope, type Services } from './service';
import type { Bucket, World } from './world';

/** Bucket settings as their owner, and whoever the owner lets, may read them. */
export const buckets = {
  's3:ListBucket'(world, scope, input) {
    return { BucketRegion: bucketAt(world, scope, input.Bucket).region, AccessPointAlias: false };
  },
  's3:GetEncryptionConfiguration'(world, scope, input) {
    const { encryption } = bucketAt(world, scope, input.Bucket);
    if (encryption === 'none') {
      throw notFound(
        'ServerSideEncryptionConfigurationNotFoundError',
        'The server side encryption configuration was not found',
      );
    }
    const { algorithm, kmsMasterKeyId, bucketKeyEnabled } = encryption;
    const byDefault = {
      SSEAlgorithm: algorithm,
      ...(kmsMasterKeyId === undefined ? {} : { KMSMasterKeyID: kmsMasterKeyId }),
    };
    const rule = { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: bucketKeyEnabled };
    return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
  },
  's3:GetBucketPolicy'(world, scope, input) {
    return { Policy: renderPrincipals(world, ownPolicy(bucketAt(world, scope, input.Bucket), scope)) };
  },
  's3:GetBucketPolicyStatus'(world, scope, input) {
    return { PolicyStatus: { IsPublic: isPublic(ownPolicy(bucketAt(world, scope, input.Bucket), scope)) } };
  },
  's3:GetBucketOwnershipControls'(world, scope, input) {
    const { ownership } = bucketAt(world, scope, input.Bucket);
    if (!ownership) throw notFound('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found');
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
  },
  's3:GetBucketPublicAccessBlock'(world, scope, input) {
    const { publicAccessBlock: block } = bucketAt(world, scope, input.Bucket);
    if (!block) {
      throw notFound('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
    }
    return {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: block.blockPublicAcls,
        IgnorePublicAcls: block.ignorePublicAcls,
        BlockPublicPolicy: block.blockPublicPolicy,
        RestrictPublicBuckets: block.restrictPublicBuckets,
      },
    };
  },
} satisfies Partial<Services>;

/** What S3 settles before it looks at permissions: existence, the bucket's Region, the owner that the caller expects. */
export function admitToBucket(world: World, scope: Scope, name: string | undefined, expectedOwner?: string): Bucket {
  const bucket = bucketAt(world, scope, name);
  if (expectedOwner !== undefined && expectedOwner !== bucket.owner) {
    throw new AwsError('AccessDenied', 403, 'Access Denied', bucket.region);
  }
  return bucket;
}

/** Whether a bucket policy is public in S3's sense: an Allow to everybody that no condition ties to fixed values. */
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
export function isPublic(policy: string): boolean {
  return statementsOf(policy, malformedPolicy).some(({ Effect, Principal, NotPrincipal, Condition }) => {
    const everybody = NotPrincipal !== undefined || /^("\*"|.*"AWS":\[?[^\]]*"\*")/.test(JSON.stringify(Principal));
    return Effect === 'Allow' && everybody && !isTied(Condition);
  });
}

/** S3's refusal of a bucket policy. */
export function malformedPolicy(problem: string): AwsError {
  return new AwsError('MalformedPolicy', 400, problem);
}

function isTied(condition: unknown): boolean {
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).some(
    ([operator, keys]) =>
      /^(String|Arn)(Equals|Like)$|^IpAddress$/.test(operator) &&
      Object.entries(keys).some(([key, values]) => tyingKeys.test(key) && !/[*?]|\$\{/.test(JSON.stringify(values))),
  );
}

const tyingKeys =
  /^(aws:(Principal(Arn|Account|OrgID|OrgPaths)|Source(Ip|Arn|Vpc|Vpce|Owner|Account|OrgID)|userid)|s3:DataAccessPoint(Account|Arn)|s3:x-amz-server-side-encryption-aws-kms-key-id)$/i;

function bucketAt(world: World, scope: Scope, name: string | undefined): Bucket {
  const bucket = world.buckets[required(name, 'bucket')];
  if (!bucket) throw notFound('NoSuchBucket', 'The specified bucket does not exist');
  if (bucket.region === scope.region) return bucket;
  const problem = 'The bucket you are attempting to access must be addressed using the specified endpoint.';
  throw new AwsError('PermanentRedirect', 301, problem, bucket.region);
}

/** Nobody but the owner's account reads a bucket's policy, permission or not. */
function ownPolicy({ owner, region, policy }: Bucket, scope: Scope): string {
  if (owner !== scope.account) {
    throw new AwsError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', region);
  }
  if (policy === undefined) throw notFound('NoSuchBucketPolicy', 'The bucket policy does not exist');
  return policy;
}

function notFound(code: string, problem: string): AwsError {
  return new AwsError(code, 404, problem);
}
