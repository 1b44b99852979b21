import type { Finding } from '../../handler/core/access/findings';
import type { Requirements } from '../../handler/core/access/requirements';
import type { Sources } from '../../handler/core/access/requirements-of-role';

/**
 * What is required where nobody saved preferences: a bucket, log group or key that only policies name may be an
 * application's, and nothing is logged to it yet.
 */
export function withoutUnsaid({ bucket, logGroup, kmsKeyId, ...rest }: Requirements, sources: Sources): Requirements {
  const isStated = (prefix: string) =>
    Object.entries(sources).some(([name, source]) => name.startsWith(prefix) && source === 'stated');
  return {
    ...rest,
    ...(bucket !== undefined && isStated('s3') && { bucket }),
    ...(logGroup !== undefined && isStated('cloudWatch') && { logGroup }),
    ...(kmsKeyId !== undefined && isStated('kmsKeyId') && { kmsKeyId }),
  };
}

/** The findings, of which those that are not found under `certain` requirements too are advice. */
export function notYetLogged(findings: readonly Finding[], certain: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    const same = certain.find(({ code, place }) => code === finding.code && place === finding.place);
    return { ...finding, verdict: same?.verdict ?? 'advice' };
  });
}
