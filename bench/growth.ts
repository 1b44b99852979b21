import { furtherPolicy } from '../test/reliability/lives/places';
import type { Asked } from './dependencies';
import { crowded, perform, type Sample, type Theatre, total } from './lives';
import { port } from './port';

/** Calls that each one more of its kind adds to a request, and the fewest that it could. */
export type Growth = Readonly<Record<Type, Readonly<Record<Unit, { readonly calls: number; readonly least: number }>>>>;

export type Type = Asked['type'];
export const units = ['managedPolicies', 'foreignPolicies', 'inlinePolicies', 'versions'] as const;
export type Unit = (typeof units)[number];

/** Counts each kind of request with and without a crowd on its role. */
export async function measureGrowth(): Promise<Growth> {
  const theatre = port(0);
  const of = async (type: Type) => {
    const alone = total(await requestOn(theatre, type));
    const slopes = [];
    for (const unit of units) {
      const crowd = sizeOf(unit);
      const { calls, least } = total(await requestOn(theatre, type, unit));
      slopes.push([unit, { calls: (calls - alone.calls) / crowd, least: (least - alone.least) / crowd }] as const);
    }
    return Object.fromEntries(slopes) as Growth[Type];
  };
  return { Create: await of('Create'), Update: await of('Update'), Delete: await of('Delete') };
}

let stacks = 0;

/** Takes a stack to the request, its role being crowded by so many of one kind, and performs that. */
export async function requestOn(theatre: Theatre, type: Type, unit?: Unit): Promise<Sample> {
  stacks += 1;
  const stack = `grown${stacks}`;
  const managed = unit === 'managedPolicies' ? { managedPolicies: 1 } : {};
  const ManagedPolicyArns = unit === 'managedPolicies' ? [furtherPolicy] : [];
  const given = { S3BucketName: 'app-session-logs', ForceDetachPolicies: true, ManagedPolicyArns };
  const step = (asked: Asked) =>
    perform(theatre, {
      stack,
      asked: { bucket: 'own', keys: 1, ...managed, ...asked },
      properties: { ...given, ReconcileToken: asked.type },
    });
  const created = await step({ type: 'Create' });
  if (type === 'Create') return created;
  const crowd = unit === undefined || unit === 'managedPolicies' ? {} : { [unit]: sizeOf(unit) };
  await crowded(theatre, stack, crowd);
  return step({ type, ...crowd, ...(unit === 'versions' && { versions: 1 + sizeOf(unit) }) });
}

const sizeOf = (unit: Unit) => (unit === 'managedPolicies' ? 1 : 3);
