import { bySeverity, type Finding, problemOf } from './findings';

/** One finding as a person reads it: where, what, and who must do what. */
export function renderFinding(finding: Finding): string {
  return `${finding.place}: ${problemOf(finding)}; ${renderRemedy(finding)}`;
}

/** All findings, worst first, one a line, with what each means for the user. */
export function renderFindings(findings: readonly Finding[]): string {
  return bySeverity(findings)
    .map((finding) => `${headline(finding)}: ${renderFinding(finding)}`)
    .join('\n');
}

/** The findings in a few words: the answer's `VerificationSummary`. */
export function summarise(findings: readonly Finding[]): string {
  return bySeverity(findings)
    .map(({ code, verdict, place }) => `${verdict} ${code} (${place})`)
    .join('; ');
}

/** The code, how sure it is, and what it means for the user. */
export function headline({ verdict, consequence, code }: Finding): string {
  switch (verdict) {
    case 'broken':
      return `${code}, ${consequence}`;
    case 'cannotTell':
      return `${code}, cannot tell, if broken: ${consequence}`;
    case 'advice':
      return `${code}, advice`;
    default:
      return verdict satisfies never;
  }
}

function renderRemedy({ remedy, account }: Finding): string {
  switch (remedy.kind) {
    case 'addStatement':
      return `${renderAddition(remedy.stale ?? [], account)}: ${JSON.stringify(remedy.statement)}`;
    case 'amendStatement':
      return `amend ${quoted(remedy.statements)} in account ${account}: ${remedy.why}`;
    case 'act':
      return `in account ${account}: ${remedy.instruction}`;
    default:
      return remedy satisfies never;
  }
}

function renderAddition(stale: readonly string[], account: string): string {
  if (stale.length === 0) return `add it in account ${account}`;
  return `in account ${account}: remove the dead id from ${quoted(stale)}, since AWS saves no policy that holds one, and add`;
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
