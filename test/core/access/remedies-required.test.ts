import { verify } from '../../../handler/core/access/verify';
import type { Attributes } from '../../../handler/core/answer';
import { attributesOf } from '../../../handler/core/attributes';
import { present } from '../../../handler/core/seen';
import { runSession } from '../../../local/aws/agent';
import {
  createAccount,
  createBucket,
  createKey,
  createRole,
  createWorld,
  delegatingKeyPolicy,
  putBucketPolicy,
  putKeyPolicy,
} from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import {
  ACCOUNT,
  arnsOf,
  BUCKET,
  identity,
  LOG_ACCOUNT,
  ROLE,
  requirementsOf,
  type Situation,
  seenOf,
  situations,
} from './situations';

interface Keys {
  readonly bucketKey: string;
  readonly sessionKey: string;
}

/** Where the two keys may lie: in either account each, or both uses one key. */
const owners = [ACCOUNT, LOG_ACCOUNT].flatMap((bucketKey) =>
  [...[ACCOUNT, LOG_ACCOUNT], 'theSame' as const].map((sessionKey) => ({ bucketKey, sessionKey })),
);
const pasting = ['emptyPolicy', 'defaultPolicy'] as const;
const places = situations.filter(
  ({ subject, owner, missing, instead }) =>
    subject === 'bucketKey' && owner === LOG_ACCOUNT && missing.length === 1 && instead === 'nothing',
);

function keysOf(situation: Situation, { bucketKey, sessionKey }: (typeof owners)[number]): Keys {
  const key = (account: string, id: string) =>
    `arn:${situation.partition}:kms:${arnsOf(situation).region}:${account}:key/${id.repeat(8)}-0000-4000-8000-000000000000`;
  const ofBucket = key(bucketKey, 'b');
  return { bucketKey: ofBucket, sessionKey: sessionKey === 'theSame' ? ofBucket : key(sessionKey, '5') };
}

function told(situation: Situation, { bucketKey, sessionKey }: Keys): Attributes {
  const { region, role } = arnsOf(situation);
  return attributesOf({
    names: { name: ROLE, path: situation.rolePath, roleArn: role, policyArn: '', instanceProfileArn: '' },
    ids: { roleId: '', instanceProfileId: '' },
    requirements: requirementsOf(situation),
    discovered: { bucketKey: { is: 'key', arn: bucketKey }, bucketRegion: region, sessionKeyArn: sessionKey },
    findings: [],
    verification: 'Enforce',
  });
}

/** Both accounts with the attributes pasted as the README says, by the Sid of each statement. */
function pasted(situation: Situation, keys: Keys, onto: (typeof pasting)[number]): World {
  const { region } = arnsOf(situation);
  const { RequiredBucketPolicy, RequiredKeyPolicy } = told(situation, keys);
  const world = createWorld(situation.partition);
  for (const account of [ACCOUNT, LOG_ACCOUNT]) createAccount(world, account);
  const everything = document([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  createRole(world, ACCOUNT, { RoleName: ROLE, Path: situation.rolePath }, { inline: { everything } });
  const { bucketKeyEnabled } = situation;
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId: keys.bucketKey, bucketKeyEnabled } as const;
  createBucket(world, { name: BUCKET, owner: LOG_ACCOUNT, region, encryption });
  putBucketPolicy(world, BUCKET, document(JSON.parse(RequiredBucketPolicy)));
  for (const arn of new Set(Object.values(keys))) {
    const account = arn.split(':')[4] ?? '';
    createKey(world, { account, region, id: arn.split('/')[1] ?? '' });
    const before = onto === 'emptyPolicy' ? [] : statementsOf(delegatingKeyPolicy(world, account));
    putKeyPolicy(world, arn, document([...before, ...forKey(JSON.parse(RequiredKeyPolicy), arn, keys)]));
  }
  return world;
}

const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const statementsOf = (policy: object) => ('Statement' in policy ? [policy.Statement].flat() : []) as readonly object[];

function forKey(statements: readonly { readonly Sid: string }[], arn: string, keys: Keys): readonly object[] {
  return statements.filter(
    ({ Sid }) =>
      (Sid.startsWith('SessionLogKey') && arn === keys.bucketKey) ||
      (Sid.startsWith('SessionKey') && arn === keys.sessionKey),
  );
}

function findingsIn(world: World, situation: Situation, { bucketKey, sessionKey }: Keys) {
  const policyOf = (arn: string) => world.accounts[arn.split(':')[4] ?? '']?.keys[arn]?.policy ?? '';
  const policies = { bucketKey: policyOf(bucketKey), sessionKey: policyOf(sessionKey) };
  const seen = seenOf(situation, { ...policies, bucket: world.buckets[BUCKET]?.policy ?? '' });
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId: bucketKey, bucketKeyEnabled: situation.bucketKeyEnabled };
  const named = (arn: string, policy: string) => ({
    keyId: arn,
    metadata: present({
      arn,
      state: 'Enabled',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      managedBy: 'CUSTOMER',
    }),
    policy: present(policy),
  });
  return verify(requirementsOf(situation), identity, {
    ...seen,
    ...(seen.bucket && { bucket: { ...seen.bucket, encryption: present(encryption) } }),
    bucketKey: named(bucketKey, policies.bucketKey),
    sessionKey: named(sessionKey, policies.sessionKey),
  });
}

test.each(owners.flatMap((owner) => pasting.map((onto) => ({ ...owner, onto }))))(
  'the required policies, pasted into $onto, serve a bucket key of $bucketKey and a session key of $sessionKey',
  ({ onto, ...owner }) => {
    for (const situation of places) {
      const keys = keysOf(situation, owner);
      const world = pasted(situation, keys, onto);
      expect([situation, findingsIn(world, situation, keys)]).toEqual([situation, []]);
      const preferences = { s3BucketName: BUCKET, s3KeyPrefix: situation.prefix, s3EncryptionEnabled: true };
      const instance = { account: ACCOUNT, region: arnsOf(situation).region, role: ROLE };
      const run = runSession(
        world,
        { ...instance, preferences: { ...preferences, kmsKeyId: keys.sessionKey } },
        6 * 1024 * 1024,
      );
      expect(run).toMatchObject({ session: { state: 'ran' }, s3Log: { state: 'written' } });
    }
    expect(places.length).toBeGreaterThanOrEqual(24);
  },
);
