import type { Finding } from '../../handler/core/access/findings';

/**
 * The findings where nobody saved preferences, of which those are advice that are not found under `certain` requirements
 * too: a bucket, log group or key that only policies name may be an application's, and nothing is logged to it yet.
 */
export function notYetLogged(findings: readonly Finding[], certain: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    const same = certain.find(({ code, place }) => code === finding.code && place === finding.place);
    return { ...finding, verdict: same?.verdict ?? 'advice' };
  });
}
