import { policyOfGrants } from '../../../handler/core/access/grants';
import type { KeyGrant } from '../../../handler/core/access/observed';
import { evaluate } from '../../../handler/core/policy/evaluate';
import type { ContextValue } from '../../../handler/core/policy/request';
import { forbidden, present } from '../../../handler/core/seen';
import { PRINCIPAL, request } from '../policy/request';
import {
  ACCOUNT,
  BUCKET_ARN,
  bearing,
  type Change,
  findingsAfter,
  LOG_ACCOUNT,
  policy,
  ROLE_ARN,
  seeingKey,
  seeingKeyPolicy,
  seeingNoGroupKey,
  toAccount,
} from './setting';

const operations = ['Decrypt', 'GenerateDataKey'];
const owners = toAccount('kms:*', { Principal: { AWS: LOG_ACCOUNT } });
const granting = (grant: Partial<KeyGrant>): Change =>
  seeingKey('bucketKey', {
    policy: present(policy(owners)),
    grants: present([{ granteePrincipal: ROLE_ARN, operations, ...grant }]),
  });
/** A grant beside a key policy of another account that allows everybody. */
const beside = (granteePrincipal: string): Change =>
  seeingKey('bucketKey', {
    policy: present(policy(toAccount('kms:*', { Principal: '*' }))),
    grants: present([{ granteePrincipal, operations }]),
  });
const boundedWithout = (NotAction: string): Change => {
  const Statement = { Effect: 'Allow', NotAction, Resource: '*' };
  const document = present(JSON.stringify({ Version: '2012-10-17', Statement }));
  return bearing({ boundary: { name: 'boundary', document } });
};
const without = (NotAction: string): Change => {
  const Statement = { Effect: 'Allow', NotAction, Resource: '*' };
  const document = present(JSON.stringify({ Version: '2012-10-17', Statement }));
  return bearing({ policies: [{ name: 'own', document }] });
};
const forSession = { 'aws:ssm:TargetId': 'i-0abc' };

test.each<{ changes: readonly Change[]; findings: readonly string[]; because: string }>([
  { changes: [granting({})], findings: [], because: 'a grant to the role is as good as a statement' },
  {
    changes: [granting({ granteePrincipal: `arn:aws:iam::${ACCOUNT}:root` })],
    findings: [],
    because: 'one to its account leaves the rest to identity policies',
  },
  {
    changes: [granting({ granteePrincipal: `${ROLE_ARN}-2` })],
    findings: ['broken KeyPolicyMissingGrant log lost'],
    because: 'one to another role is none',
  },
  {
    changes: [granting({ operations: ['GenerateDataKey'] })],
    findings: ['broken KeyPolicyMissingGrant log lost above 5 MiB'],
    because: 'it allows its operations alone',
  },
  {
    changes: [granting({ sourceArn: 'arn:aws:backup:eu-west-1:444455556666:backup-vault:logs' })],
    findings: ['broken KeyPolicyMissingGrant log lost'],
    because: 'the agent asks on behalf of no resource',
  },
  {
    changes: [granting({ furtherConstraints: ['PhaseOfTheMoon'] })],
    findings: ['cannotTell KeyPolicyUndecided log lost'],
    because: 'nobody here knows what that would want',
  },
  {
    changes: [granting({}), boundedWithout('kms:*')],
    findings: ['broken BoundaryBlocks session refused', 'cannotTell IdentityUndecided log lost'],
    because: 'whether a boundary limits a grant no page says; it limits what a policy allows of the session key',
  },
  {
    changes: [granting({ encryptionContextEquals: { 'AWS:S3:Arn': BUCKET_ARN } })],
    findings: [],
    because: 'in its constraints the case of a key does not count',
  },
  {
    changes: [granting({ encryptionContextEquals: { 'aws:s3:arn': BUCKET_ARN.toUpperCase() } })],
    findings: ['broken KeyPolicyMissingGrant log lost'],
    because: 'and that of a value does',
  },
  {
    changes: [granting({ encryptionContextEquals: { 'aws:s3:arn': BUCKET_ARN, team: 'a' } })],
    findings: ['broken KeyPolicyMissingGrant log lost'],
    because: 'S3 sends one pair alone',
  },
  {
    changes: [granting({ encryptionContextSubset: { 'aws:s3:arn': `$\{aws:username, '${BUCKET_ARN}'}` } })],
    findings: ['broken KeyPolicyMissingGrant log lost'],
    because: 'a grant knows no policy variables',
  },
  {
    changes: [granting({}), without('kms:GenerateDataKey'), seeingNoGroupKey],
    findings: [],
    because: 'a grant needs no identity policy, in whatever account the key is',
  },
  {
    changes: [beside(`arn:aws:iam::${ACCOUNT}:root`), without('kms:GenerateDataKey')],
    findings: ['broken IdentityMissingGrant log lost'],
    because:
      'one to the account makes nobody of everybody: the key policy of another account still wants an identity policy',
  },
  {
    changes: [beside(ROLE_ARN), boundedWithout('kms:GenerateDataKey'), seeingNoGroupKey],
    findings: ['cannotTell IdentityUndecided log lost'],
    because: 'so it is beside a key policy that speaks to everybody',
  },
  {
    changes: [
      seeingKey('sessionKey', {
        policy: present(policy(owners)),
        grants: present([{ granteePrincipal: ROLE_ARN, operations, encryptionContextSubset: forSession }]),
      }),
    ],
    findings: ['cannotTell KeyPolicyUndecided session refused'],
    because: 'one instance may be this one',
  },
])('of keys with grants is said: $findings, since $because', ({ changes, findings }) => {
  const found = findingsAfter(...changes).map(({ verdict, code, consequence }) => `${verdict} ${code} ${consequence}`);
  expect(found).toEqual(findings);
});

const unseen = seeingKey('bucketKey', { grants: forbidden('kms:ListGrants') });
const role = bearing({ roleId: 'AROAEXAMPLEEXAMPLE000' });

test.each<{ changes: readonly Change[]; verdicts: readonly string[]; evidence: readonly string[]; because: string }>([
  {
    changes: [seeingKeyPolicy('bucketKey', owners), unseen, role],
    verdicts: ['cannotTell'],
    evidence: ['kms:ListGrants refused'],
    because: 'there may be one',
  },
  {
    changes: [seeingKeyPolicy('bucketKey', owners), unseen],
    verdicts: ['broken'],
    evidence: [],
    because: 'a role that does not exist has none',
  },
  { changes: [unseen, role], verdicts: [], evidence: [], because: 'the key policy allows the role by itself' },
  {
    changes: [seeingKeyPolicy('bucketKey', { ...owners, Principal: '*', Sid: 'No', Effect: 'Deny' }), unseen, role],
    verdicts: ['broken', 'cannotTell'],
    evidence: ['No', 'kms:ListGrants refused'],
    because: 'no grant outweighs a Deny',
  },
])('grants that nobody could list leave $verdicts, since $because', ({ changes, verdicts, evidence }) => {
  const findings = findingsAfter(...changes);
  expect(findings.map(({ verdict }) => verdict)).toEqual(verdicts);
  expect(findings.flatMap((finding) => finding.evidence)).toEqual(evidence);
});

test.each([
  { sent: ['aws:s3:arn'], decision: 'allowed', because: 'nothing else is sent' },
  { sent: ['aws:s3:arn', 'team'], decision: 'implicitDeny', because: 'something else is sent' },
])('a grant for one whole context is $decision, since $because', ({ sent, decision }) => {
  const grant = {
    granteePrincipal: PRINCIPAL.roleArn,
    operations,
    encryptionContextEquals: { 'AWS:s3:arn': BUCKET_ARN },
  };
  const context = new Map<string, ContextValue>([
    ['kms:encryptioncontext:aws:s3:arn', { is: 'known', values: [BUCKET_ARN] }],
    ['kms:encryptioncontextkeys', { is: 'known', values: sent }],
  ]);
  const asked = { ...request(), action: 'kms:Decrypt', context };
  expect(evaluate(asked, policyOfGrants([grant])).decision).toBe(decision);
});
