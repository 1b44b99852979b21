import type { Finding } from '../../../handler/core/access/findings';
import { renderFinding } from '../../../handler/core/access/render';
import type { Seen } from '../../../handler/core/seen';
import { trusting } from './live-role';
import {
  bearing,
  type Change,
  findingsAfter,
  seeing,
  seeingBucket,
  seeingKey,
  seeingNoBucketKey,
  serving,
} from './setting';

const unanswered = (action: string): Seen<never> => ({
  state: 'forbidden',
  action,
  reason: `${action} not answered: ThrottlingException`,
  cause: 'unanswered',
});
const refused = (action: string): Seen<never> => ({
  state: 'forbidden',
  action,
  reason: `${action} refused: AccessDenied`,
});

const reads: readonly {
  readonly action: string;
  readonly code: Finding['code'];
  readonly seen: (answer: Seen<never>) => readonly Change[];
}[] = [
  {
    action: 's3:GetEncryptionConfiguration',
    code: 'BucketUnreadable',
    seen: (encryption) => [seeingBucket({ encryption }), seeingNoBucketKey],
  },
  { action: 's3:GetBucketPolicy', code: 'BucketPolicyUnreadable', seen: (policy) => [seeingBucket({ policy })] },
  {
    action: 's3:GetBucketPolicyStatus',
    code: 'BucketPublicAccessRestricted',
    seen: (policyIsPublic) => [seeingBucket({ policyIsPublic })],
  },
  { action: 'kms:DescribeKey', code: 'KeyUnreadable', seen: (metadata) => [seeingKey('sessionKey', { metadata })] },
  { action: 'kms:GetKeyPolicy', code: 'KeyUnreadable', seen: (policy) => [seeingKey('bucketKey', { policy })] },
  { action: 'logs:DescribeLogGroups', code: 'LogGroupUnreadable', seen: (logGroup) => [seeing({ logGroup })] },
  { action: 'ssm:GetDocument', code: 'SessionDocumentUnreadable', seen: (document) => [serving(document)] },
  {
    action: 'iam:GetPolicyVersion',
    code: 'IdentityUndecided',
    seen: (document) => [bearing({ policies: [{ name: 'further', document }] })],
  },
  {
    action: 'iam:GetPolicyVersion',
    code: 'IdentityUndecided',
    // Beside a boundary that nobody read, no policy is told to be of no use.
    seen: (document) => [bearing({ boundary: { name: 'boundary', document } })],
  },
  {
    action: 'iam:ListInstanceProfilesForRole',
    code: 'RoleUnusable',
    seen: (instanceProfiles) => [bearing({ reach: { trustPolicy: trusting('ec2.amazonaws.com'), instanceProfiles } })],
  },
];

test.each(reads)(
  'who got no answer to $action is told to ask again, and to give nobody a right',
  ({ action, code, seen }) => {
    const findings = findingsAfter(...seen(unanswered(action)));
    expect(findings).toEqual([expect.objectContaining({ code, verdict: 'cannotTell' })]);
    expect(findings.map(renderFinding)).toEqual([
      expect.stringMatching(/ask again later: AWS did not answer in time$/),
    ]);
  },
);

test.each(reads)('who was refused $action is told otherwise', ({ action, seen }) => {
  const [finding] = findingsAfter(...seen(refused(action))).map(renderFinding);
  expect(finding).toMatch(/allow|let|deploy/);
  expect(finding).not.toContain('ask again');
});
