import fc from 'fast-check';
import { corpus } from './corpus';
import { disagreements, isOpen } from './disagreements';
import { engines } from './engines';
import { policyCases } from './generators';
import type { Judgement, PolicyCase } from './policy-case';

const listed = (asked: PolicyCase) => disagreements.filter(({ recognises }) => recognises(asked));

test('iam-simulate, and local AWS where it can express them, judge 20 000 cases as we do, but for what is listed', async () => {
  const judged = { allowed: 0, explicitDeny: 0, implicitDeny: 0, undecided: 0, notExpressible: 0 };
  const others = { excused: 0, local: 0 };
  const alike = fc.asyncProperty(policyCases, async (asked) => {
    const ours = engines.handler(asked);
    judged[ours] += 1;
    const open = isOpen(asked);
    // Of what AWS leaves open nobody else's answer proves ours wrong.
    if (ours === 'undecided') return expect([asked, open]).toEqual([asked, true]);
    const differs = open ? differsInEffect(ours) : (other: Judgement) => other !== ours;
    const theirs = await engines['iam-simulate'](asked);
    const local = engines.local(asked);
    const excused = differs(theirs) && theirs !== 'notExpressible' && listed(asked).length > 0;
    const localAgrees = local === 'notExpressible' || !differs(local);
    // A comparison is cheap, an assertion is not.
    if (!excused && differs(theirs)) expect({ 'iam-simulate': theirs }).toEqual({ 'iam-simulate': ours });
    if (!localAgrees) expect({ local }).toEqual({ local: ours });
    others.excused += Number(excused);
    others.local += Number(local !== 'notExpressible');
  });
  await fc.assert(alike, { numRuns: cases });
  expect(judged.notExpressible).toBe(0);
  expect(judged.undecided).toBeLessThan(cases / 20);
  expect(Math.min(judged.allowed, judged.explicitDeny, judged.implicitDeny)).toBeGreaterThanOrEqual(cases / 4);
  expect(others.excused).toBeLessThan(cases / 20);
  expect(others.local).toBeGreaterThan(cases / 2);
});

const cases = 20_000;

// What is refused in any case may be denied besides, where that is left open.
const differsInEffect = (ours: Judgement) => (other: Judgement) => (other === 'allowed') !== (ours === 'allowed');

test.each(disagreements)('iam-simulate still disagrees: $because', async (row) => {
  expect(engines.handler(row.example)).toBe(row.ours);
  expect(await engines['iam-simulate'](row.example)).toBe(row.theirs);
  expect(['notExpressible', row.ours]).toContain(engines.local(row.example));
  expect(listed(row.example)).toEqual([row]);
});

test('iam-simulate decides the checked-in cases as they say, but for the listed disagreements', async () => {
  const said = await Promise.all(
    corpus().map(async (row) => ({ ...row, theirs: await engines['iam-simulate'](row.asked) })),
  );
  const compared = said.filter(({ theirs }) => theirs !== 'notExpressible');
  const different = compared.filter(({ decision, theirs }) =>
    // Where one request of many is certainly not allowed, another may be denied by a statement.
    decision === 'implicitDeny' ? theirs === 'allowed' : theirs !== decision,
  );
  expect(different.filter(({ asked }) => listed(asked).length === 0).map(({ title }) => title)).toEqual([]);
  expect(compared.length).toBeGreaterThan(said.length * 0.8);
});
