import type { Names } from '../identity/names';
import { bucketArn } from '../identity/permissions';
import type { ContextEntry, Preferences, Properties, S3Logging, Tag } from '../request/properties';
import type { Place } from '../request/settings';

/** What the SSM Agent will need of the world under one role, whoever declared it. */
export interface Requirements {
  readonly role: RequiredRole;
  /** The instances' Region: of the session key and the log group. */
  readonly region: string;
  readonly bucket?: RequiredBucket;
  readonly logGroup?: RequiredLogGroup;
  /** Key id, alias, or ARN of the session-data key. */
  readonly kmsKeyId?: string;
  readonly sessionDocument?: RequiredSessionDocument;
}

export interface RequiredRole {
  readonly name: string;
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly tags: readonly Tag[];
  /** Session names under which services use the role: `i-*` on EC2, `mi-*` with hybrid activations. */
  readonly sessionName: string;
  /** Where it does, whomever else it serves. */
  readonly servesEc2?: 'certainly';
  readonly organizationId?: string;
  readonly contextEntries: readonly ContextEntry[];
}

export interface RequiredBucket {
  readonly name: string;
  readonly arn: string;
  readonly keyPrefix: string;
  readonly owner: string;
  readonly encryptionEnabled: boolean;
  readonly kmsKeyArn?: string;
}

export interface RequiredLogGroup {
  readonly name: string;
  readonly encryptionEnabled: boolean;
  readonly streamingEnabled: boolean;
}

/** A session document, and what it is expected to say. */
export interface RequiredSessionDocument {
  /** Name, or ARN if shared. */
  readonly name: string;
  readonly stated: Preferences;
}

/** Of the properties, what decides what the agent needs. */
export type Needs = Pick<
  Properties,
  | 's3'
  | 'cloudWatch'
  | 'kmsKeyId'
  | 'sessionDocumentName'
  | 'stated'
  | 'tags'
  | 'trustedServices'
  | 'organizationId'
  | 'contextEntries'
>;
type Role = Pick<Names, 'name' | 'roleArn'>;
/** What a resource with these properties requires. */
export function requirementsOf(properties: Needs, names: Role, settings: Place): Requirements {
  const { s3, cloudWatch, kmsKeyId, sessionDocumentName, stated } = properties;
  return {
    role: requiredRole(properties, names, settings),
    region: settings.region,
    ...(s3 !== undefined && { bucket: requiredBucket(s3, settings) }),
    ...(cloudWatch !== undefined && {
      logGroup: {
        name: cloudWatch.logGroupName,
        encryptionEnabled: cloudWatch.encryptionEnabled,
        streamingEnabled: cloudWatch.streamingEnabled,
      },
    }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(sessionDocumentName !== undefined && { sessionDocument: { name: sessionDocumentName, stated } }),
  };
}

function requiredRole(
  { tags, trustedServices, organizationId, contextEntries }: Needs,
  { name, roleArn }: Role,
  { partition, account }: Place,
): RequiredRole {
  const onEc2 = trustedServices.includes('ec2.amazonaws.com');
  const onPremises = trustedServices.includes('ssm.amazonaws.com');
  return {
    name,
    arn: roleArn,
    partition,
    account,
    tags,
    contextEntries,
    sessionName: onEc2 === onPremises ? '*' : onEc2 ? 'i-*' : 'mi-*',
    ...(onEc2 && { servesEc2: 'certainly' }),
    ...(organizationId !== undefined && { organizationId }),
  };
}

function requiredBucket(s3: S3Logging, { partition }: Place): RequiredBucket {
  return {
    name: s3.bucketName,
    arn: bucketArn(s3, partition),
    keyPrefix: s3.keyPrefix,
    owner: s3.bucketOwner,
    encryptionEnabled: s3.encryptionEnabled,
    ...(s3.kmsKeyArn !== undefined && { kmsKeyArn: s3.kmsKeyArn }),
  };
}
