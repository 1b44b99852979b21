import { matchesGlob } from './glob';

/** How a pattern meets a set of strings: all of them match it, some may, none does. */
export type Relation = 'covers' | 'meets' | 'misses';

/** Stands in a set for a run of characters but `/` and `:`, as an id is. A control character, which no policy can hold. */
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

/**
 * One rule of the recurrence, by the answers for the two tails that remain after one step in the set, in the pattern, or in
 * both; `undefined` is the end of the string. An object for each cell would cost more than the comparison.
 */
type Rule = (
  inSet: string | undefined,
  inPattern: string | undefined,
  afterSet: boolean,
  afterPattern: boolean,
  afterBoth: boolean,
) => boolean;

/**
 * Fills the table of tails from the end, a row for each character of the pattern: linear in the pattern, which may be
 * long and hostile, and never deep. Beyond the last column nothing matches, and before a row of nothing neither.
 */
function decide(pattern: string, set: string, rule: Rule): boolean {
  const [rows, columns] = [starsLast(pattern), starsLast(set)];
  let [below, row] = [new Uint8Array(columns.length + 2), new Uint8Array(columns.length + 2)];
  for (let i = rows.length; i >= 0; i--) {
    let matching = 0;
    for (let j = columns.length; j >= 0; j--) {
      const holds = rule(columns[j], rows[i], row[j + 1] === 1, below[j] === 1, below[j + 1] === 1) ? 1 : 0;
      row[j] = holds;
      matching += holds;
    }
    if (matching === 0) return false;
    [below, row] = [row, below];
  }
  return below[0] === 1;
}

/** Every run of wildcards has one spelling, so that `?*` covers `*?`. */
function starsLast(pattern: string): string {
  return pattern.replace(/[*?]{2,}/g, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
}

const covers: Rule = (inSet, inPattern, afterSet, afterPattern, afterBoth) => {
  if (inSet === undefined) return inPattern === undefined || (inPattern === '*' && afterPattern);
  if (inSet === '*' || inSet === WITHOUT_SEPARATORS) {
    return afterSet && (inPattern === '*' || (inPattern === '?' && afterPattern));
  }
  if (inPattern === '*') return afterPattern || afterSet;
  return (inPattern === '?' || inPattern === inSet) && afterBoth;
};

const meets: Rule = (inSet, inPattern, afterSet, afterPattern, afterBoth) => {
  if (inSet === undefined && inPattern === undefined) return true;
  if (inSet === '*' || inPattern === '*') return afterSet || afterPattern;
  if (inSet === WITHOUT_SEPARATORS) return afterSet || (inPattern !== '/' && inPattern !== ':' && afterPattern);
  return (inSet === '?' || inPattern === '?' || inSet === inPattern) && afterBoth;
};
