import type { IdentityPolicies, ObservedAccess } from '../../../handler/core/access/observed';
import type { Requirements } from '../../../handler/core/access/requirements';
import { present } from '../../../handler/core/seen';

export const ACCOUNT = '111122223333';
export const LOG_ACCOUNT = '444455556666';
export const ROLE = 'app-sessions';
export const FORMER = 'former-sessions';
export const BUCKET = 'org-logs';
const BUCKET_KEY_ID = 'bbbbbbbb-0000-4000-8000-000000000000';
const SESSION_KEY_ID = '55555555-0000-4000-8000-000000000000';

/** What one policy lacks, and where. */
export interface Situation {
  readonly partition: keyof typeof regions;
  readonly rolePath: '/' | '/session-manager/team/';
  readonly prefix: '' | 'team/a';
  readonly bucketKeyEnabled: boolean;
  readonly subject: 'bucket' | 'bucketKey' | 'sessionKey';
  /** Whose the bucket or key is. */
  readonly owner: typeof ACCOUNT | typeof LOG_ACCOUNT;
  readonly missing: readonly string[];
  /** What stands where the grant is missing: nothing, no policy at all, or a grant to a role that was deleted. */
  readonly instead: 'nothing' | 'noPolicy' | 'staleGrant';
}

const regions = { aws: 'eu-west-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' } as const;

/** Every action that the agent needs of bucket or key. */
export const needed = {
  bucket: ['s3:GetEncryptionConfiguration', 's3:PutObject', 's3:PutObjectAcl'],
  bucketKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
  sessionKey: ['kms:Decrypt'],
} as const;

type Place = Pick<Situation, 'partition' | 'rolePath' | 'prefix' | 'bucketKeyEnabled'>;
type Lack = Pick<Situation, 'subject' | 'owner' | 'missing' | 'instead'>;

/** Every situation in which adding one statement can help: in its own account the bucket lacks no grant. */
export const situations: readonly Situation[] = product(places(), [
  ...lacksOf('bucket', LOG_ACCOUNT),
  { subject: 'bucket', owner: LOG_ACCOUNT, missing: needed.bucket, instead: 'noPolicy' },
  ...(['bucketKey', 'sessionKey'] as const).flatMap((key) => [...lacksOf(key, ACCOUNT), ...lacksOf(key, LOG_ACCOUNT)]),
]);

function product(all: readonly Place[], lacks: readonly Lack[]): readonly Situation[] {
  const every = all.flatMap((place) => lacks.map((lack) => ({ ...place, ...lack })));
  // What the bucket's policy and the session key's say has nothing to do with Bucket Keys.
  return every.filter(({ subject, bucketKeyEnabled }) => subject === 'bucketKey' || bucketKeyEnabled);
}

function places(): readonly Place[] {
  return (['aws', 'aws-cn', 'aws-us-gov'] as const).flatMap((partition) =>
    (['/', '/session-manager/team/'] as const).flatMap((rolePath) =>
      (['', 'team/a'] as const).flatMap((prefix) =>
        [true, false].map((bucketKeyEnabled) => ({ partition, rolePath, prefix, bucketKeyEnabled })),
      ),
    ),
  );
}

function lacksOf(subject: Situation['subject'], owner: Situation['owner']): readonly Lack[] {
  const missing = subsetsOf(needed[subject]).filter(({ length }) => length > 0);
  return missing.flatMap((actions) =>
    (['nothing', 'staleGrant'] as const).map((instead) => ({ subject, owner, missing: actions, instead })),
  );
}

function subsetsOf(actions: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = actions;
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((subset) => [[first, ...subset], subset]);
}

/** The ARNs of a situation. */
export function arnsOf({ partition, rolePath, subject, owner }: Situation) {
  const region = regions[partition];
  const key = (whose: Situation['subject'], id: string) =>
    `arn:${partition}:kms:${region}:${whose === subject ? owner : LOG_ACCOUNT}:key/${id}`;
  return {
    region,
    role: `arn:${partition}:iam::${ACCOUNT}:role${rolePath}${ROLE}`,
    former: `arn:${partition}:iam::${ACCOUNT}:role${rolePath}${FORMER}`,
    root: (account: string) => `arn:${partition}:iam::${account}:root`,
    bucket: `arn:${partition}:s3:::${BUCKET}`,
    bucketKey: key('bucketKey', BUCKET_KEY_ID),
    sessionKey: key('sessionKey', SESSION_KEY_ID),
  };
}

export function requirementsOf(situation: Situation): Requirements {
  const { partition, prefix } = situation;
  const { role, region, bucket } = arnsOf(situation);
  const who = { name: ROLE, arn: role, partition, account: ACCOUNT, tags: [], sessionName: 'i-*', contextEntries: [] };
  const where = { name: BUCKET, arn: bucket, keyPrefix: prefix, owner: LOG_ACCOUNT, encryptionEnabled: true };
  return { role: who, region, bucket: where };
}

/** The three policies as AWS shows them; a bucket may have none. */
export interface Policies {
  readonly bucket?: string;
  readonly bucketKey: string;
  readonly sessionKey: string;
}

/** A role that may do everything, so that bucket and keys alone decide. */
export const identity: IdentityPolicies = {
  policies: [
    {
      name: 'own',
      document: present('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'),
    },
  ],
};

export function seenOf(situation: Situation, policies: Policies): ObservedAccess {
  const { region, bucketKey, sessionKey } = arnsOf(situation);
  const of = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', managedBy: 'CUSTOMER' };
  const key = (arn: string, policy: string) => ({
    keyId: arn,
    metadata: present({ ...of, arn }),
    policy: present(policy),
  });
  const { bucketKeyEnabled } = situation;
  return {
    bucket: {
      existence: 'exists',
      region,
      encryption: present({ algorithm: 'aws:kms', kmsMasterKeyId: bucketKey, bucketKeyEnabled }),
      policy: policies.bucket === undefined ? { state: 'absent' } : present(policies.bucket),
      policyIsPublic: present(false),
      restrictPublicBuckets: present(true),
      objectOwnership: present('BucketOwnerEnforced'),
    },
    bucketKey: key(bucketKey, policies.bucketKey),
    sessionKey: key(sessionKey, policies.sessionKey),
  };
}
