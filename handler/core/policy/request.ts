/**
 * What is known of one condition key in the request that is judged: its values, that it matches one of these values, that
 * it is some string matching a pattern, that AWS does not send it, or that nobody can say from here.
 */
export type ContextValue =
  | { readonly is: 'known'; readonly values: readonly string[] }
  | { readonly is: 'oneOf'; readonly values: readonly string[] }
  | { readonly is: 'anyOf'; readonly pattern: string }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown' };

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
  /** A `NotPrincipal` spares no principal that has one. */
  readonly hasBoundary: boolean;
}

/** One request of the agent, as one policy is asked to judge it. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `s3:PutObject` */
  readonly action: string;
  /** ARN, in which `*`, `?` and WITHOUT_SEPARATORS stand for the set of resources that the agent may name. */
  readonly resource: string;
  /** The services whose resources a `*` can stand for; absent where any can. */
  readonly services?: readonly string[];
  readonly context: RequestContext;
}

/**
 * By condition key in lower case. `aws:principaltag/*` speaks for every key of that family that is not listed itself;
 * a key that neither lists is unknown.
 */
export type RequestContext = ReadonlyMap<string, ContextValue>;

/** What the context says of a key, in any case. */
export function contextValue(context: RequestContext, key: string): ContextValue {
  const name = key.toLowerCase();
  return context.get(name) ?? context.get(`${familyOf(name)}*`) ?? { is: 'unknown' };
}

// Keys with a part of the author's own: `aws:PrincipalTag/team`, `kms:EncryptionContext:aws:s3:arn`.
const familyOf = (key: string) => /^[a-z0-9-]+:[a-z0-9-]+[/:]/.exec(key)?.[0] ?? key;
