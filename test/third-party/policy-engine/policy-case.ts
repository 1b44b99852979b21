type Values = string | readonly string[];
type PrincipalElement = '*' | { readonly AWS?: Values; readonly Service?: Values };

/** A policy in IAM's own JSON. */
export interface Document {
  readonly Version?: '2008-10-17' | '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource?: Values;
  readonly NotResource?: Values;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

/** One request of the role's session, with every policy that applies to it. */
export interface PolicyCase {
  /** ARN of the session, where it is not the role's own. */
  readonly session?: string;
  readonly action: string;
  /** ARN, without wildcards. */
  readonly resource: string;
  readonly resourceAccount: string;
  /** By condition key; AWS does not send the others. */
  readonly context: Readonly<Record<string, Values>>;
  readonly identity: Document;
  readonly boundary: Document;
  /** The bucket's or the key's own policy. */
  readonly resourcePolicy?: Document;
}

/** What an engine says of a case; `notExpressible` where it knows that it does not know a part of it. */
export type Judgement = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'undecided' | 'notExpressible';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const REGION = 'eu-central-1';

/** The role whose session makes every request. */
export const ROLE = {
  name: 'session-role',
  path: '/app/',
  id: 'AROAEXAMPLEEXAMPLE123',
  arn: `arn:aws:iam::${ACCOUNT}:role/app/session-role`,
  sessionName: 'i-0abc',
  sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/session-role/i-0abc`,
};

/** What every request of the role's session carries. */
export const SESSION_CONTEXT = {
  'aws:PrincipalArn': ROLE.arn,
  'aws:PrincipalAccount': ACCOUNT,
  'aws:PrincipalType': 'AssumedRole',
  'aws:PrincipalIsAWSService': 'false',
  'aws:ViaAWSService': 'false',
  'aws:userid': `${ROLE.id}:${ROLE.sessionName}`,
  'aws:SecureTransport': 'true',
  'aws:RequestedRegion': REGION,
} as const;
