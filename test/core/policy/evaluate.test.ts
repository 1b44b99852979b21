import fc from 'fast-check';
import type { Policy, Statement } from '../../../handler/core/policy/document';
import { evaluate, evaluateAll } from '../../../handler/core/policy/evaluate';
import type { AccessRequest } from '../../../handler/core/policy/request';
import type { Outcome, Verdict } from '../../../handler/core/policy/verdict';
import { type Doubtful, policies, resolutions } from './policies';
import { PRINCIPAL, request } from './request';

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

test('whatever a request in doubt turns out to be, a decision stands and an outcome was foreseen', () => {
  fc.assert(
    fc.property(policies, resolutions, (policy, { said, truth }) => {
      const before = evaluate(requestOf(said), policy);
      const after = evaluate(requestOf(truth), policy);
      expect(foreseen(before)).toEqual(expect.arrayContaining(foreseen(after)));
      if (before.decision !== 'undecided' && after.decision !== 'undecided') {
        expect(allows(after)).toBe(allows(before));
      }
    }),
    { numRuns: 4000 },
  );
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

function requestOf({ context, resource, sessionName }: Doubtful): AccessRequest {
  return { ...request(context), resource, principal: { ...PRINCIPAL, sessionName } };
}

const allows = (verdict: Verdict) => verdict.decision === 'allowed';

/** Every outcome that the verdict leaves possible. */
function foreseen(verdict: Verdict): readonly Outcome[] {
  switch (verdict.decision) {
    case 'explicitDeny':
      return ['explicitDeny'];
    case 'implicitDeny':
      return ['implicitDeny', ...(verdict.alternatives ?? []).map(({ outcome }) => outcome)];
    case 'allowed':
      return [verdict.grantedTo, ...(verdict.alternatives ?? []).map(({ outcome }) => outcome)];
    case 'undecided':
      return [verdict.otherwise, ...verdict.alternatives.map(({ outcome }) => outcome)];
    default:
      throw new Error(`Unknown verdict: ${verdict satisfies never}`);
  }
}

function unordered(verdict: Verdict) {
  return {
    decision: verdict.decision,
    names: verdict.matchedStatements.map(({ name }) => name).sort(),
    doubts: 'doubts' in verdict ? verdict.doubts.map((doubt) => JSON.stringify(doubt)).sort() : [],
    outcomes: [...foreseen(verdict)].sort(),
  };
}
