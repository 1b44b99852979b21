import { readFileSync } from 'node:fs';
import { findingCodes } from '../handler/core/access/findings';
import type { Attributes } from '../handler/core/answer';
import { propertiesSchema } from '../handler/core/request/schema';
import { settings } from './core/request/fixture';

const readme = readFileSync('README.md', 'utf8');

const attributes: Readonly<Record<keyof Attributes, true>> = {
  ...{ RoleArn: true, RoleName: true, RoleId: true, PolicyArn: true },
  ...{ InstanceProfileArn: true, InstanceProfileName: true, InstanceProfileId: true },
  ...{ S3KmsKeyArn: true, KmsKeyArn: true, VerificationStatus: true, VerificationSummary: true },
  ...{ RequiredBucketPolicy: true, RequiredKeyPolicy: true },
};

test.each([
  { what: 'property', names: Object.keys(propertiesSchema(settings, []).shape) },
  { what: 'attribute', names: Object.keys(attributes) },
  { what: 'code of a finding', names: findingCodes },
])('the README names every $what', ({ names }) => {
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test('the README declares the resource by its fifteenth line', () => {
  const lines = readme.split('\n').slice(0, 15);
  expect(lines.some((line) => line.includes('Type: Custom::SessionManagerRole'))).toBe(true);
});

test('the README links to files that are there', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(() => readFileSync(path)).not.toThrow(/ENOENT/);
});
