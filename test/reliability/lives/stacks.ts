import type { Driver, StackOutcome } from '../../../local/cloudformation/driver';
import type { Declaration, StackTemplate } from '../../../local/cloudformation/stack';
import { type Declared, propertiesAt } from './declared';
import type { Place } from './places';
import type { Operation } from './steps';

/** A stack, and how each operation on it ended. */
export interface Stack {
  readonly place: Place;
  readonly driver: Driver;
  readonly stackName: string;
  readonly history: Ended[];
}

export interface Ended {
  readonly operation: Operation;
  readonly stackId: string;
  readonly status: string;
  readonly reason: string;
  /** Of the role, while CloudFormation knows one. */
  readonly physicalId?: string;
  /** What CloudFormation holds for accepted. */
  readonly declared?: Declared;
  /** What it left standing, since the template said so. */
  readonly skipped: readonly string[];
  /** What it could not delete after a replacement, and gave up. */
  readonly abandoned: readonly string[];
}

/** Does what is asked, or what the stack's status makes of it; nothing where there is no stack to remove. */
export async function run(stack: Stack, operation: Operation): Promise<Stack | undefined> {
  const { driver, stackName, history } = stack;
  const last = history.at(-1);
  const act = actOn(last?.status ?? 'DELETE_COMPLETE', operation);
  if (act === 'nothing') return undefined;
  const events = driver.events.length;
  const outcome = await perform(stack, act, operation);
  const news = driver.events.slice(events).filter((event) => event.stackName === stackName);
  const idsAt = (at: string) => news.flatMap(({ status, physicalId: id }) => (status === at && id ? [id] : []));
  const accepted = acceptedBy(outcome, operation, last);
  const physicalId = outcome.physicalIds['Role'];
  history.push({
    operation,
    stackId: outcome.stackId,
    status: outcome.status,
    reason: news.flatMap(({ status, reason }) => (status.endsWith('_FAILED') && reason ? [reason] : [])).join('\n'),
    ...(physicalId !== undefined && { physicalId }),
    ...(accepted !== undefined && { declared: accepted }),
    skipped: idsAt('DELETE_SKIPPED'),
    abandoned: outcome.status.endsWith('_COMPLETE') ? idsAt('DELETE_FAILED') : [],
  });
  return stack;
}

type Act = 'create' | 'update' | 'continue' | 'delete' | 'nothing';

function actOn(status: string, operation: Operation): Act {
  if (operation.do === 'remove') return status === 'DELETE_COMPLETE' ? 'nothing' : 'delete';
  if (status === 'DELETE_COMPLETE') return 'create';
  if (status === 'UPDATE_ROLLBACK_FAILED') return 'continue';
  return /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status) ? 'update' : 'delete';
}

function perform({ driver, place, stackName, history }: Stack, act: Act, operation: Operation) {
  if (act === 'continue') return driver.continueUpdateRollback(stackName);
  if (act === 'delete' || operation.do === 'remove') return driver.deleteStack(stackName);
  const { declared, retain, cancelledAfter } = operation;
  const Role: Declaration = {
    type: 'Custom::SessionManagerRole',
    properties: propertiesAt(place, history.length, declared),
    ...(retain && { deletionPolicy: 'Retain' }),
  };
  const Other: Declaration = { type: 'Test::Failing', properties: { AfterSeconds: cancelledAfter } };
  const template: StackTemplate = { resources: { Role, ...(cancelledAfter !== undefined && { Other }) } };
  return act === 'create' ? driver.createStack(stackName, template) : driver.updateStack(stackName, template);
}

function acceptedBy({ status }: StackOutcome, operation: Operation, last: Ended | undefined): Declared | undefined {
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) return operation.do === 'declare' ? operation.declared : undefined;
  return status === 'DELETE_COMPLETE' ? undefined : last?.declared;
}
