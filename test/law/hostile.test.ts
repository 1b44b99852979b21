import { findingCodes } from '../../handler/core/access/findings';
import { parseProperties } from '../../handler/core/request/parse-properties';
import { propertiesSchema } from '../../handler/core/request/schema';
import { isWrite } from './faults';
import { type Given, plain, settings, stage } from './fixture';
import { iam } from './identity';

const names = Object.keys(propertiesSchema(settings, []).shape);
const each = (value: unknown): Given => Object.fromEntries(names.map((name) => [name, value]));
let deep: unknown = 'x';
for (let depth = 0; depth < 5_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { deep };

const hostile: readonly { readonly because: string; readonly given: Given }[] = [
  { because: 'a wildcard is no bucket', given: { S3BucketName: '*' } },
  { because: 'a wildcard is no prefix', given: { S3BucketName: 'app-session-logs', S3KeyPrefix: 'a/*' } },
  { because: 'a variable is no prefix', given: { S3BucketName: 'app-session-logs', S3KeyPrefix: `\${aws:username}` } },
  { because: 'a variable is no name', given: { RoleName: `\${aws:username}` } },
  { because: 'quotes close no JSON', given: { S3BucketName: 'app","Resource":"*' } },
  { because: 'quotes close no JSON', given: { CloudWatchLogGroupName: 'g","Action":"*' } },
  { because: 'a path stays where it is', given: { Path: '/admin/session-manager/' } },
  { because: 'a prefix stays where it is', given: { S3BucketName: 'app-session-logs', S3KeyPrefix: 'a/../..' } },
  {
    because: 'a full-width asterisk may be normalised',
    given: { S3BucketName: 'app-session-logs', S3KeyPrefix: '\uff0a' },
  },
  {
    because: 'a letter and its accent may be composed',
    given: { S3BucketName: 'app-session-logs', S3KeyPrefix: 'e\u0301' },
  },
  { because: 'text that runs backwards deceives', given: { RoleName: 'app\u202egnol' } },
  { because: 'NUL ends a string for some', given: { RoleName: 'app\u0000' } },
  { because: 'half a character is none', given: { Description: '\ud83d' } },
  { because: 'half a character is none', given: { Tags: [{ Key: 'a', Value: '\udc00' }] } },
  { because: 'a name of ten megabytes is none', given: { ['x'.repeat(10_000_000)]: '' } },
  { because: 'ten megabytes everywhere are no values', given: each('x'.repeat(10_000_000)) },
  { because: 'ten megabytes of emoji are no values', given: each('😀'.repeat(2_500_000)) },
  { because: 'ten megabytes of quotes would double in the answer', given: each('"'.repeat(10_000_000)) },
  { because: 'it is a name like any other', given: JSON.parse('{"__proto__":{"RoleName":"r"}}') },
  { because: 'it is a name like any other', given: JSON.parse('{"constructor":{"prototype":{"x":1}}}') },
  { because: 'it is a name like any other', given: JSON.parse('{"Tags":[{"Key":"a","Value":"b","__proto__":{}}]}') },
  {
    because: 'thousands of names are unknown',
    given: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`n${n}`, ''])),
  },
  { because: 'values nest deeply', given: each(deep) },
  { because: 'a list is no string', given: each([['app']]) },
  { because: 'an object is no string', given: each({ toString: 'app', length: 3 }) },
  { because: 'a list of one is no string', given: { RoleName: ['app-sessions'] } },
];

test.each(hostile)('properties are refused in one answer that fits, before any write: $because', async ({ given }) => {
  const { world, deliver } = stage();
  const before = iam(world);
  const { bodies, body, calls } = await deliver({ type: 'Create', properties: { ...plain, ...given } });
  expect([bodies.length, body?.Status]).toEqual([1, 'FAILED']);
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(4096);
  expect(body?.Reason).toMatch(/^ResourceProperties/);
  expect(calls.filter(({ operation }) => isWrite(operation))).toEqual([]);
  expect(iam(world)).toEqual(before);
  expect(Object.hasOwn(Object.prototype, 'RoleName')).toBe(false);
});

/** A list that counts how often it is looked into. */
function watched(length: number) {
  let looks = 0;
  const list = new Proxy(Array<unknown>(length).fill({ Key: 'a', Value: 'b' }), {
    get: (target, name, receiver) => {
      looks += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { list, looks: () => looks };
}

test.each(['Tags', 'ManagedPolicyArns', 'TrustedServices', 'ContextEntries', 'AcceptedFindings'])(
  'a list of twice as many %s is looked into at most twice as often',
  (name) => {
    const [one, two] = [watched(2_000), watched(4_000)];
    for (const { list } of [one, two]) {
      expect(parseProperties({ ...plain, [name]: list }, settings, findingCodes)).toHaveProperty('problems');
    }
    expect(two.looks()).toBeLessThanOrEqual(2 * one.looks() + 10);
  },
);

/** The least of several times, in milliseconds. */
function timeOf(given: Given): number {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    parseProperties(given, settings, findingCodes);
    return performance.now() - started;
  });
  return Math.min(...times);
}

test.each([
  { because: 'text', of: (n: number) => each('a.'.repeat(n * 10)) },
  { because: 'slashes', of: (n: number) => each('/'.repeat(n * 10)) },
  { because: 'an ARN that almost is one', of: (n: number) => each(`arn:aws:iam::aws:policy${'/a'.repeat(n * 10)}!`) },
  {
    because: 'names',
    of: (n: number) => Object.fromEntries(Array.from({ length: n }, (_, m) => [`S3Bucket${m}`, ''])),
  },
  {
    because: 'members of a tag',
    of: (n: number) => ({ Tags: [Object.fromEntries(Array.from({ length: n }, (_, m) => [`K${m}`, '']))] }),
  },
])('eight times as much $because takes no more than about eight times as long', ({ of }) => {
  const [small, large] = [timeOf(of(2_000)), timeOf(of(16_000))];
  // Quadratic work would take 64 times as long; the floor is for clocks and collections.
  expect(large).toBeLessThan(Math.max(24 * small, 60));
});
