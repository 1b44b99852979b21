import { wordsFor } from '../../handler/core/access/doubt-words';
import type { Rule, Side } from '../../handler/core/policy/combine';
import type { Statement } from '../../handler/core/policy/document';
import type { Outcome } from '../../handler/core/policy/verdict';
import { quote } from '../../handler/core/request/quote';
import type { Decision, Opinion } from './decide';
import type { ExplainRequest } from './request';
import { SIDES, sourcesOf, wordFor } from './results';

/** The decisions as a person reads them; of the policies it repeats names of statements and of condition keys. */
export function renderDecisions(request: ExplainRequest, decisions: readonly Decision[]): string {
  const { roleArn, account, sessionName } = request.caller;
  const names = namesIn(request);
  const paragraphs = decisions.map((decision) => paragraph(decision, account, names));
  return [`${roleArn}, sessions ${quote(sessionName)}`, ...paragraphs].join('\n\n');
}

type Names = (statements: readonly Statement[]) => string;

/** By Sid or place, and of which policy where there are several. */
function namesIn(request: ExplainRequest): Names {
  const sources = sourcesOf(request);
  const several = request.policies.identity.length > 1;
  const source = (statement: Statement) => (several ? ` of ${sources.get(statement)?.SourcePolicyId}` : '');
  return (statements) => statements.map((statement) => `${quote(statement.name)}${source(statement)}`).join(', ');
}

const marks = { allowed: '✓', explicitDeny: '✗', implicitDeny: '✗', undecided: '?' } as const;

const rules: Readonly<Record<Rule, (account: string, owner: string) => string>> = {
  sameAccount: (account) => `Within account ${account}: identity or resource must allow, and the boundary`,
  sameAccountKey: (account) => `A key within account ${account}: its policy must allow or delegate, the boundary allow`,
  crossAccount: (account, owner) => `Account ${account} asks account ${owner}: every side must allow`,
};

function paragraph(decision: Decision, account: string, names: Names): string {
  const { action, resource, rule, owner, sides, combined } = decision;
  const decisive: readonly Side[] = combined.decision === 'allowed' ? [] : combined.by;
  const word = wordFor(decision);
  return [
    `${marks[word]} ${word}: ${action} on ${resource}`,
    `  ${rules[rule](account, owner)}`,
    ...SIDES.map((side) => {
      return `  ${decisive.includes(side) ? '→' : ' '} ${side.padEnd(9)} ${says(side, sides[side], names)}`;
    }),
    ...wayOut(decision),
  ].join('\n');
}

function says(side: Side, opinion: Opinion, names: Names): string {
  const others = 'alternatives' in opinion ? (opinion.alternatives ?? []) : [];
  const unless = others.map(({ outcome, matchedStatements, doubts }) => {
    const words = [...new Set(doubts.map(wordsFor))].join(', ');
    return `or ${outcomeFor(side, outcome)} by ${names(matchedStatements)}, depending on ${words}`;
  });
  return [stated(side, opinion, names), ...unless].join(`\n${' '.repeat(14)}`);
}

function stated(side: Side, opinion: Opinion, names: Names): string {
  switch (opinion.decision) {
    case 'allowed':
      return `${outcomeFor(side, opinion.grantedTo)} by ${names(opinion.matchedStatements)}`;
    case 'explicitDeny':
      return `explicitDeny by ${names(opinion.matchedStatements)}`;
    case 'implicitDeny':
      return 'implicitDeny: no statement allows it';
    case 'undecided':
      return outcomeFor(side, opinion.otherwise);
    case 'none':
      return 'none given';
    case 'unseen':
      return 'not given, and may say anything';
    default:
      return opinion satisfies never;
  }
}

const grantees = { session: 'the session', role: 'the role or everyone', account: 'the account' } as const;

function outcomeFor(side: Side, outcome: Outcome): string {
  if (outcome === 'explicitDeny' || outcome === 'implicitDeny') return outcome;
  return side === 'resource' ? `allowed to ${grantees[outcome]}` : 'allowed';
}

/** What the file would have to say for a decision. */
function wayOut({ combined, sides }: Decision): readonly string[] {
  if (combined.decision !== 'undecided') return [];
  const keys = combined.doubts.filter(({ about }) => about === 'contextKey').map(wordsFor);
  return [
    ...(sides.resource.decision === 'unseen' ? ['  To decide it, give ResourcePolicy'] : []),
    ...(keys.length > 0 ? [`  To decide it, say in ContextEntries what AWS sends as ${keys.join(', ')}`] : []),
  ];
}
