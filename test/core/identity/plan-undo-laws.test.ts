import fc from 'fast-check';
import { claimProblems } from '../../../handler/core/identity/claim';
import { planUndo } from '../../../handler/core/identity/plan-undo';
import { createPolicy, createRole } from '../../../local/aws/create';
import type { Account, Tag } from '../../../local/aws/world';
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
} from './local-iam';
import { wishes as allWishes, cuts, desiredBy, orders, templateTags } from './wishes';

const { owner } = desiredFrom();
// An adopted role bears a policy of others already, and ten at most.
const wishes = allWishes.filter(({ ManagedPolicyArns }) => (ManagedPolicyArns as readonly string[]).length < 9);
const offer: Tag = { Key: 'session-manager-role:adopt', Value: 'app/SessionRole' };

/** Which of the three had been handed over before the Create, and what it was then. */
const offers = fc.record({
  role: fc.boolean(),
  policy: fc.boolean(),
  profile: fc.boolean(),
  attached: fc.boolean(),
  held: fc.constantFrom('nobody', 'itself', 'stranger'),
  tags: templateTags,
});
type Offers = typeof offers extends fc.Arbitrary<infer T> ? T : never;

async function offering(offered: Offers): Promise<LocalIam> {
  const iam = emptyIam();
  await settle(iam, desiredFrom({ origin: otherOrigin, raw: { RoleName: 'web-sessions' } }));
  const { world } = iam;
  const Tags = [...offered.tags, offer];
  const at = { Path: names.path, Tags };
  if (offered.policy) createPolicy(world, account, names.name, desiredFrom().policy, names.path).tags = [...Tags];
  const attached = [pool[0] ?? '', ...(offered.policy && offered.attached ? [names.policyArn] : [])];
  if (offered.role) createRole(world, account, { RoleName: names.name, ...at }, { attached });
  if (offered.profile) holdProfile(iam, Tags, offered);
  return iam;
}

function holdProfile({ world }: LocalIam, tags: readonly Tag[], { held, role }: Offers): void {
  const { name, path, instanceProfileArn: arn } = names;
  const holds = held === 'stranger' ? { role: 'stranger' } : held === 'itself' && role ? { role: name } : {};
  here(world).instanceProfiles[name] = { name, path, arn, id: 'AIPA1', tags: [...tags], createDate: 0, ...holds };
}

const sortedTags = (tags: readonly Tag[] = []) => tags.map((tag) => JSON.stringify(tag)).sort();

/** What a Create may leave behind of an adopted thing: everything but its tags, its id and whom it holds of ours. */
function comparable(all: Account, { role, policy, profile }: Offers) {
  const { roles, policies, instanceProfiles, ...rest } = structuredClone(all);
  const ofRole = role && roles[names.name];
  const ofPolicy = policy && policies[names.policyArn];
  const ofProfile = profile && instanceProfiles[names.name];
  if (role) delete roles[names.name];
  if (policy) delete policies[names.policyArn];
  if (profile) delete instanceProfiles[names.name];
  return {
    others: { roles, policies, instanceProfiles, ...rest },
    role: ofRole && {
      id: ofRole.id,
      tags: sortedTags(ofRole.tags),
      bears: ofRole.attached.includes(names.policyArn),
    },
    policy: ofPolicy && { id: ofPolicy.id, tags: sortedTags(ofPolicy.tags) },
    profile: ofProfile && { id: ofProfile.id, tags: sortedTags(ofProfile.tags), holds: ofProfile.role === names.name },
  };
}

test('a Create that was cut anywhere is undone to the world before it, and what was adopted is offered again', async () => {
  await fc.assert(
    fc.asyncProperty(offers, wishes, cuts, orders, async (offered, wish, cut, order) => {
      const iam = await offering(offered);
      const start = structuredClone(here(iam.world));
      const before = await observed(iam, names, 'Create');
      await carryOutUntil(iam, inOrder(await planned(iam, desiredBy(wish)), order), cut);
      const undoing = planUndo(names, owner, before, await observed(iam, names, 'Delete'));
      await carryOut(iam, undoing.state === 'planned' ? inOrder(undoing.plan, order) : []);
      expect(comparable(here(iam.world), offered)).toEqual(comparable(start, offered));
    }),
    { numRuns: 45 },
  );
});

test('what is offered stays offered or becomes ours, wherever an Update is cut', async () => {
  await fc.assert(
    fc.asyncProperty(offers, wishes, cuts, orders, async (offered, wish, cut, order) => {
      const iam = await offering(offered);
      await carryOutUntil(iam, inOrder(await planned(iam, desiredBy(wish)), order), cut);
      expect(claimProblems(names, owner, await observed(iam, names, 'Update'))).toEqual([]);
      await settle(iam, desiredBy(wish));
      expect(heldBy(iam, names).role?.tags).not.toContainEqual(offer);
      expect(await planned(iam, desiredBy(wish))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
