import { distance } from 'fastest-levenshtein';
import { quote } from './quote';

// The distance costs the product of both lengths, and names are foreign input.
const longestName = 64;

/** Says that a name is unknown, and which known one was probably meant. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `Unknown ${kind} ${quote(name)}${meant === undefined ? '' : `: did you mean "${meant}"?`}`;
}

function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestName) return undefined;
  const lower = name.toLowerCase();
  const furthest = Math.max(1, Math.floor(name.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(lower, candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= furthest);
  return ranked.sort((left, right) => left.steps - right.steps)[0]?.candidate;
}
