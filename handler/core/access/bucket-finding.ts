import type { AgentRole, Consequence } from './agent-requests';
import type { Finding, FindingCode, Remedy } from './findings';
import type { ObservedBucket } from './observed';
import { places } from './places';
import type { RequiredBucket } from './requirements';

/** The log bucket as it is needed and as it was found. */
export interface Subject {
  readonly role: AgentRole;
  readonly bucket: RequiredBucket;
  readonly seen: ObservedBucket;
  readonly crossAccount: boolean;
}

/** A finding about the bucket itself, of which its owner has to mend something. */
export function broken(
  subject: Subject,
  code: FindingCode,
  consequence: Consequence,
  evidence: readonly string[],
  remedy: Remedy,
): Finding {
  return { ...about(subject), code, verdict: 'broken', consequence, evidence, remedy };
}

export function about({ role, bucket }: Pick<Subject, 'role' | 'bucket'>) {
  return { place: places.bucket(bucket.name), role: role.name, account: bucket.owner, actions: [] };
}

/** Without its encryption the session does not start where it is demanded; else only the upload at the end fails. */
export const startOrEnd = ({ encryptionEnabled }: RequiredBucket): Consequence =>
  encryptionEnabled ? 'session refused' : 'log lost';
