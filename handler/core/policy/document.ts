/** One element's values with the sense of the element: `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Targets {
  readonly values: readonly string[];
  readonly not: boolean;
}

/** The kinds of principal that a policy can name; `AWS: "*"` and `"*"` are both `{ AWS: ['*'] }`. */
export interface Principals {
  readonly AWS: readonly string[];
  readonly Service: readonly string[];
  readonly Federated: readonly string[];
  readonly CanonicalUser: readonly string[];
  readonly not: boolean;
}

/** One operator applied to one key, as in `"StringEquals": { "aws:PrincipalOrgID": ["o-1"] }`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A policy statement in canonical form: every scalar a list, every number and boolean a string. */
export interface Statement {
  /** The statement's `Sid`, or its place in the document: `Statement[2]`. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  /** Absent in identity policies and boundaries. */
  readonly principals?: Principals;
  readonly actions: Targets;
  /** A trust policy has no resource. */
  readonly resources?: Targets;
  readonly conditions: readonly Condition[];
}

/** A policy as the evaluator reads it. */
export interface Policy {
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly Statement[];
}

/** A policy that this function writes, in IAM's own JSON. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly StatementDocument[];
}

/** One statement in IAM's own JSON, as it is written, and as remedies print it. */
export interface StatementDocument {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy text as read from AWS: parsed, or why it cannot be. */
export type ParsedPolicy = { readonly policy: Policy } | { readonly problem: string };
