import fc from 'fast-check';
import { type Combined, combine, type Rule } from '../../../handler/core/policy/combine';
import { evaluate } from '../../../handler/core/policy/evaluate';
import type { Verdict } from '../../../handler/core/policy/verdict';
import { foreseen } from './outcomes';
import { type Doubtful, identityPolicies, policies, requestOf, resolutions, resourcePolicies } from './policies';

const allows = (verdict: Verdict) => verdict.decision === 'allowed';

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

test('whatever a request in doubt turns out to be, the decision of all policies together stands', () => {
  const rules = fc.constantFrom<Rule>('sameAccount', 'sameAccountKey', 'crossAccount');
  const sides = fc.record({ identity: identityPolicies, boundary: identityPolicies, resource: resourcePolicies });
  fc.assert(
    fc.property(sides, resolutions, rules, ({ identity, boundary, resource }, { said, truth }, rule) => {
      const decide = (doubtful: Doubtful): Combined['decision'] => {
        const asked = requestOf(doubtful);
        return combine({
          identity: evaluate(asked, identity),
          boundary: evaluate(asked, boundary),
          resource: evaluate(asked, resource),
          rule,
        }).decision;
      };
      const before = decide(said);
      if (before !== 'undecided') expect(decide(truth)).toBe(before);
    }),
    { numRuns: 3000 },
  );
});
