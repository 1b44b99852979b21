import { arnRelation } from './arn-relation';
import { literal, matchesGlob } from './glob';
import { inNetwork } from './ip-address';
import { type Relation, relation } from './relation';

/** How one operator compares a policy's value with a request's: with a known text, or with any text of a pattern. */
export interface Comparison {
  /** The condition holds where no value matches, an absent key included. */
  readonly negated: boolean;
  /** Which kind of value may hold variables: a pattern, a plain text, or none. */
  readonly variables: 'pattern' | 'text' | 'none';
  readonly known: (expected: string, text: string) => Relation;
  readonly anyOf: (expected: string, pattern: string) => Relation;
}

type Values = Omit<Comparison, 'negated'>;

const proven = (holds: boolean): Relation => (holds ? 'covers' : 'misses');
const undecided = (): Relation => 'meets';

const equal: Values = {
  variables: 'text',
  known: (expected, text) => proven(expected === text),
  anyOf: (expected, pattern) => (relation(literal(expected), pattern) === 'misses' ? 'misses' : 'meets'),
};
const like: Values = {
  variables: 'pattern',
  known: (expected, text) => proven(matchesGlob(expected, literal(text))),
  anyOf: relation,
};
const arn: Values = {
  variables: 'pattern',
  known: (expected, text) => arnRelation(expected, literal(text)),
  anyOf: arnRelation,
};
const bool: Values = { variables: 'none', known: truthRelation, anyOf: truthRelation };
const binary: Values = { ...equal, variables: 'none' };
const ipAddress: Values = { variables: 'none', known: networkRelation, anyOf: undecided };
const is = (values: Values): Comparison => ({ ...values, negated: false });
const isNot = (values: Values): Comparison => ({ ...values, negated: true });

/** Every operator but `Null`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['StringEquals', is(equal)],
  ['StringNotEquals', isNot(equal)],
  ['StringEqualsIgnoreCase', is(ignoringCase(equal))],
  ['StringNotEqualsIgnoreCase', isNot(ignoringCase(equal))],
  ['StringLike', is(like)],
  ['StringNotLike', isNot(inAnyCase(like))],
  ['ArnEquals', is(arn)],
  ['ArnLike', is(arn)],
  ['ArnNotEquals', isNot(arn)],
  ['ArnNotLike', isNot(arn)],
  ['Bool', is(bool)],
  ['BinaryEquals', is(binary)],
  ['IpAddress', is(ipAddress)],
  ['NotIpAddress', isNot(ipAddress)],
  ...orderings('Numeric', readNumber),
  ...orderings('Date', readDate),
]);

function ignoringCase({ variables, known, anyOf }: Values): Values {
  return {
    variables,
    known: (expected, text) => known(expected.toLowerCase(), text.toLowerCase()),
    anyOf: (expected, pattern) => anyOf(expected.toLowerCase(), pattern.toLowerCase()),
  };
}

/** The page calls StringLike case-sensitive and StringNotLike not; where case decides, nobody can tell. */
function inAnyCase(values: Values): Values {
  const lower = ignoringCase(values);
  const agreed = (one: Relation, other: Relation) => (one === other ? one : 'meets');
  return {
    variables: values.variables,
    known: (expected, text) => agreed(values.known(expected, text), lower.known(expected, text)),
    anyOf: (expected, pattern) => agreed(values.anyOf(expected, pattern), lower.anyOf(expected, pattern)),
  };
}

/** Two of IAM's pages disagree on variables here, and none says what else than true and false would mean. */
function truthRelation(expected: string, actual: string): Relation {
  const truth = expected.toLowerCase();
  if (truth !== 'true' && truth !== 'false') return 'meets';
  const given = actual.toLowerCase();
  if (truth === given) return 'covers';
  return relation(truth, given) === 'misses' ? 'misses' : 'meets';
}

function networkRelation(expected: string, text: string): Relation {
  const inside = inNetwork(text, expected);
  return inside === undefined ? 'meets' : proven(inside);
}

function orderings(type: 'Numeric' | 'Date', read: (text: string) => number): [string, Comparison][] {
  const ordered = (test: (difference: number) => boolean): Values => ({
    variables: 'none',
    known: (expected, text) => {
      const difference = read(text) - read(expected);
      return Number.isNaN(difference) ? 'meets' : proven(test(difference));
    },
    anyOf: undecided,
  });
  return [
    [`${type}Equals`, is(ordered((difference) => difference === 0))],
    [`${type}NotEquals`, isNot(ordered((difference) => difference === 0))],
    [`${type}LessThan`, is(ordered((difference) => difference < 0))],
    [`${type}LessThanEquals`, is(ordered((difference) => difference <= 0))],
    [`${type}GreaterThan`, is(ordered((difference) => difference > 0))],
    [`${type}GreaterThanEquals`, is(ordered((difference) => difference >= 0))],
  ];
}

/** Up to fifteen digits, which a double tells apart from all others. */
function readNumber(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(text) && text.length <= 15 ? Number(text) : Number.NaN;
}

/** Seconds since the epoch; a date without a zone is nobody's date, and four digits may be a year or seconds. */
function readDate(text: string): number {
  if (/^\d{5,}$/.test(text)) return Number(text);
  return /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) / 1000 : Number.NaN;
}
