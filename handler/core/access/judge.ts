import { type Combined, combine, type Rule, type Side } from '../policy/combine';
import type { Policy, Statement } from '../policy/document';
import { evaluateAll } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import type { AccessRequest } from '../policy/request';
import type { Verdict } from '../policy/verdict';
import type { Refusal, Seen } from '../seen';
import type { AgentRequest } from './agent-requests';
import type { Finding } from './findings';
import type { IdentityPolicies, NamedPolicy } from './observed';

/** The policies that decide a request, parsed once; `unreadable` names those that nobody could read from here. */
export interface Sides {
  readonly identity: readonly Policy[];
  readonly boundary: readonly Policy[];
  readonly unreadable: Readonly<Record<'identity' | 'boundary', readonly string[]>>;
}

/** The policy of the bucket or key: parsed, with the grants on the key, or not there, or not to be seen, and why. */
export type ResourceSide =
  | { readonly is: 'policy'; readonly policy: Policy; readonly grants?: Policy }
  | { readonly is: 'none' }
  | { readonly is: 'unseen'; readonly refusal: Refusal };

/** What certainly refuses a request: a side that denies it, or that would have to allow it and does not. */
export interface Fault {
  readonly side: Side;
  readonly kind: 'explicitDeny' | 'implicitDeny';
  readonly matchedStatements: readonly Statement[];
}

/** One request with every fault, none of which hides another, and what is left to doubt once they are mended. */
export interface Judged {
  readonly asked: AgentRequest;
  readonly faults: readonly Fault[];
  readonly remaining: Exclude<Combined, { decision: 'denied' }>;
}

/** What a part of the verification found, and how it judged the requests that also concern the role's own policies. */
export interface Verified {
  readonly findings: readonly Finding[];
  readonly judged: readonly Judged[];
}

export function judge(asked: AgentRequest, sides: Sides, resourceSide: ResourceSide, rule: Rule): Judged {
  if (resourceSide.is !== 'policy' || resourceSide.grants === undefined)
    return judgeBy(asked, sides, resourceSide, rule);
  const byPolicy = judgeBy(asked, sides, { is: 'policy', policy: resourceSide.policy }, rule);
  // A grant stands beside the policy and not within it: to the role it suffices across accounts too, where the policy's
  // own grants do not: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
  const denials = resourceSide.policy.statements.filter(({ effect }) => effect === 'Deny');
  const denying = { ...resourceSide, policy: { ...resourceSide.policy, statements: denials } };
  const byGrant = judgeBy(asked, sides, denying, 'sameAccountKey', pastBoundary(boundaryOn(asked, sides)));
  return distance(byGrant) < distance(byPolicy) ? byGrant : byPolicy;
}

/** How far it is from being allowed: the faults to be mended, or the doubt that is left without any. */
function distance({ faults, remaining }: Judged): number {
  if (faults.length > 0) return faults.length;
  return remaining.decision === 'allowed' ? 0 : 1 / 2;
}

function judgeBy(
  asked: AgentRequest,
  sides: Sides,
  resourceSide: ResourceSide,
  rule: Rule,
  boundary = boundaryOn(asked, sides),
): Judged {
  const { request } = asked;
  const grants = resourceSide.is === 'policy' && resourceSide.grants !== undefined ? [resourceSide.grants] : [];
  const resource = resourceSide.is === 'policy' ? [resourceSide.policy, ...grants] : [];
  const policies = { identity: sides.identity, boundary: sides.boundary, resource };
  const first: Opinions = {
    identity: evaluateAll(request, sides.identity),
    boundary,
    resource: resourceSide.is === 'policy' ? evaluateAll(request, resource) : { decision: resourceSide.is },
  };
  const mending = (opinions: Opinions, found: readonly Fault[]): Judged => {
    const combined = combine({ ...opinions, rule });
    if (combined.decision !== 'denied') return { asked, faults: found, remaining: combined };
    const [fault] = combined.by.flatMap((side) => faultOf(side, opinions[side]));
    if (fault === undefined) throw new Error(`Cannot say why ${request.action} is denied`);
    const { side } = fault;
    return mending({ ...opinions, [side]: mend(opinions[side], policies[side], request) }, [...found, fault]);
  };
  return mending(first, []);
}

type Opinion = Verdict | { readonly decision: 'none' | 'unseen' };
type Opinions = Readonly<Record<'identity' | 'boundary', Verdict>> & { readonly resource: Opinion };

// A role without a boundary is bounded by nothing.
const everything: Verdict = { decision: 'allowed', grantedTo: 'role', matchedStatements: [] };

function boundaryOn({ request }: AgentRequest, { boundary }: Sides): Verdict {
  return boundary.length === 0 ? everything : evaluateAll(request, boundary);
}

/** Of policies AWS says whose grants a boundary limits, of grants on a key it does not. */
function pastBoundary(boundary: Verdict): Verdict {
  if (boundary.decision !== 'implicitDeny') return boundary;
  const doubts = [{ about: 'grant' }] as const;
  const alternatives = [...(boundary.alternatives ?? []), { outcome: 'role', matchedStatements: [], doubts } as const];
  return { decision: 'undecided', otherwise: 'implicitDeny', matchedStatements: [], doubts, alternatives };
}

/** A side that may also allow is no fault: there is always another that refuses for certain. */
function faultOf(side: Side, opinion: Opinion): readonly Fault[] {
  switch (opinion.decision) {
    case 'explicitDeny':
      return [{ side, kind: 'explicitDeny', matchedStatements: opinion.matchedStatements }];
    case 'implicitDeny':
    case 'none':
      return [{ side, kind: 'implicitDeny', matchedStatements: [] }];
    case 'allowed':
    case 'undecided':
    case 'unseen':
      return [];
    default:
      return opinion satisfies never;
  }
}

/** What a side would say without the statements that deny, or with a grant that it lacks. */
function mend(opinion: Opinion, policies: readonly Policy[], request: AccessRequest): Verdict {
  if (opinion.decision === 'explicitDeny') {
    const kept = (statement: Statement) => !opinion.matchedStatements.includes(statement);
    return evaluateAll(
      request,
      policies.map((policy) => ({ ...policy, statements: policy.statements.filter(kept) })),
    );
  }
  const doubts = opinion.decision === 'implicitDeny' ? (opinion.alternatives ?? []) : [];
  const granted = { decision: 'allowed', grantedTo: 'account', matchedStatements: [] } as const;
  return { ...granted, alternatives: doubts.filter(({ outcome }) => outcome === 'explicitDeny') };
}

export function sidesOf({ policies, boundary }: IdentityPolicies): Sides {
  const bounds = boundary === undefined ? [] : [boundary];
  return {
    identity: policies.flatMap(readable),
    boundary: bounds.flatMap(readable),
    unreadable: { identity: unreadableAmong(policies), boundary: unreadableAmong(bounds) },
  };
}

const unreadableAmong = (policies: readonly NamedPolicy[]) =>
  policies.filter((policy) => readable(policy).length === 0).map(({ name }) => name);

function readable({ document }: NamedPolicy): readonly Policy[] {
  const side = resourceSide(document);
  return side.is === 'policy' ? [side.policy] : [];
}

export function resourceSide(document: Seen<string>): ResourceSide {
  switch (document.state) {
    case 'absent':
      return { is: 'none' };
    case 'forbidden':
      return { is: 'unseen', refusal: { ...document, reason: document.reason ?? `${document.action} refused` } };
    case 'present': {
      const parsed = parsePolicy(document.value);
      return 'policy' in parsed
        ? { is: 'policy', policy: parsed.policy }
        : { is: 'unseen', refusal: { reason: parsed.problem } };
    }
    default:
      return document satisfies never;
  }
}
