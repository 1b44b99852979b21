import { allOf, anyOf, type Certainty, maybe } from './certainty';
import type { Principals, Statement } from './document';
import { relation } from './relation';
import type { Principal } from './request';
import type { GrantedTo } from './verdict';

/** How surely a statement names the principal: its session, its role (or everyone), or its account. */
export type Naming = Readonly<Record<GrantedTo, Certainty>>;

/** Reads a statement's `Principal` or `NotPrincipal`; a statement of an identity policy has neither and speaks of the role. */
export function naming({ principals, effect, conditions }: Statement, principal: Principal): Naming {
  if (principals === undefined) return { session: 'no', role: 'yes', account: 'no' };
  const named = namedAmong(principals, principal, everyone(conditions));
  if (!principals.not) return named;
  const session =
    effect === 'Deny' ? deniedBeside(named, principal) : maybe({ about: 'element', element: 'NotPrincipal' });
  return { session, role: 'no', account: 'no' };
}

function namedAmong(principals: Principals, principal: Principal, beyondBoundary: Certainty): Naming {
  const canonicalUsers = principals.CanonicalUser.map((id) => maybe({ about: 'canonicalUser', principal: id }));
  return {
    session: anyOf(
      principals.AWS.map((entry) => (entry === EVERYONE ? beyondBoundary : namesSession(entry, principal))),
    ),
    role: anyOf(principals.AWS.map((entry) => namesRole(entry, principal))),
    account: anyOf([...principals.AWS.map((entry) => namesAccount(entry, principal)), ...canonicalUsers]),
  };
}

/**
 * With Deny, `NotPrincipal` "will always deny any IAM principal that has a permissions boundary policy attached", whomever
 * it lists. Another is spared if the session, its role and its account are all listed; what a part of them does, no page
 * says for certain. "Using it with Allow is not supported", so nobody can say whom that grants anything:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function deniedBeside({ session, role, account }: Naming, { hasBoundary }: Principal): Certainty {
  const listed = [session, role, account];
  if (hasBoundary || anyOf(listed) === 'no') return 'yes';
  return allOf(listed) === 'yes' ? 'no' : maybe({ about: 'exemption', element: 'NotPrincipal' });
}

const EVERYONE = '*';

/**
 * Whether a grant to everyone counts as one to the session, which a boundary does not limit: one that is narrowed by
 * `aws:PrincipalArn` does, of another no page says so:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
function everyone(conditions: Statement['conditions']): Certainty {
  const isNarrowed = conditions.some(
    ({ operator, key }) => key.toLowerCase() === 'aws:principalarn' && !operator.includes('Not') && operator !== 'Null',
  );
  return isNarrowed ? 'yes' : maybe({ about: 'everyone' });
}

/** A unique id in place of an ARN is what is left of a deleted role; only the living role's own id still counts. */
function namesRole(entry: string, { roleArn, roleId }: Principal): Certainty {
  return entry === EVERYONE || entry === roleArn || entry === roleId ? 'yes' : 'no';
}

/** "You cannot use a wildcard to match part of a principal name or ARN", so the entry is always one session. */
function namesSession(entry: string, { partition, account, roleName, sessionName }: Principal): Certainty {
  const sessions = `arn:${partition}:sts::${account}:assumed-role/${roleName}/`;
  const session = entry.slice(sessions.length);
  if (!entry.startsWith(sessions) || /[*?]/.test(session) || relation(session, sessionName) === 'misses') return 'no';
  return session === sessionName ? 'yes' : maybe({ about: 'somePrincipals', principal: entry });
}

function namesAccount(entry: string, { partition, account }: Principal): Certainty {
  return entry === account || entry === `arn:${partition}:iam::${account}:root` ? 'yes' : 'no';
}
