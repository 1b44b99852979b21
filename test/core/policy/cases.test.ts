import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../../../handler/core/policy/evaluate';
import { parsePolicy } from '../../../handler/core/policy/parse';
import type { AccessRequest, ContextValue } from '../../../handler/core/policy/request';
import type { Doubt, Verdict } from '../../../handler/core/policy/verdict';
import { PRINCIPAL, request } from './request';

/**
 * How a case spells a context value: a text, several, none, one of several, or any text of a pattern. What it leaves out
 * is unknown; `aws:PrincipalTag/*` spells a family.
 */
type Written = string | readonly string[] | null | { readonly oneOf: readonly string[] } | { readonly anyOf: string };

interface Case {
  readonly because: string;
  readonly action?: string;
  readonly resource?: string;
  readonly services?: readonly string[];
  readonly sessionName?: string;
  /** It has one, unless a case says otherwise. */
  readonly hasBoundary?: boolean;
  readonly context?: Readonly<Record<string, Written>>;
  readonly expect: {
    readonly decision: Verdict['decision'];
    readonly matched: readonly string[];
    readonly doubts?: readonly string[];
    readonly grantedTo?: string;
  };
}

interface Group {
  readonly description: string;
  /** AWS's page that states the rule, or that leaves open what is in doubt. */
  readonly source: string;
  readonly policy: unknown;
  readonly cases: readonly Case[];
}

const folder = join(__dirname, '../../cases/policy');
const groupsOf = (file: string): readonly Group[] => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const files = readdirSync(folder);

test('every group names the AWS page that it rests on, every case why it is decided so, and there are enough', () => {
  const groups = files.flatMap(groupsOf);
  const cases = groups.flatMap((group) => group.cases);
  const page = /^https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\/\S+$/;
  expect(groups.filter(({ source }) => !page.test(source)).map(({ description }) => description)).toEqual([]);
  expect(cases.filter(({ because }) => because === '' || because === undefined)).toEqual([]);
  expect(new Set(groups.map(({ description }) => description)).size).toBe(groups.length);
  expect(cases.length).toBeGreaterThanOrEqual(300);
});

describe.each(files)('%s', (file) => {
  describe.each(groupsOf(file))('$description', ({ policy, cases }) => {
    test.each(cases)('$expect.decision, because $because', ({ expect: expected, ...written }) => {
      const parsed = parsePolicy(JSON.stringify(policy));
      if ('problem' in parsed) throw new Error(parsed.problem);
      const verdict = evaluate(requestOf(written), parsed.policy);
      expect(summary(verdict)).toEqual({ ...summary(verdict), ...expected });
    });
  });
});

function requestOf(written: Omit<Case, 'expect'>): AccessRequest {
  const standard = request();
  return {
    principal: {
      ...PRINCIPAL,
      sessionName: written.sessionName ?? PRINCIPAL.sessionName,
      hasBoundary: written.hasBoundary ?? PRINCIPAL.hasBoundary,
    },
    action: written.action ?? standard.action,
    resource: written.resource ?? standard.resource,
    ...(written.services && { services: written.services }),
    context: new Map(
      Object.entries(written.context ?? {}).map(([key, value]) => [key.toLowerCase(), contextValue(value)]),
    ),
  };
}

function contextValue(written: Written): ContextValue {
  if (written === null) return { is: 'absent' };
  if (typeof written === 'string') return { is: 'known', values: [written] };
  if ('oneOf' in written) return { is: 'oneOf', values: written.oneOf };
  return 'anyOf' in written ? { is: 'anyOf', pattern: written.anyOf } : { is: 'known', values: written };
}

function summary(verdict: Verdict) {
  return {
    decision: verdict.decision,
    matched: verdict.matchedStatements.map(({ name }) => name),
    doubts: 'doubts' in verdict ? verdict.doubts.map(doubtText) : [],
    grantedTo: 'grantedTo' in verdict ? verdict.grantedTo : undefined,
  };
}

function doubtText(doubt: Doubt): string {
  if (doubt.about === 'operator') return `operator ${doubt.operator}`;
  const { about, ...subject } = doubt;
  return `${about} ${Object.values(subject).join()}`;
}
