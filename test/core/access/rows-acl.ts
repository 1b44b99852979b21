import { absent, forbidden, present } from '../../../handler/core/seen';
import { type Judgement, type Row, row } from './row';
import {
  ACCOUNT,
  bearing,
  type Change,
  everything,
  policy,
  requiring,
  seeingBucket,
  seeingBucketPolicy,
} from './setting';

const loses: Judgement = { verdict: 'broken', consequence: 'log lost', account: ACCOUNT, remedy: 'act' };
const unclear: Judgement = { ...loses, verdict: 'cannotTell' };
const doubt = '(AWS does not say whether S3 asks for "s3:PutObjectAcl" where ACLs are disabled)';

const ownBucket = requiring({ bucket: { owner: ACCOUNT } });
const own = { name: 'own', document: present(everything) };
const without = (...NotAction: readonly string[]) => ({
  name: 'without',
  document: present(
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction, Resource: '*' } }),
  ),
});
const lacking = (...actions: readonly string[]) => bearing({ policies: [without(...actions)] });
const owned = (objectOwnership: 'BucketOwnerPreferred' | 'ObjectWriter'): Change =>
  seeingBucket({ objectOwnership: present(objectOwnership) });
const deny = { Effect: 'Deny', Sid: 'NoAcls', Action: 's3:PutObjectAcl' } as const;

/** What becomes of a role that may write objects and no ACLs, in the bucket's own account. */
export const aclRows: readonly Row[] = [
  row(
    'IdentityMissingGrant',
    unclear,
    { says: `"s3:PutObjectAcl" ${doubt}`, because: 'an ACL that changes nothing may need no right' },
    lacking('s3:PutObjectAcl'),
    ownBucket,
  ),
  row(
    'IdentityMissingGrant',
    unclear,
    {
      says: '(whether the bucket has ACLs cannot be read from here (s3:GetBucketOwnershipControls), and',
      because: 'nobody saw whether the bucket has ACLs',
    },
    lacking('s3:PutObjectAcl'),
    ownBucket,
    seeingBucket({ objectOwnership: forbidden('s3:GetBucketOwnershipControls') }),
  ),
  row(
    'IdentityMissingGrant',
    unclear,
    { says: doubt, because: 'an agent that may not read the encryption uploads without it, where nobody demands it' },
    lacking('s3:PutObjectAcl', 's3:GetEncryptionConfiguration'),
    requiring({ bucket: { owner: ACCOUNT, encryptionEnabled: false } }),
  ),
  row(
    'IdentityMissingGrant',
    { ...loses, consequence: 'log lost above 5 MiB' },
    {
      says: `"kms:Decrypt", "s3:PutObjectAcl" ${doubt.slice(0, -1)}; whether who writes`,
      because: 'what is certain is not made worse by what is not',
    },
    bearing({
      policies: [
        without('s3:PutObjectAcl', 'kms:Decrypt'),
        { name: 'session', document: present(policy({ Action: 'kms:Decrypt', Resource: '*:key/s' })) },
      ],
    }),
    ownBucket,
  ),
  row(
    'IdentityMissingGrant',
    loses,
    { says: '"s3:PutObject", "s3:PutObjectAcl"; ', because: 'without the object its ACL does not matter' },
    lacking('s3:PutObject', 's3:PutObjectAcl'),
    ownBucket,
  ),
  row(
    'IdentityMissingGrant',
    loses,
    { says: '"s3:PutObjectAcl"; ', because: 'the bucket has ACLs, and its owner gets the object by one' },
    lacking('s3:PutObjectAcl'),
    ownBucket,
    owned('BucketOwnerPreferred'),
  ),
  row(
    'IdentityMissingGrant',
    loses,
    { says: '"s3:PutObjectAcl"; ', because: 'a bucket without ownership controls has ACLs' },
    lacking('s3:PutObjectAcl'),
    ownBucket,
    seeingBucket({ objectOwnership: absent }),
  ),
  row(
    'IdentityDenies',
    { ...unclear, remedy: 'amendStatement' },
    { says: `denies "s3:PutObjectAcl" ${doubt}`, because: 'a Deny of what nobody asks strikes nothing' },
    bearing({ policies: [own, { name: 'further', document: present(policy(deny)) }] }),
    ownBucket,
  ),
  row(
    'BoundaryBlocks',
    unclear,
    { says: doubt, because: 'a boundary may leave out what nobody asks' },
    bearing({ boundary: without('s3:PutObjectAcl') }),
    ownBucket,
  ),
  row(
    'BucketPolicyDenies',
    { ...unclear, remedy: 'amendStatement' },
    { says: `to role "app-sessions" ${doubt}`, because: 'so may the policy of a bucket without ACLs' },
    seeingBucketPolicy({ ...deny, Principal: '*' }),
    ownBucket,
  ),
];
