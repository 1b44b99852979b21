import type { Origin } from '../core/request/event';
import { absent, forbidden, present, type Seen } from '../core/seen';
import { AwsError } from './aws-error';
import type { Call, Caller } from './operations';

/** CloudFormation's status of this very resource: `CREATE_IN_PROGRESS`, … */
export async function observeResourceStatus(call: Call, caller: Caller, origin: Origin): Promise<Seen<string>> {
  const resource = await observeResource(call, caller, origin);
  return resource.state === 'present' ? present(resource.value.status) : resource;
}

/** A resource of a stack, as CloudFormation knows it. */
export interface StackResource {
  readonly status: string;
  readonly physicalId?: string;
}

export function observeResource(call: Call, caller: Caller, origin: Origin): Promise<Seen<StackResource>> {
  const { stackId: StackName, logicalId: LogicalResourceId } = origin;
  return asked('cloudformation:DescribeStackResource', async () => {
    const answer = await call('cloudformation:DescribeStackResource', { StackName, LogicalResourceId }, caller);
    const { ResourceStatus: status, PhysicalResourceId: physicalId } = answer.StackResourceDetail ?? {};
    if (status === undefined) return undefined;
    return physicalId === undefined ? { status } : { status, physicalId };
  });
}

/** CloudFormation's status of the whole stack: `UPDATE_ROLLBACK_IN_PROGRESS`, … */
export function observeStackStatus(call: Call, caller: Caller, { stackId }: Origin): Promise<Seen<string>> {
  return asked('cloudformation:DescribeStacks', async () => {
    const answer = await call('cloudformation:DescribeStacks', { StackName: stackId }, caller);
    return answer.Stacks?.[0]?.StackStatus;
  });
}

async function asked<T>(action: string, read: () => Promise<T | undefined>): Promise<Seen<T>> {
  try {
    const answer = await read();
    return answer === undefined ? absent : present(answer);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'AccessDenied') return forbidden(action);
    if (error.code === 'ValidationError') return absent;
    throw error;
  }
}
