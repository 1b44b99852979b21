import { createHash } from 'node:crypto';

/** What chance depends on in this run: `RELIABILITY_SEED`, which every run prints. */
export const seed = (): string => process.env['RELIABILITY_SEED'] ?? '0';

/** Numbers from 0 to 1 that are the same for the same name in every run of one seed. */
export function chance(name: string): () => number {
  let state = createHash('sha256').update(`${seed()} ${name}`).digest().readUInt32LE(0);
  // Mulberry32: https://github.com/cprosche/mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Makes whatever draws lots from now on draw the same in every run of one seed: the jitter of waits is replayed, too. */
export function seeded(name: string): void {
  Math.random = chance(name);
}

/** So many of these, in their order; all where there are no more. */
export function sample<T>(of: readonly T[], count: number, name: string): readonly T[] {
  const next = chance(name);
  const drawn = of.map((one, index) => ({ one, index, lot: next() })).toSorted((left, right) => left.lot - right.lot);
  return drawn
    .slice(0, count)
    .toSorted((left, right) => left.index - right.index)
    .map(({ one }) => one);
}
