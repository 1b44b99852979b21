import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seen } from '../../../docs/findings/page';
import { findingPages, renderFindingPages } from '../../../docs/findings/render';
import { codesBySymptom } from '../../../docs/findings/symptoms';
import { findingCodes } from '../../../handler/core/access/findings';
import { renderFinding } from '../../../handler/core/access/render';
import { verify } from '../../../handler/core/access/verify';
import { rows } from './rows';
import { longLogRows, settlingParts } from './rows-long-log';
import { type SetUp, summaryOf } from './set-up';
import { ACCOUNT, bearing, type Change, findingsAfter, requiring } from './setting';
import { policiesIn, worldOf } from './situation-world';
import { identity, requirementsOf, type Situation, seenOf, situations } from './situations';

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

test.each(longLogRows)(
  '$code, $verdict: $consequence, since $because',
  ({ changes, says, because: _, remedy, ...judgement }) => {
    const findings = findingsAfter(...changes);
    expect(findings).toEqual([
      expect.objectContaining({ ...judgement, remedy: expect.objectContaining({ kind: remedy }) }),
    ]);
    expect(findings.map(renderFinding)).toEqual([expect.stringContaining(says)]);
  },
);

test.each(settlingParts)('of the parts of a long log the page’s advice leaves no doubt: $because', ({ change }) => {
  expect(findingsAfter(change)).toEqual([]);
});

const demands: readonly Change[] = [
  requiring({}),
  requiring({ bucket: { encryptionEnabled: false }, logGroup: { encryptionEnabled: false } }),
  requiring({ bucket: { owner: ACCOUNT }, logGroup: { encryptionEnabled: false, streamingEnabled: false } }),
];
const folder = join(__dirname, '../../cases/set-ups');

// What the set-ups expect is proven where they are played.
const sources: Readonly<Record<string, () => readonly string[]>> = {
  'the rows, whatever is demanded beside': () =>
    [...rows, ...longLogRows].flatMap(({ changes }) =>
      demands.flatMap((demand) => findingsAfter(...changes, demand).map(summaryOf)),
    ),
  'the documented set-ups': () =>
    readdirSync(folder).flatMap((file) => {
      const setUps = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly SetUp[];
      return setUps.flatMap(({ cases }) => cases.flatMap((one) => one.expect));
    }),
  'the generated situations': () =>
    situations.filter(isNearest).flatMap((situation) => {
      const seenThere = seenOf(situation, policiesIn(worldOf(situation), situation));
      return verify(requirementsOf(situation), identity, seenThere).map(summaryOf);
    }),
};

// Partition, path and prefix make other ARNs and no other findings.
function isNearest({ partition, rolePath, prefix }: Situation): boolean {
  return partition === 'aws' && rolePath === '/' && prefix === '';
}

const known = new Set(
  Object.entries(findingPages).flatMap(([code, { verdicts, consequences }]) =>
    verdicts.flatMap((verdict) => consequences.map((consequence) => `${verdict} ${code}: ${consequence}`)),
  ),
);

test.each(Object.entries(sources))('every finding of %s is known to its page as what it is', (_, find) => {
  const found = new Set(find());
  expect([...found].filter((summary) => !known.has(summary))).toEqual([]);
  expect(found.size).toBeGreaterThan(4);
});

test('of every action that the role can lack its page says what the user sees', () => {
  const lacking = findingsAfter(bearing({ policies: [] })).flatMap(({ actions }) => actions);
  const told = [...findingPages.IdentityMissingGrant.seen.matchAll(/`(\w+:\w+)`/g)].map(([, action]) => action);
  expect([...new Set(told)].toSorted()).toEqual([...new Set(lacking)].toSorted());
});

const symptoms = codesBySymptom(findingPages).map(({ symptom, certain, doubtful }) => {
  return { symptom, codes: [...certain, ...doubtful] as readonly string[] };
});
const symptomsOf = (code: string) => symptoms.filter(({ codes }) => codes.includes(code)).map(({ symptom }) => symptom);

test('from every code some symptom leads to its page, and from every symptom some code', () => {
  expect(findingCodes.filter((code) => symptomsOf(code).length === 0)).toEqual([]);
  expect(symptoms.filter(({ codes }) => codes.length === 0)).toEqual([]);
});

test('the words of the agent that a page quotes lead back to it', () => {
  const astray = Object.entries(findingPages).flatMap(([code, { seen: text }]) => {
    const quotations = [...text.matchAll(/“[^”]+”/g)].map(([words]) => words);
    return quotations.filter((words) => !symptomsOf(code).some((symptom) => symptom.includes(words)));
  });
  expect(astray).toEqual([]);
});

test('a message that several codes share leads to all of them', () => {
  const shared = symptoms.find(({ symptom }) => symptom === seen.refusedByLogGroup);
  const ofRole = ['IdentityMissingGrant', 'IdentityDenies', 'BoundaryBlocks', 'IdentityUndecided'];
  const ofGroup = ['LogGroupMissing', 'LogGroupNotEncrypted', 'LogGroupUnreadable'];
  expect(shared?.codes.toSorted()).toEqual([...ofGroup, ...ofRole].toSorted());
});

test.each([
  { consequence: 'session hangs', symptom: seen.hangs },
  { consequence: 'log lost above 5 MiB', symptom: seen.longLogLost },
] as const)('a page that announces "$consequence" says how it looks', ({ consequence, symptom }) => {
  const announcing = Object.entries(findingPages).filter(([, { consequences }]) => consequences.includes(consequence));
  expect(announcing.filter(([code]) => !symptomsOf(code).includes(symptom)).map(([code]) => code)).toEqual([]);
});

test('the README leads to the page', () => {
  expect(readFileSync('README.md', 'utf8')).toContain('](docs/findings.md)');
});
