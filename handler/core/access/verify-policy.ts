import type { Side } from '../policy/combine';
import type { Statement, StatementDocument } from '../policy/document';
import type { AgentRole } from './agent-requests';
import { wordsFor } from './doubt-words';
import type { Finding, FindingCode } from './findings';
import type { Fault, Judged } from './judge';
import { severityOf } from './severity';

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
  return [
    ...denials(role, policy, judged.filter(hasFault('resource', 'explicitDeny'))),
    ...missingGrants(role, policy, judged.filter(hasFault('resource', 'implicitDeny'))),
    ...undecided(role, policy, judged.filter(isDoubtful('resource'))),
  ];
}

/** Whether this side certainly refuses the request in this way. */
export const hasFault =
  (side: Side, kind: Fault['kind']) =>
  ({ faults }: Judged): boolean =>
    faults.some((fault) => fault.side === side && fault.kind === kind);

/** Whether the doubts of this side could flip the decision of all together. */
export const isDoubtful =
  (side: Side) =>
  ({ remaining }: Judged): boolean =>
    remaining.decision === 'undecided' && remaining.by.includes(side);

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
  const statements = denyingStatements(judged, 'resource');
  const why = exemptionOf(judged, role);
  const remedy = { kind: 'amendStatement', statements, why } as const;
  const code = codes[policy.kind].denies;
  return [
    { ...about(role, policy, judged), ...severityOf(judged, 'resource', 'broken'), code, evidence: statements, remedy },
  ];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html: NotPrincipal with Deny "will always deny
// any IAM principal that has a permissions boundary policy attached"; the page recommends the condition in its stead.
function exemptionOf(judged: readonly Judged[], role: AgentRole): string {
  const general = 'except the role from it, or let it match requests as the SSM Agent sends them';
  const ofNobody = namesOf(denyingIn(judged, 'resource').filter(({ principals }) => principals?.not));
  if (ofNobody.length === 0 || !role.hasBoundary) return general;
  const names = ofNobody.map((name) => `"${name}"`).join(', ');
  return `${general}; the NotPrincipal of ${names} spares no role that has a boundary, a condition ArnNotEquals on aws:PrincipalArn does`;
}

function missingGrants(role: AgentRole, policy: ResourcePolicy, judged: readonly Judged[]): readonly Finding[] {
  if (judged.length === 0) return [];
  const finding = { ...about(role, policy, judged), ...severityOf(judged, 'resource', 'broken') };
  const remedy = { kind: 'addStatement', statement: policy.statementFor(finding.actions) } as const;
  const stale = policy.statements.filter((statement) => namesDeadRole(statement, role)).map(({ name }) => name);
  if (stale.length > 0) return [{ ...finding, code: 'StalePrincipal', evidence: stale, remedy: { ...remedy, stale } }];
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
  const instruction = `${boundaryFirst(judged)}make sure that ${doubtfulStatements(judged).join(', ')} applies to the agent's requests as intended, then accept ${code} in AcceptedFindings`;
  const remedy = { kind: 'act', instruction } as const;
  return [{ ...about(role, policy, judged), ...severityOf(judged, 'resource', 'cannotTell'), code, evidence, remedy }];
}

/** Whether a boundary limits a grant to everyone, or one on a key, matters only where the boundary is silent. */
export function boundaryFirst(judged: readonly Judged[]): string {
  const isOpen = doubtsIn(judged).some(({ about }) => about === 'everyone' || about === 'grant');
  return isOpen ? `let the permissions boundary of the role allow ${actionsOf(judged).join(', ')}; else ` : '';
}

function about(role: AgentRole, { place, account }: ResourcePolicy, judged: readonly Judged[]) {
  return { place, role: role.name, account, actions: actionsOf(judged) };
}

/** The statements of a side that deny the requests. */
export function denyingStatements(judged: readonly Judged[], side: Side): readonly string[] {
  return namesOf(denyingIn(judged, side));
}

function denyingIn(judged: readonly Judged[], side: Side): readonly Statement[] {
  const faults = judged.flatMap((one) => one.faults.filter((fault) => fault.side === side));
  return faults.flatMap(({ matchedStatements }) => matchedStatements);
}

function namesOf(statements: readonly Statement[]): readonly string[] {
  return [...new Set(statements.map(({ name }) => name))];
}

/** What the decisions depend on, each once, in words. */
export function doubtsOf(judged: readonly Judged[]): readonly string[] {
  return [...new Set(doubtsIn(judged).map(wordsFor))];
}

const doubtsIn = (judged: readonly Judged[]) =>
  judged.flatMap(({ remaining }) => (remaining.decision === 'undecided' ? remaining.doubts : []));

/** The statements on which the decisions depend. */
function doubtfulStatements(judged: readonly Judged[]): readonly string[] {
  return namesOf(
    judged.flatMap(({ remaining }) => (remaining.decision === 'undecided' ? remaining.matchedStatements : [])),
  );
}

export function actionsOf(judged: readonly Judged[]): readonly string[] {
  return [...new Set(judged.map(({ asked }) => asked.request.action))].toSorted();
}
