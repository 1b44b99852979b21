import type { Policy } from './document';
import type { AccessRequest } from './request';
import type { Doubt } from './verdict';

/** What a value's variables are resolved from. */
export interface Scope {
  readonly context: AccessRequest['context'];
  readonly version: Policy['version'];
}

/** A policy's value after its variables: exact, or with `*` for those that stay in doubt. */
export interface Expanded {
  readonly text: string;
  readonly doubts: readonly Doubt[];
}

/**
 * Puts values in place of `${…}`, which only version 2012-10-17 knows; in a pattern a value's own wildcards become `?`.
 * A variable that AWS cannot resolve "might cause the entire statement to be invalid", so it leaves a doubt:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expand(value: string, { context, version }: Scope, within: 'pattern' | 'text'): Expanded {
  if (version === '2008-10-17' || !value.includes('${')) return { text: value, doubts: [] };
  const doubts: Doubt[] = [];
  const [head = '', ...tails] = value.split('${');
  const expanded = tails.map((tail) => {
    const end = tail.indexOf('}');
    if (end < 0) return `\${${tail}`;
    const name = tail.slice(0, end);
    const resolved = resolve(name, context);
    const wild = within === 'pattern' && resolved !== undefined && /[*?]/.test(resolved);
    if (resolved === undefined || wild) doubts.push({ about: 'variable', variable: `\${${name}}` });
    return (wild ? resolved.replace(/[*?]/g, '?') : (resolved ?? '*')) + tail.slice(end + 1);
  });
  return { text: head + expanded.join(''), doubts };
}

function resolve(name: string, context: Scope['context']): string | undefined {
  if (name === '*' || name === '?' || name === '$') return name;
  const [key = '', ...rest] = name.split(',');
  const found = context.get(key.trim().toLowerCase()) ?? { is: 'unknown' };
  if (found.is === 'known') return found.values.length === 1 ? found.values[0] : undefined;
  return found.is === 'absent' ? /^'(.*)'$/s.exec(rest.join(',').trim())?.[1] : undefined;
}
