import { type Combined, combine, type Rule, type Sides } from '../../../handler/core/policy/combine';
import type { Statement } from '../../../handler/core/policy/document';
import type { GrantedTo, Verdict } from '../../../handler/core/policy/verdict';

const denial: Statement = { name: 'D', effect: 'Deny', actions: { values: ['*'], not: false }, conditions: [] };
const allowed = (grantedTo: GrantedTo): Verdict => ({ decision: 'allowed', grantedTo, matchedStatements: [] });
const silent: Verdict = { decision: 'implicitDeny', matchedStatements: [] };
const refused: Verdict = { decision: 'explicitDeny', matchedStatements: [denial] };
const perhapsRefused: Verdict = {
  ...silent,
  alternatives: [
    { outcome: 'explicitDeny', matchedStatements: [denial], doubts: [{ about: 'contextKey', key: 'aws:SourceVpce' }] },
  ],
};
const perhapsAllowed: Verdict = {
  decision: 'undecided',
  otherwise: 'implicitDeny',
  matchedStatements: [],
  doubts: [{ about: 'contextKey', key: 'aws:PrincipalOrgID' }],
  alternatives: [
    { outcome: 'role', matchedStatements: [], doubts: [{ about: 'contextKey', key: 'aws:PrincipalOrgID' }] },
  ],
};
const unseen = { decision: 'unseen' } as const;
const none = { decision: 'none' } as const;
const role = allowed('role');
const account = allowed('account');
const session = allowed('session');
const ALLOWED = 'allowed';

interface Row extends Sides {
  readonly because: string;
  readonly expected: string;
}

const row = (
  rule: Rule,
  identity: Verdict,
  boundary: Verdict,
  resource: Sides['resource'],
  expected: string,
  because: string,
): Row => ({
  rule,
  identity,
  boundary,
  resource,
  expected,
  because,
});

test.each([
  row('sameAccount', role, role, none, ALLOWED, 'identity and boundary suffice'),
  row('sameAccount', role, role, silent, ALLOWED, 'a bucket policy need not allow'),
  row('sameAccount', silent, role, none, 'implicitDeny by identity', 'nobody allows'),
  row('sameAccount', silent, role, role, ALLOWED, 'a grant to the role itself suffices'),
  row('sameAccount', silent, role, account, 'implicitDeny by identity', 'a grant to the account only delegates'),
  row('sameAccount', role, silent, role, 'implicitDeny by boundary', 'the boundary limits both'),
  row('sameAccount', silent, silent, none, 'implicitDeny by identity, boundary', 'both are wanting'),
  row('sameAccount', silent, silent, session, ALLOWED, 'a boundary that is silent does not limit the session itself'),
  row('sameAccount', silent, refused, session, 'explicitDeny by boundary', 'a Deny anywhere wins'),
  row('sameAccount', role, role, refused, 'explicitDeny by resource', 'a Deny anywhere wins'),
  row('sameAccount', refused, role, role, 'explicitDeny by identity', 'a Deny anywhere wins'),
  row('sameAccount', role, refused, unseen, 'explicitDeny by boundary', 'what is not seen cannot undo a Deny'),
  row('sameAccount', role, role, unseen, 'undecided by resource', 'an unseen policy may deny'),
  row('sameAccount', silent, role, unseen, 'undecided by resource', 'an unseen policy may allow the role'),
  row('sameAccount', role, silent, unseen, 'undecided by resource', 'an unseen policy may allow the session itself'),
  row(
    'sameAccount',
    role,
    role,
    perhapsRefused,
    'undecided by resource: aws:SourceVpce',
    'a policy that allows nothing may still deny',
  ),
  row('sameAccount', silent, role, perhapsRefused, 'implicitDeny by identity', 'denied either way'),
  row('sameAccount', role, role, perhapsAllowed, ALLOWED, 'the doubtful Allow is not needed'),
  row(
    'sameAccount',
    silent,
    role,
    perhapsAllowed,
    'undecided by resource: aws:PrincipalOrgID',
    'the doubtful Allow is needed',
  ),
  row('sameAccount', perhapsAllowed, role, role, ALLOWED, 'the bucket policy allows the role anyway'),
  row('sameAccount', perhapsAllowed, silent, none, 'implicitDeny by identity, boundary', 'the boundary denies anyway'),
  row(
    'sameAccountKey',
    role,
    role,
    silent,
    'implicitDeny by resource',
    'a key policy must allow, even in its own account',
  ),
  row(
    'sameAccountKey',
    role,
    role,
    none,
    'implicitDeny by resource',
    'a key policy must allow, even in its own account',
  ),
  row('sameAccountKey', role, role, account, ALLOWED, 'the key delegates and identity allows'),
  row('sameAccountKey', silent, role, account, 'implicitDeny by identity', 'the key delegates and identity is silent'),
  row('sameAccountKey', silent, role, role, ALLOWED, 'the key allows the role itself'),
  row('sameAccountKey', silent, silent, role, 'implicitDeny by boundary', 'the boundary must allow'),
  row('sameAccountKey', silent, silent, session, ALLOWED, 'the key allows the session itself'),
  row('sameAccountKey', role, role, perhapsRefused, 'implicitDeny by resource', 'denied either way'),
  row('sameAccountKey', role, role, unseen, 'undecided by resource', 'the key policy may say anything'),
  row('crossAccount', role, role, role, ALLOWED, 'both sides allow'),
  row('crossAccount', role, role, account, ALLOWED, 'the other side allows the whole account'),
  row('crossAccount', silent, role, role, 'implicitDeny by identity', 'both sides must allow'),
  row('crossAccount', role, silent, session, 'implicitDeny by boundary', 'another account lifts no boundary'),
  row('crossAccount', silent, role, session, 'implicitDeny by identity', 'both sides must allow'),
  row('crossAccount', role, role, silent, 'implicitDeny by resource', 'both sides must allow'),
  row('crossAccount', silent, silent, none, 'implicitDeny by identity, boundary, resource', 'nobody allows'),
  row('crossAccount', role, role, unseen, 'undecided by resource', 'the other side cannot be seen'),
  row(
    'crossAccount',
    silent,
    role,
    unseen,
    'implicitDeny by identity, resource',
    'whatever the other side says, ours denies',
  ),
  row(
    'crossAccount',
    perhapsAllowed,
    role,
    unseen,
    'undecided by identity, resource: aws:PrincipalOrgID',
    'either could flip it',
  ),
  row('crossAccount', refused, refused, refused, 'explicitDeny by identity, boundary, resource', 'all deny'),
])('$rule: $expected, because $because', ({ expected, because: _, ...sides }) => {
  expect(summary(combine(sides))).toBe(expected);
});

test('a denial names the statements that denied', () => {
  const denied = combine({ identity: role, boundary: role, resource: refused, rule: 'sameAccount' });
  expect(denied).toMatchObject({ decision: 'denied', matchedStatements: [denial] });
});

test('a denial by silence names no statement', () => {
  const denied = combine({ identity: silent, boundary: role, resource: none, rule: 'sameAccount' });
  expect(denied).toMatchObject({ decision: 'denied', matchedStatements: [] });
});

test('what is undecided names the statements that it depends on, and none that only allow', () => {
  const depends = { identity: role, boundary: role, resource: perhapsRefused, rule: 'sameAccount' } as const;
  expect(combine(depends)).toMatchObject({ decision: 'undecided', matchedStatements: [denial] });
  expect(combine({ ...depends, resource: unseen })).toMatchObject({ decision: 'undecided', matchedStatements: [] });
});

function summary(combined: Combined): string {
  if (combined.decision === 'allowed') return 'allowed';
  const by = `by ${combined.by.join(', ')}`;
  if (combined.decision === 'denied') return `${combined.kind} ${by}`;
  const keys = combined.doubts.map((doubt) => (doubt.about === 'contextKey' ? doubt.key : doubt.about));
  return `undecided ${by}${keys.length > 0 ? `: ${keys.join(', ')}` : ''}`;
}
