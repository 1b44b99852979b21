import type { World } from '../../../local/aws/world';
import { type Answers, createAnswers, type PutOutcome } from '../../../local/cloudformation/answers';
import { createDriver, type Driver } from '../../../local/cloudformation/driver';
import { type InProcess, inProcess } from '../../../local/cloudformation/in-process';
import type { Declaration, StackTemplate } from '../../../local/cloudformation/stack';
import type { AsynchronousOptions } from '../../../local/lambda/asynchronous';
import { type VirtualClock, virtualClock } from './virtual-clock';

/** A request as the toy handler reads it; the tests are the only senders. */
export interface ToyEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, string>>;
  readonly OldResourceProperties?: Readonly<Record<string, string>>;
}

export interface ToyAnswer {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: unknown;
  readonly Data?: unknown;
}

/** Decides what the toy answers; nothing = never answers. */
export type Behaviour = (event: ToyEvent, stage: Stage) => ToyAnswer | undefined | Promise<ToyAnswer | undefined>;

export interface Stage {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly answers: Answers;
  readonly driver: Driver;
  readonly functions: InProcess;
  /** Every delivered request: type, id, and the property `Name` now and before. */
  readonly requests: string[];
}

export const token = 'arn:aws:lambda:us-east-1:111122223333:function:toy';

/** A stage on which one toy custom resource plays `behave`. */
export function stageOf(
  behave: Behaviour,
  options: Partial<AsynchronousOptions> & {
    fault?: (requestId: string, attempt: number) => PutOutcome | undefined;
  } = {},
): Stage {
  const { fault, ...queue } = options;
  const clock = virtualClock();
  const world: World = { partition: 'aws', accounts: {}, buckets: {}, stacks: {}, sessions: {}, serial: 1 };
  const origin = 'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com';
  const answers = createAnswers({ origin, clock, ...(fault && { fault }) });
  const requests: string[] = [];
  const handler = async (input: unknown) => {
    const event = input as ToyEvent;
    requests.push(line(event));
    const answer = await behave(event, stage);
    if (answer) put(answers, event, answer);
  };
  const functions = inProcess({ [token]: handler }, { clock, ...queue });
  const where = { account: '111122223333', region: 'us-east-1' };
  const driver = createDriver({ world, ...where, clock, deliver: functions.deliver, answers });
  const stage: Stage = { world, clock, answers, driver, functions, requests };
  return stage;
}

/** The toy's default: its id is its Name. */
export function obey(event: ToyEvent): ToyAnswer {
  const name = event.ResourceProperties['Name'] ?? 'unnamed';
  return { PhysicalResourceId: event.RequestType === 'Delete' ? event.PhysicalResourceId : name, Data: { Name: name } };
}

export function put(answers: Answers, event: ToyEvent, answer: ToyAnswer): PutOutcome {
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = Buffer.from(JSON.stringify({ Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, ...answer }));
  return answers.put({ url: event.ResponseURL, contentType: '', contentLength: body.length, body });
}

export function toy(Name: string, more: Partial<Declaration> = {}): Declaration {
  return { type: 'Custom::Toy', properties: { ServiceToken: token, Name }, ...more };
}

export const failing = (
  more: Readonly<Record<string, unknown>> = {},
  dependsOn: readonly string[] = [],
): Declaration => ({
  type: 'Test::Failing',
  properties: more,
  dependsOn,
});

export const failed = (event: ToyEvent, Reason: string): ToyAnswer => ({ ...obey(event), Status: 'FAILED', Reason });

export const createApp = (stage: Stage, resources: StackTemplate['resources']) =>
  stage.clock.run(stage.driver.createStack('app', { resources }));
export const updateApp = (stage: Stage, resources: StackTemplate['resources']) =>
  stage.clock.run(stage.driver.updateStack('app', { resources }));
export const deleteApp = (stage: Stage) => stage.clock.run(stage.driver.deleteStack('app'));

/** What a viewer of the Events tab reads, without times. */
export function statuses({ driver }: Stage, logicalId: string): readonly string[] {
  return driver.events
    .filter((event) => event.logicalId === logicalId)
    .map(({ status, physicalId }) => (logicalId === 'app' || !physicalId ? status : `${status} ${physicalId}`));
}

function line({ RequestType, PhysicalResourceId, ResourceProperties, OldResourceProperties }: ToyEvent): string {
  const id = PhysicalResourceId === undefined ? '' : `(${PhysicalResourceId})`;
  const before = OldResourceProperties ? `${OldResourceProperties['Name']} to ` : '';
  return `${RequestType}${id} ${before}${ResourceProperties['Name']}`;
}
