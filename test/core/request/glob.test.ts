import * as fc from 'fast-check';
import { matchesGlob } from '../../../handler/core/policy/glob';

test.each([
  { pattern: '', text: '', matches: true, because: 'nothing matches nothing' },
  { pattern: '*', text: '', matches: true, because: 'a star stands for nothing, too' },
  { pattern: 'a*c', text: 'abbc', matches: true, because: 'a star spans' },
  { pattern: 'a*c', text: 'abbcd', matches: false, because: 'the end is anchored' },
  { pattern: 'a*bc', text: 'abbbc', matches: true, because: 'a star gives back what it took' },
  { pattern: 'a?c', text: 'ac', matches: false, because: 'a question mark is one character' },
  { pattern: 'a?c', text: 'abc', matches: true, because: 'a question mark is any character' },
  { pattern: 'a.c', text: 'abc', matches: false, because: 'a dot is a dot' },
  { pattern: 'abc', text: 'ABC', matches: false, because: 'resources are case-sensitive' },
  { pattern: '*a', text: '*', matches: false, because: 'a star in the text is a character' },
])('"$pattern" matches "$text": $matches, because $because', ({ pattern, text, matches }) => {
  expect(matchesGlob(pattern, text)).toBe(matches);
});

test('a pattern agrees with the regular expression that it abbreviates', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(patterns, letters, (pattern, text) => {
      const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesGlob(pattern, text)).toBe(regex.test(text));
    }),
  );
});

test('a hostile pattern, exponential for a backtracking matcher, is answered', () => {
  expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(5_000))).toBe(false);
});
