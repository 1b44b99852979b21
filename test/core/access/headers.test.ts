import type { ContextEntry } from '../../../handler/core/request/properties';
import { absent, present } from '../../../handler/core/seen';
import { telling } from './role-changes';
import {
  BUCKET_KEY_ARN,
  type Change,
  findingsAfter,
  LOG_ACCOUNT,
  reads,
  requiring,
  seeingBucket,
  seeingBucketPolicy,
  seeingNoBucketKey,
  uploads,
} from './setting';

const sse = 's3:x-amz-server-side-encryption';
const keyId = `${sse}-aws-kms-key-id`;
const uploadsAPart = { 's3:ObjectCreationOperation': 'false' };
const aes: readonly Change[] = [
  seeingBucket({ encryption: present({ algorithm: 'AES256', bucketKeyEnabled: false }) }),
  seeingNoBucketKey,
];
const dsse: readonly Change[] = [
  seeingBucket({
    encryption: present({ algorithm: 'aws:kms:dsse', kmsMasterKeyId: BUCKET_KEY_ARN, bucketKeyEnabled: false }),
  }),
  requiring({ bucket: { encryptionEnabled: false } }),
];
const none: readonly Change[] = [
  seeingBucket({ encryption: absent }),
  seeingNoBucketKey,
  requiring({ bucket: { encryptionEnabled: false } }),
];

test.each<{ unless: object; bucket?: readonly Change[]; because: string }>([
  { unless: { Bool: { 'aws:SecureTransport': 'false' } }, because: 'it speaks over TLS' },
  { unless: { StringNotEquals: { 's3:ResourceAccount': LOG_ACCOUNT } }, because: 'the bucket is where it should be' },
  { unless: { StringNotEquals: { [sse]: 'aws:kms' } }, because: 'it mirrors the bucket under KMS' },
  {
    unless: { StringNotEquals: { [keyId]: BUCKET_KEY_ARN } },
    because: 'it repeats the key by the name the bucket gives',
  },
  { unless: { Null: { [sse]: 'true' } }, because: 'it sends the header' },
  { unless: { StringNotEquals: { [sse]: 'AES256' } }, bucket: aes, because: 'it mirrors the bucket under AES256' },
  { unless: { Null: { [keyId]: 'false' } }, bucket: aes, because: 'it names no key then' },
  { unless: { Null: { [sse]: 'false' } }, bucket: dsse, because: 'under DSSE it leaves the default to S3' },
  { unless: { Null: { [sse]: 'false' } }, bucket: none, because: 'without a rule there is nothing to mirror' },
  { unless: { Null: { 's3:x-amz-grant-read': 'false' } }, because: 'it grants nothing beside its ACL' },
  { unless: { StringLike: { 's3:x-amz-storage-class': '*' } }, because: 'it asks for no storage class' },
  { unless: { NumericLessThan: { 's3:TlsVersion': '1.2' } }, because: 'AWS answers no older TLS' },
  { unless: { Null: { 's3:x-amz-copy-source': 'false' } }, because: 'it copies nothing' },
  { unless: { Null: { 's3:if-none-match': 'false' } }, because: 'it makes no condition' },
  { unless: { Null: { 's3:object-lock-retain-until-date': 'false' } }, because: 'it locks nothing' },
  { unless: { StringLike: { 's3:RequestObjectTag/team': '*' } }, because: 'it tags nothing' },
  { unless: { StringLike: { 's3:ExistingObjectTag/team': '*' } }, because: 'no log was there before it' },
  { unless: { StringLike: { 'aws:Referer': '*' } }, because: 'no page refers to it' },
  { unless: { StringLike: { 'aws:PrincipalTag/team': '*' } }, because: 'the role has no tag of this name' },
  { unless: { StringLike: { 'aws:SourceIdentity': '*' } }, because: 'its trust policy lets nobody set one' },
  { unless: { StringLike: { 'ssm:SourceInstanceArn': '*' } }, because: 'an instance of EC2 is no managed node of SSM' },
  { unless: { Null: { 'ec2:SourceInstanceArn': 'true' } }, because: 'its credentials were delivered to an instance' },
  { unless: { StringLike: { 'aws:CalledVia': '*' } }, because: 'it asks S3 itself' },
])('an upload passes, since $because', ({ unless, bucket = [] }) => {
  expect(findingsAfter(...bucket, denyingUnder(unless))).toEqual([]);
});

test.each<{ when: object; key: string; because: string }>([
  {
    when: { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    key: 's3:x-amz-acl, which the parts of a multipart upload do not carry',
    because: 'of the parts of a long log no page says how S3 judges them',
  },
  {
    when: { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' }, Bool: uploadsAPart },
    key: 's3:x-amz-acl, which the parts of a multipart upload do not carry',
    because: 'they are those that do not make the object',
  },
])('above 5 MiB an upload is in doubt, since $because', ({ when, key }) => {
  expect(findingsAfter(denyingUnder(when))).toEqual([
    expect.objectContaining({ code: 'BucketPolicyUndecided', consequence: 'log lost above 5 MiB', evidence: [key] }),
  ]);
});

test.each<{ when: object; bucket?: readonly Change[]; because: string }>([
  {
    when: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    because: 'the agent always sends this ACL',
  },
  {
    when: { Null: { 's3:if-none-match': 'true' } },
    because: 'it does not ask whether the object is there already',
  },
  { when: { Null: { 'aws:RequestTag/team': 'true' } }, because: 'it tags nothing' },
  { when: { StringEquals: { [sse]: 'aws:kms' } }, because: 'it mirrors the bucket under KMS' },
  { when: { StringNotEquals: { [sse]: 'aws:kms' } }, bucket: aes, because: 'it mirrors AES256 as well' },
  { when: { Null: { [sse]: 'true' } }, bucket: dsse, because: 'it knows no header for DSSE' },
  { when: { StringNotEquals: { [keyId]: `${BUCKET_KEY_ARN}0` } }, because: 'it names the key of the bucket' },
])('an upload is denied, since $because', ({ when, bucket = [] }) => {
  expect(findingsAfter(...bucket, denyingUnder(when))).toEqual([
    expect.objectContaining({ code: 'BucketPolicyDenies', actions: ['s3:PutObject'], evidence: ['Header'] }),
  ]);
});

test.each<{ when: object; because: string }>([
  { when: { Bool: uploadsAPart }, because: 'a long log is sent in parts' },
  { when: { Null: { 's3:if-match': 'true' }, Bool: uploadsAPart }, because: 'they carry no condition' },
])('an upload above 5 MiB is denied, since $because', ({ when }) => {
  expect(findingsAfter(denyingUnder(when))).toEqual([
    expect.objectContaining({ code: 'BucketPolicyDenies', verdict: 'broken', consequence: 'log lost above 5 MiB' }),
  ]);
});

test.each([
  { told: ['bucket-owner-full-control'], codes: [], because: 'the template knows' },
  { told: ['private'], codes: ['BucketPolicyDenies'], because: 'it knows otherwise' },
])('what nobody can see of the parts the template may say: $codes, since $because', ({ told, codes }) => {
  const entries = telling({ key: 's3:x-amz-acl', values: told });
  const onlyOwners = denyingUnder({ StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } });
  expect(findingsAfter(entries, onlyOwners).map(({ code }) => code)).toEqual(codes);
});

test.each<{ when: object; told: ContextEntry; codes: readonly string[]; because: string }>([
  {
    when: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
    told: { key: 'AWS:sourcevpce', values: ['vpce-1'], service: 's3' },
    codes: [],
    because: 'a key has no case',
  },
  {
    when: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
    told: { key: 'aws:SourceVpce', values: [] },
    codes: ['BucketPolicyDenies'],
    because: 'a key without a value is one that is not sent',
  },
  {
    when: { NumericLessThan: { 's3:TlsVersion': '1.3' } },
    told: { key: 's3:TlsVersion', values: ['1.3'] },
    codes: [],
    because: 'it is one of the versions that AWS answers',
  },
  {
    when: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    told: { key: 's3:TlsVersion', values: ['1.1'] },
    codes: [],
    because: 'AWS answers no such version, whatever the template says',
  },
  {
    when: { Null: { 's3:TlsVersion': 'true' } },
    told: { key: 's3:TlsVersion', values: [] },
    codes: [],
    because: 'no request is without one',
  },
  {
    when: { Bool: { 'aws:SecureTransport': 'false' } },
    told: { key: 'aws:SecureTransport', values: ['false'] },
    codes: [],
    because: 'what is known nobody tells otherwise',
  },
])('with what the template tells an upload leaves $codes, since $because', ({ when, told, codes }) => {
  expect(findingsAfter(telling(told), denyingUnder(when)).map(({ code }) => code)).toEqual(codes);
});

test('a doubt about the parts of a long log makes nothing of an encryption that nobody demands', () => {
  const Condition = { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };
  const onlyOwners = seeingBucketPolicy(uploads, { ...everyUpload, Condition });
  const findings = findingsAfter(onlyOwners, requiring({ bucket: { encryptionEnabled: false } }));
  expect(findings.map(({ code, verdict }) => `${verdict} ${code}`)).toEqual([
    'advice BucketPolicyMissingGrant',
    'cannotTell BucketPolicyUndecided',
  ]);
});

const everyUpload = { Effect: 'Deny', Sid: 'Header', Principal: '*', Action: 's3:PutObject' } as const;

function denyingUnder(Condition: object): Change {
  return seeingBucketPolicy(uploads, reads, { ...everyUpload, Condition });
}
