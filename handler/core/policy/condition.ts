import { allOf, anyOf, type Certainty, maybe, not } from './certainty';
import { COMPARISONS, type Comparison } from './comparison';
import type { Condition } from './document';
import { isWild, relation } from './relation';
import { type ContextValue, contextValue } from './request';
import { type Expanded, expand, type Scope, unresolved } from './variables';

/** Whether one condition holds; an operator that is not understood leaves a doubt and is never passed over. */
export function conditionHolds(condition: Condition, scope: Scope): Certainty {
  const actual = contextValue(scope.context, condition.key);
  if (actual.is === 'oneOf') return whicheverOf(actual.values, condition, scope);
  return holdsOf(condition, actual, scope);
}

function holdsOf(condition: Condition, actual: Certain, scope: Scope): Certainty {
  if (condition.operator === 'Null') return nullHolds(condition, actual);
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(condition.operator) ?? [];
  const comparison = COMPARISONS.get(name);
  if (comparison === undefined) return maybe({ about: 'operator', operator: condition.operator });
  if (actual.is === 'unknown') return maybe({ about: 'contextKey', key: condition.key });
  // Without a quantifier one match is a match, and a negated operator wants none.
  const every = quantifier === undefined ? comparison.negated : quantifier === 'ForAllValues:';
  const candidates = candidatesOf(actual);
  if (candidates.length === 0) return every || ifExists !== undefined ? 'yes' : 'no';
  const expected = condition.values.map((value) => expectedText(value, comparison, scope));
  const matched = candidates.map((candidate) => matchesAny({ condition, comparison, expected }, candidate));
  const holding = comparison.negated ? matched.map(not) : matched;
  return allOf([every ? allOf(holding) : anyOf(holding), ...unresolved(expected)]);
}

/** One answer for all the values that the key may have is an answer; between two the key itself decides. */
function whicheverOf(values: readonly string[], condition: Condition, scope: Scope): Certainty {
  const answers = values.map((pattern) => holdsOf(condition, { is: 'anyOf', pattern }, scope));
  if (allOf(answers) === anyOf(answers)) return allOf(answers);
  const undecided = maybe({ about: 'contextKey', key: condition.key });
  if (answers.length === 0) return undecided;
  return allOf(answers.map((answer) => (typeof answer === 'string' ? undecided : answer)));
}

const OPERATOR = /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/;

type Certain = Exclude<ContextValue, { is: 'oneOf' }>;

/** What the policy's values are compared with, one at a time. */
type Candidate = { readonly is: 'known' | 'anyOf'; readonly value: string };

function candidatesOf(actual: Exclude<Certain, { is: 'unknown' }>): readonly Candidate[] {
  switch (actual.is) {
    case 'absent':
      return [];
    case 'known':
      return actual.values.map((value) => ({ is: 'known', value }));
    case 'anyOf':
      return [{ is: isWild(actual.pattern) ? 'anyOf' : 'known', value: actual.pattern }];
    default:
      throw new Error(`Unknown context value: ${actual satisfies never}`);
  }
}

interface Test {
  readonly condition: Condition;
  readonly comparison: Comparison;
  readonly expected: readonly Expanded[];
}

function expectedText(value: string, { variables }: Comparison, scope: Scope): Expanded {
  return variables === 'none' ? { text: value, doubts: [] } : expand(value, scope, variables);
}

function matchesAny(test: Test, candidate: Candidate): Certainty {
  return anyOf(test.expected.map((expected) => matches(test, expected, candidate)));
}

function matches({ condition, comparison }: Test, expected: Expanded, candidate: Candidate): Certainty {
  const holes = unresolved([expected]);
  // A plain text with a hole in it can be compared with nothing.
  if (holes.length > 0 && comparison.variables === 'text') return allOf(holes);
  const related = comparison[candidate.is](expected.text, candidate.value);
  // An ARN is split at its colons, of which the value that goes into the hole may hold some.
  const whatever = holes.length === 0 ? related : relation(expected.text, candidate.value);
  if (related === 'misses' && whatever === 'misses') return 'no';
  return allOf([related === 'covers' ? 'yes' : maybe(unclear(condition, candidate)), ...holes]);
}

/** A value that is known and still not comparable is the operator's doubt, not the key's. */
function unclear({ key, operator }: Condition, candidate: Candidate) {
  return candidate.is === 'known'
    ? ({ about: 'operator', operator } as const)
    : ({ about: 'contextKey', key } as const);
}

function nullHolds({ key, values }: Condition, actual: Certain): Certainty {
  if (actual.is === 'unknown') return maybe({ about: 'contextKey', key });
  const isNull = actual.is === 'absent' || (actual.is === 'known' && actual.values.length === 0);
  return values.some((value) => value.toLowerCase() === String(isNull)) ? 'yes' : 'no';
}
