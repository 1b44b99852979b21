import { relation } from '../policy/relation';
import type { AgentRole } from './agent-requests';
import type { Finding } from './findings';
import { type Judged, resourceSide, type Sides } from './judge';
import type { IdentityPolicies, NamedPolicy } from './observed';
import { places } from './places';
import { severityOf } from './severity';
import { afterRefusal } from './unreadable';
import { actionsOf, boundaryFirst, denyingStatements, doubtsOf, hasFault, isDoubtful } from './verify-policy';

/** What the role's own policies and its boundary take from the agent, or may take. */
export function identityFindings(
  role: AgentRole,
  judged: readonly Judged[],
  { unreadable }: Sides,
): readonly Finding[] {
  const boundary = [hasFault('boundary', 'explicitDeny'), hasFault('boundary', 'implicitDeny')];
  const doubtful = [isDoubtful('identity'), isDoubtful('boundary')];
  return [
    ...denied(role, judged.filter(hasFault('identity', 'explicitDeny'))),
    // A policy that nobody could read may allow what the others do not.
    ...(unreadable.identity.length > 0 ? [] : missing(role, judged.filter(hasFault('identity', 'implicitDeny')))),
    ...blocked(
      role,
      judged.filter((one) => boundary.some((is) => is(one))),
    ),
    ...undecided(
      role,
      judged.filter((one) => doubtful.some((is) => is(one))),
    ),
  ];
}

function denied(role: AgentRole, judged: readonly Judged[]): readonly Finding[] {
  const evidence = denyingStatements(judged, 'identity');
  const why = 'it takes back what Session Manager needs';
  return finding(role, judged, 'IdentityDenies', evidence, { kind: 'amendStatement', statements: evidence, why });
}

function missing(role: AgentRole, judged: readonly Judged[]): readonly Finding[] {
  const instruction = `allow ${actionsOf(judged).join(', ')} to the role; PolicyScope LeastPrivilege grants what the agent needs`;
  return finding(role, judged, 'IdentityMissingGrant', [], { kind: 'act', instruction });
}

function blocked(role: AgentRole, judged: readonly Judged[]): readonly Finding[] {
  const instruction = `let the permissions boundary allow ${actionsOf(judged).join(', ')}, or name another in PermissionsBoundary`;
  return finding(role, judged, 'BoundaryBlocks', [], { kind: 'act', instruction });
}

function undecided(role: AgentRole, judged: readonly Judged[]): readonly Finding[] {
  const evidence = doubtsOf(judged);
  const instruction = `${boundaryFirst(judged)}make sure that these policies allow the agent what it asks, then accept IdentityUndecided in AcceptedFindings`;
  return finding(role, judged, 'IdentityUndecided', evidence, { kind: 'act', instruction });
}

function finding(
  role: AgentRole,
  judged: readonly Judged[],
  code: Finding['code'],
  evidence: readonly string[],
  remedy: Finding['remedy'],
): readonly Finding[] {
  if (judged.length === 0) return [];
  const actions = actionsOf(judged);
  const side = code === 'BoundaryBlocks' ? 'boundary' : 'identity';
  const severity = severityOf(judged, side, code === 'IdentityUndecided' ? 'cannotTell' : 'broken');
  return [{ ...of(role), ...severity, code, actions, evidence, remedy }];
}

const of = ({ name, account }: AgentRole) => ({ place: places.role(name), role: name, account });

/** A policy of the role that could not be read may allow and deny anything. */
export function unreadablePolicies(
  role: AgentRole,
  { unreadable }: Sides,
  { policies, boundary }: IdentityPolicies,
): readonly Finding[] {
  const names = [...unreadable.identity, ...unreadable.boundary];
  if (names.length === 0) return [];
  const unread = [...policies, ...(boundary === undefined ? [] : [boundary])].filter(({ name }) =>
    names.includes(name),
  );
  const isUnanswered = unread.every(
    ({ document }) => document.state === 'forbidden' && document.cause === 'unanswered',
  );
  const refusal = isUnanswered ? ({ cause: 'unanswered' } as const) : {};
  const remedy = afterRefusal(refusal, 'let the function read these policies, or take them off the role');
  return [
    {
      ...of(role),
      code: 'IdentityUndecided',
      verdict: 'cannotTell',
      consequence: 'session refused',
      actions: ['ssmmessages:OpenDataChannel'],
      evidence: names.map((name) => `${name}, which cannot be read`),
      remedy,
    },
  ];
}

/** Further policies of which the boundary leaves nothing: they look granted, and are not. */
export function inertPolicies(role: AgentRole, { policies, boundary }: IdentityPolicies): readonly Finding[] {
  // What nobody could read may leave anything.
  if (boundary === undefined || resourceSide(boundary.document).is !== 'policy') return [];
  const bounds = allowedActions(boundary);
  const inert = policies.filter((policy) => {
    const actions = allowedActions(policy);
    return (
      actions.length > 0 && !actions.some((action) => bounds.some((bound) => relation(bound, action) !== 'misses'))
    );
  });
  const instruction = `deploy the function with a PermissionsBoundaryArn that leaves room for it, or take it out of ManagedPolicyArns`;
  return inert.map(({ name }) => ({
    ...of(role),
    place: places.managedPolicy(name),
    code: 'ManagedPolicyInert',
    verdict: 'advice',
    consequence: 'advice',
    actions: [],
    evidence: [],
    remedy: { kind: 'act', instruction },
  }));
}

/** Action patterns that some Allow statement names, in lower case; `NotAction` allows nearly everything. */
function allowedActions({ document }: NamedPolicy): readonly string[] {
  const side = resourceSide(document);
  if (side.is !== 'policy') return [];
  const allows = side.policy.statements.filter(({ effect }) => effect === 'Allow');
  return allows.flatMap(({ actions }) => (actions.not ? ['*'] : actions.values.map((action) => action.toLowerCase())));
}
