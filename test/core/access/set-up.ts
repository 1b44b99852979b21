import type { Finding } from '../../../handler/core/access/findings';
import type { KeyGrant, ObservedAccess, ObservedKey } from '../../../handler/core/access/observed';
import { absent, present } from '../../../handler/core/seen';
import { isPublic } from '../../../local/aws/s3';
import type { Bucket, Key } from '../../../local/aws/world';
import { account, otherAccount, settings } from '../identity/fixture';
import { proposed } from '../proposals';

/** A way of setting up session logs that somebody documented, with the variations that decide whether it works. */
export interface SetUp extends Parts {
  readonly description: string;
  /** The page or thread that documents it. */
  readonly source: string;
  readonly cases: readonly Case[];
}

export interface Case extends Parts {
  readonly because: string;
  /** `verdict code: consequence` of every finding; none where the set-up is proven to work. */
  readonly expect: readonly string[];
}

export interface Parts {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly bucket?: Partial<Pick<Bucket, 'owner' | 'region' | 'encryption' | 'ownership'>> & {
    readonly policy?: object | null;
    readonly restrictPublicBuckets?: boolean;
  };
  /** The key that the bucket's encryption names. */
  readonly bucketKey?: WrittenKey;
  readonly sessionKey?: WrittenKey;
  readonly logGroup?: { readonly kmsKeyArn?: string } | null;
  /** The key that the log group names. */
  readonly logGroupKey?: Omit<WrittenKey, 'arn'>;
  /** Statements of a further policy of the role, and of its boundary. */
  readonly further?: readonly object[];
  readonly boundary?: readonly object[];
  /** The organisation of both accounts. */
  readonly organization?: string;
  /** What the instance's own requests carry besides, which AWS alone sees. */
  readonly sent?: Readonly<Record<string, string>>;
  readonly role?: 'exists' | 'absent';
}

export interface WrittenKey {
  readonly arn?: string;
  readonly policy?: object;
  readonly state?: Key['state'];
  readonly grants?: readonly KeyGrant[];
}

export const BUCKET = 'org-logs';
export const ROLE_ID = 'AROAEXAMPLEEXAMPLE000';
export const ARNS = {
  bucketKey: `arn:aws:kms:eu-west-1:${otherAccount}:key/66666666-7777-8888-9999-000000000000`,
  sessionKey: `arn:aws:kms:eu-west-1:${account}:key/22222222-3333-4444-5555-666666666666`,
} as const;
export const LOG_GROUP = '/ssm/sessions';
const everything = [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }];

/** The set-up with what one case makes of it; parts of a part that it leaves out stay as they are. */
export function merged({ description: _, source: __, cases: ___, ...common }: SetUp, written: Case): Parts {
  const { because: _because, expect: _expect, ...own } = written;
  return {
    ...common,
    ...own,
    properties: { ...common.properties, ...own.properties },
    bucket: { ...common.bucket, ...own.bucket },
    ...both('bucketKey', common, own),
    ...both('sessionKey', common, own),
    ...both('logGroupKey', common, own),
  };
}

function both(part: 'bucketKey' | 'sessionKey' | 'logGroupKey', common: Parts, own: Parts): Parts {
  if (common[part] === undefined && own[part] === undefined) return {};
  return { [part]: { ...common[part], ...own[part] } };
}

/** What the function says of the set-up, and the policy that it would write. */
export function proposalFor(parts: Parts) {
  const beside = {
    policies: (parts.further ?? []).map((statement, index) => named(`further-${index}`, [statement])),
    boundary: named('boundary', parts.boundary ?? everything),
    ...(parts.role === 'exists' && { roleId: ROLE_ID }),
  };
  return proposed({
    raw: propertiesOf(parts),
    evidence: { beside, access: seenOf(parts) },
    allowed: { ...settings, allowedS3BucketOwners: ['*'] },
  });
}

export const summaryOf = ({ verdict, code, consequence }: Finding) => `${verdict} ${code}: ${consequence}`;

export function propertiesOf({ properties, bucket, sessionKey, logGroup }: Parts): Readonly<Record<string, unknown>> {
  return {
    S3BucketName: BUCKET,
    S3KeyPrefix: 'sessions',
    S3BucketOwner: bucket?.owner ?? otherAccount,
    ...(sessionKey !== undefined && { KmsKeyId: sessionKey.arn ?? ARNS.sessionKey }),
    ...(logGroup !== undefined && { CloudWatchLogGroupName: LOG_GROUP }),
    ...properties,
  };
}

const named = (name: string, Statement: readonly object[]) => ({
  name,
  document: present(JSON.stringify({ Version: '2012-10-17', Statement })),
});

/** What the function would read in both accounts, with the right to read all of it. */
function seenOf(parts: Parts): ObservedAccess {
  const { bucket = {}, bucketKey, sessionKey, organization } = parts;
  const policy = bucket.policy ? JSON.stringify(bucket.policy) : undefined;
  const { encryption = { algorithm: 'AES256', bucketKeyEnabled: false } } = bucket;
  return {
    bucket: {
      existence: 'exists',
      region: bucket.region ?? 'eu-west-1',
      encryption: encryption === 'none' ? absent : present(encryption),
      policy: policy === undefined ? absent : present(policy),
      policyIsPublic: policy === undefined ? absent : present(isPublic(policy)),
      restrictPublicBuckets: present(bucket.restrictPublicBuckets ?? true),
      objectOwnership: present(bucket.ownership ?? 'BucketOwnerEnforced'),
    },
    ...(bucketKey !== undefined && { bucketKey: seenKey(bucketKey, ARNS.bucketKey) }),
    ...(sessionKey !== undefined && { sessionKey: seenKey(sessionKey, ARNS.sessionKey) }),
    ...seenGroup(parts),
    organizationId: organization === undefined ? absent : present(organization),
  };
}

function seenGroup({ logGroup, logGroupKey = {} }: Parts): Pick<ObservedAccess, 'logGroup' | 'logGroupKey'> {
  if (logGroup === undefined) return {};
  if (logGroup === null) return { logGroup: absent };
  const { kmsKeyArn } = logGroup;
  return {
    logGroup: present(logGroup),
    ...(kmsKeyArn !== undefined && { logGroupKey: seenKey(logGroupKey, kmsKeyArn) }),
  };
}

function seenKey({ arn: named, policy, state = 'Enabled', grants }: WrittenKey, standard: string): ObservedKey {
  const arn = named ?? standard;
  const metadata = { arn, state, spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', managedBy: 'CUSTOMER' };
  return {
    keyId: arn,
    metadata: present(metadata),
    policy: present(JSON.stringify(policy ?? delegating(arn))),
    ...(grants !== undefined && { grants: present(grants) }),
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function delegating(keyArn: string): object {
  const Principal = { AWS: `arn:aws:iam::${keyArn.split(':')[4]}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }] };
}
