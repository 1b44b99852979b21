import { wordsFor } from '../../handler/core/access/doubt-words';
import type { Side } from '../../handler/core/policy/combine';
import type { Statement } from '../../handler/core/policy/document';
import type { Decision } from './decide';
import type { ExplainRequest } from './request';

/** The sides in the order in which they are told. */
export const SIDES = ['identity', 'boundary', 'resource'] as const;

/** The decisions in the words of IAM's simulator, with `undecided` and its reasons beside. */
export function evaluationResults(request: ExplainRequest, decisions: readonly Decision[]) {
  const sources = sourcesOf(request);
  const matched = (statement: Statement) => ({ ...sources.get(statement), StatementName: statement.name });
  const results = decisions.map((decision) => {
    const doubts = decision.combined.decision === 'undecided' ? decision.combined.doubts : [];
    return {
      EvalActionName: decision.action,
      EvalResourceName: decision.resource,
      EvalDecision: wordFor(decision),
      MatchedStatements: deciding(decision).map(matched),
      MissingContextValues: doubts.flatMap((doubt) => (doubt.about === 'contextKey' ? [doubt.key] : [])),
      Doubts: [...new Set(doubts.map(wordsFor))],
      EvalDecisionDetails: Object.fromEntries(SIDES.map((side) => [types[side], decision.sides[side].decision])),
    };
  });
  return { CallerArn: request.caller.roleArn, EvaluationResults: results };
}

/** The decision in IAM's word for it, or `undecided`. */
export const wordFor = ({ combined }: Decision) => (combined.decision === 'denied' ? combined.kind : combined.decision);

function deciding({ combined, sides }: Decision): readonly Statement[] {
  if (combined.decision !== 'allowed') return combined.matchedStatements;
  const opinions = SIDES.map((side) => sides[side]);
  return opinions.flatMap((opinion) => (opinion.decision === 'allowed' ? opinion.matchedStatements : []));
}

const types = {
  identity: 'IAM Policy',
  boundary: 'IAM Permissions Boundary Policy',
  resource: 'Resource Policy',
} as const;

/** Which policy a statement stands in, as the simulator names those of its input: by list and place, from 1. */
export function sourcesOf({ policies }: ExplainRequest) {
  const idOf: Readonly<Record<Side, (index: number) => string>> = {
    identity: (index) => `PolicyInputList.${index + 1}`,
    boundary: (index) => `PermissionsBoundaryPolicyInputList.${index + 1}`,
    resource: () => 'ResourcePolicy',
  };
  const placed = SIDES.flatMap((side) =>
    policies[side].flatMap(({ statements }, index) => {
      const source = { SourcePolicyId: idOf[side](index), SourcePolicyType: types[side] };
      return statements.map((statement) => [statement, source] as const);
    }),
  );
  return new Map(placed);
}
