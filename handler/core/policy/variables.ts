import { type Certainty, maybe } from './certainty';
import type { Policy } from './document';
import { literal } from './glob';
import { type AccessRequest, contextValue } from './request';
import type { Doubt } from './verdict';

/** What a value's variables are resolved from. */
export interface Scope {
  readonly context: AccessRequest['context'];
  readonly version: Policy['version'];
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
export function expand(value: string, { context, version }: Scope, within: 'pattern' | 'text'): Expanded {
  if (version === '2008-10-17' || !value.includes('${')) return { text: value, doubts: [] };
  const [head = '', ...tails] = value.split('${');
  const parts = tails.map((tail) => {
    const end = tail.indexOf('}');
    if (end < 0) return { text: `\${${tail}`, doubts: [] };
    const { text, doubts } = replacement(tail.slice(0, end), context, within);
    return { text: text + tail.slice(end + 1), doubts };
  });
  return { text: head + parts.map(({ text }) => text).join(''), doubts: parts.flatMap(({ doubts }) => doubts) };
}

/** What leaves a statement in doubt that would apply, whichever of its values it is. */
export function unresolved(values: readonly Expanded[]): readonly Certainty[] {
  return values.flatMap(({ doubts }) => doubts.map(maybe));
}

function replacement(name: string, context: Scope['context'], within: 'pattern' | 'text'): Expanded {
  if (/^[*?$]$/.test(name)) return { text: within === 'pattern' ? literal(name) : name, doubts: [] };
  const value = resolve(name, context);
  if (value === undefined || (within === 'pattern' && /[*?]/.test(value))) {
    return { text: value ?? '*', doubts: [{ about: 'variable', variable: `\${${name}}` }] };
  }
  return { text: value, doubts: [] };
}

/** Spelled as on the page: key, comma, space, default in single quotes; what else might be meant, nobody can tell. */
function resolve(name: string, context: Scope['context']): string | undefined {
  const [, key = '', fallback] = /^([^,]+)(?:, '([^']*)')?$/.exec(name) ?? [];
  const found = contextValue(context, key);
  if (found.is === 'known') return found.values.length === 1 ? found.values[0] : undefined;
  return found.is === 'absent' ? fallback : undefined;
}
