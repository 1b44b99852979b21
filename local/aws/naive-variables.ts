import type { Context } from './naive-policy';

/** Whether a text matches a pattern, once its policy variables have their values. */
export function matchesWithVariables(pattern: string, text: string, variables: Context | undefined): boolean {
  // Most patterns are plain text, and most of the time here would go into making expressions of them.
  if (!/[*?$]/.test(pattern)) return pattern === text;
  const substituted = substitute(pattern, variables);
  return substituted !== undefined && new RegExp(`^${substituted.expression}$`, 's').test(text);
}

/** Policy variables are literal text, wildcards around them are not; a variable without a value matches nothing. */
export function substitute(
  pattern: string,
  variables: Context | undefined,
): { text: string; expression: string } | undefined {
  let text = '';
  let expression = '';
  for (const part of pattern.split(/(\$\{[^}]*\})/)) {
    const name = variables && /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) {
      text += part;
      expression += literal(part).replaceAll('\\*', '.*').replaceAll('\\?', '.');
      continue;
    }
    const [key = '', fallback] = name.split(/, *'(.*)'$/);
    const value = /^[*?$]$/.test(name) ? name : (variables?.[key.toLowerCase()] ?? fallback);
    if (typeof value !== 'string') return undefined;
    text += value;
    expression += literal(value);
  }
  return { text, expression };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
