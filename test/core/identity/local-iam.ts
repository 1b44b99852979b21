import { apply } from '../../../handler/aws/apply';
import { type Depth, observeIdentity } from '../../../handler/aws/observe-identity';
import type { Plan } from '../../../handler/core/identity/change';
import type { DesiredIdentity } from '../../../handler/core/identity/desired';
import type { Names } from '../../../handler/core/identity/names';
import { plan } from '../../../handler/core/identity/plan';
import { createAccount, createPolicy, createRole, createWorld } from '../../../local/aws/create';
import { failing, type Hooks } from '../../../local/aws/hooks';
import { localCall } from '../../../local/aws/port';
import { accountOf } from '../../../local/aws/service';
import { startSession } from '../../../local/aws/sessions';
import type { Account, InstanceProfile, ManagedPolicy, Role, World } from '../../../local/aws/world';
import { account, settings } from './fixture';

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const caller = { region: settings.region };

/** A world whose IAM can be written, with policies that others made. */
export interface LocalIam {
  readonly world: World;
  readonly accessKeyId: string;
}

/** Policies that templates may name in ManagedPolicyArns, and others may attach. */
export const pool: readonly string[] = Array.from(
  { length: 12 },
  (_, n) => `arn:aws:iam::${account}:policy/pool/p${n}`,
);
export const boundaries: readonly string[] = ['session', 'wide'].map(
  (name) => `arn:aws:iam::${account}:policy/boundaries/${name}`,
);

const origin = firstIam();

function firstIam(): LocalIam {
  const world = createWorld();
  createAccount(world, account);
  createRole(world, account, { RoleName: 'admin' }, { inline: { everything } });
  createRole(world, account, { RoleName: 'stranger' });
  for (const arn of [...pool, ...boundaries]) {
    const [, path = '', name = ''] = /policy(\/.*\/)(.*)$/.exec(arn) ?? [];
    createPolicy(world, account, name, everything, path);
  }
  return { world, accessKeyId: startSession(world, account, 'admin', 'test') };
}

/** A fresh copy of the world in which nothing of ours exists. */
export function emptyIam(): LocalIam {
  return structuredClone(origin);
}

export function observed({ world, accessKeyId }: LocalIam, names: Names, depth: Depth) {
  return observeIdentity(localCall(world, { role: accessKeyId, now: () => 0 }), caller, names, depth);
}

export function carryOut({ world, accessKeyId }: LocalIam, steps: Plan, hooks: Hooks = {}) {
  return apply(localCall(world, { role: accessKeyId, now: () => 0, hooks }), caller, steps);
}

/** In which order the changes of a stage reach IAM: none of them may depend on another. */
export type Order = 'asPlanned' | 'reversed';

export const inOrder = (steps: Plan, order: Order): Plan =>
  order === 'asPlanned' ? steps : steps.map((stage) => stage.toReversed());

/** What an Update would do now. */
export async function planned(iam: LocalIam, desired: DesiredIdentity): Promise<Plan> {
  return plan(desired, await observed(iam, desired.names, 'Update'));
}

/** Observes, plans and applies once. */
export async function settle(iam: LocalIam, desired: DesiredIdentity, order: Order = 'asPlanned'): Promise<void> {
  await carryOut(iam, inOrder(await planned(iam, desired), order));
}

/** Where a plan is cut: its nth call fails, with or without its effect, and no later stage is begun. */
export interface Cut {
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** Applies a plan up to the cut, and swallows nothing but the cut. */
export async function carryOutUntil(iam: LocalIam, steps: Plan, { nth, when }: Cut): Promise<void> {
  const cut = new Error('cut');
  await carryOut(iam, steps, failing('any', nth, cut, when)).catch((error: unknown) => {
    if (error !== cut) throw error;
  });
}

/** What the world holds under the names, each absent where it does not exist. */
export interface Trio {
  readonly role: Role | undefined;
  readonly policy: ManagedPolicy | undefined;
  readonly profile: InstanceProfile | undefined;
}

export function heldBy({ world }: LocalIam, { name, policyArn }: Names): Trio {
  const { roles, policies, instanceProfiles } = here(world);
  const key = name.toLowerCase();
  return { role: roles[key], policy: policies[policyArn], profile: instanceProfiles[key] };
}

export const here = (world: World): Account => accountOf(world, account);
