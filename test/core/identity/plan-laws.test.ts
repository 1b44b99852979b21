import fc from 'fast-check';
import { claimProblems } from '../../../handler/core/identity/claim';
import type { DesiredIdentity } from '../../../handler/core/identity/desired';
import { type Drift, drift, letDrift } from './drift';
import { names } from './fixture';
import {
  carryOutUntil,
  emptyIam,
  heldBy,
  inOrder,
  type LocalIam,
  observed,
  planned,
  settle,
  type Trio,
} from './local-iam';
import { cuts, desiredBy, orders, type Wish, wishes } from './wishes';

const RECORD = 'session-manager-role:managed-policies';
const arnsOf = (wish: Wish) => (wish['ManagedPolicyArns'] ?? []) as readonly string[];
const sorted = <T>(members: Iterable<T>) => [...members].map((member) => JSON.stringify(member)).sort();

interface Started {
  readonly iam: LocalIam;
  /** Every policy that shall be on the role in the end: ours, the template's, and those of others. */
  readonly attached: ReadonlySet<string>;
}

/** A world where `former` was settled, or nothing was, and then this happened; what IAM could not hold at all is left out. */
async function started(former: Wish | undefined, happened: readonly Drift[], next: Wish): Promise<Started> {
  const iam = emptyIam();
  if (former !== undefined) await settle(iam, desiredBy(former));
  letDrift(iam, names, happened);
  const formerly = [names.policyArn, ...(former === undefined ? [] : arnsOf(former))];
  const ofOthers = heldBy(iam, names).role?.attached.filter((arn) => !formerly.includes(arn)) ?? [];
  const attached = new Set([names.policyArn, ...arnsOf(next), ...ofOthers]);
  fc.pre(attached.size <= 10);
  return { iam, attached };
}

function expectHeld({ role, policy, profile }: Trio, desired: DesiredIdentity, attached: ReadonlySet<string>): void {
  expect(role).toMatchObject({
    path: names.path,
    description: desired.description,
    maxSessionDuration: desired.maxSessionDuration,
    permissionsBoundary: desired.permissionsBoundary,
  });
  expect(JSON.parse(role?.trustPolicy ?? '')).toEqual(desired.trustPolicy);
  expect(sorted(role?.tags.filter(({ Key }) => Key !== RECORD) ?? [])).toEqual(sorted(desired.tags));
  expect(role?.tags.some(({ Key }) => Key === RECORD)).toBe(desired.managedPolicyArns.length > 0);
  expect(sorted(role?.attached ?? [])).toEqual(sorted(attached));
  const [version, ...others] = policy?.versions.filter(({ isDefault }) => isDefault) ?? [];
  expect(others).toEqual([]);
  expect(JSON.parse(version?.document ?? '')).toEqual(desired.policy);
  expect(sorted(policy?.tags ?? [])).toEqual(sorted(desired.tags));
  expect(sorted(profile?.tags ?? [])).toEqual(sorted(desired.tags));
  expect(profile?.role).toBe(names.name);
}

const before = fc.option(wishes, { nil: undefined });

test('once a plan is applied the world holds what is desired, whatever had happened to it', async () => {
  await fc.assert(
    fc.asyncProperty(before, drift, wishes, orders, async (former, happened, wish, order) => {
      const { iam, attached } = await started(former, happened, wish);
      await settle(iam, desiredBy(wish), order);
      expectHeld(heldBy(iam, names), desiredBy(wish), attached);
    }),
    { numRuns: 35 },
  );
});

test('a settled world needs no change', async () => {
  await fc.assert(
    fc.asyncProperty(before, drift, wishes, async (former, happened, wish) => {
      const { iam } = await started(former, happened, wish);
      await settle(iam, desiredBy(wish));
      expect(await planned(iam, desiredBy(wish))).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test('a plan that was cut after any change is finished by the next one, and so is that', async () => {
  await fc.assert(
    fc.asyncProperty(
      before,
      drift,
      wishes,
      cuts,
      cuts,
      orders,
      async (former, happened, wish, first, second, order) => {
        const { iam, attached } = await started(former, happened, wish);
        const desired = desiredBy(wish);
        for (const cut of [first, second]) {
          await carryOutUntil(iam, inOrder(await planned(iam, desired), order), cut);
          expect(claimProblems(names, desired.owner, await observed(iam, names, 'Update'))).toEqual([]);
        }
        await settle(iam, desired);
        expectHeld(heldBy(iam, names), desired, attached);
      },
    ),
    { numRuns: 45 },
  );
});
