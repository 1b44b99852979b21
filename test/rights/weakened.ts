import { asMap, type Value, type Values } from '../../local/cloudformation/template';

/** A policy with one thing less, or one thing wider. */
export interface Weakened {
  readonly change: string;
  readonly policy: string;
  /** What the changed statement speaks of: of all else the policy says the same. */
  readonly actions: readonly string[];
}

/** Every policy that lacks one statement, action, resource, condition or value of this one. */
export function removals(policy: string): readonly Weakened[] {
  return statementsOf(policy).flatMap((statement, index) => [
    { change: `without ${statement['Sid']}`, policy: replaced(policy, index, []), actions: actionsIn(statement) },
    ...lessened(statement).map(([change, less]) => ({
      change: `${statement['Sid']} without ${change}`,
      policy: replaced(policy, index, [less]),
      actions: actionsIn(statement),
    })),
  ]);
}

/** Every policy in which one Allow reaches all resources, or one value of a condition all values. */
export function widenings(policy: string): readonly Weakened[] {
  return statementsOf(policy).flatMap((statement, index) => {
    const { Sid, Effect, Resource, Condition = {} } = statement;
    if (Effect !== 'Allow') return [];
    const anywhere = Resource === '*' ? [] : [['Resource', { ...statement, Resource: '*' }] as const];
    const conditions = asMap(Condition, 'Condition');
    const anything = Object.keys(conditions).map((operator) => {
      const { [operator]: keys = {}, StringLike = {}, ...others } = conditions;
      const wide = Object.fromEntries(Object.keys(asMap(keys, operator)).map((key) => [key, '*']));
      // Only a *Like reads a wildcard.
      const like = { ...others, StringLike: { ...asMap(StringLike, 'StringLike'), ...wide } };
      return [operator, { ...statement, Condition: like }] as const;
    });
    return [...anywhere, ...anything].map(([what, wide]) => ({
      change: `${Sid} with any ${what}`,
      policy: replaced(policy, index, [wide]),
      actions: actionsIn(statement),
    }));
  });
}

function statementsOf(policy: string): readonly Values[] {
  const { Statement } = asMap(JSON.parse(policy), 'policy');
  return listOf(Statement).map((statement) => asMap(statement, 'Statement'));
}

const actionsIn = ({ Action }: Values) => listOf(Action).map(String);

function replaced(policy: string, index: number, statements: readonly Values[]): string {
  return JSON.stringify({ ...JSON.parse(policy), Statement: statementsOf(policy).toSpliced(index, 1, ...statements) });
}

type Change = readonly [what: string, statement: Values];

function lessened(statement: Values): readonly Change[] {
  const { Condition = {} } = statement;
  const conditions = asMap(Condition, 'Condition');
  return [
    ...shorter(statement, 'Action'),
    ...shorter(statement, 'Resource'),
    ...Object.keys(conditions).flatMap((operator) =>
      lessenedCondition(asMap(conditions[operator], operator)).map(
        ([what, keys]) => [what, { ...statement, Condition: { ...conditions, [operator]: keys } }] as const,
      ),
    ),
  ];
}

/** Without one key, which asks less, and without one value of a key, which allows less. */
function lessenedCondition(keys: Values): readonly Change[] {
  return Object.keys(keys).flatMap((key) => {
    const { [key]: _, ...others } = keys;
    return [[key, others] as const, ...shorter(keys, key)];
  });
}

/** Without one element of a list; what stands in it twice is still there. */
function shorter(map: Values, name: string): readonly Change[] {
  const list = [...new Set(listOf(map[name]))];
  if (list.length < 2) return [];
  return list.map((one) => [`${name} ${String(one)}`, { ...map, [name]: list.filter((other) => other !== one) }]);
}

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
