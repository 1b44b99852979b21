import { readFileSync } from 'node:fs';
import { findingPages, renderFindingPages } from '../../../docs/findings/render';
import { findingCodes } from '../../../handler/core/access/findings';
import { rows } from './rows';

const page = renderFindingPages();
const written = readFileSync('docs/findings.md', 'utf8');

test('docs/findings.md is what the table of codes says, byte for byte: write it with npm run docs', () => {
  expect(written).toBe(page);
});

test('every code can be linked as docs/findings.md#code, and the contents link to nothing else', () => {
  const headings = [...written.matchAll(/^## (\w+)$/gm)].map(([, code = '']) => code);
  expect(headings.toSorted()).toEqual(findingCodes.toSorted());
  const anchors = [...written.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect([...new Set(anchors)].toSorted()).toEqual(findingCodes.map((code) => code.toLowerCase()).toSorted());
});

test('every page links to one of AWS’s own', () => {
  for (const { link } of Object.values(findingPages))
    expect(link.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
});

test.each(rows)('the page of $code knows it as $verdict: $consequence', ({ code, verdict, consequence }) => {
  expect(findingPages[code].verdicts).toContain(verdict);
  expect(findingPages[code].consequences).toContain(consequence);
});

test('the README leads to the page', () => {
  expect(readFileSync('README.md', 'utf8')).toContain('](docs/findings.md)');
});
