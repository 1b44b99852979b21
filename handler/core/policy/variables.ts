import { type Certainty, distinct, maybe } from './certainty';
import type { Policy } from './document';
import { literal } from './glob';
import { isMultivalued } from './multivalued';
import { contextValue, type RequestContext } from './request';
import type { Doubt } from './verdict';

/** What a policy's conditions are compared with, and what its variables are resolved from. */
export interface Scope {
  readonly context: RequestContext;
  readonly variables: RequestContext;
  readonly version: Policy['version'];
}

/** Of a policy that would grow beyond measure, every variable stays in doubt: a long tag in each makes megabytes. */
export function scopeOf(context: RequestContext, { version, statements }: Policy): Scope {
  const scope = { context, variables: context, version };
  const values = statements.flatMap(({ resources, conditions }) => [
    ...(resources?.values ?? []),
    ...conditions.flatMap((condition) => condition.values),
  ]);
  const growing = values.filter((value) => value.includes('${')).flatMap((value) => partsOf(value, scope, 'pattern'));
  const size = growing.reduce((sum, { text }) => sum + text.length, 0);
  return size > LARGEST_POLICY ? { ...scope, variables: NOTHING } : scope;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html: "limited to 20 KB in size".
const LARGEST_POLICY = 20 * 1024;
const NOTHING: RequestContext = new Map();

/** The scope of a text in which no variable has a place. */
export function withoutVariables(scope: Scope): Scope {
  return { ...scope, variables: NOTHING };
}

/** A policy's value after its variables: exact, or with a wildcard for those that stay in doubt. */
export interface Expanded {
  readonly text: string;
  readonly doubts: readonly Doubt[];
}

/**
 * Puts values in place of `${…}`, which only version 2012-10-17 knows. A variable that AWS cannot resolve "might cause
 * the entire statement to be invalid", and of wildcards within a value no page says what they are, so both leave a doubt:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expand(value: string, scope: Scope, within: 'pattern' | 'text'): Expanded {
  const parts = partsOf(value, scope, within);
  return { text: parts.map(({ text }) => text).join(''), doubts: distinct(parts.flatMap(({ doubts }) => doubts)) };
}

/** What stands before the first variable, then each with what follows it. */
function partsOf(value: string, { variables, version }: Scope, within: 'pattern' | 'text'): readonly Expanded[] {
  if (version === '2008-10-17') return [{ text: value, doubts: [] }];
  const [head = '', ...tails] = value.split('${');
  const parts = tails.map((tail) => {
    const end = tail.indexOf('}');
    if (end < 0) return { text: `\${${tail}`, doubts: [] };
    const { text, doubts } = replacement(tail.slice(0, end), variables, within);
    return { text: text + tail.slice(end + 1), doubts };
  });
  return [{ text: head, doubts: [] }, ...parts];
}

/** What leaves a statement in doubt that would apply, whichever of its values it is. */
export function unresolved(values: readonly Expanded[]): readonly Certainty[] {
  return values.flatMap(({ doubts }) => doubts.map(maybe));
}

function replacement(name: string, variables: RequestContext, within: 'pattern' | 'text'): Expanded {
  if (/^[*?$]$/.test(name)) return { text: within === 'pattern' ? literal(name) : name, doubts: [] };
  const value = resolve(name, variables);
  if (value === undefined || (within === 'pattern' && /[*?]/.test(value))) {
    return { text: value ?? '*', doubts: [{ about: 'variable', variable: `\${${name}}` }] };
  }
  return { text: value, doubts: [] };
}

/** Spelled as on the page: key, comma, space, default in single quotes; what else might be meant, nobody can tell. */
function resolve(name: string, variables: RequestContext): string | undefined {
  const [, key = '', fallback] = /^([^,]+)(?:, '([^']*)')?$/.exec(name) ?? [];
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  if (isMultivalued(key)) return undefined;
  const found = contextValue(variables, key);
  if (found.is === 'known') return found.values.length === 1 ? found.values[0] : undefined;
  return found.is === 'absent' ? fallback : undefined;
}
