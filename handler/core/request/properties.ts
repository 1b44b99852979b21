import type { Problem } from './problem';

export type TrustedService = 'ec2.amazonaws.com' | 'ssm.amazonaws.com';
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Preferences of a session document, by the names of its `inputs`; one that is left out is not stated. */
export interface Preferences {
  readonly s3BucketName?: string;
  /** Without leading, trailing or doubled slashes; empty for the bucket's root. */
  readonly s3KeyPrefix?: string;
  readonly s3EncryptionEnabled?: boolean;
  readonly cloudWatchLogGroupName?: string;
  readonly cloudWatchEncryptionEnabled?: boolean;
  readonly cloudWatchStreamingEnabled?: boolean;
  /** Key id, alias, or ARN of the session-data key. */
  readonly kmsKeyId?: string;
}

/** A template's preferences, and of the bucket what no session document says. */
export interface Stated extends Preferences {
  readonly s3BucketOwner: string;
  readonly s3KmsKeyArn?: string;
}

/** Session logs to S3. */
export interface S3Logging {
  readonly bucketName: string;
  readonly keyPrefix: string;
  readonly encryptionEnabled: boolean;
  /** 12 digits; the stack's account unless told otherwise. */
  readonly bucketOwner: string;
  readonly kmsKeyArn?: string;
}

/** Session logs to CloudWatch Logs. */
export interface CloudWatchLogging {
  readonly logGroupName: string;
  readonly encryptionEnabled: boolean;
  readonly streamingEnabled: boolean;
}

export type AgentService = 's3' | 'kms' | 'logs' | 'ssm' | 'ssmmessages';

/** Values of a condition key that policies test and that nobody can know from here, in IAM's own words. */
export interface ContextEntry {
  readonly key: string;
  readonly values: readonly string[];
  /** The service whose requests carry them; all requests do where it is left out. */
  readonly service?: AgentService;
}

/** The resource's properties, checked and with their defaults. */
export interface Properties {
  readonly roleName?: string;
  readonly path: string;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: readonly Tag[];
  readonly permissionsBoundary: string;
  readonly managedPolicyArns: readonly string[];
  readonly trustedServices: readonly TrustedService[];
  /** Name, or ARN if shared, of the session document that the role serves. */
  readonly sessionDocumentName?: string;
  /** What the template itself says of sessions; what the document adds to it stands in the three below. */
  readonly stated: Stated;
  readonly s3?: S3Logging;
  readonly cloudWatch?: CloudWatchLogging;
  /** Key id, alias, or ARN of the session-data key. */
  readonly kmsKeyId?: string;
  readonly organizationId?: string;
  readonly contextEntries: readonly ContextEntry[];
  readonly verification: 'Enforce' | 'Report' | 'Off';
  readonly acceptedFindings: readonly string[];
  readonly policyScope: 'LeastPrivilege' | 'Documented';
  readonly forceDetachPolicies: boolean;
  readonly propagationWaitSeconds: number;
}

/** What Delete needs of the properties, taken leniently: old and malformed shapes keep arriving. */
export interface DeleteProperties {
  readonly roleName?: string;
  readonly path?: string;
  readonly managedPolicyArns: readonly string[];
  readonly forceDetachPolicies: boolean;
}

export type ParsedProperties = { readonly properties: Properties } | { readonly problems: readonly Problem[] };
