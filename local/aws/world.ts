import type { Key } from './key';

/** The whole state of a local AWS: plain data, so that a test can clone it, compare it and print it. */
export interface World {
  partition: string;
  /** By 12-digit account id; `aws` holds the AWS managed policies. */
  accounts: Record<string, Account>;
  /** By name: bucket names are global. */
  buckets: Record<string, Bucket>;
  /** By StackId. */
  stacks: Record<string, Stack>;
  /** Who an access key id is: a role's session. */
  sessions: Record<string, Session>;
  /** Source of unique ids. */
  serial: number;
}

export interface Account {
  /** By name in lower case, since IAM compares names regardless of case. */
  roles: Record<string, Role>;
  /** By ARN. */
  policies: Record<string, ManagedPolicy>;
  instanceProfiles: Record<string, InstanceProfile>;
  /** By ARN. */
  keys: Record<string, Key>;
  /** `region/alias/name` → key ARN. */
  aliases: Record<string, string>;
  /** By `region/name`. */
  logGroups: Record<string, LogGroup>;
  /** By `region/name`. */
  documents: Record<string, SessionDocument>;
  /** What CloudWatch was told, in the order of telling. */
  metrics?: MetricValue[];
  /** What arrived on the default event buses. */
  events?: BusEvent[];
  /** `o-…` where the account belongs to an organisation. */
  organizationId?: string;
  quotas: Quotas;
}

export interface MetricValue {
  region: string;
  namespace: string;
  name: string;
  /** A metric's dimensions are part of its name. */
  dimensions: Record<string, string>;
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface BusEvent {
  region: string;
  source: string;
  detailType: string;
  resources: string[];
  /** JSON. */
  detail: string;
  at: number;
}

export interface Quotas {
  roles: number;
  policies: number;
  instanceProfiles: number;
  managedPoliciesPerRole: number;
  trustPolicyCharacters: number;
}

export interface Tag {
  Key: string;
  Value: string;
}

export interface Role {
  name: string;
  path: string;
  id: string;
  arn: string;
  trustPolicy: string;
  description: string;
  maxSessionDuration: number;
  permissionsBoundary?: string;
  tags: Tag[];
  /** ARNs. */
  attached: string[];
  inline: Record<string, string>;
  createDate: number;
}

export interface ManagedPolicy {
  name: string;
  path: string;
  id: string;
  arn: string;
  description: string;
  tags: Tag[];
  versions: PolicyVersion[];
  /** Versions are numbered for life, deleted ones included. */
  nextVersion: number;
  createDate: number;
}

export interface PolicyVersion {
  id: string;
  document: string;
  isDefault: boolean;
  createDate: number;
}

export interface InstanceProfile {
  name: string;
  path: string;
  id: string;
  arn: string;
  tags: Tag[];
  /** Key of `roles`; a profile holds one role at most. */
  role?: string;
  createDate: number;
}

export interface Bucket {
  name: string;
  owner: string;
  region: string;
  policy?: string;
  encryption:
    | { algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse'; kmsMasterKeyId?: string; bucketKeyEnabled: boolean }
    | 'none';
  publicAccessBlock?: {
    blockPublicAcls: boolean;
    ignorePublicAcls: boolean;
    blockPublicPolicy: boolean;
    restrictPublicBuckets: boolean;
  };
  ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
  /** What AWS leaves open: whether S3 asks for the right to an ACL where there are none, or asks a foreign bucket's policy. */
  aclRight?: 'asked' | 'waived';
  /** Object key → content. */
  objects: Record<string, { body: string; writer: string; kmsKeyArn?: string }>;
}

export type { Grant, Key } from './key';

export interface LogGroup {
  name: string;
  arn: string;
  kmsKeyArn?: string;
  /** What AWS leaves open: whether CloudWatch Logs asks for rights to the key of who writes events. */
  callerRight?: 'asked' | 'waived';
}

/** A document of Systems Manager in its only version, as JSON. */
export interface SessionDocument {
  name: string;
  owner: string;
  region: string;
  content: string;
  documentType: string;
  /** Accounts, or `all`. */
  sharedWith: string[];
}

export interface Stack {
  stackId: string;
  stackName: string;
  status: string;
  statusReason?: string;
  account: string;
  region: string;
  resources: Record<string, StackResource>;
}

export interface StackResource {
  logicalId: string;
  type: string;
  physicalId?: string;
  status: string;
  statusReason?: string;
}

export interface Session {
  account: string;
  /** Key of `roles` in that account. */
  role: string;
  sessionName: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds since the epoch; absent where the session's renewal is somebody else's business. */
  expires?: number;
}
