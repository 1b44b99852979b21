import { matchesGlob } from './glob';

/** How a pattern meets a set of strings: all of them match it, some may, none does. */
export type Relation = 'covers' | 'meets' | 'misses';

/** In a set: any run of characters but `/` and `:`, as an id is. A control character, which no policy can hold. */
export const WITHOUT_SEPARATORS = '\u0003';

/** Whether a set has more members than the one that is its text. */
export const isWild = (set: string) => /[*?]/.test(set) || set.includes(WITHOUT_SEPARATORS);

/** Compares an IAM pattern with a set that is itself written as a pattern; `covers` and `misses` are proofs. */
export function relation(pattern: string, set: string): Relation {
  if (!isWild(set)) return matchesGlob(pattern, set) ? 'covers' : 'misses';
  const same = sameLiterals(pattern, set);
  const [ofPattern, ofSet] = [pattern.slice(same), set.slice(same)];
  if (isLiteral(ofPattern[0]) && isLiteral(ofSet[0])) return 'misses';
  if (decide(ofPattern, ofSet, covers)) return 'covers';
  return decide(ofPattern, ofSet, meets) ? 'meets' : 'misses';
}

const isLiteral = (character: string | undefined) => character !== undefined && !isWild(character);

/** How many characters both begin with before the first wildcard or difference: most of an ARN. */
function sameLiterals(pattern: string, set: string): number {
  let same = 0;
  while (isLiteral(set[same]) && pattern[same] === set[same]) same += 1;
  return same;
}

/** Answers for the two tails that remain after one step in the set, in the pattern, or in both. */
interface Tails {
  readonly set: boolean;
  readonly pattern: boolean;
  readonly both: boolean;
}

/** One rule of the recurrence; `undefined` is the end of the string. */
type Rule = (inSet: string | undefined, inPattern: string | undefined, tails: Tails) => boolean;

/**
 * Fills the table of tails from the end, a row for each character of the pattern: linear in the pattern, which may be
 * long and hostile, and never deep. Beyond the last column nothing matches.
 */
function decide(pattern: string, set: string, rule: Rule): boolean {
  const [rows, columns] = [starsLast(pattern), starsLast(set)];
  let [below, row] = [new Uint8Array(columns.length + 2), new Uint8Array(columns.length + 2)];
  for (let i = rows.length; i >= 0; i--) {
    for (let j = columns.length; j >= 0; j--) {
      const tails = { set: row[j + 1] === 1, pattern: below[j] === 1, both: below[j + 1] === 1 };
      row[j] = rule(columns[j], rows[i], tails) ? 1 : 0;
    }
    [below, row] = [row, below];
  }
  return below[0] === 1;
}

/** Every run of wildcards has one spelling, so that `?*` covers `*?`. */
function starsLast(pattern: string): string {
  return pattern.replace(/[*?]{2,}/g, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
}

function covers(inSet: string | undefined, inPattern: string | undefined, tails: Tails): boolean {
  if (inSet === undefined) return inPattern === undefined || (inPattern === '*' && tails.pattern);
  if (inSet === '*' || inSet === WITHOUT_SEPARATORS) {
    return tails.set && (inPattern === '*' || (inPattern === '?' && tails.pattern));
  }
  if (inPattern === '*') return tails.pattern || tails.set;
  return (inPattern === '?' || inPattern === inSet) && tails.both;
}

function meets(inSet: string | undefined, inPattern: string | undefined, tails: Tails): boolean {
  if (inSet === undefined && inPattern === undefined) return true;
  if (inSet === '*' || inPattern === '*') return tails.set || tails.pattern;
  if (inSet === WITHOUT_SEPARATORS) return tails.set || (inPattern !== '/' && inPattern !== ':' && tails.pattern);
  return (inSet === '?' || inPattern === '?' || inSet === inPattern) && tails.both;
}
