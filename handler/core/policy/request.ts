/**
 * What is known of one condition key in the request that is judged:
 * its values, that AWS does not send it, that nobody can say from here, or that it is some string matching a pattern.
 */
export type ContextValue =
  | { readonly is: 'known'; readonly values: readonly string[] }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown' }
  | { readonly is: 'anyOf'; readonly pattern: string };

/** The principal that makes the request: the session of an assumed role. */
export interface Principal {
  readonly partition: string;
  readonly account: string;
  readonly roleArn: string;
  readonly roleName: string;
  /** `AROA…`; absent while the role does not exist. */
  readonly roleId?: string;
  /** Pattern of the session names under which the role is used: `i-*` for an instance. */
  readonly sessionName: string;
}

/** One request of the agent, as one policy is asked to judge it. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `s3:PutObject` */
  readonly action: string;
  /** ARN, in which `*` and `?` stand for the set of resources that the agent may name. */
  readonly resource: string;
  /** By condition key in lower case; a key that is not listed is unknown. */
  readonly context: ReadonlyMap<string, ContextValue>;
}
