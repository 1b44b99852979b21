import { absent, present } from '../../../handler/core/seen';
import { requiringRole, telling } from './role-changes';
import {
  type Change,
  findingsAfter,
  reads,
  requiring,
  seeing,
  seeingBucketPolicy,
  seeingKeyPolicy,
  toAccount,
  uploads,
} from './setting';

const deny = (Condition: object, Action: string) =>
  ({ Effect: 'Deny', Sid: 'Test', Principal: '*', Action, Condition }) as const;
const atBucket = (condition: object) => seeingBucketPolicy(uploads, reads, deny(condition, 's3:PutObjectAcl'));
const uses = (Action: string) => toAccount(['kms:Decrypt', 'kms:GenerateDataKey'], { Action });
const atBucketKey = (condition: object) =>
  seeingKeyPolicy('bucketKey', uses('kms:*'), deny(condition, 'kms:GenerateDataKey'));
const atSessionKey = (condition: object) =>
  seeingKeyPolicy('sessionKey', uses('kms:*'), deny(condition, 'kms:Decrypt'));

const onPremises = requiringRole({ sessionName: 'mi-*' });
const anywhere = requiringRole({ sessionName: '*' });
const organization = seeing({ organizationId: present('o-a1b2c3d4e5') });
const noOrganization = seeing({ organizationId: absent });
const ownBucket = requiring({ bucket: { owner: '111122223333' } });
const tagged = requiringRole({ tags: [{ Key: 'Team', Value: 'a' }] });
const isNull = (key: string) => ({ Null: { [key]: 'true' } });
const atOne = (key: string) => ({ 'ForAnyValue:StringEquals': { [key]: 'o-a/r-2/' } });
const isThere = (key: string) => ({ Null: { [key]: 'false' } });

type Answer = 'denied' | 'passes' | 'in doubt';

test.each<{ changes: readonly Change[]; answer: Answer; because: string }>([
  { changes: [atBucket(isThere('ec2:RoleDelivery'))], answer: 'denied', because: 'an instance got its credentials' },
  {
    changes: [onPremises, atBucket(isThere('ec2:RoleDelivery'))],
    answer: 'passes',
    because: 'a node elsewhere did not',
  },
  { changes: [anywhere, atBucket(isThere('ec2:RoleDelivery'))], answer: 'in doubt', because: 'it may be either' },
  {
    changes: [onPremises, atBucket(isThere('ssm:SourceInstanceArn'))],
    answer: 'in doubt',
    because: 'of a managed node the form is not told',
  },
  {
    changes: [onPremises, atBucket(isThere('aws:Ec2InstanceSourceVpc'))],
    answer: 'passes',
    because: 'a node elsewhere has no VPC',
  },
  { changes: [atBucket(isThere('aws:Ec2InstanceSourceVpc'))], answer: 'in doubt', because: 'an instance has some VPC' },
  { changes: [tagged, atBucket(isThere('aws:PrincipalTag/team'))], answer: 'denied', because: 'a tag has no case' },
  { changes: [tagged, atBucket(isThere('aws:PrincipalTag/other'))], answer: 'passes', because: 'it bears no other' },
  {
    changes: [atBucket(isThere('aws:PrincipalTag/session-manager-role:stack-id'))],
    answer: 'in doubt',
    because: 'the tags of its ownership are on the role too',
  },
  {
    changes: [atBucket({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } })],
    answer: 'in doubt',
    because: 'temporary credentials may say that there was none, or nothing',
  },
  {
    changes: [organization, ownBucket, atBucket({ StringNotEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } })],
    answer: 'passes',
    because: "the bucket is in the role's own organisation",
  },
  {
    changes: [organization, atBucket({ StringNotEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } })],
    answer: 'in doubt',
    because: "another account's organisation nobody told",
  },
  {
    changes: [noOrganization, atBucket(isThere('aws:PrincipalOrgPaths'))],
    answer: 'passes',
    because: 'it has no path',
  },
  {
    changes: [organization, atBucket(isThere('aws:PrincipalOrgPaths'))],
    answer: 'denied',
    because: 'it has some path',
  },
  { changes: [atBucket(isThere('s3:ObjectCreationOperation'))], answer: 'in doubt', because: 'an ACL makes no object' },
  { changes: [atBucket(isThere('s3:prefix'))], answer: 'passes', because: 'it lists nothing' },
  {
    changes: [atBucketKey({ StringNotEquals: { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT' } })],
    answer: 'passes',
    because: 'a data key, too, is made and opened by the algorithm of its key',
  },
  {
    changes: [atSessionKey({ StringNotEquals: { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT' } })],
    answer: 'passes',
    because: 'the key is symmetric',
  },
  { changes: [atBucketKey(isNull('kms:EncryptionContext:team'))], answer: 'denied', because: 'S3 sends no such pair' },
  { changes: [atSessionKey(isNull('kms:EncryptionContext:team'))], answer: 'denied', because: 'nor does the agent' },
  {
    changes: [atSessionKey(isNull('kms:EncryptionContext:aws:ssm:RandomChallenge'))],
    answer: 'in doubt',
    because: 'a client may answer a challenge',
  },
  {
    changes: [
      telling({ key: 'aws:SourceVpce', values: ['vpce-1'], service: 'kms' }),
      atBucketKey(isThere('aws:SourceVpce')),
    ],
    answer: 'in doubt',
    because: 'S3 asks KMS, through no endpoint of the instance',
  },
  {
    changes: [
      telling({ key: 'aws:SourceVpce', values: ['vpce-1'], service: 'kms' }),
      atSessionKey(isThere('aws:SourceVpce')),
    ],
    answer: 'denied',
    because: 'the agent asks KMS through its endpoint',
  },
  {
    changes: [
      telling({ key: 'aws:VpceOrgPaths', values: ['o-a/r-1/', 'o-a/r-2/'] }),
      atBucket(atOne('aws:VpceOrgPaths')),
    ],
    answer: 'denied',
    because: 'of a multivalued key a request has every value that was told',
  },
  {
    changes: [
      telling({ key: 'aws:SourceVpce', values: ['vpce-1', 'o-a/r-2/'], service: 's3' }),
      atBucket(atOne('aws:SourceVpce')),
    ],
    answer: 'in doubt',
    because: 'of any other it has one of them',
  },
  { changes: [atBucketKey({ Bool: { 'aws:ViaAWSService': 'false' } })], answer: 'passes', because: 'S3 asks KMS' },
  { changes: [atSessionKey({ Bool: { 'aws:ViaAWSService': 'true' } })], answer: 'passes', because: 'no service asks' },
  {
    changes: [atBucketKey(isThere('ec2:SourceInstanceArn'))],
    answer: 'in doubt',
    because: 'S3 passes on what it will',
  },
])('a request $answer, since $because', ({ changes, answer }) => {
  const codes = findingsAfter(...changes).map(({ code }) => code.replace(/^(Bucket|Key)Policy/, ''));
  expect(codes).toEqual({ denied: ['Denies'], passes: [], 'in doubt': ['Undecided'] }[answer]);
});
