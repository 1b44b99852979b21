import type { FindingCode } from '../../../handler/core/access/findings';
import { present } from '../../../handler/core/seen';
import { trusting } from './live-role';
import { telling } from './role-changes';
import { rows } from './rows';
import {
  BUCKET_KEY_ARN,
  bearing,
  type Change,
  everything,
  findingsAfter,
  GROUP_KEY_ARN,
  requiring,
  right,
  seeing,
  seeingBucket,
} from './setting';

/** What a person does who follows an instruction, as it shows in the world. */
type Acts = Readonly<Record<string, Change>>;

const acts: Partial<Readonly<Record<FindingCode, Acts>>> = {
  BucketMissing: { 'create the bucket': seeingBucket({ existence: 'exists' }) },
  BucketOwnerMismatch: { 'correct S3BucketOwner': seeingBucket({ existence: 'exists' }) },
  BucketEncryptionRefused: {
    'make aws:kms the default encryption': all(encrypted('aws:kms', BUCKET_KEY_ARN), seeingBucketKey),
    'make AES256 the default encryption': encrypted('AES256'),
    'set S3EncryptionEnabled to false': requiring({ bucket: { encryptionEnabled: false } }),
  },
  BucketUnreadable: {
    'deploy the verifier role': all(encrypted('aws:kms', BUCKET_KEY_ARN), seeingBucketKey),
  },
  BucketKeyNotArn: {
    'name a customer managed key by its ARN': all(encrypted('aws:kms', BUCKET_KEY_ARN), seeingBucketKey),
  },
  BucketKeyMismatch: {
    'let both name the same key': all(
      encrypted('aws:kms', BUCKET_KEY_ARN),
      seeingBucketKey,
      requiring({ bucket: { kmsKeyArn: BUCKET_KEY_ARN } }),
    ),
    'leave S3KmsKeyArn out': withoutKeyArn,
  },
  BucketPublicAccessRestricted: { 'take the public statements out': seeingBucket({ policyIsPublic: present(false) }) },
  BucketObjectWriter: {
    'set BucketOwnerEnforced': seeingBucket({ objectOwnership: present('BucketOwnerEnforced') }),
  },
  BucketPolicyUndecided: { 'say what is known': telling({ key: 'aws:SourceVpce', values: ['vpce-1'], service: 's3' }) },
  BucketPolicyUnreadable: {
    'deploy the verifier role': seeing({ ...(right.seen.bucket && { bucket: right.seen.bucket }) }),
  },
  KeyPolicyUndecided: { 'say what is known': telling({ key: 'aws:PrincipalOrgID', values: ['o-1'] }) },
  KeyUnreadable: { 'let the function read, or deploy the verifier role': seeingAllKeys },
  KeyUnusable: { 'enable the key, or name another': seeingAllKeys },
  LogGroupMissing: { 'create the log group': seeing({ logGroup: present({ kmsKeyArn: GROUP_KEY_ARN }) }) },
  LogGroupNotEncrypted: {
    'associate a KMS key': seeing({ logGroup: present({ kmsKeyArn: GROUP_KEY_ARN }) }),
    'set CloudWatchEncryptionEnabled to false': requiring({ logGroup: { encryptionEnabled: false } }),
  },
  LogGroupUnreadable: { 'allow the function': seeing({ logGroup: present({ kmsKeyArn: GROUP_KEY_ARN }) }) },
  IdentityMissingGrant: { 'allow the actions': bearing(right.identity) },
  IdentityUndecided: { 'take the policy off the role': bearing(right.identity) },
  BoundaryBlocks: { 'name another boundary': bearing({ boundary: { name: 'wide', document: present(everything) } }) },
  RoleUnusable: {
    'do as told, with trust and profile': bearing({
      reach: { trustPolicy: trusting('ec2.amazonaws.com'), instanceProfiles: present(['app-sessions']) },
    }),
  },
  ManagedPolicyInert: {
    'deploy with another boundary': bearing({ boundary: { name: 'wide', document: present(everything) } }),
    'take it out of ManagedPolicyArns': bearing({ policies: right.identity.policies }),
  },
  SessionDocumentMissing: { 'correct SessionDocumentName': servingAnother },
  SessionDocumentUnreadable: { 'let the function read it': servingAnother },
  SessionDocumentDisagrees: { 'take the properties out of the template': statingNothing },
};

function all(...changes: readonly Change[]): Change {
  return (setting) => changes.reduce((changed, change) => change(changed), setting);
}

function encrypted(algorithm: string, kmsMasterKeyId?: string): Change {
  const name = kmsMasterKeyId === undefined ? {} : { kmsMasterKeyId };
  return seeingBucket({ encryption: present({ algorithm, bucketKeyEnabled: true, ...name }) });
}

function seeingBucketKey(setting: Parameters<Change>[0]) {
  return seeing({ ...(right.seen.bucketKey && { bucketKey: right.seen.bucketKey }) })(setting);
}

function seeingAllKeys(setting: Parameters<Change>[0]) {
  const { sessionKey, logGroupKey } = right.seen;
  const keys = { ...(sessionKey && { sessionKey }), ...(logGroupKey && { logGroupKey }) };
  return seeing(keys)(seeingBucketKey(setting));
}

function withoutKeyArn({ requirements: { bucket, ...others }, ...rest }: Parameters<Change>[0]) {
  if (bucket === undefined) throw new Error('There is no bucket');
  const { kmsKeyArn: _, ...named } = bucket;
  return { ...rest, requirements: { ...others, bucket: named } };
}

function servingAnother({ seen, ...rest }: Parameters<Change>[0]) {
  return { ...rest, seen: { ...seen, sessionDocument: present({ s3BucketName: 'org-logs' }) } };
}

function statingNothing({ requirements, ...rest }: Parameters<Change>[0]) {
  const sessionDocument = { name: 'SSM-SessionManagerRunShell', stated: {} };
  return { ...rest, requirements: { ...requirements, sessionDocument } };
}

const instructed = rows.filter(({ remedy }) => remedy === 'act');

test('every code that tells to act has its act here', () => {
  const codes = new Set(instructed.map(({ code }) => code));
  expect(Object.keys(acts).toSorted()).toEqual([...codes].toSorted());
});

const done = instructed.flatMap((row) => {
  const changes = Object.entries(acts[row.code] ?? {});
  return changes.map(([act, change]) => ({ ...row, act, change }));
});

test.each(done)('$code is settled by who does as told: $act, where $because', ({ code, changes, change }) => {
  expect(findingsAfter(...changes).map((finding) => finding.code)).toEqual([code]);
  expect(findingsAfter(...changes, change)).toEqual([]);
});
