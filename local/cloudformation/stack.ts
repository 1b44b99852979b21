import { createHash } from 'node:crypto';
import type { Clock } from '../../handler/aws/clock';
import type { Stack, World } from '../aws/world';
import type { Answers } from './answers';

/** A resource of a stack, as a template declares it. */
export interface Declaration {
  /**
   * `Custom::…` is sent to the function that its ServiceToken names. `Test::Nothing` succeeds and `Test::Failing` fails
   * the request types in its property `On` (Create and Update unless told otherwise), both after `AfterSeconds`.
   */
  readonly type: `Custom::${string}` | 'Test::Failing' | 'Test::Nothing';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly serviceTimeoutSeconds?: number;
  readonly dependsOn?: readonly string[];
  readonly deletionPolicy?: 'Delete' | 'Retain' | 'RetainExceptOnCreate';
}

export interface StackTemplate {
  readonly resources: Readonly<Record<string, Declaration>>;
}

/** One line of the console's Events tab. */
export interface StackEvent {
  readonly time: number;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly status: string;
  readonly reason?: string;
}

/** Invokes a function asynchronously: resolves once the event is queued, rejects where Lambda refuses it. */
export type Deliver = (functionArn: string, event: unknown) => Promise<void>;

export interface DriverOptions {
  readonly world: World;
  readonly account: string;
  readonly region: string;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly deliver: Deliver;
  readonly answers: Pick<Answers, 'open'>;
}

/** Properties as a custom resource receives them: every scalar has become a string. */
export type Delivered = Readonly<Record<string, unknown>>;

/** A physical resource and the properties with which it was last accepted. */
export interface Live {
  readonly physicalId: string;
  readonly declaration: Declaration;
  readonly properties: Delivered;
}

/** One stack under the driver's hands: the world holds what AWS shows, this what CloudFormation remembers. */
export interface StackState {
  readonly stack: Stack;
  readonly options: DriverOptions;
  readonly events: StackEvent[];
  readonly live: Map<string, Live>;
  /** By logical id, what `Fn::GetAtt` returns. */
  readonly outputs: Record<string, Readonly<Record<string, unknown>>>;
}

/** Records an event that leaves the resource's status alone, as the removal of a replaced resource does. */
export function note(state: StackState, event: Omit<StackEvent, 'time' | 'stackName'>): void {
  state.events.push({ time: state.options.clock.now(), stackName: state.stack.stackName, ...event });
}

/** Records an event and the resource's new status. */
export function markResource(state: StackState, event: Omit<StackEvent, 'time' | 'stackName'>): void {
  const { logicalId, status, physicalId, reason } = event;
  const type = state.live.get(logicalId)?.declaration.type ?? state.stack.resources[logicalId]?.type ?? '';
  state.stack.resources[logicalId] = {
    ...{ logicalId, type, status },
    ...(physicalId !== undefined && { physicalId }),
    ...(reason !== undefined && { statusReason: reason }),
  };
  note(state, event);
}

export function markStack(state: StackState, status: string, reason?: string): void {
  const { stack } = state;
  stack.status = status;
  delete stack.statusReason;
  if (reason !== undefined) stack.statusReason = reason;
  const cause = reason === undefined ? {} : { reason };
  note(state, { logicalId: stack.stackName, physicalId: stack.stackId, status, ...cause });
}

/** What goes over the wire: each scalar as a string, recursively, and the resource's time-out among the properties. */
export function deliveredProperties({ properties, serviceTimeoutSeconds }: Declaration): Delivered {
  const timeout = serviceTimeoutSeconds === undefined ? {} : { ServiceTimeout: serviceTimeoutSeconds };
  return stringifiedMap({ ...properties, ...timeout });
}

/** A physical id as CloudFormation invents one where no answer gave any. */
export function inventedId({ stack }: StackState, logicalId: string): string {
  const suffix = BigInt(`0x${digest(`${stack.stackId} ${logicalId}`)}`)
    .toString(36)
    .slice(0, 12)
    .toUpperCase();
  return `${stack.stackName}-${logicalId}-${suffix}`;
}

/** A uuid that is the same in every run of the same story. */
export function nextUuid(world: World): string {
  const hex = digest(String(world.serial++));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function stringifiedMap(map: object): Delivered {
  const entries = Object.entries(map).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, stringified(item)]));
}

function stringified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringified);
  return typeof value === 'object' && value !== null ? stringifiedMap(value) : String(value);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
