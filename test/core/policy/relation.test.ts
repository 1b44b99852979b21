import fc from 'fast-check';
import { matchesGlob } from '../../../handler/core/policy/glob';
import { type Relation, relation, WITHOUT_SEPARATORS as W } from '../../../handler/core/policy/relation';

const pattern = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 });
/** Over the letters of the patterns and `c`, which stands for all that no pattern names. */
const texts = strings(6, ['a', 'b', 'c']);

describe('matchesGlob', () => {
  test('agrees with the definition of a wildcard match', () => {
    fc.assert(
      fc.property(
        pattern(6),
        text,
        (glob, candidate) => matchesGlob(glob, candidate) === byDefinition(glob, candidate),
      ),
      {
        numRuns: 5000,
      },
    );
  });

  test('answers for a pattern that would take a backtracking matcher longer than anyone lives', () => {
    expect(matchesGlob('a*'.repeat(2000), `${'a'.repeat(2000)}b`)).toBe(true);
    expect(matchesGlob(`${'*a'.repeat(500)}c`, 'a'.repeat(2000))).toBe(false);
  });
});

describe('relation', () => {
  test('is what enumeration finds, for every pattern and every set of up to four characters', () => {
    const patterns = strings(4, ['a', 'b', '*', '?']);
    const matches = new Map(patterns.map((glob) => [glob, texts.map((member) => byDefinition(glob, member))]));
    const wrong = patterns.flatMap((set) =>
      patterns
        .map((glob) => ({
          glob,
          set,
          said: relation(glob, set),
          found: enumerated(matches.get(glob), matches.get(set)),
        }))
        .filter(({ said, found }) => said !== found),
    );
    expect(wrong).toEqual([]);
  });

  test('is what enumeration finds of a set in which a run without separators stands', () => {
    const members = strings(6, ['a', 'c', '/']);
    const patterns = strings(4, ['a', '/', '*', '?']);
    const sets = strings(3, ['a', '/', '*', '?', W]).filter((set) => set.includes(W));
    const matches = new Map(patterns.map((glob) => [glob, members.map((member) => byDefinition(glob, member))]));
    const wrong = sets.flatMap((set) => {
      const inSet = members.map((member) => byDefinition(set, member));
      return patterns
        .map((glob) => ({ glob, set, said: relation(glob, set), found: enumerated(matches.get(glob), inSet) }))
        .filter(({ said, found }) => said !== found);
    });
    expect(wrong).toEqual([]);
  });

  test('what it proves of a set holds for every member', () => {
    fc.assert(
      fc.property(pattern(9), pattern(6), (glob, set) => {
        const matching = texts
          .filter((member) => byDefinition(set, member))
          .map((member) => byDefinition(glob, member));
        const proven = relation(glob, set);
        if (proven === 'covers') expect(matching).not.toContain(false);
        if (proven === 'misses') expect(matching).not.toContain(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is exact for a set of one', () => {
    fc.assert(
      fc.property(pattern(6), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 }), (glob, member) => {
        expect(relation(glob, member)).toBe(byDefinition(glob, member) ? 'covers' : 'misses');
      }),
      { numRuns: 3000 },
    );
  });

  test('every pattern covers itself', () => {
    fc.assert(fc.property(pattern(12), (glob) => relation(glob, glob) === 'covers'));
  });

  test.each([
    { glob: '*', set: 'arn:aws:s3:::b/*', expected: 'covers', because: 'a star takes everything' },
    { glob: 'b/*', set: 'b/p/*.log', expected: 'covers', because: 'the prefix is shorter' },
    { glob: 'b/p/*.log', set: 'b/p/*', expected: 'meets', because: 'some keys end otherwise' },
    { glob: 'b/*/x', set: 'b/*', expected: 'meets', because: 'some keys end in /x' },
    { glob: 'b/p/*', set: 'b/q/*', expected: 'misses', because: 'the prefixes part' },
    { glob: 'b/*/x', set: `b/${W}`, expected: 'misses', because: 'no folder lies below' },
    { glob: 'b/*:x', set: `b/${W}`, expected: 'misses', because: 'no colon follows' },
    { glob: 'b/*x', set: `b/${W}`, expected: 'meets', because: 'some end in x' },
    { glob: 'b/*', set: `b/${W}.log`, expected: 'covers', because: 'a star takes everything' },
    { glob: '?*', set: '*', expected: 'meets', because: 'the empty text has no first character' },
    { glob: '*?', set: '?*', expected: 'covers', because: 'both are the texts that are not empty' },
  ] as const)('$glob $expected $set, because $because', ({ glob, set, expected }) => {
    expect(relation(glob, set)).toBe(expected);
  });

  test('answers for long patterns without deep recursion', () => {
    expect(relation('*a'.repeat(500), 'a*'.repeat(500))).toBe('meets');
    expect(relation(`${'*a'.repeat(500)}*`, 'a*'.repeat(500))).toBe('covers');
  });
});

/** The definition itself, exponential and short. */
function byDefinition(glob: string, candidate: string): boolean {
  if (glob === '') return candidate === '';
  const [first, rest] = [glob.charAt(0), glob.slice(1)];
  if (first === '*' || first === W) {
    const takes = candidate !== '' && (first === '*' || !'/:'.includes(candidate.charAt(0)));
    return byDefinition(rest, candidate) || (takes && byDefinition(glob, candidate.slice(1)));
  }
  return candidate !== '' && (first === '?' || first === candidate.charAt(0)) && byDefinition(rest, candidate.slice(1));
}

/** Which of the set's members match: all, some or none. */
function enumerated(glob: readonly boolean[] = [], set: readonly boolean[] = []): Relation {
  const matching = glob.filter((_, index) => set[index] === true);
  if (!matching.includes(false)) return 'covers';
  return matching.includes(true) ? 'meets' : 'misses';
}

/** Every text over an alphabet. */
function strings(longest: number, letters: readonly string[]): readonly string[] {
  if (longest === 0) return [''];
  const shorter = strings(longest - 1, letters);
  const ends = shorter.filter(({ length }) => length === longest - 1);
  return [...shorter, ...ends.flatMap((end) => letters.map((letter) => end + letter))];
}
