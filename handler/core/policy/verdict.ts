import type { Statement } from './document';

/**
 * How an Allow reached the principal: by naming its session, by naming its role or everyone, or by naming its account,
 * which delegates to IAM there.
 */
export type GrantedTo = 'session' | 'role' | 'account';

/** Everything that a policy can say of a request. */
export type Outcome = 'explicitDeny' | 'implicitDeny' | GrantedTo;

/** What a policy says instead, should the doubts about these statements come true. */
export interface Alternative {
  readonly outcome: Outcome;
  readonly matchedStatements: readonly Statement[];
  readonly doubts: readonly Doubt[];
}

/**
 * One policy's judgement of one request, with the statements that decided it. A decision that stands may still have
 * alternatives that matter beside other policies: where another one allows, a doubtful Deny is more than no Allow.
 */
export type Verdict =
  | {
      readonly decision: 'allowed';
      readonly grantedTo: GrantedTo;
      readonly matchedStatements: readonly Statement[];
      readonly alternatives?: readonly Alternative[];
    }
  | { readonly decision: 'explicitDeny'; readonly matchedStatements: readonly Statement[] }
  | {
      readonly decision: 'implicitDeny';
      readonly matchedStatements: readonly [];
      readonly alternatives?: readonly Alternative[];
    }
  | {
      readonly decision: 'undecided';
      /** What the policy says if none of its doubts comes true. */
      readonly otherwise: Exclude<Outcome, 'explicitDeny'>;
      /** The statements that could flip the decision. */
      readonly matchedStatements: readonly Statement[];
      /** Why each could: a condition key nobody can know from here, an operator, a resource met only in part. */
      readonly doubts: readonly Doubt[];
      readonly alternatives: readonly Alternative[];
    };

/** One reason why a statement may or may not apply. */
export type Doubt =
  | { readonly about: 'contextKey'; readonly key: string }
  /** A condition that is used in a way of which AWS does not say what it means. */
  | { readonly about: 'operator'; readonly operator: string; readonly key: string }
  | { readonly about: 'variable'; readonly variable: string }
  | { readonly about: 'someResources'; readonly pattern: string }
  | { readonly about: 'somePrincipals'; readonly principal: string }
  /** `Principal: *`, of which AWS says how far it reaches in some cases only. */
  | { readonly about: 'everyone' }
  /** Whether a boundary limits what a grant on a key gives. */
  | { readonly about: 'grant' }
  | { readonly about: 'canonicalUser'; readonly principal: string }
  | { readonly about: 'exemption'; readonly element: 'NotPrincipal' }
  /** An element that is used as AWS does not support it. */
  | { readonly about: 'element'; readonly element: 'NotPrincipal' };
