import type { Doubt } from './verdict';

/** Whether something holds for every request that is judged, for none, or depends on what cannot be known. */
export type Certainty = 'yes' | 'no' | { readonly doubts: readonly [Doubt, ...Doubt[]] };

/** Neither yes nor no, for this reason. */
export const maybe = (doubt: Doubt): Certainty => ({ doubts: [doubt] });

/** A certain no settles it, and then nobody's doubts matter. */
export function allOf(parts: readonly Certainty[]): Certainty {
  return parts.includes('no') ? 'no' : inDoubt(parts, 'yes');
}

/** A certain yes settles it, and then nobody's doubts matter. */
export function anyOf(parts: readonly Certainty[]): Certainty {
  return parts.includes('yes') ? 'yes' : inDoubt(parts, 'no');
}

/** A doubt stays a doubt under negation. */
export function not(part: Certainty): Certainty {
  if (part === 'yes') return 'no';
  return part === 'no' ? 'yes' : part;
}

/** Every doubt once. */
export function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
  return [...new Map(doubts.map((doubt) => [JSON.stringify(doubt), doubt])).values()];
}

/** The reasons why something is neither yes nor no. */
export function doubtsOf(part: Certainty): readonly Doubt[] {
  return typeof part === 'string' ? [] : part.doubts;
}

function inDoubt(parts: readonly Certainty[], otherwise: 'yes' | 'no'): Certainty {
  const [first, ...others] = distinct(parts.flatMap(doubtsOf));
  return first === undefined ? otherwise : { doubts: [first, ...others] };
}
