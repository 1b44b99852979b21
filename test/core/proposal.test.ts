import { refusal } from '../../handler/core/proposal';
import { absent } from '../../handler/core/seen';
import { boundary, desiredFrom, names, otherAccount, otherOrigin } from './identity/fixture';
import { emptyIam, observed, settle } from './identity/local-iam';
import { type Asked, policyAllowing, proposed, seenBuckets } from './proposals';

const both = ['forward', 'rollingBack'] as const;
const managed = 'arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess';
const ownBucket = { S3BucketName: 'org-logs' };
const foreignBucket = { S3BucketName: 'org-logs', S3BucketOwner: otherAccount };
const allowed = { allowedS3BucketOwners: ['*'], allowedManagedPolicyArns: ['*'] };
const missing = (name: string) => ({ name, document: absent });

const takenByOthers = async () => {
  const iam = emptyIam();
  await settle(iam, desiredFrom({ origin: otherOrigin }));
  return observed(iam, names, 'Create');
};

const refusalsOf = (asked: Asked, knownId = 'app-sessions') =>
  Object.fromEntries(both.map((stack) => [stack, refusal(proposed(asked), knownId, stack)]));

test.each<{ asked: Asked; knownId?: string; because: string }>([
  { asked: {}, because: 'nothing speaks against it' },
  { asked: { raw: ownBucket, evidence: { access: seenBuckets.healthy } }, because: 'its bucket is well' },
  {
    asked: {
      raw: { ManagedPolicyArns: [managed] },
      allowed,
      evidence: {
        beside: {
          boundary: policyAllowing(boundary, 'ssm:*', 'ssmmessages:*', 's3:*'),
          policies: [policyAllowing(managed, 'ec2:DescribeInstances')],
        },
      },
    },
    because: 'advice never fails',
  },
])('a proposal is carried out where $because', ({ asked, knownId }) => {
  expect(refusalsOf(asked, knownId)).toEqual({ forward: undefined, rollingBack: undefined });
});

const missingBucket = { raw: ownBucket, evidence: { access: seenBuckets.missing } };
const unreadableBucket = { raw: foreignBucket, allowed, evidence: { access: seenBuckets.unreadable } };

test.each<{ asked: Asked; told: string; because: string }>([
  { asked: missingBucket, told: 'BucketMissing, session refused: ', because: 'the bucket is broken' },
  { asked: unreadableBucket, told: 'BucketPolicyUnreadable, cannot tell, ', because: 'nobody can tell of it' },
  {
    asked: { ...unreadableBucket, allowed: {}, raw: { ...foreignBucket, Verification: 'Off' } },
    told: 'ResourceProperties.S3BucketOwner: ',
    because: 'the deployer allows no such owner',
  },
  {
    asked: { raw: { ManagedPolicyArns: [managed] } },
    told: 'ResourceProperties.ManagedPolicyArns[0]: ',
    because: 'the deployer allows no such policy',
  },
])('$told refuses going forward and never while the stack rolls back, where $because', ({ asked, told }) => {
  const { forward, rollingBack } = refusalsOf(asked);
  expect(forward?.startsWith(told)).toBe(true);
  expect(rollingBack).toBeUndefined();
});

const Off = { Verification: 'Off' };

test.each<{ asked: Asked; knownId?: string; told: string; because: string }>([
  {
    asked: {},
    knownId: 'App-Sessions',
    told: 'ResourceProperties.RoleName: Only the letter case differs from the present name "App-Sessions"',
    because: 'IAM cannot hold both',
  },
  {
    asked: { raw: Off, evidence: { beside: { policies: [], boundary: missing(boundary) } } },
    told: `ResourceProperties.PermissionsBoundary: The policy ${boundary} does not exist`,
    because: 'no role can bear it',
  },
  {
    asked: {
      raw: { ...Off, ManagedPolicyArns: [managed] },
      allowed,
      evidence: { beside: { policies: [missing(managed)], boundary: policyAllowing(boundary, '*') } },
    },
    told: `ResourceProperties.ManagedPolicyArns: The policy ${managed} does not exist`,
    because: 'it cannot be attached',
  },
])('$told, rolling back or not, since $because', ({ asked, knownId, told }) => {
  const { forward, rollingBack } = refusalsOf(asked, knownId);
  expect(forward?.startsWith(told)).toBe(true);
  expect(rollingBack).toContain(told);
});

test('a new name replaces the role, and a rollback goes back only to a role that is there', async () => {
  const told = /^ResourceProperties.RoleName: The stack rolls back, and no role "app-sessions"/;
  expect(refusalsOf({}, 'new-name')).toEqual({ forward: undefined, rollingBack: expect.stringMatching(told) });
  const iam = emptyIam();
  await settle(iam, desiredFrom());
  const identity = await observed(iam, names, 'Update');
  expect(refusalsOf({ evidence: { identity } }, 'new-name')).toEqual({ forward: undefined, rollingBack: undefined });
});

test('names that others bear are refused even while the stack rolls back', async () => {
  const { forward, rollingBack } = refusalsOf({ evidence: { identity: await takenByOthers() } });
  expect(forward?.split('\n').filter((line) => line.includes('exists and belongs to WebRole'))).toHaveLength(3);
  expect(rollingBack).toBe(forward);
});

test('a policy that IAM would refuse for its size is refused before the first write', () => {
  const proposal = proposed();
  const [statement] = proposal.desired.policy.Statement;
  if (statement === undefined) throw new Error('The policy has no statement');
  const policy = { ...proposal.desired.policy, Statement: [{ ...statement, Resource: 'r'.repeat(6144) }] };
  const long = { ...proposal, desired: { ...proposal.desired, policy } };
  for (const stack of both) expect(refusal(long, 'app-sessions', stack)).toMatch(/The permissions policy would have/);
});

test('an answer that would not fit is refused before the first write, by what to shorten', () => {
  const raw = { RoleName: 'r'.repeat(64), Path: `/session/${'p'.repeat(502)}/`, S3KeyPrefix: 'k'.repeat(512) };
  const asked = { raw: { ...raw, ...foreignBucket, ...Off }, allowed, evidence: { access: seenBuckets.encrypted } };
  const told =
    /^ResourceProperties: The answer would be \d+ bytes longer .*: shorten RoleName, Path, S3BucketName, S3KeyPrefix or/;
  expect(refusal(proposed(asked), 'r'.repeat(64), 'forward')).toMatch(told);
  expect(
    refusal(proposed({ ...asked, raw: { ...asked.raw, Path: '/session/' } }), 'r'.repeat(64), 'forward'),
  ).toBeUndefined();
});

test.each([
  { raw: { Verification: 'Report' }, findings: 1, status: 'BROKEN', because: 'findings are only told' },
  { raw: { Verification: 'Off' }, findings: 0, status: 'OFF', because: 'nobody looks' },
  { raw: { AcceptedFindings: ['BucketMissing'] }, findings: 1, status: 'BROKEN', because: 'the template accepts it' },
])('with $raw a missing bucket does not fail, and its status is $status: $because', ({ raw, findings, status }) => {
  const proposal = proposed({ ...missingBucket, raw: { ...ownBucket, ...raw } });
  expect(refusal(proposal, 'app-sessions', 'forward')).toBeUndefined();
  expect(proposal.findings).toHaveLength(findings);
  const { attributes } = proposal.success({ roleId: 'AROA1', instanceProfileId: 'AIPA1' });
  expect(attributes.VerificationStatus).toBe(status);
});

test('accepting one finding accepts no other', () => {
  const raw = { ...foreignBucket, AcceptedFindings: ['BucketMissing'] };
  const { forward } = refusalsOf({ ...unreadableBucket, raw });
  expect(forward).toMatch(/^BucketPolicyUnreadable/);
});

test('every reason is told at once, the findings first', async () => {
  const asked = {
    raw: { ...foreignBucket, ManagedPolicyArns: [managed] },
    evidence: {
      access: seenBuckets.missing,
      identity: await takenByOthers(),
      beside: { policies: [missing(managed)], boundary: missing(boundary) },
    },
  };
  const lines = refusalsOf(asked, 'APP-SESSIONS')['forward']?.split('\n') ?? [];
  const beginnings = [
    'BucketMissing',
    'ResourceProperties.S3BucketOwner: The function’s deployer does not allow',
    'ResourceProperties.ManagedPolicyArns[0]: The function’s deployer does not allow',
    'ResourceProperties.RoleName: Only the letter case differs',
    'ResourceProperties.RoleName: The role ',
    'ResourceProperties.RoleName: The policy ',
    'ResourceProperties.RoleName: The instance profile ',
    'ResourceProperties.PermissionsBoundary: The policy ',
    'ResourceProperties.ManagedPolicyArns: The policy ',
  ];
  const told = lines.map((line) => line.replace("function's", 'function’s'));
  expect(told[0]).toMatch(/^BucketMissing/);
  for (const beginning of beginnings) expect(told.some((line) => line.startsWith(beginning))).toBe(true);
});

test('a proposal writes what it verified: role, policy and profile, and nothing for a world that holds them', async () => {
  const iam = emptyIam();
  const first = proposed();
  await settle(iam, first.desired);
  const again = proposed({ evidence: { identity: await observed(iam, names, 'Update') } });
  expect(first.plan.flat().map(({ action }) => action)).toContain('iam:CreateRole');
  expect(again.plan).toEqual([]);
});
