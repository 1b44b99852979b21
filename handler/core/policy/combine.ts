import { distinct } from './certainty';
import type { Statement } from './document';
import { nearest } from './nearest';
import type { Alternative, Doubt, Outcome, Verdict } from './verdict';

/** The policies that decide a request together. */
export type Side = 'identity' | 'boundary' | 'resource';

/** Who must allow: a KMS key's policy must allow or delegate even in its own account, a bucket's need not. */
export type Rule = 'sameAccount' | 'sameAccountKey' | 'crossAccount';

/** What each side says; a resource policy may be out of sight, or there may be none. */
export interface Sides {
  readonly identity: Verdict;
  readonly boundary: Verdict;
  readonly resource: Verdict | { readonly decision: 'unseen' } | { readonly decision: 'none' };
  readonly rule: Rule;
}

/** The decision of all policies together, and which sides it came from. */
export type Combined =
  | { readonly decision: 'allowed' }
  | {
      readonly decision: 'denied';
      readonly by: readonly Side[];
      readonly kind: 'explicitDeny' | 'implicitDeny';
      readonly matchedStatements: readonly Statement[];
    }
  | {
      readonly decision: 'undecided';
      /** The sides whose doubts could flip the decision, and no others. */
      readonly by: readonly Side[];
      readonly doubts: readonly Doubt[];
      readonly matchedStatements: readonly Statement[];
    };

/** Decides over everything that each side may turn out to say: what is the same in every case is decided. */
export function combine({ identity, boundary, resource, rule }: Sides): Combined {
  const readings = { identity: readingsOf(identity), boundary: readingsOf(boundary), resource: readingsOf(resource) };
  const stated = { identity: readings.identity[0], boundary: readings.boundary[0], resource: readings.resource[0] };
  const cases = everyCase(readings);
  const permitted = cases.filter((possible) => permits(possible, rule));
  if (permitted.length === cases.length) return { decision: 'allowed' };
  return permitted.length === 0 ? denied(stated, rule) : undecided(cases, stated, rule);
}

const SIDES = ['identity', 'boundary', 'resource'] as const;

/** What a side says as long as none of its doubts comes true, then what it may say instead. */
type Readings = readonly [Alternative, ...Alternative[]];
type Case = Readonly<Record<Side, Alternative>>;

function readingsOf(side: Sides['resource']): Readings {
  switch (side.decision) {
    case 'allowed':
      return [decided(side.grantedTo), ...(side.alternatives ?? [])];
    case 'explicitDeny':
      return [decided('explicitDeny', side.matchedStatements)];
    case 'implicitDeny':
      return [decided('implicitDeny'), ...(side.alternatives ?? [])];
    case 'undecided':
      return [decided(side.otherwise), ...side.alternatives];
    case 'none':
      return [decided('implicitDeny')];
    case 'unseen':
      return [
        decided('implicitDeny'),
        decided('role'),
        decided('account'),
        decided('session'),
        decided('explicitDeny'),
      ];
    default:
      throw new Error(`Unknown decision: ${side satisfies never}`);
  }
}

function decided(outcome: Outcome, matchedStatements: readonly Statement[] = []): Alternative {
  return { outcome, matchedStatements, doubts: [] };
}

function everyCase(readings: Readonly<Record<Side, Readings>>): readonly Case[] {
  return readings.identity.flatMap((identity) =>
    readings.boundary.flatMap((boundary) => readings.resource.map((resource) => ({ identity, boundary, resource }))),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function permits(possible: Case, rule: Rule): boolean {
  return SIDES.every((side) => possible[side].outcome !== 'explicitDeny') && lacking(possible, rule).length === 0;
}

/**
 * The sides that would have to allow and do not. In its own account a grant to the role needs no identity policy, and
 * one "directly to a session" is "not limited by an implicit deny in an identity-based policy, a permissions boundary":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function lacking(possible: Case, rule: Rule): readonly Side[] {
  const granted = rule === 'crossAccount' ? 'account' : possible.resource.outcome;
  const needs = {
    identity: granted !== 'role' && granted !== 'session',
    boundary: granted !== 'session',
    resource: rule !== 'sameAccount',
  };
  return SIDES.filter((side) => needs[side] && possible[side].outcome === 'implicitDeny');
}

function denied(stated: Case, rule: Rule): Combined {
  const denying = SIDES.filter((side) => stated[side].outcome === 'explicitDeny');
  if (denying.length === 0) {
    return { decision: 'denied', by: lacking(stated, rule), kind: 'implicitDeny', matchedStatements: [] };
  }
  const matchedStatements = denying.flatMap((side) => stated[side].matchedStatements);
  return { decision: 'denied', by: denying, kind: 'explicitDeny', matchedStatements };
}

function undecided(cases: readonly Case[], stated: Case, rule: Rule): Combined {
  const flips = SIDES.map((side) => ({
    side,
    alternatives: new Set(
      cases
        .filter((possible) => permits(possible, rule) !== permits({ ...possible, [side]: stated[side] }, rule))
        .map((possible) => possible[side]),
    ),
  })).filter(({ alternatives }) => alternatives.size > 0);
  const alternatives = flips.flatMap((flip) => nearest([...flip.alternatives]));
  return {
    decision: 'undecided',
    by: flips.map(({ side }) => side),
    doubts: distinct(alternatives.flatMap(({ doubts }) => doubts)),
    matchedStatements: [...new Set(alternatives.flatMap(({ matchedStatements }) => matchedStatements))],
  };
}
