import { allOf, anyOf, type Certainty, distinct, doubtsOf } from './certainty';
import { conditionHolds } from './condition';
import type { Policy, Statement, Targets } from './document';
import { matchesGlob } from './glob';
import { nearest } from './nearest';
import { naming } from './principal';
import type { AccessRequest } from './request';
import { resourceMatches } from './resource';
import { type Scope, scopeOf } from './variables';
import type { Alternative, Verdict } from './verdict';

/** What one policy says of a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function evaluate(request: AccessRequest, policy: Policy): Verdict {
  return evaluateAll(request, [policy]);
}

/** What several policies of one kind say together, as if their statements stood in one policy. */
export function evaluateAll(request: AccessRequest, policies: readonly Policy[]): Verdict {
  return verdictOf(
    policies.flatMap((policy) => {
      const scope = scopeOf(request.context, policy);
      return policy.statements.flatMap((statement) => judge(statement, request, scope));
    }),
  );
}

/** What a statement would decide, and whether it does. */
interface Judgement {
  readonly statement: Statement;
  readonly outcome: Alternative['outcome'];
  readonly applies: Certainty;
}

function judge(statement: Statement, request: AccessRequest, scope: Scope): readonly Judgement[] {
  const { session, role, account } = naming(statement, request.principal);
  const matches = allOf([
    actionMatches(statement.actions, request.action),
    resourceMatches(statement, request, scope),
    ...statement.conditions.map((condition) => conditionHolds(condition, scope)),
  ]);
  if (statement.effect === 'Deny') {
    return [{ statement, outcome: 'explicitDeny', applies: allOf([matches, anyOf([session, role, account])]) }];
  }
  return [
    { statement, outcome: 'session', applies: allOf([matches, session]) },
    { statement, outcome: 'role', applies: allOf([matches, role]) },
    { statement, outcome: 'account', applies: allOf([matches, account]) },
  ];
}

function actionMatches({ values, not: negated }: Targets, action: string): Certainty {
  const named = values.some((pattern) => matchesGlob(pattern.toLowerCase(), action.toLowerCase()));
  return named === negated ? 'no' : 'yes';
}

function verdictOf(judgements: readonly Judgement[]): Verdict {
  const certain = judgements.filter(({ applies }) => applies === 'yes');
  const denying = certain.filter(({ outcome }) => outcome === 'explicitDeny');
  if (denying.length > 0) return { decision: 'explicitDeny', matchedStatements: statementsOf(denying) };
  const otherwise = GRANTS.find((grant) => certain.some(({ outcome }) => outcome === grant));
  const alternatives = RANKS[otherwise ?? 'implicitDeny'].flatMap((outcome) => alternative(outcome, judgements));
  const flips = alternatives.filter(({ outcome }) => otherwise === undefined || outcome === 'explicitDeny');
  if (otherwise === undefined && flips.every(({ outcome }) => outcome === 'explicitDeny')) {
    return { decision: 'implicitDeny', matchedStatements: [], alternatives };
  }
  if (otherwise !== undefined && flips.length === 0) {
    return { decision: 'allowed', grantedTo: otherwise, matchedStatements: statementsOf(certain), alternatives };
  }
  return {
    decision: 'undecided',
    otherwise: otherwise ?? 'implicitDeny',
    matchedStatements: [...new Set(flips.flatMap(({ matchedStatements }) => matchedStatements))],
    doubts: distinct(nearest(flips).flatMap(({ doubts }) => doubts)),
    alternatives,
  };
}

/** The farthest-reaching first. */
const GRANTS = ['session', 'role', 'account'] as const;

/** What may still overrule each outcome. */
const RANKS = {
  implicitDeny: ['account', 'role', 'session', 'explicitDeny'],
  account: ['role', 'session', 'explicitDeny'],
  role: ['session', 'explicitDeny'],
  session: ['explicitDeny'],
} as const;

function alternative(outcome: Alternative['outcome'], judgements: readonly Judgement[]): readonly Alternative[] {
  const possible = judgements.filter((judged) => judged.outcome === outcome && typeof judged.applies !== 'string');
  if (possible.length === 0) return [];
  const doubts = distinct(possible.flatMap(({ applies }) => doubtsOf(applies)));
  return [{ outcome, matchedStatements: statementsOf(possible), doubts }];
}

function statementsOf(judgements: readonly Judgement[]): readonly Statement[] {
  return [...new Set(judgements.map(({ statement }) => statement))];
}
