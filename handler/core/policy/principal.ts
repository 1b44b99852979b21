import { allOf, anyOf, type Certainty, maybe, not } from './certainty';
import type { Statement } from './document';
import { matchesGlob } from './glob';
import type { Principal } from './request';
import type { GrantedTo } from './verdict';

/** How surely a statement names the principal: the role itself (or everyone), or its account. */
export type Naming = Readonly<Record<GrantedTo, Certainty>>;

/** Reads a statement's `Principal` or `NotPrincipal`; a statement of an identity policy has neither and speaks of the role. */
export function naming({ principals, effect }: Statement, principal: Principal): Naming {
  if (principals === undefined) return { role: 'yes', account: 'no' };
  const canonicalUsers = principals.CanonicalUser.map((id) => maybe({ about: 'somePrincipals', principal: id }));
  const listed = {
    role: anyOf(principals.AWS.map((entry) => namesRole(entry, principal))),
    account: anyOf([...principals.AWS.map((entry) => namesAccount(entry, principal)), ...canonicalUsers]),
  };
  if (!principals.not) return listed;
  // "will always deny any IAM principal that has a permissions boundary policy attached", as ours have:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (effect === 'Deny') return { role: 'yes', account: 'no' };
  return { role: allOf([not(listed.role), not(listed.account)]), account: 'no' };
}

function namesRole(entry: string, principal: Principal): Certainty {
  if (entry === '*' || entry === principal.roleArn) return 'yes';
  // A unique id in place of an ARN is what is left of a deleted role; only the living role's own id still counts.
  if (entry === principal.roleId) return 'yes';
  const sessions = `arn:${principal.partition}:sts::${principal.account}:assumed-role/${principal.roleName}/`;
  return entry.startsWith(sessions) ? namesSession(entry, entry.slice(sessions.length), principal) : 'no';
}

/** "You cannot use a wildcard to match part of a principal name or ARN", so the entry is always one session. */
function namesSession(entry: string, session: string, { sessionName }: Principal): Certainty {
  if (/[*?]/.test(session) || !matchesGlob(sessionName, session)) return 'no';
  return session === sessionName ? 'yes' : maybe({ about: 'somePrincipals', principal: entry });
}

function namesAccount(entry: string, { partition, account }: Principal): Certainty {
  return entry === account || entry === `arn:${partition}:iam::${account}:root` ? 'yes' : 'no';
}
