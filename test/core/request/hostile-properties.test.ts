import * as fc from 'fast-check';
import { parseDeleteProperties, parseProperties } from '../../../handler/core/request/parse-properties';
import { renderProblems } from '../../../handler/core/request/problem';
import { propertiesSchema } from '../../../handler/core/request/schema';
import { settings } from './fixture';

const names = Object.keys(propertiesSchema(settings, []).shape);

function rendered(raw: unknown): string {
  const parsed = parseProperties(raw, settings, ['BucketMissing']);
  return 'problems' in parsed ? renderProblems(parsed.problems) : '';
}

test('no JSON makes a parser throw or its refusal long', () => {
  const known = fc.record(Object.fromEntries(names.map((name) => [name, fc.jsonValue()])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), known), (raw) => {
      expect(rendered(raw).length).toBeLessThan(21 * 400);
      expect(typeof parseDeleteProperties(raw).forceDetachPolicies).toBe('boolean');
    }),
  );
});

test('a known name with one character inserted, removed or replaced suggests that name', () => {
  const corruption = fc.record({
    name: fc.constantFrom(...names),
    at: fc.nat(),
    removed: fc.constantFrom(0, 1),
    inserted: fc.string({ unit: 'grapheme-ascii', maxLength: 1 }),
  });
  fc.assert(
    fc.property(corruption, ({ name, at, removed, inserted }) => {
      const index = at % name.length;
      const corrupted = name.slice(0, index) + inserted + name.slice(index + removed);
      fc.pre(!names.includes(corrupted));
      expect(rendered({ [corrupted]: 'x' })).toContain(`did you mean "${name}"?`);
    }),
  );
});

test.each([
  { raw: { Teleport: '1' }, says: 'Unknown property "Teleport"', because: 'nothing known is near' },
  { raw: { rolename: 'r' }, says: 'did you mean "RoleName"?', because: 'letter case is a common slip' },
  { raw: JSON.parse('{"__proto__":{"RoleName":"r"}}'), says: '"__proto__"', because: 'it is a name like any other' },
  {
    raw: JSON.parse('{"Tags":[{"Key":"a","Value":"","__proto__":{}}]}'),
    says: '"__proto__"',
    because: 'so it is inside',
  },
  {
    raw: { constructor: 'x', toString: 'y' },
    says: 'Unknown property "constructor"',
    because: 'inherited names are foreign',
  },
])('$raw is refused with $says, because $because', ({ raw, says }) => {
  expect(rendered(raw)).toContain(says);
});

const megabytes = 'x'.repeat(10_000_000);
let nested: unknown = [];
for (let depth = 0; depth < 20_000; depth += 1) nested = [nested];

test.each([
  { because: 'a value has ten megabytes', raw: Object.fromEntries(names.map((name) => [name, megabytes])) },
  { because: 'a name has ten megabytes', raw: { [megabytes]: '' } },
  {
    because: 'there are thousands of names',
    raw: Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`S3Bucket${n}`, ''])),
  },
  {
    because: 'a list has thousands of elements',
    raw: { Tags: Array(500_000).fill({}), ManagedPolicyArns: Array(500_000).fill('x') },
  },
  {
    because: 'tags have thousands of members',
    raw: { Tags: [Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`Key${n}`, '']))] },
  },
  { because: 'values nest deeply', raw: Object.fromEntries(names.map((name) => [name, nested])) },
  {
    because: 'slashes and dots invite backtracking',
    raw: {
      S3BucketName: 'a.'.repeat(31),
      S3KeyPrefix: './'.repeat(256),
      Path: '/'.repeat(512),
      ManagedPolicyArns: [`arn:aws:iam::aws:policy${'/'.repeat(2000)}!`],
    },
  },
])('a refusal stays short and quick where $because', ({ raw }) => {
  const started = performance.now();
  const text = rendered(raw);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(text).not.toBe('');
  expect(text.length).toBeLessThan(21 * 400);
});
