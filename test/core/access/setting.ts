import type { Finding } from '../../../handler/core/access/findings';
import type {
  BucketEncryption,
  IdentityPolicies,
  KeyMetadata,
  ObservedAccess,
  ObservedBucket,
  ObservedKey,
} from '../../../handler/core/access/observed';
import type { RequiredBucket, RequiredLogGroup, Requirements } from '../../../handler/core/access/requirements';
import { verify } from '../../../handler/core/access/verify';
import type { Preferences } from '../../../handler/core/request/properties';
import { present, type Seen } from '../../../handler/core/seen';

export const ACCOUNT = '111122223333';
export const LOG_ACCOUNT = '444455556666';
const REGION = 'eu-west-1';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/session-manager/app-sessions`;
export const BUCKET_ARN = 'arn:aws:s3:::org-logs';
export const BUCKET_KEY_ARN = `arn:aws:kms:${REGION}:${LOG_ACCOUNT}:key/b`;
export const SESSION_KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/s`;
export const GROUP_KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/g`;
export const GROUP = '/ssm/sessions';

/** Everything that a verification is given. */
export interface Setting {
  readonly requirements: Requirements;
  readonly identity: IdentityPolicies;
  readonly seen: ObservedAccess;
}

export type Change = (setting: Setting) => Setting;

export interface Wording {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Sid?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: object;
}

/** The JSON of a policy; statements allow everything unless they say otherwise. */
export const policy = (...statements: readonly Wording[]): string => {
  const whole = statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement }));
  return JSON.stringify({ Version: '2012-10-17', Statement: whole });
};
/** A statement of a resource's own policy, for the role's account. */
export const toAccount = (Action: string | readonly string[], rest: Partial<Wording> = {}): Wording => ({
  Principal: { AWS: ACCOUNT },
  Action,
  ...rest,
});

export const uploads = toAccount(['s3:PutObject', 's3:PutObjectAcl'], { Resource: `${BUCKET_ARN}/sessions/*` });
export const reads = toAccount('s3:GetEncryptionConfiguration', { Resource: BUCKET_ARN });
export const bucketKeyUses = toAccount(['kms:Decrypt', 'kms:GenerateDataKey']);
export const everything = policy({ Action: '*' });

const key = (keyId: string, document: string): ObservedKey => ({
  keyId,
  metadata: present({
    arn: keyId,
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    managedBy: 'CUSTOMER',
  }),
  policy: present(document),
});

const bucketKeyArn: BucketEncryption = {
  algorithm: 'aws:kms',
  kmsMasterKeyId: BUCKET_KEY_ARN,
  bucketKeyEnabled: true,
};

/** A role that may do everything, and whose bucket, keys and log group are as they should be. */
export const right: Setting = {
  requirements: {
    role: {
      name: 'app-sessions',
      arn: ROLE_ARN,
      partition: 'aws',
      account: ACCOUNT,
      tags: [],
      contextEntries: [],
      sessionName: 'i-*',
    },
    region: REGION,
    bucket: {
      name: 'org-logs',
      arn: BUCKET_ARN,
      keyPrefix: 'sessions',
      owner: LOG_ACCOUNT,
      encryptionEnabled: true,
    },
    logGroup: { name: GROUP, encryptionEnabled: true, streamingEnabled: true },
  },
  identity: {
    policies: [{ name: 'own', document: present(everything) }],
    boundary: { name: 'boundary', document: present(everything) },
  },
  seen: {
    bucket: {
      existence: 'exists',
      region: REGION,
      encryption: present(bucketKeyArn),
      policy: present(policy(uploads, reads)),
      policyIsPublic: present(false),
      restrictPublicBuckets: present(true),
      objectOwnership: present('BucketOwnerEnforced'),
    },
    bucketKey: key(BUCKET_KEY_ARN, policy(bucketKeyUses)),
    sessionKey: key(SESSION_KEY_ARN, policy(toAccount('kms:*'))),
    logGroup: present({ kmsKeyArn: GROUP_KEY_ARN }),
    logGroupKey: key(GROUP_KEY_ARN, policy(toAccount('kms:*'))),
  },
};

export const seeing = (changed: Partial<ObservedAccess>): Change => {
  return (setting) => ({ ...setting, seen: { ...setting.seen, ...changed } });
};

export const seeingNoBucketKey: Change = ({ seen: { bucketKey: _, ...seen }, ...rest }) => ({ ...rest, seen });

export const seeingNoGroupKey: Change = ({ seen: { logGroupKey: _, ...seen }, ...rest }) => ({ ...rest, seen });

export const seeingBucket = (changed: Partial<ObservedBucket>): Change => {
  return ({ seen, ...rest }) => ({
    ...rest,
    seen: { ...seen, ...(seen.bucket && { bucket: { ...seen.bucket, ...changed } }) },
  });
};

export const seeingBucketPolicy = (...statements: readonly Wording[]): Change =>
  seeingBucket({ policy: present(policy(...statements)) });

type Which = 'bucketKey' | 'sessionKey' | 'logGroupKey';

export const seeingKey = (which: Which, changed: Partial<ObservedKey>): Change => {
  return ({ seen, ...rest }) => ({ ...rest, seen: { ...seen, [which]: { ...seen[which], ...changed } } });
};

export const seeingKeyPolicy = (which: Which, ...statements: readonly Wording[]): Change =>
  seeingKey(which, { policy: present(policy(...statements)) });

export const seeingKeyAs = (which: Which, changed: Partial<KeyMetadata>): Change => {
  return (setting) => {
    const metadata = setting.seen[which]?.metadata;
    if (metadata?.state !== 'present') throw new Error(`The ${which} is not seen`);
    return seeingKey(which, { metadata: present({ ...metadata.value, ...changed }) })(setting);
  };
};

export const requiring = (changed: {
  readonly bucket?: Partial<RequiredBucket>;
  readonly logGroup?: Partial<RequiredLogGroup>;
}): Change => {
  return ({ requirements, ...rest }) => {
    const { bucket, logGroup } = requirements;
    const changedBucket = bucket && { bucket: { ...bucket, ...changed.bucket } };
    const changedGroup = logGroup && { logGroup: { ...logGroup, ...changed.logGroup } };
    return { ...rest, requirements: { ...requirements, ...changedBucket, ...changedGroup } };
  };
};

export const bearing = (changed: Partial<IdentityPolicies>): Change => {
  return ({ identity, ...rest }) => ({ ...rest, identity: { ...identity, ...changed } });
};

/** A role that serves this document, beside a template that states these preferences. */
export const serving = (document: Seen<Preferences>, stated: Preferences = {}): Change => {
  return ({ requirements, identity, seen }) => ({
    requirements: { ...requirements, sessionDocument: { name: 'SSM-SessionManagerRunShell', stated } },
    identity,
    seen: { ...seen, sessionDocument: document },
  });
};

/** What is found where everything is right but for these changes. */
export function findingsAfter(...changes: readonly Change[]): readonly Finding[] {
  const { requirements, identity, seen } = changes.reduce((setting, change) => change(setting), right);
  return verify(requirements, identity, seen);
}
