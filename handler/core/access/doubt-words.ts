import type { Doubt } from '../policy/verdict';
import { GRANT_CONSTRAINT } from './grants';

/** What one doubt is about, in words that repeat nothing of a foreign policy but its vocabulary. */
export function wordsFor(doubt: Doubt): string {
  switch (doubt.about) {
    case 'contextKey':
      return wellFormed(doubt.key) ?? 'a condition key of no known form';
    case 'operator':
      return operatorWords(doubt.operator, doubt.key);
    case 'variable':
      return `the policy variable ${wellFormed(doubt.variable.slice(2, -1).split(',')[0] ?? '') ?? 'of no known form'}`;
    case 'someResources':
      return 'which of its objects is asked for';
    case 'somePrincipals':
      return 'which session of the role asks';
    case 'everyone':
      return 'how far a Principal of "*" reaches';
    case 'grant':
      return 'whether a permissions boundary limits a grant on the key';
    case 'canonicalUser':
      return 'whose canonical user id it names';
    case 'exemption':
      return `whether its ${doubt.element} spares the role`;
    case 'element':
      return `${doubt.element} with Allow, which AWS does not support`;
    default:
      return doubt satisfies never;
  }
}

function operatorWords(written: string, key: string): string {
  const operator = wellFormed(written) ?? 'of no known form';
  if (key === GRANT_CONSTRAINT) return `the constraint ${operator} of a grant, which is not known here`;
  return `the operator ${operator} on ${wellFormed(key) ?? 'a key of no known form'}, whose meaning there AWS does not say`;
}

// The vocabulary of policies may be repeated; what else stands there is their author's.
const wellFormed = (word: string) => (/^[A-Za-z][A-Za-z0-9:/_.-]{0,127}$/.test(word) ? word : undefined);
