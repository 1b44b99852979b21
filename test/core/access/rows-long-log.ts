import { present } from '../../../handler/core/seen';
import { type Judgement, type Row, row } from './row';
import {
  ACCOUNT,
  BUCKET_ARN,
  bearing,
  bucketKeyUses,
  type Change,
  everything,
  LOG_ACCOUNT,
  policy,
  reads,
  seeingBucketPolicy,
  seeingKeyPolicy,
  toAccount,
  uploads,
  type Wording,
} from './setting';

const denied: Judgement = {
  verdict: 'broken',
  consequence: 'log lost above 5 MiB',
  account: LOG_ACCOUNT,
  remedy: 'amendStatement',
};
const lacking: Judgement = { ...denied, remedy: 'addStatement' };
const unclear: Judgement = { ...denied, verdict: 'cannotTell', remedy: 'act' };

const ofParts = { Bool: { 's3:ObjectCreationOperation': 'false' } };
const withAcl = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const doubt = 's3:x-amz-acl, which the parts of a multipart upload do not carry';
const below = { Resource: `${BUCKET_ARN}/sessions/*` };
const deny = (Action: string, Condition: object): Wording => ({ Effect: 'Deny', Principal: '*', Action, Condition });
const own = { name: 'own', document: present(everything) };
const bearingAlso = (statement: Wording): Change =>
  bearing({ policies: [own, { name: 'further', document: present(policy(statement)) }] });

/** What lets short logs pass and strikes, or may strike, the parts of long ones. */
export const longLogRows: readonly Row[] = [
  row(
    'BucketPolicyDenies',
    denied,
    { says: 'denies "s3:PutObject"', because: 'a part of an upload makes no object' },
    seeingBucketPolicy(uploads, reads, deny('s3:PutObject', ofParts)),
  ),
  row(
    'BucketPolicyMissingGrant',
    lacking,
    { says: 'no statement allows "s3:PutObject"', because: 'a grant for what makes an object is for no part of one' },
    seeingBucketPolicy(
      reads,
      toAccount('s3:PutObject', { ...below, Condition: { Bool: { 's3:ObjectCreationOperation': 'true' } } }),
      toAccount('s3:PutObjectAcl', below),
    ),
  ),
  row(
    'BucketPolicyUndecided',
    unclear,
    { says: doubt, because: 'a Deny of another ACL may strike what carries none' },
    seeingBucketPolicy(uploads, reads, deny('s3:PutObject', { StringNotEquals: withAcl })),
  ),
  row(
    'BucketPolicyUndecided',
    unclear,
    { says: doubt, because: 'a grant to this ACL may not reach what carries none' },
    seeingBucketPolicy({ ...uploads, Condition: { StringEquals: withAcl } }, reads),
  ),
  row(
    'KeyPolicyDenies',
    denied,
    { says: 'denies "kms:Decrypt"', because: 'S3 reads the parts again' },
    seeingKeyPolicy('bucketKey', bucketKeyUses, deny('kms:Decrypt', {})),
  ),
  row(
    'KeyPolicyUndecided',
    unclear,
    { says: 'depends on aws:SourceVpce', because: 'a doubt about reading them is one about long logs' },
    seeingKeyPolicy('bucketKey', bucketKeyUses, deny('kms:Decrypt', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } })),
  ),
  row(
    'IdentityDenies',
    { ...denied, account: ACCOUNT },
    { says: 'denies "s3:PutObject"', because: "the role's own policy can tell parts from objects too" },
    bearingAlso({ Effect: 'Deny', Action: 's3:PutObject', Condition: ofParts }),
  ),
  row(
    'IdentityUndecided',
    { ...unclear, account: ACCOUNT },
    { says: 's3:x-amz-acl', because: "the role's own policy may mean the ACL too" },
    bearingAlso({ Effect: 'Deny', Action: 's3:PutObject', Condition: { StringNotEquals: withAcl } }),
  ),
];

/** The page's ways out of the doubt about parts, each in place of the condition on every upload. */
export const settlingParts: readonly (Pick<Row, 'because'> & { readonly change: Change })[] = [
  {
    because: 'no part asks for s3:PutObjectAcl, which a Deny may strike',
    change: seeingBucketPolicy(uploads, reads, deny('s3:PutObjectAcl', { StringNotEquals: withAcl })),
  },
  {
    because: 'no part asks for s3:PutObjectAcl, which an Allow may bind',
    change: seeingBucketPolicy(
      reads,
      toAccount('s3:PutObject', below),
      toAccount('s3:PutObjectAcl', { ...below, Condition: { StringEquals: withAcl } }),
    ),
  },
];
