import type { Finding, FindingCode } from './findings';
import type { Sources } from './requirements-of-role';

/**
 * The findings on a role of which something is recorded nowhere: what is wrong only under a reading that was assumed, nobody
 * can tell; and a key that was read out of the policies is the policies' matter alone, which have a finding of their own.
 */
export function weighed(findings: readonly Finding[], sources: Sources): readonly Finding[] {
  return findings
    .filter(({ code }) => !(code === 'BucketKeyMismatch' && sources.s3KmsKeyArn === 'policies'))
    .map((finding) => (restsOnAssumption(finding, sources) ? { ...finding, verdict: 'cannotTell' } : finding));
}

function restsOnAssumption({ code, verdict }: Finding, sources: Sources): boolean {
  const basis = bases[code];
  return verdict === 'broken' && basis !== undefined && sources[basis] === 'assumed';
}

const bases: Readonly<Partial<Record<FindingCode, keyof Sources>>> = {
  BucketEncryptionRefused: 's3EncryptionEnabled',
  BucketOwnerMismatch: 's3BucketOwner',
  LogGroupNotEncrypted: 'cloudWatchEncryptionEnabled',
};
