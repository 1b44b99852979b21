import type { Outcome, Verdict } from '../../../handler/core/policy/verdict';

/** Every outcome that a verdict leaves possible. */
export function foreseen(verdict: Verdict): readonly Outcome[] {
  switch (verdict.decision) {
    case 'explicitDeny':
      return ['explicitDeny'];
    case 'implicitDeny':
      return ['implicitDeny', ...(verdict.alternatives ?? []).map(({ outcome }) => outcome)];
    case 'allowed':
      return [verdict.grantedTo, ...(verdict.alternatives ?? []).map(({ outcome }) => outcome)];
    case 'undecided':
      return [verdict.otherwise, ...verdict.alternatives.map(({ outcome }) => outcome)];
    default:
      throw new Error(`Unknown verdict: ${verdict satisfies never}`);
  }
}
