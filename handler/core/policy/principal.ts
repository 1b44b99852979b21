import { anyOf, type Certainty, maybe } from './certainty';
import type { Statement } from './document';
import { matchesGlob } from './glob';
import type { Principal } from './request';
import type { GrantedTo } from './verdict';

/** How surely a statement names the principal: its session (or everyone), its role, or its account. */
export type Naming = Readonly<Record<GrantedTo, Certainty>>;

/** Reads a statement's `Principal` or `NotPrincipal`; a statement of an identity policy has neither and speaks of the role. */
export function naming({ principals, effect }: Statement, principal: Principal): Naming {
  if (principals === undefined) return { session: 'no', role: 'yes', account: 'no' };
  if (principals.not) return { session: everyoneElse(effect), role: 'no', account: 'no' };
  const canonicalUsers = principals.CanonicalUser.map((id) => maybe({ about: 'somePrincipals', principal: id }));
  return {
    session: anyOf(principals.AWS.map((entry) => namesSession(entry, principal))),
    role: anyOf(principals.AWS.map((entry) => namesRole(entry, principal))),
    account: anyOf([...principals.AWS.map((entry) => namesAccount(entry, principal)), ...canonicalUsers]),
  };
}

/**
 * With Deny, `NotPrincipal` "will always deny any IAM principal that has a permissions boundary policy attached", as ours
 * have, whomever it lists; "using it with Allow is not supported", so nobody can say whom that grants anything:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function everyoneElse(effect: Statement['effect']): Certainty {
  return effect === 'Deny' ? 'yes' : maybe({ about: 'element', element: 'NotPrincipal' });
}

/** A unique id in place of an ARN is what is left of a deleted role; only the living role's own id still counts. */
function namesRole(entry: string, { roleArn, roleId }: Principal): Certainty {
  return entry === roleArn || entry === roleId ? 'yes' : 'no';
}

/** "You cannot use a wildcard to match part of a principal name or ARN", so the entry is always one session. */
function namesSession(entry: string, { partition, account, roleName, sessionName }: Principal): Certainty {
  // Narrowed by aws:PrincipalArn, everyone is granted past a silent boundary too:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
  if (entry === '*') return 'yes';
  const sessions = `arn:${partition}:sts::${account}:assumed-role/${roleName}/`;
  const session = entry.slice(sessions.length);
  if (!entry.startsWith(sessions) || /[*?]/.test(session) || !matchesGlob(sessionName, session)) return 'no';
  return session === sessionName ? 'yes' : maybe({ about: 'somePrincipals', principal: entry });
}

function namesAccount(entry: string, { partition, account }: Principal): Certainty {
  return entry === account || entry === `arn:${partition}:iam::${account}:root` ? 'yes' : 'no';
}
