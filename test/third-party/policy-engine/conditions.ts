import fc from 'fast-check';
import { type Key, SENT_KEYS, SESSION_KEYS } from './keys';
import { at, pick, type Request } from './requests';

/** A condition before it is known which request it is about. */
interface Recipe {
  readonly key: number;
  readonly operator: number;
  readonly decoration: number;
  readonly values: readonly number[];
}

/** Small numbers are more frequent: the value that the request carries comes first. */
const nearby = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: pick });

export const conditionRecipes: fc.Arbitrary<readonly Recipe[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.record({
        key: pick,
        operator: pick,
        decoration: pick,
        values: fc.array(nearby, { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

/** A statement's `Condition` about this request. */
export function conditionBlock(recipes: readonly Recipe[], request: Request) {
  const block: Record<string, Record<string, string | readonly string[]>> = {};
  for (const recipe of recipes) {
    const key = at(KEYS, recipe.key);
    const operator = decorated(at(OPERATORS[key.type], recipe.operator), key, recipe.decoration);
    const values = recipe.values.map((index) => at(expectedValues(key, operator, request), index));
    const name = recipe.decoration % 5 === 0 ? key.name.toLowerCase() : key.name;
    block[operator] = { ...block[operator], [name]: values.length === 1 ? at(values, 0) : values };
  }
  return block;
}

const KEYS = [...SENT_KEYS, ...SESSION_KEYS];

const orderings = (type: string) =>
  ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((name) => type + name);
const STRING = [
  'StringEquals',
  'StringLike',
  'StringEqualsIgnoreCase',
  'StringNotEquals',
  'StringNotLike',
  'StringNotEqualsIgnoreCase',
];

const OPERATORS: Readonly<Record<Key['type'], readonly string[]>> = {
  String: [...STRING, 'Null'],
  Arn: ['ArnLike', 'ArnEquals', 'ArnNotLike', 'ArnNotEquals', 'StringEquals', 'StringLike', 'Null'],
  Numeric: [...orderings('Numeric'), 'Null'],
  Date: [...orderings('Date'), 'Null'],
  Bool: ['Bool', 'Bool', 'StringEquals', 'Null'],
  IpAddress: ['IpAddress', 'NotIpAddress', 'Null'],
};

/** A key with several values wants a quantifier, one with one value may have one. */
function decorated(operator: string, { multivalued }: Key, decoration: number): string {
  if (operator === 'Null') return operator;
  const ifExists = decoration % 4 === 3 ? 'IfExists' : '';
  const quantifiers = multivalued ? QUANTIFIERS_OF_MANY : QUANTIFIERS_OF_ONE;
  return `${at(quantifiers, Math.floor(decoration / 4))}${operator}${ifExists}`;
}

const QUANTIFIERS = ['ForAnyValue:', 'ForAllValues:'];
const QUANTIFIERS_OF_MANY = [...QUANTIFIERS, ...QUANTIFIERS, ...QUANTIFIERS, ''];
const QUANTIFIERS_OF_ONE = ['', '', '', '', '', '', ...QUANTIFIERS];

function expectedValues(key: Key, operator: string, { context }: Request): readonly string[] {
  if (operator === 'Null') return [String(context[key.name] === undefined), 'true', 'false'];
  // Whether StringNotLike minds the case is nowhere documented, and ours stays undecided where it matters.
  const cased = operator.includes('StringNotLike') ? [] : (key.cased ?? []);
  return [...[context[key.name] ?? []].flat(), ...key.sent, ...key.expected, ...cased];
}
