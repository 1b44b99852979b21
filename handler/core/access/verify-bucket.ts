import { type AgentRole, bucketRequests, type Consequence } from './agent-requests';
import type { Finding, FindingCode, Remedy } from './findings';
import { type Judged, judge, resourceSide, type Sides } from './judge';
import type { ObservedAccess, ObservedBucket } from './observed';
import { places } from './places';
import type { RequiredBucket, Requirements } from './requirements';
import { bucketPolicyStatement } from './statements';
import { unreadable } from './unreadable';
import { resourcePolicyFindings } from './verify-policy';

/** What a part of the verification found, and how it judged the requests that also concern the role's own policies. */
export interface Verified {
  readonly findings: readonly Finding[];
  readonly judged: readonly Judged[];
}

/** Whether the log bucket is the right one, and lets the role read its encryption and write its logs. */
export function verifyBucket(role: AgentRole, { bucket }: Requirements, seen: ObservedAccess, sides: Sides): Verified {
  if (bucket === undefined || seen.bucket === undefined) return { findings: [], judged: [] };
  const subject: Subject = { role, bucket, seen: seen.bucket, crossAccount: bucket.owner !== role.account };
  const wrongBucket = notTheBucket(subject);
  if (wrongBucket.length > 0) return { findings: wrongBucket, judged: [] };
  const policy = verifyBucketPolicy(subject, sides);
  const findings = [
    ...encryptionFindings(subject),
    ...keyNameFindings(subject, seen),
    ...policy.findings,
    ...publicAccessFindings(subject),
    ...ownershipFindings(subject),
  ];
  return { findings, judged: policy.judged };
}

interface Subject {
  readonly role: AgentRole;
  readonly bucket: RequiredBucket;
  readonly seen: ObservedBucket;
  readonly crossAccount: boolean;
}

function notTheBucket({ role, bucket, seen }: Subject): readonly Finding[] {
  const consequence = startOrEnd(bucket);
  if (seen.existence === 'missing') {
    const remedy = act(`create the bucket "${bucket.name}", or correct S3BucketName`);
    return [
      { ...about({ role, bucket }), code: 'BucketMissing', verdict: 'broken', consequence, evidence: [], remedy },
    ];
  }
  if (seen.existence === 'anotherOwner') {
    const remedy = act('correct S3BucketOwner or S3BucketName: logs must not go to a stranger');
    const account = role.account;
    const evidence = [bucket.owner];
    return [
      {
        ...about({ role, bucket }),
        account,
        code: 'BucketOwnerMismatch',
        verdict: 'broken',
        consequence,
        evidence,
        remedy,
      },
    ];
  }
  return [];
}

function encryptionFindings(subject: Subject): readonly Finding[] {
  const { bucket, seen, role } = subject;
  const { encryption } = seen;
  if (encryption.state === 'forbidden') {
    const action = 's3:GetEncryptionConfiguration';
    return [
      {
        ...about(subject),
        ...unreadable('BucketUnreadable', encryption, bucket.owner, role),
        consequence: startOrEnd(bucket),
        actions: [action],
      },
    ];
  }
  const algorithm = encryption.state === 'present' ? encryption.value.algorithm : 'none';
  if (!bucket.encryptionEnabled || ['AES256', 'aws:kms'].includes(algorithm)) return [];
  const remedy = act(
    'make aws:kms or AES256 the default encryption of the bucket, or set S3EncryptionEnabled to false',
  );
  return [broken(subject, 'BucketEncryptionRefused', 'session refused', [algorithm], remedy)];
}

/** How the bucket names its key: the agent repeats that name in every upload, where it must mean the same key. */
function keyNameFindings(subject: Subject, { bucketKey }: ObservedAccess): readonly Finding[] {
  const { bucket, seen, crossAccount } = subject;
  if (seen.encryption.state !== 'present' || !seen.encryption.value.algorithm.startsWith('aws:kms')) return [];
  const { kmsMasterKeyId } = seen.encryption.value;
  const findings: Finding[] = [];
  if (crossAccount && kmsMasterKeyId === undefined) {
    const remedy = act('encrypt the bucket with a customer managed key, named by its ARN');
    findings.push(broken(subject, 'BucketKeyNotNamed', 'log lost', [], remedy));
  }
  if (crossAccount && kmsMasterKeyId !== undefined && !kmsMasterKeyId.startsWith('arn:')) {
    const remedy = act("name the key by its ARN in the bucket's default encryption");
    findings.push(broken(subject, 'BucketKeyNotArn', 'log lost', [kmsMasterKeyId], remedy));
  }
  const found = bucketKey?.metadata.state === 'present' ? bucketKey.metadata.value.arn : kmsMasterKeyId;
  if (bucket.kmsKeyArn !== undefined && found !== bucket.kmsKeyArn) {
    const remedy = act(
      "let S3KmsKeyArn and the bucket's default encryption name the same key, or leave S3KmsKeyArn out",
    );
    findings.push(broken(subject, 'BucketKeyMismatch', 'log lost', [found ?? 'aws/s3'], remedy));
  }
  return findings;
}

function verifyBucketPolicy(subject: Subject, sides: Sides): Verified {
  const { role, bucket, seen, crossAccount } = subject;
  const encryption = seen.encryption.state === 'present' ? seen.encryption.value : 'unread';
  const side = resourceSide(seen.policy);
  const rule = crossAccount ? 'crossAccount' : 'sameAccount';
  const requests = bucketRequests(role, bucket, { region: seen.region, encryption });
  const judged = requests.map((asked) => judge(asked, sides, side, rule));
  const place = places.bucketPolicy(bucket.name);
  if (side.is === 'unseen') {
    const facts = unreadable('BucketPolicyUnreadable', { reason: side.because }, bucket.owner, role);
    const actions = requests.map(({ request }) => request.action);
    return { findings: [{ ...about(subject), ...facts, place, consequence: startOrEnd(bucket), actions }], judged };
  }
  const statementFor = (actions: readonly string[]) => bucketPolicyStatement(role, bucket, actions);
  const statements = side.is === 'policy' ? side.policy.statements : [];
  const policy = { kind: 'BucketPolicy', place, account: bucket.owner, statements, statementFor } as const;
  return { findings: resourcePolicyFindings(role, policy, judged), judged };
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
function publicAccessFindings(subject: Subject): readonly Finding[] {
  const { seen, crossAccount } = subject;
  if (!crossAccount || seen.policyIsPublic.state !== 'present' || !seen.policyIsPublic.value) return [];
  const remedy = act('take the public statements out of the bucket policy');
  const restricts = seen.restrictPublicBuckets.state === 'present' && seen.restrictPublicBuckets.value;
  if (restricts) {
    return [
      broken(subject, 'BucketPublicAccessRestricted', startOrEnd(subject.bucket), ['RestrictPublicBuckets'], remedy),
    ];
  }
  const evidence = ["the account's own RestrictPublicBuckets, if set,"];
  const doubt = broken(subject, 'BucketPublicAccessRestricted', startOrEnd(subject.bucket), evidence, remedy);
  return [{ ...doubt, verdict: 'cannotTell' }];
}

function ownershipFindings(subject: Subject): readonly Finding[] {
  const { seen, crossAccount } = subject;
  if (!crossAccount || seen.objectOwnership.state !== 'present' || seen.objectOwnership.value !== 'ObjectWriter')
    return [];
  const remedy = act('set Object Ownership to BucketOwnerEnforced');
  return [{ ...broken(subject, 'BucketObjectWriter', 'advice', [], remedy), verdict: 'advice' }];
}

// Without its encryption the session does not start where it is demanded; else only the upload at the end fails.
const startOrEnd = ({ encryptionEnabled }: RequiredBucket): Consequence =>
  encryptionEnabled ? 'session refused' : 'log lost';

const act = (instruction: string): Remedy => ({ kind: 'act', instruction });

function about({ role, bucket }: Pick<Subject, 'role' | 'bucket'>) {
  return { place: places.bucket(bucket.name), role: role.name, account: bucket.owner, actions: [] };
}

function broken(
  subject: Subject,
  code: FindingCode,
  consequence: Consequence,
  evidence: readonly string[],
  remedy: Remedy,
): Finding {
  return { ...about(subject), code, verdict: 'broken', consequence, evidence, remedy };
}
