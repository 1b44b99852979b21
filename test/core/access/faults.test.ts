import { forbidden, present } from '../../../handler/core/seen';
import {
  bearing,
  bucketKeyUses,
  type Change,
  findingsAfter,
  reads,
  seeingBucket,
  seeingBucketPolicy,
  seeingKeyPolicy,
  toAccount,
  uploads,
} from './setting';

const denied = { Effect: 'Deny', Principal: '*', Action: '*' } as const;
const doubted = { ...denied, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
const sometimes = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
const without = (...NotAction: readonly string[]): Change => {
  const statement = { Effect: 'Allow', NotAction, Resource: '*' };
  const document = present(JSON.stringify({ Version: '2012-10-17', Statement: statement }));
  return bearing({ policies: [{ name: 'own', document }] });
};

test.each<{ changes: readonly Change[]; codes: readonly string[]; because: string }>([
  {
    changes: [seeingBucketPolicy(denied)],
    codes: ['BucketPolicyDenies', 'BucketPolicyMissingGrant'],
    because: 'who lifts a Deny grants nothing yet',
  },
  {
    changes: [seeingBucketPolicy(doubted)],
    codes: ['BucketPolicyMissingGrant', 'BucketPolicyUndecided'],
    because: 'who grants does not lift a Deny that may apply',
  },
  {
    changes: [seeingBucketPolicy(reads, uploads, { ...denied, Action: 's3:PutObjectAcl' }, doubted)],
    codes: ['BucketPolicyDenies', 'BucketPolicyUndecided'],
    because: 'a Deny that may apply stays behind one that does',
  },
  {
    changes: [without('s3:*'), seeingBucketPolicy(reads, uploads, doubted)],
    codes: ['BucketPolicyUndecided', 'IdentityMissingGrant'],
    because: 'two owners can mend at the same time',
  },
  {
    changes: [without('kms:*'), seeingKeyPolicy('bucketKey', { ...bucketKeyUses, Effect: 'Deny' })],
    codes: ['KeyPolicyDenies', 'KeyPolicyMissingGrant', 'IdentityMissingGrant'],
    because: 'across accounts both sides must allow',
  },
  {
    changes: [without('s3:PutObject'), seeingBucket({ policy: forbidden('s3:GetBucketPolicy') })],
    codes: ['BucketPolicyUnreadable', 'IdentityMissingGrant'],
    because: 'what the role lacks is certain, whatever the bucket says',
  },
  {
    changes: [
      without('kms:*'),
      seeingKeyPolicy('sessionKey', toAccount('kms:*', { Principal: '*', Condition: sometimes })),
    ],
    codes: ['KeyPolicyUndecided', 'IdentityMissingGrant'],
    because:
      "only of the bucket key is it certain that the role lacks a grant: its own account's key may allow it itself",
  },
])('one fault hides no other: $codes, since $because', ({ changes, codes }) => {
  const findings = findingsAfter(...changes);
  expect(findings.map(({ code }) => code)).toEqual(codes);
});

test('what a resource may grant to the role itself, the role does not certainly lack', () => {
  const findings = findingsAfter(
    without('kms:*'),
    seeingKeyPolicy('sessionKey', toAccount('kms:*', { Principal: '*', Condition: sometimes })),
  );
  const missing = findings.find(({ code }) => code === 'IdentityMissingGrant');
  expect(missing).toMatchObject({ consequence: 'log lost' });
});
