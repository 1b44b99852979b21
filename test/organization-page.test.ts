import { readFileSync } from 'node:fs';
import { loadTemplate } from '../local/cloudformation/template';

const page = readFileSync('docs/organization.md', 'utf8');
const resources = loadTemplate('examples/organization/administration.yaml').resources;

test.each(Object.keys(resources))('docs/organization.md gives a reason for every preference of %s', (logicalId) => {
  const { OperationPreferences } = resources[logicalId]?.properties ?? {};
  const preferences = Object.entries(OperationPreferences ?? {}).map(
    ([name, value]) => `\`${name}: ${String(value)}\``,
  );
  expect(preferences.length).toBeGreaterThan(0);
  expect(preferences.filter((preference) => !page.includes(`| ${preference} |`))).toEqual([]);
});

test.each(['administration', 'code'])('docs/organization.md gives %s.yaml every parameter that it needs', (name) => {
  const { parameters } = loadTemplate(`examples/organization/${name}.yaml`);
  const required = Object.keys(parameters).filter((parameter) => parameters[parameter]?.['Default'] === undefined);
  const [, command = ''] = page.split(`--template-file examples/organization/${name}.yaml`);
  expect(required.filter((parameter) => !command.split('```')[0]?.includes(`${parameter}=`))).toEqual([]);
});

test('docs/organization.md links to files that are there', () => {
  const links = [...page.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, path = '']) => `docs/${path}`);
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(() => readFileSync(path)).not.toThrow(/ENOENT/);
});
