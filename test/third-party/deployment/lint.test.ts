import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cfnLint, sam, transform } from '../sam/sam';
import { stateFolder } from '../tools';

const examples = readdirSync('examples', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);
const templates = ['template.yaml', ...examples.map((name) => `examples/${name}`)];
const place = stateFolder('lint');
beforeAll(() => mkdirSync(place, { recursive: true }));

test.each(templates)('sam validate --lint finds nothing in %s', async (path) => {
  expect(await sam(['validate', '--lint', '--template-file', path])).toContain('is a valid SAM Template');
});

test('cfn-lint warns of nothing in the sources, nor in what the SAM transform makes of template.yaml', async () => {
  expect(await cfnLint([...templates, await transformed('as-it-is', (template) => template)])).toBe('');
});

// Properties of the plain resources, which cfn-lint does not see in SAM's own.
const mistakes = [
  { was: 'nodejs24.x', is: 'nodejs99.x', finding: /E\d+ 'nodejs99.x' is not one of/ },
  { was: '[arm64]', is: '[arm65]', finding: /E\d+ 'arm65' is not one of/ },
  { was: 'MaximumRetryAttempts: 2', is: 'MaximumRetryAttempts: 5', finding: /E\d+ 5 is greater than the maximum of 2/ },
  { was: '- iam:GetRole\n', is: '- iam:GetRolee\n', finding: /W\d+ 'getrolee' is not one of/ },
] as const;

test('cfn-lint finds every mistake in what the SAM transform makes of a template that has them', async () => {
  const path = await transformed('mistaken', (template) =>
    mistakes.reduce((text, { was, is }) => text.replaceAll(was, is), template),
  );
  const said = await cfnLint([path]).catch(String);
  expect(mistakes.filter(({ finding }) => !finding.test(said))).toEqual([]);
});

async function transformed(name: string, change: (template: string) => string): Promise<string> {
  const source = join(place, `${name}.yaml`);
  writeFileSync(source, change(readFileSync('template.yaml', 'utf8')));
  const path = join(place, `${name}.json`);
  writeFileSync(path, await transform(source));
  return path;
}
