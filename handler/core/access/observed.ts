import type { Preferences } from '../request/properties';
import type { Seen } from '../seen';

/** What AWS says of everything that decides the agent's requests, as far as it can be read from here. */
export interface ObservedAccess {
  readonly bucket?: ObservedBucket;
  /** Present where the bucket is encrypted with a customer managed key that is named by an ARN or a local id. */
  readonly bucketKey?: ObservedKey;
  readonly sessionKey?: ObservedKey;
  readonly logGroup?: Seen<ObservedLogGroup>;
  /** Present where a key is associated with the log group. */
  readonly logGroupKey?: ObservedKey;
  /** What the session document says that the role serves; present where one is named. */
  readonly sessionDocument?: Seen<Preferences>;
  /** Id of the organisation to which the role's account belongs; absent where it belongs to none. */
  readonly organizationId?: Seen<string>;
}

export interface ObservedBucket {
  readonly existence: BucketExistence;
  /** The bucket's Region, or the function's where S3 did not say. */
  readonly region: string;
  readonly encryption: Seen<BucketEncryption>;
  /** JSON; absent where the bucket has no policy. */
  readonly policy: Seen<string>;
  /** AWS's own verdict, under which `RestrictPublicBuckets` acts. */
  readonly policyIsPublic: Seen<boolean>;
  readonly restrictPublicBuckets: Seen<boolean>;
  readonly objectOwnership: Seen<string>;
}

/** `anotherOwner`: the bucket answers without the expected owner, and refuses with it. */
export type BucketExistence = 'exists' | 'missing' | 'anotherOwner' | 'unknown';

/** The bucket's first encryption rule, which is the one the agent reads. */
export interface BucketEncryption {
  readonly algorithm: string;
  /** As the bucket stores it: ARN, id or alias; absent for SSE-S3 and for the account's `aws/s3`. */
  readonly kmsMasterKeyId?: string;
  readonly bucketKeyEnabled: boolean;
}

export interface ObservedKey {
  /** As asked for: the key's ARN where it is known. */
  readonly keyId: string;
  readonly metadata: Seen<KeyMetadata>;
  /** JSON. */
  readonly policy: Seen<string>;
  /** Grants to the role or its account; not asked for while the role does not exist, which then has none. */
  readonly grants?: Seen<readonly KeyGrant[]>;
}

/** What a principal may do with a key besides what policies say. */
export interface KeyGrant {
  /** As `kms:ListGrants` names it: an ARN. */
  readonly granteePrincipal: string;
  /** `Decrypt`, `GenerateDataKey`, … */
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
  /** The resource on whose behalf alone it is in force. */
  readonly sourceArn?: string;
  /** Names of constraints that are not known here. */
  readonly furtherConstraints?: readonly string[];
}

export interface KeyMetadata {
  readonly arn: string;
  readonly state: string;
  readonly spec: string;
  readonly usage: string;
  readonly managedBy: string;
}

export interface ObservedLogGroup {
  readonly kmsKeyArn?: string;
}

/** A policy that speaks for the role, by the name a person knows it by. */
export interface NamedPolicy {
  readonly name: string;
  /** JSON. */
  readonly document: Seen<string>;
}

/** Everything on the identity side: effective rights are `policies` within `boundary`. */
export interface IdentityPolicies {
  readonly policies: readonly NamedPolicy[];
  /** Absent for a role without one, as a hand-made role may be. */
  readonly boundary?: NamedPolicy;
  /** `AROA…` of the role, where it exists. */
  readonly roleId?: string;
  /** Present where a role that exists is looked at as it is. */
  readonly reach?: RoleReach;
}

/** How a role gets to the instances that shall use it. */
export interface RoleReach {
  /** JSON. */
  readonly trustPolicy: string;
  /** Names of the instance profiles that hold it. */
  readonly instanceProfiles: Seen<readonly string[]>;
}
