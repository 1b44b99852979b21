import { type Combined, combine, type Rule } from '../policy/combine';
import type { Policy } from '../policy/document';
import { evaluate, evaluateAll } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import type { Verdict } from '../policy/verdict';
import type { Seen } from '../seen';
import type { AgentRequest } from './agent-requests';
import type { IdentityPolicies, NamedPolicy } from './observed';

/** The policies that decide a request, parsed once; `unreadable` names those that nobody could read from here. */
export interface Sides {
  readonly identity: readonly Policy[];
  readonly boundary: readonly Policy[];
  readonly unreadable: readonly string[];
}

/** The policy of the bucket or key: parsed, not there, or not to be seen, and why. */
export type ResourceSide =
  | { readonly is: 'policy'; readonly policy: Policy }
  | { readonly is: 'none' }
  | { readonly is: 'unseen'; readonly because: string };

/** One request with the judgement of every side, and of all together. */
export interface Judged {
  readonly asked: AgentRequest;
  readonly rule: Rule;
  readonly identity: Verdict;
  readonly boundary: Verdict;
  readonly resource: Verdict | { readonly decision: 'none' | 'unseen' };
  readonly combined: Combined;
}

export function judge(asked: AgentRequest, sides: Sides, resourceSide: ResourceSide, rule: Rule): Judged {
  const identity = evaluateAll(asked.request, sides.identity);
  const boundary = sides.boundary.length === 0 ? everything : evaluateAll(asked.request, sides.boundary);
  const resource = judgeResource(asked, resourceSide);
  return { asked, rule, identity, boundary, resource, combined: combine({ identity, boundary, resource, rule }) };
}

// A role without a boundary is bounded by nothing.
const everything: Verdict = { decision: 'allowed', grantedTo: 'role', matchedStatements: [] };

function judgeResource({ request }: AgentRequest, side: ResourceSide): Judged['resource'] {
  switch (side.is) {
    case 'policy':
      return evaluate(request, side.policy);
    case 'none':
    case 'unseen':
      return { decision: side.is };
    default:
      return side satisfies never;
  }
}

export function sidesOf({ policies, boundary }: IdentityPolicies): Sides {
  const bounds = boundary === undefined ? [] : [boundary];
  return {
    identity: policies.flatMap(readable),
    boundary: bounds.flatMap(readable),
    unreadable: [...policies, ...bounds].filter((policy) => readable(policy).length === 0).map(({ name }) => name),
  };
}

function readable({ document }: NamedPolicy): readonly Policy[] {
  const side = resourceSide(document);
  return side.is === 'policy' ? [side.policy] : [];
}

export function resourceSide(document: Seen<string>): ResourceSide {
  switch (document.state) {
    case 'absent':
      return { is: 'none' };
    case 'forbidden':
      return { is: 'unseen', because: document.reason ?? `${document.action} refused` };
    case 'present': {
      const parsed = parsePolicy(document.value);
      return 'policy' in parsed ? { is: 'policy', policy: parsed.policy } : { is: 'unseen', because: parsed.problem };
    }
    default:
      return document satisfies never;
  }
}
