import type { Answer } from './answers';
import { type Declaration, type Delivered, inventedId, nextUuid, type StackState } from './stack';

/** One request to one resource. */
export interface Operation {
  readonly requestType: 'Create' | 'Update' | 'Delete';
  readonly logicalId: string;
  readonly declaration: Declaration;
  readonly properties: Delivered;
  readonly physicalId?: string;
  readonly oldProperties?: Delivered;
  /** Aborts when CloudFormation stops waiting, since another resource failed. */
  readonly cancel?: AbortSignal;
}

export type Outcome =
  | { readonly state: 'complete'; readonly physicalId: string; readonly attributes: Readonly<Record<string, unknown>> }
  | { readonly state: 'failed'; readonly reason: string; readonly physicalId?: string }
  | { readonly state: 'cancelled' };

/** Asks the resource and waits for its answer, its time-out or the cancellation, whichever is first. */
export function perform(state: StackState, operation: Operation): Promise<Outcome> {
  return operation.declaration.type.startsWith('Custom::') ? ask(state, operation) : play(state, operation);
}

async function ask(state: StackState, operation: Operation): Promise<Outcome> {
  const { options, stack } = state;
  const { logicalId: LogicalResourceId, declaration, physicalId, oldProperties, cancel } = operation;
  const echo = { StackId: stack.stackId, RequestId: nextUuid(options.world), LogicalResourceId };
  const slot = options.answers.open(echo);
  const event = {
    RequestType: operation.requestType,
    ServiceToken: operation.properties['ServiceToken'],
    ResponseURL: slot.url,
    ...echo,
    ResourceType: declaration.type,
    ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
    ResourceProperties: operation.properties,
    ...(oldProperties && { OldResourceProperties: oldProperties }),
  };
  const ended = new AbortController();
  const signal = cancel ? AbortSignal.any([cancel, ended.signal]) : ended.signal;
  const patience = options.clock.sleep((declaration.serviceTimeoutSeconds ?? 3600) * 1000, signal);
  const silence = patience.then(() => (cancel?.aborted ? cancelled : unanswered(echo.RequestId)));
  const refusal = options.deliver(String(event.ServiceToken), event).then(() => silence, refused);
  const outcome = await Promise.race([slot.answer.then(accepted), silence, refusal]);
  // From here on an answer comes too late: CloudFormation no longer looks.
  slot.close();
  ended.abort();
  return outcome;
}

const cancelled: Outcome = { state: 'cancelled' };

function accepted(answer: Answer): Outcome {
  if (answer.state === 'SUCCESS') return { ...answer, state: 'complete' };
  return { ...answer, state: 'failed' };
}

function unanswered(requestId: string): Outcome {
  const reason = `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}].`;
  return { state: 'failed', reason };
}

function refused(error: unknown): Outcome {
  return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
}

async function play(state: StackState, { declaration, properties, cancel, ...operation }: Operation): Promise<Outcome> {
  const seconds = Number(properties['AfterSeconds'] ?? 0);
  if (seconds > 0) await state.options.clock.sleep(seconds * 1000, cancel);
  if (cancel?.aborted) return cancelled;
  const physicalId = operation.physicalId ?? inventedId(state, operation.logicalId);
  const { On: on = ['Create', 'Update'] } = properties;
  const fails = declaration.type === 'Test::Failing' && Array.isArray(on) && on.includes(operation.requestType);
  if (fails) return { state: 'failed', reason: `${declaration.type} fails its ${operation.requestType}`, physicalId };
  return { state: 'complete', physicalId, attributes: {} };
}
