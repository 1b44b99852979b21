import { type Outcome, perform } from './custom-resource';
import {
  type Declaration,
  deliveredProperties,
  inventedId,
  type Live,
  markResource,
  type note,
  type StackState,
} from './stack';

/** Creates one resource; a failed one stays alive, since the rollback must delete what it may have left. */
export async function createResource(
  state: StackState,
  logicalId: string,
  { declaration, cancel }: { readonly declaration: Declaration; readonly cancel: AbortSignal },
): Promise<boolean> {
  const properties = deliveredProperties(declaration);
  const live = { physicalId: inventedId(state, logicalId), declaration, properties };
  state.live.set(logicalId, live);
  markResource(state, { logicalId, status: 'CREATE_IN_PROGRESS' });
  const outcome = await perform(state, { requestType: 'Create', logicalId, declaration, properties, cancel });
  const physicalId = answeredId(outcome) ?? live.physicalId;
  state.live.set(logicalId, { ...live, physicalId });
  return conclude(state, logicalId, { outcome, physicalId, verb: 'CREATE', cancelled: 'Resource creation cancelled' });
}

/** Brings a resource to `target`, which a rollback takes from the past; returns also every id that answers named. */
export async function updateResource(
  state: StackState,
  logicalId: string,
  change: { readonly current: Live; readonly target: Omit<Live, 'physicalId'>; readonly cancel?: AbortSignal },
): Promise<{ readonly complete: boolean; readonly named: readonly Live[] }> {
  const { current, target, cancel } = change;
  const { physicalId, properties: oldProperties } = current;
  markResource(state, { logicalId, physicalId, status: 'UPDATE_IN_PROGRESS' });
  const request = { ...target, requestType: 'Update', logicalId, physicalId, oldProperties } as const;
  const outcome = await perform(state, { ...request, ...(cancel && { cancel }) });
  const named = { ...target, physicalId: answeredId(outcome) ?? physicalId };
  if (outcome.state === 'complete') state.live.set(logicalId, named);
  const shown = state.live.get(logicalId)?.physicalId ?? physicalId;
  const how = { outcome, physicalId: shown, verb: 'UPDATE', cancelled: 'Resource update cancelled' } as const;
  return { complete: conclude(state, logicalId, how), named: [current, named] };
}

/** Deletes one physical resource; `show` decides whether the logical resource's status follows. */
export async function deleteResource(
  state: StackState,
  logicalId: string,
  { live, show }: { readonly live: Live; readonly show: typeof note },
): Promise<boolean> {
  const { physicalId, declaration, properties } = live;
  show(state, { logicalId, physicalId, status: 'DELETE_IN_PROGRESS' });
  const outcome = await perform(state, { requestType: 'Delete', logicalId, physicalId, declaration, properties });
  if (outcome.state === 'complete') show(state, { logicalId, physicalId, status: 'DELETE_COMPLETE' });
  const reason = outcome.state === 'failed' ? outcome.reason : '';
  if (outcome.state !== 'complete') show(state, { logicalId, physicalId, status: 'DELETE_FAILED', reason });
  return outcome.state === 'complete';
}

/** Creates or updates in the order of DependsOn; the first failure cancels what still runs. Returns what failed. */
export async function provision(
  template: { readonly resources: Readonly<Record<string, Declaration>> },
  logicalIds: readonly string[],
  act: (logicalId: string, declaration: Declaration, cancel: AbortSignal) => Promise<boolean>,
): Promise<readonly string[]> {
  const cancel = new AbortController();
  const failed: string[] = [];
  await inOrder(
    logicalIds,
    (logicalId) => template.resources[logicalId]?.dependsOn ?? [],
    async (logicalId) => {
      const declaration = template.resources[logicalId];
      if (!declaration || cancel.signal.aborted) return false;
      const complete = await act(logicalId, declaration, cancel.signal);
      if (!complete) failed.push(logicalId);
      if (!complete) cancel.abort();
      return complete;
    },
  );
  return failed;
}

/** Deletes resources before those that they depend on, except retained ones. Returns what could not be deleted. */
export async function removeAll(
  state: StackState,
  logicalIds: readonly string[],
  retained: (logicalId: string, declaration: Declaration) => boolean,
): Promise<readonly string[]> {
  const stuck: string[] = [];
  const dependents = (logicalId: string) =>
    logicalIds.filter((other) => state.live.get(other)?.declaration.dependsOn?.includes(logicalId));
  await inOrder(logicalIds, dependents, async (logicalId) => {
    const live = state.live.get(logicalId);
    if (!live) return true;
    const { physicalId } = live;
    const kept = retained(logicalId, live.declaration);
    if (kept) markResource(state, { logicalId, physicalId, status: 'DELETE_SKIPPED' });
    const gone = kept || (await deleteResource(state, logicalId, { live, show: markResource }));
    if (gone) state.live.delete(logicalId);
    else stuck.push(logicalId);
    return gone;
  });
  return stuck;
}

/** Runs `act` on each id once all that it comes after have succeeded; what waits for a failure never runs. */
async function inOrder(
  logicalIds: readonly string[],
  after: (logicalId: string) => readonly string[],
  act: (logicalId: string) => Promise<boolean>,
): Promise<void> {
  const runs = new Map<string, Promise<boolean>>();
  const run = (id: string): Promise<boolean> => {
    const running = runs.get(id) ?? follow(id);
    runs.set(id, running);
    return running;
  };
  const follow = async (id: string): Promise<boolean> => {
    const earlier = after(id).filter((other) => logicalIds.includes(other));
    return (await Promise.all(earlier.map(run))).every(Boolean) && act(id);
  };
  await Promise.all(logicalIds.map(run));
}

function conclude(
  state: StackState,
  logicalId: string,
  {
    outcome,
    physicalId,
    verb,
    cancelled,
  }: {
    readonly outcome: Outcome;
    readonly physicalId: string;
    readonly verb: 'CREATE' | 'UPDATE';
    readonly cancelled: string;
  },
): boolean {
  if (outcome.state === 'complete') {
    state.outputs[logicalId] = outcome.attributes;
    markResource(state, { logicalId, physicalId, status: `${verb}_COMPLETE` });
    return true;
  }
  const reason = outcome.state === 'failed' ? outcome.reason : cancelled;
  markResource(state, { logicalId, physicalId, status: `${verb}_FAILED`, reason });
  return false;
}

function answeredId(outcome: Outcome): string | undefined {
  return outcome.state === 'cancelled' ? undefined : outcome.physicalId;
}
