import type { Side } from '../policy/combine';
import type { Statement, StatementDocument } from '../policy/document';
import type { Doubt } from '../policy/verdict';
import type { AgentRole } from './agent-requests';
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

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html: such a statement "will always deny any
// IAM principal that has a permissions boundary policy attached", which recommends the condition in its stead.
function exemptionOf(judged: readonly Judged[], role: AgentRole): string {
  const isOfNobody = denyingIn(judged, 'resource').some(({ principals }) => principals?.not);
  return isOfNobody && role.hasBoundary
    ? `its NotPrincipal spares no role that has a boundary, a condition ArnNotEquals on aws:PrincipalArn does; name ${role.arn} there`
    : 'except the role from it, or let it match requests as the SSM Agent sends them';
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

/** How far a grant to everyone reaches matters only past a boundary that is silent. */
function boundaryFirst(judged: readonly Judged[]): string {
  const isOpen = doubtsIn(judged).some(({ about }) => about === 'everyone');
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

/** What one doubt is about, in words that repeat nothing of a foreign policy but its vocabulary. */
export function wordsFor(doubt: Doubt): string {
  switch (doubt.about) {
    case 'contextKey':
      return wellFormed(doubt.key) ?? 'a condition key of no known form';
    case 'operator':
      return `the operator ${wellFormed(doubt.operator) ?? 'of no known form'}`;
    case 'variable':
      return `the policy variable ${wellFormed(doubt.variable.slice(2, -1).split(',')[0] ?? '') ?? 'of no known form'}`;
    case 'someResources':
      return 'which of its objects is asked for';
    case 'somePrincipals':
      return 'which session of the role asks';
    case 'everyone':
      return 'how far a Principal of "*" reaches';
    case 'grant':
      return 'whether a permissions boundary limits a grant on the key';
    case 'canonicalUser':
      return 'whose canonical user id it names';
    case 'exemption':
      return `whether its ${doubt.element} spares the role`;
    case 'element':
      return `${doubt.element} with Allow, which AWS does not support`;
    default:
      return doubt satisfies never;
  }
}

// The vocabulary of policies may be repeated; what else stands there is their author's.
const wellFormed = (word: string) => (/^[A-Za-z][A-Za-z0-9:/_.-]{0,127}$/.test(word) ? word : undefined);

export function actionsOf(judged: readonly Judged[]): readonly string[] {
  return [...new Set(judged.map(({ asked }) => asked.request.action))].toSorted();
}
