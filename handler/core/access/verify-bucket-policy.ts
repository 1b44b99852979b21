import type { Statement } from '../policy/document';
import { type FoundEncryption, foundEncryption } from './agent-context';
import type { AgentRequest, Consequence, Unsettled } from './agent-requests';
import { about, type Subject, startOrEnd } from './bucket-finding';
import { encryptionRequest, failureRequests, uploadRequests } from './bucket-requests';
import type { Finding } from './findings';
import { type Judged, judge, resourceSide, type Sides, type Verified } from './judge';
import { places } from './places';
import { bucketPolicyStatement } from './statements';
import { unreadable } from './unreadable';
import { actionsOf, resourcePolicyFindings } from './verify-policy';

/** Whether the bucket's policy lets the agent read how the bucket is encrypted, and write its logs. */
export function verifyBucketPolicy(subject: Subject, sides: Sides): Verified {
  const { role, bucket, seen, crossAccount } = subject;
  const side = resourceSide(seen.policy);
  const judging = (asked: AgentRequest) => judge(asked, sides, side, crossAccount ? 'crossAccount' : 'sameAccount');
  const judged = judgeRequests(subject, judging);
  const place = places.bucketPolicy(bucket.name);
  if (side.is === 'unseen') {
    const facts = unreadable('BucketPolicyUnreadable', side.refusal, bucket.owner, role);
    const actions = actionsOf(judged);
    return { findings: [{ ...about(subject), ...facts, place, consequence: startOrEnd(bucket), actions }], judged };
  }
  const statementFor = (actions: readonly string[]) => bucketPolicyStatement(role, bucket, actions);
  const statements = side.is === 'policy' ? side.policy.statements : [];
  const policy = { kind: 'BucketPolicy', place, account: bucket.owner, statements, statementFor } as const;
  const found = resourcePolicyFindings(role, policy, judged).map(explained);
  // Whoever has to mend the way of the logs mends that of the failures.
  const failures = judged.filter(isSerious).every(isAllowed) ? judgeFailures(subject, judged, judging) : [];
  const ofFailures = { ...policy, place: `${place}, for "stderr"` };
  return {
    findings: [...found, ...resourcePolicyFindings(role, ofFailures, failures)],
    judged: [...judged, ...failures],
  };
}

type Judging = (asked: AgentRequest) => Judged;

function judgeRequests(subject: Subject, judged: Judging): readonly Judged[] {
  const { role, bucket, seen } = subject;
  const uploads = (encryption: FoundEncryption) =>
    withoutEchoes(uploadRequests(role, bucket, seen.region, encryption).map(withOpenQuestion(subject)).map(judged));
  const reading = (consequence: Consequence) => judged(encryptionRequest(role, bucket, seen.region, consequence));
  const mirrored = uploads(foundEncryption(seen));
  if (bucket.encryptionEnabled) return [reading('session refused'), ...mirrored];
  // Where nobody demands it, an agent that may not read the encryption uploads without its headers.
  const bare = uploads('none');
  if (!bare.filter(isShort).every(isFaultless)) return [reading('log lost'), ...mirrored];
  const optional = reading('advice');
  if (optional.faults.length > 0) return [optional, ...bare];
  // Whether it may read is in doubt, or certain; in doubt, it matters to what bare uploads may lose.
  const [doubtful] = bare.filter((one) => !isAllowed(one) && one.asked.unsettled === undefined);
  return [doubtful === undefined ? optional : reading(doubtful.asked.consequence), ...mirrored];
}

/**
 * Of the right to the ACL, S3's pages leave open whether S3 asks for it where ACLs are disabled, and whether it asks the
 * policy of a bucket that another account owns: one prints a policy without it under which the ACL can be sent. Of the
 * role's own policy the page of Session Manager says so:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ensure-object-ownership.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
function withOpenQuestion({ seen, crossAccount }: Subject): (asked: AgentRequest) => AgentRequest {
  const unsettled = crossAccount ? ofForeignBucket : ofOwnBucket[aclsOf(seen)];
  if (unsettled === undefined) return (asked) => asked;
  return (asked) => (asked.request.action === 's3:PutObjectAcl' ? { ...asked, unsettled } : asked);
}

const everySide = ['identity', 'boundary', 'resource'] as const;
const ofForeignBucket: Unsettled = {
  sides: ['resource'],
  question: 'the pages of S3 disagree on whether the policy of a bucket must allow "s3:PutObjectAcl"',
};
const ofOwnBucket: Readonly<Record<ReturnType<typeof aclsOf>, Unsettled | undefined>> = {
  enabled: undefined,
  disabled: {
    sides: everySide,
    question: 'AWS does not say whether S3 asks for "s3:PutObjectAcl" where ACLs are disabled',
  },
  unseen: {
    sides: everySide,
    question:
      'whether the bucket has ACLs cannot be read from here (s3:GetBucketOwnershipControls), and without them AWS does not say whether S3 asks for "s3:PutObjectAcl"',
  },
};

function aclsOf({ objectOwnership }: Subject['seen']): 'enabled' | 'disabled' | 'unseen' {
  if (objectOwnership.state === 'forbidden') return 'unseen';
  const isEnforced = objectOwnership.state === 'present' && objectOwnership.value === 'BucketOwnerEnforced';
  return isEnforced ? 'disabled' : 'enabled';
}

/** What lets no log pass is mended for the long ones too: what else it may do to their parts is not told beside. */
function withoutEchoes(judged: readonly Judged[]): readonly Judged[] {
  const short = judged.filter((one) => isShort(one) && one.asked.request.action === 's3:PutObject');
  const faults = short.flatMap((one) => one.faults.filter(({ side }) => side === 'resource'));
  const denying = faults.flatMap(({ matchedStatements }) => matchedStatements);
  const isGranted = faults.every(({ kind }) => kind !== 'implicitDeny');
  const isTold = (statement: Statement) => denying.includes(statement) || (!isGranted && statement.effect === 'Allow');
  return judged.filter((one) => {
    const { remaining } = one;
    const isDoubt = !isShort(one) && one.faults.length === 0 && remaining.decision === 'undecided';
    return !isDoubt || !remaining.matchedStatements.every(isTold);
  });
}

function judgeFailures({ role, bucket, seen }: Subject, judged: readonly Judged[], judging: Judging) {
  const isBlind = judged.some(({ faults }) => faults.length > 0);
  const encryption = isBlind ? 'none' : foundEncryption(seen);
  return failureRequests(role, bucket, seen.region, encryption).map(judging);
}

const isShort = ({ asked }: Judged) => asked.consequence === 'log lost';
const isSerious = ({ asked }: Judged) => asked.consequence !== 'advice';
const isFaultless = ({ asked, faults }: Judged) => faults.length === 0 || asked.unsettled !== undefined;
const isAllowed = ({ faults, remaining }: Judged) => faults.length === 0 && remaining.decision === 'allowed';

/** Of an ACL that the agent always sends, a doubt wants a reason. */
function explained(finding: Finding): Finding {
  if (finding.verdict !== 'cannotTell' || finding.consequence !== 'log lost above 5 MiB') return finding;
  const why = (doubt: string) =>
    doubt === 's3:x-amz-acl' ? `${doubt}, which the parts of a multipart upload do not carry` : doubt;
  return { ...finding, evidence: finding.evidence.map(why) };
}
