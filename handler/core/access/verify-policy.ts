import type { Side } from '../policy/combine';
import type { Statement, StatementDocument } from '../policy/document';
import type { Doubt } from '../policy/verdict';
import type { AgentRole, Consequence } from './agent-requests';
import type { Finding, FindingCode } from './findings';
import type { Judged } from './judge';

/** The policy of a bucket or key: how its findings are called, and what to add where a grant is missing. */
export interface ResourcePolicy {
  readonly kind: 'BucketPolicy' | 'KeyPolicy';
  readonly place: string;
  readonly account: string;
  readonly statements: readonly Statement[];
  readonly statementFor: (actions: readonly string[]) => StatementDocument;
}

/** What the resource's own policy takes from the agent, or may take. */
export function resourcePolicyFindings(
  role: AgentRole,
  policy: ResourcePolicy,
  judged: readonly Judged[],
): readonly Finding[] {
  const troubled = judged.filter(({ combined }) => combined.decision !== 'allowed');
  return [
    ...denials(
      role,
      policy,
      troubled.filter(({ resource }) => resource.decision === 'explicitDeny'),
    ),
    ...missingGrants(role, policy, troubled.filter(grantIsMissing)),
    ...undecided(
      role,
      policy,
      troubled.filter((one) => isDoubtful(one, 'resource')),
    ),
  ];
}

/** Whether the doubts of this side could flip the decision of all together. */
export function isDoubtful({ combined }: Judged, side: Side): boolean {
  return combined.decision === 'undecided' && combined.by.includes(side);
}

// In its own account a role needs no word of a bucket's policy; a key's policy must always have one.
function grantIsMissing(judged: Judged): boolean {
  const silent = judged.resource.decision === 'implicitDeny' || judged.resource.decision === 'none';
  return silent && judged.rule !== 'sameAccount' && !isDoubtful(judged, 'resource');
}

const codes = {
  BucketPolicy: {
    denies: 'BucketPolicyDenies',
    missing: 'BucketPolicyMissingGrant',
    undecided: 'BucketPolicyUndecided',
  },
  KeyPolicy: { denies: 'KeyPolicyDenies', missing: 'KeyPolicyMissingGrant', undecided: 'KeyPolicyUndecided' },
} as const satisfies Record<ResourcePolicy['kind'], Record<string, FindingCode>>;

function denials(role: AgentRole, policy: ResourcePolicy, judged: readonly Judged[]): readonly Finding[] {
  if (judged.length === 0) return [];
  const statements = statementNames(judged);
  const why = 'except the role from it, or let it match requests as the SSM Agent sends them';
  const remedy = { kind: 'amendStatement', statements, why } as const;
  const code = codes[policy.kind].denies;
  return [{ ...about(role, policy, judged), code, verdict: 'broken', evidence: statements, remedy }];
}

function missingGrants(role: AgentRole, policy: ResourcePolicy, judged: readonly Judged[]): readonly Finding[] {
  if (judged.length === 0) return [];
  const finding = { ...about(role, policy, judged), verdict: 'broken' } as const;
  const remedy = { kind: 'addStatement', statement: policy.statementFor(finding.actions) } as const;
  const stale = policy.statements.filter((statement) => namesDeadRole(statement, role)).map(({ name }) => name);
  if (stale.length > 0) return [{ ...finding, code: 'StalePrincipal', evidence: stale, remedy }];
  return [{ ...finding, code: codes[policy.kind].missing, evidence: [], remedy }];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: a policy that named a role
// shows the role's unique id once that role is deleted, and a namesake does not get its grant.
function namesDeadRole({ effect, principals }: Statement, role: AgentRole): boolean {
  const ids = principals?.AWS.filter((principal) => principal.startsWith('AROA')) ?? [];
  return effect === 'Allow' && ids.some((id) => id !== role.roleId);
}

function undecided(role: AgentRole, policy: ResourcePolicy, judged: readonly Judged[]): readonly Finding[] {
  if (judged.length === 0) return [];
  const code = codes[policy.kind].undecided;
  const evidence = doubtsOf(judged);
  const instruction = `make sure that ${doubtfulStatements(judged).join(', ')} applies to the agent's requests as intended, then accept ${code} in AcceptedFindings`;
  return [
    { ...about(role, policy, judged), code, verdict: 'cannotTell', evidence, remedy: { kind: 'act', instruction } },
  ];
}

function about(role: AgentRole, { place, account }: ResourcePolicy, judged: readonly Judged[]) {
  return { place, role: role.name, account, actions: actionsOf(judged), consequence: worstOf(judged) };
}

function statementNames(judged: readonly Judged[]): readonly string[] {
  return namesOf(judged.flatMap(({ resource }) => ('matchedStatements' in resource ? resource.matchedStatements : [])));
}

/** The names of statements, each once. */
export function namesOf(statements: readonly Statement[]): readonly string[] {
  return [...new Set(statements.map(({ name }) => name))];
}

/** What the decisions depend on, each once, in words. */
export function doubtsOf(judged: readonly Judged[]): readonly string[] {
  const doubts = judged.flatMap(({ combined }) => (combined.decision === 'undecided' ? combined.doubts : []));
  return [...new Set(doubts.map(wordsFor))];
}

/** The statements on which the decisions depend. */
export function doubtfulStatements(judged: readonly Judged[]): readonly string[] {
  return namesOf(
    judged.flatMap(({ combined }) => (combined.decision === 'undecided' ? combined.matchedStatements : [])),
  );
}

function wordsFor(doubt: Doubt): string {
  switch (doubt.about) {
    case 'contextKey':
      return doubt.key;
    case 'operator':
      return `the operator ${doubt.operator}`;
    case 'variable':
      return `the policy variable ${doubt.variable}`;
    case 'someResources':
      return `which of its objects is asked for (${doubt.pattern} covers some)`;
    case 'somePrincipals':
      return `the principal ${doubt.principal}`;
    default:
      return doubt satisfies never;
  }
}

export function actionsOf(judged: readonly Judged[]): readonly string[] {
  return [...new Set(judged.map(({ asked }) => asked.request.action))].toSorted();
}

export function worstOf(judged: readonly Judged[]): Consequence {
  const worst = (['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB'] as const).find(
    (consequence) => judged.some(({ asked }) => asked.consequence === consequence),
  );
  return worst ?? 'advice';
}
