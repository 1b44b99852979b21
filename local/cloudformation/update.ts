import { isDeepStrictEqual } from 'node:util';
import { createResource, deleteResource, provision, removeAll, updateResource } from './resource';
import {
  type Declaration,
  deliveredProperties,
  type Live,
  markResource,
  markStack,
  note,
  type StackState,
  type StackTemplate,
} from './stack';

/** An update that failed, and what is left to bring back. */
export interface Rollback {
  readonly before: ReadonlyMap<string, Live>;
  /** Properties that the update attempted: a rollback's OldResourceProperties. */
  readonly attempted: Map<string, Live>;
  /** Every physical resource that an answer of this operation named, by logical id. */
  readonly named: Map<string, readonly Live[]>;
  readonly pending: readonly string[];
}

/** Logical ids that an update must create or change. */
export function changedResources(state: StackState, template: StackTemplate): readonly string[] {
  return Object.entries(template.resources)
    .filter(([logicalId, declaration]) => {
      const live = state.live.get(logicalId);
      return !live || !isDeepStrictEqual(live.properties, deliveredProperties(declaration));
    })
    .map(([logicalId]) => logicalId);
}

/** Runs an update to its end. A rollback that got stuck is returned, to be continued. */
export async function update(state: StackState, template: StackTemplate): Promise<Rollback | undefined> {
  const before = new Map(state.live);
  const rollback = { before, attempted: new Map<string, Live>(), named: new Map<string, readonly Live[]>() };
  markStack(state, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const failed = await provision(
    template,
    changedResources(state, template),
    async (logicalId, declaration, cancel) => {
      const current = before.get(logicalId);
      if (!current) return createResource(state, logicalId, { declaration, cancel });
      const target = { declaration, properties: deliveredProperties(declaration) };
      rollback.attempted.set(logicalId, { ...target, physicalId: current.physicalId });
      const { complete, named } = await updateResource(state, logicalId, { current, target, cancel });
      rollback.named.set(logicalId, named);
      return complete;
    },
  );
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to update: [${failed.join(', ')}].`;
    return rollBack(state, { ...rollback, pending: [...rollback.attempted.keys()] }, reason);
  }
  adopt(state, template);
  markStack(state, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUp(state, rollback.named, (logicalId) => !(logicalId in template.resources));
  markStack(state, 'UPDATE_COMPLETE');
  return undefined;
}

/** Brings the pending resources back; an Update with swapped properties each, whose answer decides which id lives on. */
export async function rollBack(state: StackState, rollback: Rollback, reason?: string): Promise<Rollback | undefined> {
  markStack(state, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const restored = await Promise.all(
    rollback.pending.map(async (logicalId) => ({ logicalId, complete: await restore(state, rollback, logicalId) })),
  );
  const pending = restored.filter(({ complete }) => !complete).map(({ logicalId }) => logicalId);
  if (pending.length > 0) {
    markStack(state, 'UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${pending.join(', ')}].`);
    return { ...rollback, pending };
  }
  markStack(state, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUp(state, rollback.named, (logicalId) => !rollback.before.has(logicalId));
  markStack(state, 'UPDATE_ROLLBACK_COMPLETE');
  return undefined;
}

async function restore(state: StackState, { before, attempted, named }: Rollback, logicalId: string): Promise<boolean> {
  const target = before.get(logicalId);
  const accepted = state.live.get(logicalId);
  const attempt = attempted.get(logicalId);
  if (!target || !accepted || !attempt) throw new Error(`Cannot roll back ${logicalId}: it was not updated`);
  const current = { ...attempt, physicalId: accepted.physicalId };
  const outcome = await updateResource(state, logicalId, { current, target });
  named.set(logicalId, [...(named.get(logicalId) ?? []), ...outcome.named]);
  return outcome.complete;
}

/** Removes what the new state no longer holds. Failures are reported and abandoned, as CloudFormation does. */
async function cleanUp(
  state: StackState,
  named: ReadonlyMap<string, readonly Live[]>,
  removed: (logicalId: string) => boolean,
): Promise<void> {
  const replaced = [...named].flatMap(([logicalId, lives]) => {
    const kept = state.live.get(logicalId)?.physicalId;
    const others = new Map(
      lives.filter(({ physicalId }) => physicalId !== kept).map((live) => [live.physicalId, live]),
    );
    return [...others.values()].map((live) => deleteResource(state, logicalId, { live, show: note }));
  });
  const gone = [...state.live.keys()].filter(removed);
  const abandoned = await removeAll(state, gone, (_, { deletionPolicy }) => deletionPolicy === 'Retain');
  for (const logicalId of abandoned) state.live.delete(logicalId);
  await Promise.all(replaced);
}

/** Takes over what a template changes without a request: dependencies, time-out, deletion policy. */
function adopt(state: StackState, template: StackTemplate): void {
  for (const [logicalId, declaration] of Object.entries<Declaration>(template.resources)) {
    const live = state.live.get(logicalId);
    if (live) state.live.set(logicalId, { ...live, declaration });
  }
}

/** Marks resources as restored that the user told CloudFormation to skip. */
export function skip(state: StackState, rollback: Rollback, logicalIds: readonly string[]): Rollback {
  for (const logicalId of logicalIds) {
    const physicalId = state.live.get(logicalId)?.physicalId;
    markResource(state, { logicalId, status: 'UPDATE_COMPLETE', ...(physicalId !== undefined && { physicalId }) });
  }
  return { ...rollback, pending: rollback.pending.filter((logicalId) => !logicalIds.includes(logicalId)) };
}
