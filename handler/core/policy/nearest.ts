import type { Alternative } from './verdict';

/** Without those alternatives that another outdoes, which has the same effect by the same statements with fewer doubts. */
export function nearest(alternatives: readonly Alternative[]): readonly Alternative[] {
  const ways = alternatives.map((way) => ({
    way,
    texts: new Set(way.doubts.map((doubt) => JSON.stringify(doubt))),
    denies: way.outcome === 'explicitDeny',
  }));
  type Way = (typeof ways)[number];
  const outdoes = (one: Way, other: Way) =>
    one.denies === other.denies &&
    one.texts.size < other.texts.size &&
    [...one.texts].every((text) => other.texts.has(text)) &&
    other.way.matchedStatements.every((statement) => one.way.matchedStatements.includes(statement));
  return ways.filter((one) => !ways.some((other) => outdoes(other, one))).map(({ way }) => way);
}
