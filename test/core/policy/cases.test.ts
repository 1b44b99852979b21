import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../../../handler/core/policy/evaluate';
import { parsePolicy } from '../../../handler/core/policy/parse';
import type { AccessRequest, ContextValue } from '../../../handler/core/policy/request';
import type { Doubt, Verdict } from '../../../handler/core/policy/verdict';
import { PRINCIPAL, request } from './request';

/** How a case spells a context value: a text, several, none, or any text of a pattern; what it leaves out is unknown. */
type Written = string | readonly string[] | null | { readonly anyOf: string };

interface Case {
  readonly because: string;
  readonly action?: string;
  readonly resource?: string;
  readonly sessionName?: string;
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
  /** The page that states the rule. */
  readonly source?: string;
  readonly policy: unknown;
  readonly cases: readonly Case[];
}

const folder = join(__dirname, '../../cases/policy');

describe.each(readdirSync(folder))('%s', (file) => {
  const groups: readonly Group[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));

  describe.each(groups)('$description', ({ policy, cases }) => {
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
    principal: { ...PRINCIPAL, sessionName: written.sessionName ?? PRINCIPAL.sessionName },
    action: written.action ?? standard.action,
    resource: written.resource ?? standard.resource,
    context: new Map(
      Object.entries(written.context ?? {}).map(([key, value]) => [key.toLowerCase(), contextValue(value)]),
    ),
  };
}

function contextValue(written: Written): ContextValue {
  if (written === null) return { is: 'absent' };
  if (typeof written === 'string') return { is: 'known', values: [written] };
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

function doubtText({ about, ...subject }: Doubt): string {
  return `${about} ${Object.values(subject).join()}`;
}
