import { planUndo } from '../../../handler/core/identity/plan-undo';
import type { Account, Tag } from '../../../local/aws/world';
import { letDrift } from './drift';
import { desiredFrom, names } from './fixture';
import { carryOut, emptyIam, heldBy, here, observed, settle } from './local-iam';

const wanted = desiredFrom({ raw: { Tags: [{ Key: 'Team', Value: 'ours' }] } });
const { name, policyArn } = names;
const former: readonly Tag[] = [
  { Key: 'Team', Value: 'theirs' },
  { Key: 'session-manager-role:adopt', Value: 'app/SessionRole' },
];

const deleted = { role: 'roleDeleted', policy: 'policyDeleted', profile: 'profileDeleted' } as const;
const kinds = ['role', 'policy', 'profile'] as const;
type Kind = (typeof kinds)[number];

/** What a Create that adopted `kept` is undone by, once others did this meanwhile. */
async function undoing(kept: readonly Kind[], meanwhile = (_: Account): unknown => undefined) {
  const iam = emptyIam();
  await settle(iam, wanted);
  const trio = heldBy(iam, names);
  for (const kind of kept) Object.assign(trio[kind] ?? {}, { tags: [...former] });
  const missing = kinds.filter((kind) => !kept.includes(kind));
  letDrift(
    iam,
    names,
    missing.map((kind) => [deleted[kind], 0]),
  );
  const start = structuredClone(here(iam.world));
  const before = await observed(iam, names, 'Create');
  await settle(iam, wanted);
  meanwhile(here(iam.world));
  const plan = planUndo(names, wanted.owner, before, await observed(iam, names, 'Delete'));
  return { iam, start, plan };
}

test.each([
  { kept: [], because: 'nothing was there' },
  { kept: ['role'], because: 'the role had been handed over' },
  { kept: ['policy'], because: 'the policy had been handed over' },
  { kept: ['profile'], because: 'the profile had been handed over, and holds the role that goes' },
  { kept: ['role', 'profile'], because: 'the policy that goes is on the role that stays' },
  { kept: ['role', 'policy', 'profile'], because: 'all had been handed over' },
] as const)('a Create is undone to what was there, former tags and all: $because', async ({ kept }) => {
  const { iam, start, plan } = await undoing(kept);
  await carryOut(iam, plan.state === 'planned' ? plan.plan : []);
  const ofTags = (tags: readonly Tag[]) => tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
  for (const account of [start, here(iam.world)]) {
    for (const thing of [account.roles, account.policies, account.instanceProfiles].flatMap(Object.values)) {
      thing.tags = ofTags(thing.tags);
    }
  }
  expect(here(iam.world)).toEqual(start);
});

test('what others put on the role meanwhile keeps it for Delete, by name', async () => {
  const { plan } = await undoing([], ({ roles }) => {
    Object.assign(roles[name]?.inline ?? {}, { 'by-hand': '{}' });
  });
  expect(plan).toEqual({ state: 'obstructed', obstacles: [expect.stringContaining('"by-hand"')] });
});

test('what a first delivery of the Create had made goes too', async () => {
  const iam = emptyIam();
  const start = structuredClone(here(iam.world));
  await settle(iam, wanted);
  const before = await observed(iam, names, 'Create');
  const undone = planUndo(names, wanted.owner, before, await observed(iam, names, 'Delete'));
  await carryOut(iam, undone.state === 'planned' ? undone.plan : []);
  expect(here(iam.world)).toEqual(start);
});

test('what others came to need is left for Delete, by name', async () => {
  const { plan } = await undoing([], ({ roles }) => roles['stranger']?.attached.push(policyArn));
  expect(plan).toEqual({ state: 'obstructed', obstacles: [expect.stringContaining('role stranger')] });
});
