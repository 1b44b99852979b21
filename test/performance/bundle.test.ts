import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BundledFunction, bundle } from '../../local/lambda/bundle';
import { limits } from '../../local/lambda/limits';
import { packages } from './packages';

const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(directory, { recursive: true }));

let functions: Readonly<Record<string, BundledFunction>>;
beforeAll(async () => {
  ({ functions } = await bundle(resolve('template.yaml'), directory));
});

test('every bundle stays under its limit, which stays close to it', () => {
  expect(Object.keys(functions).sort()).toEqual(Object.keys(limits).sort());
  for (const [logicalId, limit] of Object.entries(limits)) {
    const kilobytes = (functions[logicalId]?.bytes ?? 0) / 1024;
    expect(kilobytes).toBeLessThanOrEqual(limit);
    expect(kilobytes).toBeGreaterThan(limit * 0.85);
  }
});

test('the packages in the bundles are those listed, each for a reason', () => {
  const found = Object.entries(functions).flatMap(([logicalId, { inputs }]) => {
    // The innermost package is the one whose code it is.
    const names = Object.keys(inputs).flatMap(
      (path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
    );
    return [...new Set(names)].map((name) => `${logicalId} ${name}`);
  });
  const listed = packages.flatMap(({ name, in: bundles }) => bundles.map((logicalId) => `${logicalId} ${name}`));
  expect(found.sort()).toEqual(listed.sort());
});

test('no bundle holds a client of the SDK, or a provider of credentials other than the environment', () => {
  const inputs = Object.values(functions).flatMap((one) => Object.keys(one.inputs));
  expect(inputs).toContain('handler/aws/environment-credentials.ts');
  expect(inputs.filter((path) => /@aws-sdk\/(client|credential-provider)-/.test(path))).toEqual([]);
});
