import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { evaluate } from '../../../handler/core/policy/evaluate';
import { parsePolicy } from '../../../handler/core/policy/parse';
import type { ContextValue } from '../../../handler/core/policy/request';
import { PRINCIPAL, request } from '../policy/request';
import { exempted, exempting } from './exempting';
import { rows } from './rows';
import {
  ACCOUNT,
  BUCKET_ARN,
  BUCKET_KEY_ARN,
  bucketKeyUses,
  type Change,
  findingsAfter,
  LOG_ACCOUNT,
  ROLE_ARN,
  reads,
  seeingBucketPolicy,
  seeingKeyPolicy,
  toAccount,
  uploads,
} from './setting';

test.each(rows.filter(({ remedy }) => remedy === 'amendStatement'))(
  '$code is settled by excepting the role from the statements that it names, where $because',
  ({ code, changes }) => {
    const findings = findingsAfter(...changes);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findingsAfter(...changes, ...findings.map((finding) => exempting(finding, ROLE_ARN)))).toEqual([]);
  },
);

const root = (account: string) => `arn:aws:iam::${account}:root`;
const whos: readonly object[] = [
  { Principal: '*' },
  { Principal: { AWS: '*' } },
  { Principal: { AWS: ACCOUNT } },
  { Principal: { AWS: [root(LOG_ACCOUNT), root(ACCOUNT)] } },
  { Principal: { AWS: ROLE_ARN } },
  { NotPrincipal: { AWS: root(LOG_ACCOUNT) } },
  { NotPrincipal: { AWS: [ROLE_ARN, root(ACCOUNT)] } },
];
const whats: readonly object[] = [
  ...['s3:PutObject', 's3:*', 'kms:Decrypt', 'kms:*', '*'].map((Action) => ({ Action })),
  { NotAction: 'iam:*' },
];
const wheres: readonly object[] = [{ Resource: '*' }, { NotResource: `${BUCKET_ARN}/elsewhere/*` }];
const sse = 's3:x-amz-server-side-encryption';
const whens: readonly object[] = [
  {},
  { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
  { StringNotEquals: { 'aws:PrincipalAccount': LOG_ACCOUNT } },
  { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin' } },
  { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/admin', 'arn:aws:iam::*:role/auditor'] } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/session-manager/*' } },
  { StringNotEqualsIfExists: { [`${sse}-aws-kms-key-id`]: `${BUCKET_KEY_ARN}0` } },
  { StringNotLike: { 'aws:userid': 'AROA*' }, Bool: { 'aws:SecureTransport': 'true' } },
  { Null: { 'aws:PrincipalTag/cleared': 'true' } },
];
const sids: readonly object[] = [{ Sid: 'Guard' }, {}];

const denials = fc
  .tuple(...[whos, whats, wheres, whens, sids].map((parts) => fc.constantFrom(...parts)))
  .map(
    ([who, what, where, when, sid]) =>
      ({ ...sid, Effect: 'Deny', ...who, ...what, ...where, Condition: when }) as never,
  );
const places: readonly ((...denials: never[]) => Change)[] = [
  (...denying) => seeingBucketPolicy(uploads, ...denying, reads),
  (...denying) => seeingKeyPolicy('bucketKey', bucketKeyUses, ...denying),
  (...denying) => seeingKeyPolicy('sessionKey', ...denying, toAccount('kms:*')),
];

test('whatever the Denies say, excepting the role from those that are named leaves none of them broken', () => {
  let settled = 0;
  fc.assert(
    fc.property(fc.array(denials, { minLength: 1, maxLength: 2 }), fc.constantFrom(...places), (denying, place) => {
      const unique = denying.filter((one, index) => index === 0 || !JSON.stringify(one).includes('"Sid"'));
      const change = place(...unique);
      const found = findingsAfter(change).filter(({ remedy }) => remedy.kind === 'amendStatement');
      const left = findingsAfter(change, ...found.map((finding) => exempting(finding, ROLE_ARN)));
      expect(left.filter(({ verdict }) => verdict === 'broken')).toEqual([]);
      settled += found.length;
    }),
    { numRuns: 300 },
  );
  expect(settled).toBeGreaterThan(20);
});

type Written = string | readonly string[] | null | { readonly oneOf: readonly string[] } | { readonly anyOf: string };

interface Group {
  readonly policy: object;
  readonly cases: readonly {
    readonly because: string;
    readonly action?: string;
    readonly resource?: string;
    readonly sessionName?: string;
    readonly context?: Readonly<Record<string, Written>>;
    readonly expect: { readonly decision: string; readonly matched: readonly string[] };
  }[];
}

const folder = join(__dirname, '../../cases/policy');
const denied = readdirSync(folder).flatMap((file) => {
  const groups: readonly Group[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return groups.flatMap(({ policy, cases }) =>
    cases.filter((one) => one.expect.decision === 'explicitDeny').map((one) => ({ policy, ...one })),
  );
});

test.each(denied)('of the checked-in cases, a Deny is lifted by excepting the role, though $because', (row) => {
  const amended = parsePolicy(exempted(JSON.stringify(row.policy), row.expect.matched, PRINCIPAL.roleArn));
  if ('problem' in amended) throw new Error(amended.problem);
  const context = Object.entries(row.context ?? {}).map(([key, value]) => [key, contextValue(value)] as const);
  const asked = request({ ...Object.fromEntries(context), 'aws:PrincipalArn': contextValue(PRINCIPAL.roleArn) });
  const { action = asked.action, resource = asked.resource, sessionName = PRINCIPAL.sessionName } = row;
  const { decision } = evaluate(
    { ...asked, action, resource, principal: { ...PRINCIPAL, sessionName } },
    amended.policy,
  );
  expect(decision).not.toBe('explicitDeny');
});

function contextValue(written: Written): ContextValue {
  if (written === null) return { is: 'absent' };
  if (typeof written === 'string') return { is: 'known', values: [written] };
  if ('oneOf' in written) return { is: 'oneOf', values: written.oneOf };
  return 'anyOf' in written ? { is: 'anyOf', pattern: written.anyOf } : { is: 'known', values: written };
}
