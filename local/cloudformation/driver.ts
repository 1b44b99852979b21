import { AwsError } from '../../handler/aws/aws-error';
import { createResource, provision, removeAll } from './resource';
import {
  type Declaration,
  type DriverOptions,
  type Live,
  markStack,
  nextUuid,
  type StackEvent,
  type StackState,
  type StackTemplate,
} from './stack';
import { changedResources, type Rollback, rollBack, skip, update } from './update';

/** A stack as it stands when an operation has ended. */
export interface StackOutcome {
  readonly stackId: string;
  readonly status: string;
  readonly reason?: string;
  /** By logical id, what `Fn::GetAtt` returns. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By logical id, what `Ref` returns. */
  readonly physicalIds: Readonly<Record<string, string>>;
}

export interface Driver {
  readonly createStack: (stackName: string, template: StackTemplate) => Promise<StackOutcome>;
  readonly updateStack: (stackName: string, template: StackTemplate) => Promise<StackOutcome>;
  readonly continueUpdateRollback: (stackName: string, resourcesToSkip?: readonly string[]) => Promise<StackOutcome>;
  readonly deleteStack: (stackName: string, retainResources?: readonly string[]) => Promise<StackOutcome>;
  /** Of every stack, oldest first. */
  readonly events: readonly StackEvent[];
  /** What CloudFormation remembers of the stacks that have come to rest. */
  readonly remembered: () => readonly Remembered[];
}

/** What CloudFormation remembers of a stack at rest; what it shows of it stands in the world. */
export interface Remembered extends Pick<StackState, 'outputs'> {
  readonly stackName: string;
  readonly stackId: string;
  readonly live: readonly (readonly [logicalId: string, Live])[];
}

interface Managed {
  readonly state: StackState;
  rollback?: Rollback | undefined;
}

/**
 * CloudFormation for custom resources: takes stacks through their life and writes each status into the world. It goes on
 * where another driver stopped that had a copy of this world, if it is told what that one remembered.
 */
export function createDriver(options: DriverOptions, past: readonly Remembered[] = []): Driver {
  const events: StackEvent[] = [];
  const stacks = new Map<string, Managed>(
    past.map((stack) => [stack.stackName, { state: recall(options, stack, events) }]),
  );
  return {
    createStack: async (stackName, template) => {
      const existing = stacks.get(stackName);
      if (existing && existing.state.stack.status !== 'DELETE_COMPLETE') {
        throw new AwsError('AlreadyExistsException', 400, `Stack [${stackName}] already exists`);
      }
      const state = newStack(options, stackName, events);
      stacks.set(stackName, { state });
      return create(state, template);
    },
    updateStack: async (stackName, template) => {
      const managed = find(stacks, stackName, /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/);
      validate(managed.state, template);
      managed.rollback = await update(managed.state, template);
      return describe(managed.state);
    },
    continueUpdateRollback: async (stackName, resourcesToSkip = []) => {
      const managed = find(stacks, stackName, /^UPDATE_ROLLBACK_FAILED$/);
      const { state, rollback } = managed;
      if (rollback) managed.rollback = await rollBack(state, skip(state, rollback, resourcesToSkip));
      return describe(state);
    },
    deleteStack: async (stackName, retainResources = []) =>
      remove(find(stacks, stackName, /_(COMPLETE|FAILED)$/).state, retainResources),
    events,
    remembered: () => structuredClone([...stacks.values()].map(({ state }) => remember(state))),
  };
}

const remember = ({ stack, live, outputs }: StackState): Remembered => {
  const { stackName, stackId } = stack;
  return { stackName, stackId, live: [...live], outputs };
};

function recall(options: DriverOptions, { stackId, live, outputs }: Remembered, events: StackEvent[]): StackState {
  const stack = options.world.stacks[stackId];
  if (!stack) throw new Error(`The world has no stack ${stackId}`);
  return { stack, options, events, live: new Map(live), outputs: { ...outputs } };
}

function newStack(options: DriverOptions, stackName: string, events: StackEvent[]): StackState {
  const { world, account, region } = options;
  const stackId = `arn:${world.partition}:cloudformation:${region}:${account}:stack/${stackName}/${nextUuid(world)}`;
  const stack = { stackId, stackName, status: 'CREATE_IN_PROGRESS', account, region, resources: {} };
  world.stacks[stackId] = stack;
  return { stack, options, events, live: new Map(), outputs: {} };
}

function find(stacks: ReadonlyMap<string, Managed>, stackName: string, allowed: RegExp): Managed {
  const managed = stacks.get(stackName);
  if (!managed) throw new AwsError('ValidationError', 400, `Stack [${stackName}] does not exist`);
  const { status, stackId } = managed.state.stack;
  if (allowed.test(status)) return managed;
  throw new AwsError('ValidationError', 400, `Stack:${stackId} is in ${status} state and can not be updated`);
}

async function create(state: StackState, template: StackTemplate): Promise<StackOutcome> {
  markStack(state, 'CREATE_IN_PROGRESS', 'User Initiated');
  const failed = await provision(template, Object.keys(template.resources), (logicalId, declaration, cancel) =>
    createResource(state, logicalId, { declaration, cancel }),
  );
  if (failed.length === 0) markStack(state, 'CREATE_COMPLETE');
  else
    await rollBackCreate(
      state,
      `The following resource(s) failed to create: [${failed.join(', ')}]. Rollback requested by user.`,
    );
  return describe(state);
}

async function rollBackCreate(state: StackState, reason: string): Promise<void> {
  markStack(state, 'ROLLBACK_IN_PROGRESS', reason);
  const stuck = await removeAll(state, [...state.live.keys()], (_, { deletionPolicy }) => deletionPolicy === 'Retain');
  if (stuck.length === 0) markStack(state, 'ROLLBACK_COMPLETE');
  else markStack(state, 'ROLLBACK_FAILED', undeleted(stuck));
}

async function remove(state: StackState, retainResources: readonly string[]): Promise<StackOutcome> {
  markStack(state, 'DELETE_IN_PROGRESS', 'User Initiated');
  const retained = (logicalId: string, { deletionPolicy = 'Delete' }: Declaration) =>
    deletionPolicy !== 'Delete' || retainResources.includes(logicalId);
  const stuck = await removeAll(state, [...state.live.keys()], retained);
  if (stuck.length === 0) markStack(state, 'DELETE_COMPLETE');
  else markStack(state, 'DELETE_FAILED', undeleted(stuck));
  return describe(state);
}

const undeleted = (logicalIds: readonly string[]) =>
  `The following resource(s) failed to delete: [${logicalIds.join(', ')}].`;

function validate(state: StackState, template: StackTemplate): void {
  for (const [logicalId, { type, properties }] of Object.entries(template.resources)) {
    const live = state.live.get(logicalId);
    if (!live) continue;
    const problem = `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${logicalId}]`;
    if (live.declaration.type !== type) throw new AwsError('ValidationError', 400, problem);
    if (live.properties['ServiceToken'] === properties['ServiceToken']) continue;
    throw new AwsError('ValidationError', 400, `Modifying service token is not allowed: [${logicalId}]`);
  }
  const removed = [...state.live.keys()].some((logicalId) => !(logicalId in template.resources));
  if (removed || changedResources(state, template).length > 0) return;
  throw new AwsError('ValidationError', 400, 'No updates are to be performed.');
}

function describe({ stack, live, outputs }: StackState): StackOutcome {
  return {
    stackId: stack.stackId,
    status: stack.status,
    ...(stack.statusReason !== undefined && { reason: stack.statusReason }),
    outputs: structuredClone(outputs),
    physicalIds: Object.fromEntries([...live].map(([logicalId, { physicalId }]) => [logicalId, physicalId])),
  };
}
