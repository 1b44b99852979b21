import type { Finding } from '../../handler/core/access/findings';
import type { NamedPolicy, ObservedAccess, ObservedBucket } from '../../handler/core/access/observed';
import { namesOf } from '../../handler/core/identity/names';
import type { ObservedIdentity } from '../../handler/core/identity/observed';
import { type Evidence, type Proposal, propose } from '../../handler/core/proposal';
import type { Settings } from '../../handler/core/request/settings';
import { absent, forbidden, present } from '../../handler/core/seen';
import { boundary, origin, otherAccount, propertiesFrom, settings } from './identity/fixture';

/** A finding of each verdict, by codes that no other finding bears. */
export function finding(verdict: Finding['verdict']): Finding {
  const codes = {
    broken: 'BucketMissing',
    cannotTell: 'BucketPolicyUnreadable',
    advice: 'BucketObjectWriter',
  } as const;
  return {
    code: codes[verdict],
    verdict,
    consequence: verdict === 'advice' ? 'advice' : 'log lost',
    place: 'Bucket "org-logs"',
    role: 'app-sessions',
    actions: [],
    evidence: [],
    account: otherAccount,
    remedy: { kind: 'act', instruction: 'look' },
  };
}

export const policyAllowing = (name: string, ...Action: readonly string[]): NamedPolicy => {
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  return { name, document: present(JSON.stringify({ Version: '2012-10-17', Statement })) };
};

const healthy: ObservedBucket = {
  existence: 'exists',
  region: 'eu-west-1',
  encryption: present({ algorithm: 'AES256', bucketKeyEnabled: false }),
  policy: absent,
  policyIsPublic: present(false),
  restrictPublicBuckets: present(true),
  objectOwnership: present('BucketOwnerEnforced'),
};

const kmsMasterKeyId = `arn:aws:kms:eu-west-1:${otherAccount}:key/66666666-7777-8888-9999-000000000000`;

/** Buckets that verification finds broken, cannot tell of, and finds well; and one under a key. */
export const seenBuckets = {
  missing: { bucket: { ...healthy, existence: 'missing' } },
  unreadable: { bucket: { ...healthy, policy: forbidden('s3:GetBucketPolicy') } },
  healthy: { bucket: healthy },
  encrypted: {
    bucket: { ...healthy, encryption: present({ algorithm: 'aws:kms', kmsMasterKeyId, bucketKeyEnabled: false }) },
  },
} as const satisfies Record<string, ObservedAccess>;

const nothingInIam: ObservedIdentity = {
  role: { state: 'absent' },
  policy: { state: 'absent' },
  instanceProfile: { state: 'absent' },
};

export interface Asked {
  readonly raw?: Readonly<Record<string, unknown>>;
  readonly evidence?: Partial<Evidence>;
  readonly allowed?: Partial<Settings>;
}

/** What would be done for a template with these values in a world that looks so; by default an empty and willing one. */
export function proposed({ raw = {}, evidence = {}, allowed = {} }: Asked = {}): Proposal {
  const where = { ...settings, ...allowed };
  const properties = propertiesFrom({ RoleName: 'app-sessions', ...raw }, where);
  const names = namesOf(origin, properties, where);
  const beside = { policies: [], boundary: policyAllowing(boundary, '*') };
  const wanted = { type: 'Create', origin, names, properties, settings: where } as const;
  return propose(wanted, { identity: nothingInIam, access: {}, beside, ...evidence });
}
