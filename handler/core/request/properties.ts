import type { Problem } from './problem';

export type TrustedService = 'ec2.amazonaws.com' | 'ssm.amazonaws.com';
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Session logs to S3. */
export interface S3Logging {
  readonly bucketName: string;
  /** Without leading, trailing or doubled slashes; empty for the bucket's root. */
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
  readonly s3?: S3Logging;
  readonly cloudWatch?: CloudWatchLogging;
  /** Key id, alias, or ARN of the session-data key, as the session document would name it. */
  readonly kmsKeyId?: string;
  readonly organizationId?: string;
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
  readonly forceDetachPolicies: boolean;
}

export type ParsedProperties = { readonly properties: Properties } | { readonly problems: readonly Problem[] };
