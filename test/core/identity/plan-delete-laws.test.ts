import fc from 'fast-check';
import { type ForeignPolicies, planDelete } from '../../../handler/core/identity/plan-delete';
import { createRole } from '../../../local/aws/create';
import type { Tag } from '../../../local/aws/world';
import { type Drift, drift, letDrift } from './drift';
import { account, desiredFrom, names, otherOrigin } from './fixture';
import {
  carryOut,
  carryOutUntil,
  emptyIam,
  heldBy,
  here,
  inOrder,
  type LocalIam,
  observed,
  planned,
  pool,
  settle,
  type Trio,
} from './local-iam';
import { cuts, desiredBy, orders, type Wish, wishes } from './wishes';

const { owner } = desiredFrom();

/** What others did around our trio, by name so that a failing run prints. */
const meddling = {
  ownRoleInOtherProfile({ role }: Trio, iam: LocalIam) {
    if (role !== undefined) addProfile(iam, 'foreign-profile', role.name);
  },
  ownPolicyOnOtherRole({ policy }: Trio, iam: LocalIam) {
    const stranger = here(iam.world).roles['stranger'];
    if (policy !== undefined) stranger?.attached.push(policy.arn);
  },
  ownPolicyBoundsOtherRole({ policy }: Trio, iam: LocalIam) {
    if (policy !== undefined) createRole(iam.world, account, { RoleName: 'bounded', PermissionsBoundary: policy.arn });
  },
  policyAttached({ role }: Trio) {
    if (role !== undefined && role.attached.length < 10)
      role.attached = [...new Set([...role.attached, pool[0] ?? ''])];
  },
  inlineWritten({ role }: Trio) {
    if (role !== undefined) role.inline['by-hand'] = JSON.stringify(desiredFrom().policy);
  },
  roleStripped: ({ role }: Trio) => strip(role),
  policyStripped: ({ policy }: Trio) => strip(policy),
  profileStripped: ({ profile }: Trio) => strip(profile),
} satisfies Record<string, (trio: Trio, iam: LocalIam) => void>;

type Meddling = keyof typeof meddling;
const meddlings = fc.oneof(
  fc.constant<Meddling[]>([]),
  fc.subarray(Object.keys(meddling) as Meddling[], { maxLength: 3 }),
);

function strip(thing: { tags: Tag[] } | undefined): void {
  if (thing !== undefined) thing.tags = thing.tags.filter(({ Key }) => Key !== 'session-manager-role:logical-id');
}

function addProfile(iam: LocalIam, name: string, role: string): void {
  const arn = `arn:aws:iam::${account}:instance-profile/${name}`;
  here(iam.world).instanceProfiles[name] = { name, arn, id: 'AIPA1', path: '/', tags: [], role, createDate: 0 };
}

async function meddledIam(wish: Wish, happened: readonly Drift[], done: readonly Meddling[]): Promise<LocalIam> {
  const iam = emptyIam();
  await settle(iam, desiredFrom({ origin: otherOrigin, raw: { RoleName: 'web-sessions' } }));
  await settle(iam, desiredBy(wish));
  letDrift(iam, names, happened);
  for (const name of done) meddling[name](heldBy(iam, names), iam);
  return iam;
}

const isOwn = (thing: { tags: Tag[] } | undefined) =>
  thing?.tags.some(({ Key }) => Key === 'session-manager-role:logical-id') === true;

/** The names that a person must read to clear the way, worked out from the world itself. */
function inTheWay(iam: LocalIam, wish: Wish, foreignPolicies: ForeignPolicies): readonly string[] {
  const { role, policy, profile } = heldBy(iam, names);
  const { roles, instanceProfiles } = here(iam.world);
  const known = [names.policyArn, ...((wish['ManagedPolicyArns'] ?? []) as readonly string[])];
  const onRole = [...(role?.attached.filter((arn) => !known.includes(arn)) ?? []), ...Object.keys(role?.inline ?? {})];
  const holders = Object.values(instanceProfiles).filter(
    (one) => one.role === names.name && !(one === profile && isOwn(one)),
  );
  const bearers = Object.values(roles).filter(
    (one) =>
      !(one === role && isOwn(one)) &&
      (one.attached.includes(names.policyArn) || one.permissionsBoundary === names.policyArn),
  );
  return [
    ...(isOwn(role) && foreignPolicies === 'Keep' ? onRole : []),
    ...(isOwn(role) ? holders.map(({ name }) => name) : []),
    ...(isOwn(policy) ? bearers.map(({ name }) => name) : []),
  ];
}

/** The account without what is ours, which is all that a Delete may change. */
function withoutOwn(iam: LocalIam) {
  const rest = structuredClone(here(iam.world));
  const { role, policy, profile } = heldBy(iam, names);
  if (isOwn(role)) delete rest.roles[names.name];
  if (isOwn(policy)) delete rest.policies[names.policyArn];
  if (isOwn(profile)) delete rest.instanceProfiles[names.name];
  return rest;
}

const force = fc.constantFrom<ForeignPolicies>('Keep', 'Detach');
const deletionOf = async (iam: LocalIam, foreignPolicies: ForeignPolicies) =>
  planDelete(names, owner, await observed(iam, names, 'Delete'), foreignPolicies);

test('a Delete removes what is ours and nothing else, or names everything that stands in the way', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, drift, meddlings, force, orders, async (wish, happened, done, foreignPolicies, order) => {
      const iam = await meddledIam(wish, happened, done);
      const [obstacles, left] = [inTheWay(iam, wish, foreignPolicies), withoutOwn(iam)];
      const deletion = await deletionOf(iam, foreignPolicies);
      if (deletion.state === 'obstructed') {
        expect(deletion.obstacles).toHaveLength(obstacles.length);
        for (const name of obstacles) expect(deletion.obstacles).toContainEqual(expect.stringContaining(name));
        return;
      }
      expect(obstacles).toEqual([]);
      await carryOut(iam, inOrder(deletion.plan, order));
      expect(here(iam.world)).toEqual(left);
    }),
    { numRuns: 40 },
  );
});

test('a Delete that was cut is finished by the next one, which needs no third', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, drift, cuts, orders, async (wish, happened, cut, order) => {
      const iam = await meddledIam(wish, happened, []);
      const left = withoutOwn(iam);
      const first = await deletionOf(iam, 'Detach');
      await carryOutUntil(iam, first.state === 'planned' ? inOrder(first.plan, order) : [], cut);
      const second = await deletionOf(iam, 'Detach');
      await carryOut(iam, second.state === 'planned' ? second.plan : []);
      expect(here(iam.world)).toEqual(left);
      expect(await deletionOf(iam, 'Detach')).toEqual({ state: 'planned', plan: [], leftAlone: [] });
    }),
    { numRuns: 20 },
  );
});

test('a Create that was cut and never undone is removed by a Delete', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, cuts, orders, async (wish, cut, order) => {
      const iam = emptyIam();
      const before = structuredClone(here(iam.world));
      await carryOutUntil(iam, inOrder(await planned(iam, desiredBy(wish)), order), cut);
      const deletion = await deletionOf(iam, 'Keep');
      await carryOut(iam, deletion.state === 'planned' ? deletion.plan : []);
      expect(here(iam.world)).toEqual(before);
    }),
    { numRuns: 20 },
  );
});
