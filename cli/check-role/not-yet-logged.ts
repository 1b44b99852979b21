import type { Finding } from '../../handler/core/access/findings';
import { isSame } from '../../handler/core/access/weighed';

/**
 * The findings where nobody saved preferences, of which those are advice that are not found under `certain` requirements
 * too: a bucket, log group or key that only policies name may be an application's, and nothing is logged to it yet.
 */
export function notYetLogged(findings: readonly Finding[], certain: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    const same = certain.filter((other) => isSame(finding, other)).map(({ verdict }) => verdict);
    if (same.includes(finding.verdict)) return finding;
    const isAdvice = finding.verdict === 'advice' || same.every((verdict) => verdict === 'advice');
    return { ...finding, verdict: isAdvice ? 'advice' : 'cannotTell' };
  });
}
