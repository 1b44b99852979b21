import { allOf, anyOf, type Certainty, maybe, not } from './certainty';
import { COMPARISONS, type Comparison } from './comparison';
import type { Condition } from './document';
import { isMultivalued } from './multivalued';
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
  return condition.operator === 'Null' ? nullHolds(condition, actual) : comparisonHolds(condition, actual, scope);
}

function comparisonHolds(condition: Condition, actual: Certain, scope: Scope): Certainty {
  const { quantifier, comparison, ifExists } = operatorOf(condition);
  if (comparison === undefined) return inoperable(condition);
  if (actual.is === 'unknown') return maybe({ about: 'contextKey', key: condition.key });
  if (quantifier === undefined && isMisused(condition, actual)) return inoperable(condition);
  // Without a quantifier one match is a match, and a negated operator wants none.
  const every = quantifier === undefined ? comparison.negated : quantifier === 'ForAllValues:';
  const candidates = quantifier === undefined ? candidatesOf(actual) : elementsOf(actual);
  if (candidates.length === 0) return every || ifExists !== undefined ? 'yes' : 'no';
  const expected = condition.values.map((value) => expectedText(value, comparison, scope));
  const matched = candidates.map((candidate) => matchesAny({ condition, comparison, expected }, candidate));
  const holding = comparison.negated ? matched.map(not) : matched;
  return allOf([every ? allOf(holding) : anyOf(holding), ...unresolved(expected)]);
}

function operatorOf({ operator }: Condition) {
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(operator) ?? [];
  return { quantifier, comparison: COMPARISONS.get(name), ifExists };
}

const OPERATOR = /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/;

/** One answer for all the values that the key may have is an answer; between two the key itself decides. */
function whicheverOf(values: readonly string[], condition: Condition, scope: Scope): Certainty {
  const answers = values.map((pattern) => holdsOf(condition, { is: 'anyOf', pattern }, scope));
  if (allOf(answers) === anyOf(answers)) return allOf(answers);
  const undecided = maybe({ about: 'contextKey', key: condition.key });
  if (answers.length === 0) return undecided;
  return allOf(answers.map((answer) => (typeof answer === 'string' ? undecided : answer)));
}

type Certain = Exclude<ContextValue, { is: 'oneOf' }>;

/** What the policy's values are compared with, one at a time. */
type Candidate = { readonly is: 'known' | 'anyOf'; readonly value: string };

/**
 * A set operator finds nothing in "a null data set, such as an empty string":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function elementsOf(actual: Exclude<Certain, { is: 'unknown' }>): readonly Candidate[] {
  const candidates = candidatesOf(actual);
  return candidates.every(({ value }) => value === '') ? [] : candidates;
}

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

/** Of what "a condition set operator" is required for, no page says what comes without one. */
const isMisused = (condition: Condition, actual: Certain) =>
  isContradictory(condition) || (isMultivalued(condition.key) && actual.is !== 'absent');

/**
 * Whether a condition says nothing, or both: of no value AWS says that it "returns true and the policy statement provides
 * no permissions", of true and false together that it "might not return the results that you expect":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function isContradictory({ operator, values }: Condition): boolean {
  const truths = new Set(values.map((value) => value.toLowerCase()));
  return truths.size === 0 || (truths.size > 1 && /^(?:Bool|Null)/.test(operator));
}

const inoperable = ({ operator, key }: Condition) => maybe({ about: 'operator', operator, key });

/** A value that is known and still not comparable is the operator's doubt, not the key's. */
function unclear({ key, operator }: Condition, candidate: Candidate) {
  return candidate.is === 'known'
    ? ({ about: 'operator', operator, key } as const)
    : ({ about: 'contextKey', key } as const);
}

function nullHolds(condition: Condition, actual: Certain): Certainty {
  const { key, values } = condition;
  if (actual.is === 'unknown') return maybe({ about: 'contextKey', key });
  // The page of the Null operator asks whether a key is there, others call an empty text null.
  const isEmpty = actual.is === 'known' && actual.values.length > 0 && actual.values.every((value) => value === '');
  if (isEmpty || isContradictory(condition)) return inoperable(condition);
  const isNull = actual.is === 'absent' || (actual.is === 'known' && actual.values.length === 0);
  return values.some((value) => value.toLowerCase() === String(isNull)) ? 'yes' : 'no';
}
