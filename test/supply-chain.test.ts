import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { type Bundles, bundle } from '../local/lambda/bundle';
import { thirdPartyNotices } from '../local/lambda/notices';

const directory = mkdtempSync(join(tmpdir(), 'supply-chain-'));
afterAll(() => rmSync(directory, { recursive: true }));

let built: Bundles;
beforeAll(async () => {
  built = await bundle(resolve('template.yaml'), join(directory, 'built'));
});

const bytesOf = ({ functions }: Bundles) => Object.values(functions).map(({ file }) => readFileSync(file, 'utf8'));

describe('the build', () => {
  test('gives the same bytes again, and from a clone that lies elsewhere', async () => {
    const clone = join(directory, 'some/where/else');
    mkdirSync(clone, { recursive: true });
    for (const source of ['handler', 'package.json', 'template.yaml', 'tsconfig.json']) {
      cpSync(source, join(clone, source), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(clone, 'node_modules'));
    const again = await bundle(resolve('template.yaml'), join(directory, 'again'));
    const elsewhere = await bundle(join(clone, 'template.yaml'), join(clone, '.build'));
    // Not compared as texts: a difference of 600 KB is not to be read.
    const [expected, second, third] = [built, again, elsewhere].map(bytesOf);
    expect(expected?.map(({ length }) => length > 10_000)).toEqual([true, true, true]);
    expect(second?.map((text, index) => text === expected?.[index])).toEqual([true, true, true]);
    expect(third?.map((text, index) => text === expected?.[index])).toEqual([true, true, true]);
  });

  test('leaves no trace of the machine in the bundle', () => {
    const places = [process.cwd(), directory, homedir(), 'node_modules'];
    for (const text of bytesOf(built)) expect(places.filter((place) => text.includes(`${place}/`))).toEqual([]);
  });

  test('takes its code from handler/ and from locked packages, and from nowhere else', () => {
    const inputs = Object.values(built.functions).flatMap(({ inputs }) => Object.keys(inputs));
    expect(inputs.length).toBeGreaterThan(100);
    expect(inputs.filter((path) => !/^(handler|node_modules)\//.test(path))).toEqual([]);
    const packages = lock('package-lock.json').packages;
    const folders = inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
    // What only development needs is never deployed.
    expect(folders.filter((folder) => packages[folder]?.dev !== undefined || !(folder in packages))).toEqual([]);
  });
});

describe('the notices', () => {
  test('name what is in the bundles: `npm run notices` writes them anew', () => {
    expect(readFileSync('THIRD-PARTY-NOTICES', 'utf8')).toBe(thirdPartyNotices(built, resolve('.')));
  });

  const made = (name: string, manifest: object, ...files: readonly string[]): Bundles => {
    const folder = join(directory, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    for (const file of files) writeFileSync(join(folder, file), `${file} of ${name}`);
    const inputs = { 'handler/index.ts': 1, [`node_modules/${name}/index.js`]: 1 };
    return { functions: { Function: { entry: 'index.ts', file: 'index.js', bytes: 2, inputs } } };
  };

  test.each([
    { name: 'free', license: 'MIT', files: ['LICENSE', 'NOTICE'] },
    { name: '@some/body', license: 'BSD-3-Clause', files: ['license.md'] },
  ])('give every text that $name brings', ({ name, license, files }) => {
    const notices = thirdPartyNotices(made(name, { license }, ...files), directory);
    expect(notices).toContain(`  ${name} 1.0.0, ${license}\n`);
    for (const file of files) expect(notices).toContain(`${file} of ${name}`);
  });

  test.each([
    {
      name: 'copyleft',
      manifest: { license: 'AGPL-3.0-only' },
      files: ['LICENSE'],
      refusal: 'its licence AGPL-3.0-only',
    },
    { name: 'silent', manifest: {}, files: ['LICENSE'], refusal: 'its licence undefined is not one of' },
    { name: 'choosy', manifest: { license: '(MIT OR GPL-3.0)' }, files: ['LICENSE'], refusal: 'its licence (MIT' },
    {
      name: 'textless',
      manifest: { license: 'MIT' },
      files: ['NOTICE'],
      refusal: 'it brings no text of its licence MIT',
    },
  ])('are refused for a package that is $name', ({ name, manifest, files, refusal }) => {
    const bundles = made(name, manifest, ...files);
    expect(() => thirdPartyNotices(bundles, directory)).toThrow(`Cannot bundle ${name} 1.0.0: ${refusal}`);
  });
});

const manifestShape = z.object({
  dependencies: z.optional(z.record(z.string(), z.string())),
  devDependencies: z.optional(z.record(z.string(), z.string())),
  overrides: z.optional(z.record(z.string(), z.string())),
});
const lockedShape = z.object({
  version: z.optional(z.string()),
  integrity: z.optional(z.string()),
  resolved: z.optional(z.string()),
  link: z.optional(z.boolean()),
  dev: z.optional(z.boolean()),
});
const lockShape = z.object({ packages: z.record(z.string(), lockedShape) });

const lock = (path: string) => lockShape.parse(JSON.parse(readFileSync(path, 'utf8')));

describe.each(['.', 'test/third-party/provision'])('the packages of %s', (folder) => {
  const manifest = manifestShape.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const { '': root, ...locked } = lock(join(folder, 'package-lock.json')).packages;

  test('are asked for by exact versions', () => {
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    for (const [name, version] of asked) expect(locked[`node_modules/${name}`]).toHaveProperty('version', version);
  });

  test('are all held by a checksum, and come from the registry that npm is set to', () => {
    expect(root).toBeDefined();
    const held = ({ integrity = '', resolved, link, version }: z.infer<typeof lockedShape>) =>
      /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) && resolved === undefined && !link && /^\d/.test(version ?? '');
    expect(Object.entries(locked).filter(([, one]) => !held(one))).toEqual([]);
  });
});

test('Lambda’s build installs from the lock file alone', () => {
  const functions = readFileSync('template.yaml', 'utf8').split('BuildMethod: esbuild').slice(1);
  expect(functions.map((text) => /^\s+UseNpmCi: true$/m.test(text))).toEqual([true, true, true]);
});

describe('the workflow', () => {
  const text = readFileSync('.github/workflows/ci.yml', 'utf8');
  const workflow = parse(text);
  const steps: readonly { uses?: string; run?: string; with?: object }[] = workflow.jobs.gate.steps;

  test('runs the gate and nothing else, on the oldest Node.js that is promised and on the function’s', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run']);
    expect(workflow.jobs.gate.strategy.matrix.node).toEqual([engines.node.replace('>=', ''), '24']);
    expect(readFileSync('template.yaml', 'utf8')).toContain('Runtime: nodejs24.x');
  });

  test('may read the repository, holds no secret, and runs no action that can change under its name', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(text).not.toMatch(/secrets\.|pull_request_target|id-token|write/);
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBe(2);
    expect(actions.filter((action) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(steps[0]?.with).toEqual({ 'persist-credentials': false });
  });
});
