import fc from 'fast-check';
import type { Policy, Statement } from '../../../handler/core/policy/document';
import { evaluate, evaluateAll } from '../../../handler/core/policy/evaluate';
import { parsePolicy } from '../../../handler/core/policy/parse';
import type { Verdict } from '../../../handler/core/policy/verdict';
import { foreseen } from './outcomes';
import { policies, requestOf, resolutions, variable } from './policies';
import { request } from './request';

const denyAll: Statement = {
  name: 'DenyAll',
  effect: 'Deny',
  actions: { values: ['*'], not: false },
  resources: { values: ['*'], not: false },
  conditions: [],
};

test('a Deny of everything trumps every policy, wherever it stands', () => {
  fc.assert(
    fc.property(policies, fc.nat(), resolutions, (policy, seed, { said }) => {
      const statements = policy.statements.toSpliced(seed % (policy.statements.length + 1), 0, denyAll);
      expect(evaluate(requestOf(said), { ...policy, statements }).decision).toBe('explicitDeny');
    }),
  );
});

test('the order of statements does not matter', () => {
  fc.assert(
    fc.property(policies, resolutions, (policy, { said }) => {
      const backwards = { ...policy, statements: policy.statements.toReversed() };
      expect(unordered(evaluate(requestOf(said), backwards))).toEqual(unordered(evaluate(requestOf(said), policy)));
    }),
  );
});

test('several policies say what one with all their statements says', () => {
  fc.assert(
    fc.property(policies, resolutions, (policy, { said }) => {
      const apart = policy.statements.map((statement): Policy => ({ ...policy, statements: [statement] }));
      expect(evaluateAll(requestOf(said), apart)).toEqual(evaluate(requestOf(said), policy));
    }),
  );
});

test('an empty policy denies by saying nothing', () => {
  expect(evaluate(request(), { version: '2012-10-17', statements: [] })).toMatchObject({ decision: 'implicitDeny' });
});

test('only statements of the policy that are in doubt, and their doubts, make a verdict undecided', () => {
  fc.assert(
    fc.property(policies, resolutions, (policy, { said }) => {
      const verdict = evaluate(requestOf(said), policy);
      if (verdict.decision !== 'undecided') return;
      const without = policy.statements.filter((statement) => !verdict.matchedStatements.includes(statement));
      expect(verdict.doubts.length).toBeGreaterThan(0);
      expect(evaluate(requestOf(said), { ...policy, statements: without }).decision).not.toBe('undecided');
    }),
    { numRuns: 1000 },
  );
});

test.each([
  { because: 'one pattern of 20 KB', Resource: 'arn:aws:s3:::*/'.concat('*a?'.repeat(6_700)), decision: 'undecided' },
  { because: 'thousands of patterns', Resource: Array.from({ length: 4_000 }, () => '*a*b'), decision: 'undecided' },
  { because: 'a thousand variables', Resource: `*/${variable('aws:x')}?`.repeat(1_000), decision: 'undecided' },
  { because: 'a pattern that begins otherwise', Resource: `x${'*o'.repeat(10_000)}`, decision: 'implicitDeny' },
])('a policy that is nothing but wildcards is judged all the same: $because', ({ Resource, decision }) => {
  const parsed = parsePolicy(
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource } }),
  );
  if ('problem' in parsed) throw new Error(parsed.problem);
  expect(evaluate(request(), parsed.policy).decision).toBe(decision);
});

test.each([
  { because: 'twenty kilobytes, as the largest bucket policy', variables: 79, expected: 'implicitDeny' },
  { because: 'one variable more', variables: 80, expected: 'undecided' },
])('a policy that grows beyond what AWS saves leaves its variables in doubt: $because', ({ variables, expected }) => {
  const long = request({ 'aws:PrincipalTag/long': { is: 'known', values: ['x'.repeat(256)] } });
  const Resource = `arn:aws:s3:::logs/${`${variable('aws:PrincipalTag/long')}*`.repeat(variables)}`;
  const statement = { Effect: 'Allow', Action: '*', Resource: [Resource.slice(0, -1)] };
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }));
  if ('problem' in parsed) throw new Error(parsed.problem);
  expect(evaluate(long, parsed.policy).decision).toBe(expected);
});

function unordered(verdict: Verdict) {
  return {
    decision: verdict.decision,
    names: verdict.matchedStatements.map(({ name }) => name).sort(),
    doubts: 'doubts' in verdict ? verdict.doubts.map((doubt) => JSON.stringify(doubt)).sort() : [],
    outcomes: [...foreseen(verdict)].sort(),
  };
}
