import type { Context } from './naive-policy';
import { matchesWithVariables } from './naive-variables';

/**
 * Whether a statement's resource is the one asked for; throws where AWS's page leaves open what an ARN means:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function isResource(
  pattern: string,
  resource: string,
  variables: Context | undefined,
  within: 'identity' | 'resource',
): boolean {
  const matches = (written: string) => matchesWithVariables(written, resource, variables);
  const segments = colons(pattern);
  const isWild = /[*?]/.test(pattern.replace(/\$\{[^}]*\}/g, ''));
  if (pattern.startsWith('arn:') && segments.length < 6) {
    const completed = matches([...segments, ...Array(6 - segments.length).fill('*')].join(':'));
    if (within === 'identity' && !isWild) return completed;
    if (completed !== matches(pattern)) throw unknown(pattern);
  }
  const found = matches(pattern);
  if (found && isWild && !staysWithin(segments, resource.split(':'), variables)) throw unknown(pattern);
  return found;
}

function staysWithin(wanted: readonly string[], given: readonly string[], variables: Context | undefined): boolean {
  if (wanted.every((segment) => !/[*?]/.test(segment.replace(/\*$/, '')))) return true;
  const six = (parts: readonly string[]) => [...parts.slice(0, 5), parts.slice(5).join(':')];
  return six(given).every((part, index) => matchesWithVariables(six(wanted)[index] ?? '', part, variables));
}

// A colon inside a policy variable separates nothing.
function colons(text: string): readonly string[] {
  return text.split(/:(?![^{]*\})/);
}

function unknown(pattern: string): Error {
  return new Error(`The local AWS does not know the policy element Resource ${pattern}`);
}
