import type { Refusal } from '../seen';
import type { AgentRole } from './agent-requests';
import { about, broken, type Subject, startOrEnd } from './bucket-finding';
import { act, type Finding } from './findings';
import type { Sides, Verified } from './judge';
import type { ObservedAccess } from './observed';
import type { Requirements } from './requirements';
import { afterRefusal } from './unreadable';
import { verifyBucketPolicy } from './verify-bucket-policy';
import { encryptionFindings, keyNameFindings } from './verify-encryption';

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

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
function publicAccessFindings(subject: Subject): readonly Finding[] {
  const { seen, crossAccount } = subject;
  const { policyIsPublic } = seen;
  // Where the policy itself was out of sight, its own finding says so.
  if (!crossAccount || seen.policy.state !== 'present' || policyIsPublic.state === 'absent') return [];
  if (policyIsPublic.state === 'forbidden') return [publicAccessUnseen(subject, policyIsPublic)];
  if (!policyIsPublic.value) return [];
  const remedy = act('take the public statements out of the bucket policy');
  const restricts = seen.restrictPublicBuckets.state === 'present' && seen.restrictPublicBuckets.value;
  if (restricts) {
    return [
      broken(subject, 'BucketPublicAccessRestricted', startOrEnd(subject.bucket), ['RestrictPublicBuckets'], remedy),
    ];
  }
  const evidence = ["the account's own RestrictPublicBuckets, if set"];
  const doubt = broken(subject, 'BucketPublicAccessRestricted', startOrEnd(subject.bucket), evidence, remedy);
  return [{ ...doubt, verdict: 'cannotTell' }];
}

function publicAccessUnseen(subject: Subject, refusal: Refusal & { readonly action: string }): Finding {
  const { action } = refusal;
  const remedy = afterRefusal(refusal, `allow the reader of the bucket ${action}`);
  const evidence = [`RestrictPublicBuckets, if the policy counts as public, which ${action} would say`];
  const code = 'BucketPublicAccessRestricted';
  return { ...broken(subject, code, startOrEnd(subject.bucket), evidence, remedy), verdict: 'cannotTell' };
}

function ownershipFindings(subject: Subject): readonly Finding[] {
  const { seen, crossAccount } = subject;
  if (!crossAccount || seen.objectOwnership.state !== 'present' || seen.objectOwnership.value !== 'ObjectWriter')
    return [];
  const remedy = act('set Object Ownership to BucketOwnerEnforced');
  return [{ ...broken(subject, 'BucketObjectWriter', 'advice', [], remedy), verdict: 'advice' }];
}
