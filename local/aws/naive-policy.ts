import { isWithin } from './naive-network';
import { isResource } from './naive-resource';
import { matchesWithVariables, substitute } from './naive-variables';

/** Condition keys in lower case → value or values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One request, as a single policy sees it. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** Who asks, where the policy is a resource's own; absent for identity policies and boundaries. */
  readonly principal?: {
    readonly session: string;
    /** Names of the role itself. */
    readonly itself: readonly string[];
    readonly account: readonly string[];
    readonly hasBoundary: boolean;
  };
}

/** `allowSession` names the session, `allow` its role, `delegate` its account, which leaves it to identity policies. */
export type Verdict = 'deny' | 'allowSession' | 'allow' | 'delegate' | 'silent';

/** One verdict of any statement outranks those after it. */
const RANKS = ['deny', 'allowSession', 'allow', 'delegate'] as const;

type Values = string | readonly string[];
type Statement = Readonly<Record<string, unknown>>;

/** Evaluates one policy, element by element; throws on whatever it does not know. */
export function evaluatePolicy(document: string, question: Question): Verdict {
  const { Version, Id: _, Statement: statements, ...unknown } = JSON.parse(document);
  refuseUnknown(Object.keys(unknown));
  const context = Version === '2012-10-17' ? question.context : undefined;
  const verdicts = list<Statement>(statements).map((statement) => evaluateStatement(statement, question, context));
  return strongest(verdicts);
}

/** The verdict that outranks the others. */
export function strongest(verdicts: readonly Verdict[]): Verdict {
  return RANKS.find((verdict) => verdicts.includes(verdict)) ?? 'silent';
}

function evaluateStatement(statement: Statement, question: Question, variables: Context | undefined): Verdict {
  const {
    Sid: _,
    Effect,
    Action,
    NotAction,
    Resource,
    NotResource,
    Principal,
    NotPrincipal,
    Condition,
    ...unknown
  } = statement;
  refuseUnknown(Object.keys(unknown));
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html: "not supported".
  if (Effect === 'Allow' && NotPrincipal !== undefined) refuseUnknown(['NotPrincipal with Allow']);
  const action = question.action.toLowerCase();
  const actionMatches = (pattern: string) => matchesWithVariables(pattern.toLowerCase(), action, undefined);
  const within = Principal === undefined && NotPrincipal === undefined ? 'identity' : 'resource';
  const resourceMatches = (pattern: string) => isResource(pattern, question.resource, variables, within);
  const applies =
    (Action === undefined ? !list<string>(NotAction).some(actionMatches) : list<string>(Action).some(actionMatches)) &&
    (Resource === undefined
      ? !list<string>(NotResource).some(resourceMatches)
      : list<string>(Resource).some(resourceMatches)) &&
    Object.entries((Condition ?? {}) as Record<string, Record<string, Values>>).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, key, list(values), question.context, variables)),
    );
  if (!applies) return 'silent';
  const who = named(Principal, NotPrincipal, question.principal);
  if (who === 'nobody') return 'silent';
  if (Effect === 'Deny') return 'deny';
  return ({ session: 'allowSession', itself: 'allow', account: 'delegate' } as const)[who];
}

function named(principal: unknown, notPrincipal: unknown, caller: Question['principal']) {
  if (!caller) return 'itself';
  const names = awsNames(principal ?? notPrincipal);
  const has = (...listed: readonly string[]) => names.some((name) => listed.includes(name));
  const session = has('*', caller.session);
  const itself = has('*', caller.session, ...caller.itself);
  const account = has(...caller.account);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html: with Deny, the exempted
  // role must be named together with its account, and a role with a boundary is never exempted.
  if (principal === undefined) return itself && account && !caller.hasBoundary ? 'nobody' : 'session';
  if (itself) return session ? 'session' : 'itself';
  return account ? 'account' : 'nobody';
}

function awsNames(principal: unknown): readonly string[] {
  if (principal === '*') return ['*'];
  const { AWS, Service: _service, Federated: _federated, ...unknown } = principal as Record<string, Values>;
  refuseUnknown(Object.keys(unknown));
  return list<string>(AWS ?? []);
}

function holds(
  operator: string,
  key: string,
  expected: readonly string[],
  context: Context,
  variables: Context | undefined,
): boolean {
  const [, quantifier, name = '', ifExists] = /^(ForAnyValue:|ForAllValues:)?(.+?)(IfExists)?$/.exec(operator) ?? [];
  const sent = context[key.toLowerCase()];
  // "a null data set, such as an empty string": reference_policies_condition-single-vs-multi-valued-context-keys.html
  const actual =
    quantifier !== undefined && sent !== undefined && list<string>(sent).every((value) => value === '')
      ? undefined
      : sent;
  if (name === 'Null') return expected.some((wanted) => String(wanted) === String(actual === undefined));
  const negated = name.includes('Not');
  const compare = comparison(name.replace('Not', ''), variables);
  const one = (value: string) => expected.some((wanted) => compare(value, String(wanted))) !== negated;
  if (actual === undefined) return ifExists !== undefined || quantifier === 'ForAllValues:' || (negated && !quantifier);
  const values = list<string>(actual);
  return quantifier === 'ForAllValues:' || (negated && !quantifier) ? values.every(one) : values.some(one);
}

function comparison(operator: string, variables: Context | undefined): (actual: string, wanted: string) => boolean {
  const numeric = (compare: (a: number, b: number) => boolean) => (a: string, b: string) =>
    compare(Number(a), Number(b));
  switch (operator) {
    case 'StringEquals':
      return (actual, wanted) => substitute(wanted, variables)?.text === actual;
    case 'StringEqualsIgnoreCase':
      return (actual, wanted) => substitute(wanted, variables)?.text.toLowerCase() === actual.toLowerCase();
    case 'StringLike':
      return (actual, wanted) => matchesWithVariables(wanted, actual, variables);
    case 'ArnEquals':
    case 'ArnLike':
      return (actual, wanted) => arnMatches(wanted, actual, variables);
    case 'Bool':
      return (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
    case 'IpAddress':
      return (actual, wanted) => isWithin(actual, wanted);
    case 'NumericEquals':
      return numeric((a, b) => a === b);
    case 'NumericLessThan':
      return numeric((a, b) => a < b);
    case 'NumericLessThanEquals':
      return numeric((a, b) => a <= b);
    case 'NumericGreaterThan':
      return numeric((a, b) => a > b);
    case 'NumericGreaterThanEquals':
      return numeric((a, b) => a >= b);
    default:
      throw new Error(`The local AWS does not know the condition operator ${operator}`);
  }
}

function arnMatches(pattern: string, arn: string, variables: Context | undefined): boolean {
  // A colon inside a policy variable separates nothing.
  const colons = (text: string) => text.split(/:(?![^{]*\})/);
  const parts = (text: string) => [...colons(text).slice(0, 5), colons(text).slice(5).join(':')];
  const wanted = parts(pattern);
  return parts(arn).every((part, index) => matchesWithVariables(wanted[index] ?? '', part, variables));
}

function list<T>(value: unknown): readonly T[] {
  return (Array.isArray(value) ? value : [value]) as readonly T[];
}

function refuseUnknown(elements: readonly string[]): void {
  if (elements.length > 0) throw new Error(`The local AWS does not know the policy element ${elements.join(', ')}`);
}
