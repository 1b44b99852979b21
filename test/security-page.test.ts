import { existsSync, readFileSync } from 'node:fs';

const page = readFileSync('docs/security.md', 'utf8');

test('the boundary on the page is the template’s, word for word', () => {
  const [, onPage = ''] = /```yaml\n(Statement:\n.*?)```/s.exec(page) ?? [];
  const template = readFileSync('template.yaml', 'utf8');
  const [, indent = '', text = ''] = /^ {2}BoundaryPolicy:.*?\n( +)(Statement:\n.*?)\n\n/ms.exec(template) ?? [];
  expect(onPage).toContain('Sid: Sessions');
  expect(onPage).toBe(`${text.replaceAll(`\n${indent}`, '\n')}\n`);
});

test('every promise names the tests that hold it, and they are there', () => {
  const [, promised = ''] = /## What is promised\n(.*?)\n## /s.exec(page) ?? [];
  const rows = promised
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  expect(rows.length).toBeGreaterThan(8);
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(([, path = '']) => path);
    expect({ row, tests: tests.length > 0 }).toEqual({ row, tests: true });
    expect(tests.filter((path) => !existsSync(path))).toEqual([]);
  }
});

test('the page is one page, its links lead somewhere, and README and SECURITY.md lead to it', () => {
  expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  const links = [...page.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => `docs/${path}`);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
  for (const path of ['README.md', 'SECURITY.md']) expect(readFileSync(path, 'utf8')).toContain('(docs/security.md)');
});
