import fc from 'fast-check';
import { present } from '../../../handler/core/seen';
import {
  BUCKET_ARN,
  bearing,
  bucketKeyUses,
  type Change,
  everything,
  findingsAfter,
  policy,
  reads,
  seeingBucketPolicy,
  seeingKeyPolicy,
  toAccount,
  uploads,
} from './setting';

type Where = 'BucketPolicyUndecided' | 'KeyPolicyUndecided' | 'IdentityUndecided';

const deny = (Condition: object) => ({ Effect: 'Deny', Principal: '*', Action: '*', Condition }) as const;
const own = { name: 'own', document: present(everything) };
const bearingAlso = (Condition: object) => {
  const document = present(policy({ Effect: 'Deny', Action: '*', Condition }));
  return bearing({ policies: [own, { name: 'further', document }] });
};

/** Everywhere a condition can stand: in a Deny that may strike, and in the only Allow, which may not. */
const places: readonly { readonly code: Where; readonly under: (condition: object) => Change }[] = [
  { code: 'BucketPolicyUndecided', under: (condition) => seeingBucketPolicy(uploads, reads, deny(condition)) },
  {
    code: 'BucketPolicyUndecided',
    under: (Condition) => seeingBucketPolicy({ ...uploads, Condition }, { ...reads, Condition }),
  },
  { code: 'KeyPolicyUndecided', under: (condition) => seeingKeyPolicy('bucketKey', bucketKeyUses, deny(condition)) },
  { code: 'KeyPolicyUndecided', under: (Condition) => seeingKeyPolicy('bucketKey', { ...bucketKeyUses, Condition }) },
  {
    code: 'KeyPolicyUndecided',
    under: (Condition) => seeingKeyPolicy('sessionKey', toAccount('kms:*', { Condition })),
  },
  { code: 'IdentityUndecided', under: bearingAlso },
  {
    code: 'IdentityUndecided',
    under: (Condition) =>
      bearing({ policies: [{ name: 'own', document: present(policy({ Action: '*', Condition })) }] }),
  },
  {
    code: 'IdentityUndecided',
    under: (Condition) => {
      return bearing({ boundary: { name: 'boundary', document: present(policy({ Action: '*', Condition })) } });
    },
  },
];

// No service of AWS is called so.
const keys = fc.stringMatching(/^xx[a-z]{1,6}:[A-Z][A-Za-z]{2,12}$/);
const operators = fc.stringMatching(/^Xx[A-Za-z]{1,16}$/);
const doubts = fc.oneof(
  fc
    .tuple(keys, fc.constantFrom('StringEquals', 'StringNotLike', 'Bool', 'Null', 'NumericLessThan'))
    .map(([key, operator]) => ({
      condition: { [operator]: { [key]: 'true' } },
      named: key,
    })),
  operators.map((operator) => ({
    condition: { [operator]: { 'aws:PrincipalArn': 'x' } },
    named: `the operator ${operator} on aws:PrincipalArn, whose meaning there AWS does not say`,
  })),
);

test('a condition key or an operator that nobody knows leaves a finding that names it, never silence', () =>
  fc.assert(
    fc.property(fc.constantFrom(...places), doubts, ({ code, under }, { condition, named }) => {
      expect(findingsAfter(under(condition))).toEqual([
        expect.objectContaining({ code, verdict: 'cannotTell', evidence: [named] }),
      ]);
    }),
  ));

test.each([
  {
    change: seeingBucketPolicy(reads, { ...uploads, Sid: 'Alice', Resource: `${BUCKET_ARN}/sessions/alice-*` }),
    statement: 'Alice',
    evidence: 'which of its objects is asked for',
    because: "some sessions are Alice's",
  },
  {
    change: seeingBucketPolicy(reads, { ...uploads, Sid: 'Canonical', Principal: { CanonicalUser: 'a'.repeat(64) } }),
    statement: 'Canonical',
    evidence: 'whose canonical user id it names',
    because: 'the id of an account of S3 is not its number',
  },
  {
    change: seeingKeyPolicy('sessionKey', toAccount('kms:*', { Sid: 'One', Condition: forTarget('i-1') })),
    statement: 'One',
    evidence: 'kms:EncryptionContext:aws:ssm:TargetId',
    because: 'one of the instances is this one',
  },
  {
    change: seeingKeyPolicy('bucketKey', bucketKeyUses, {
      ...deny({ StringLike: { 'aws:userid': '*:i-1*' } }),
      Sid: 'Two',
    }),
    statement: 'Two',
    evidence: 'aws:userid',
    because: 'some of the sessions are of these instances',
  },
])(
  'a statement that holds for some of the requests is named and in doubt, since $because',
  ({ change, ...expected }) => {
    const [finding, ...more] = findingsAfter(change);
    expect(finding).toMatchObject({ verdict: 'cannotTell', evidence: [expected.evidence], remedy: { kind: 'act' } });
    expect(JSON.stringify(finding?.remedy)).toContain(`make sure that ${expected.statement} applies`);
    expect(more).toEqual([]);
  },
);

test.each([
  { condition: forTarget('i-*'), because: 'every instance is called so' },
  { condition: forTarget('*'), because: 'any name will do' },
  { condition: { Null: { 'kms:ViaService': 'true' } }, because: 'the agent asks KMS itself' },
  { condition: { Bool: { 'aws:SecureTransport': 'true' } }, because: 'it speaks over TLS' },
])('what holds for all of the requests leaves no doubt: $because', ({ condition }) => {
  expect(findingsAfter(seeingKeyPolicy('sessionKey', toAccount('kms:*', { Condition: condition })))).toEqual([]);
});

function forTarget(pattern: string): object {
  return { StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': pattern } };
}
