import type { Finding } from './findings';

/** A verification in one word. */
export type Verdict = 'PASSED' | 'UNPROVEN' | 'BROKEN';

/** From the best to the worst. */
export const verdicts = ['PASSED', 'UNPROVEN', 'BROKEN'] as const satisfies readonly Verdict[];

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === 'broken')) return 'BROKEN';
  return findings.some(({ verdict }) => verdict === 'cannotTell') ? 'UNPROVEN' : 'PASSED';
}
