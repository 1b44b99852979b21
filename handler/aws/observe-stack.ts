import type { Origin } from '../core/request/event';
import { absent, forbidden, present, type Seen } from '../core/seen';
import { AwsError } from './aws-error';
import type { Call, Caller } from './operations';

/** CloudFormation's status of this very resource: `CREATE_IN_PROGRESS`, … */
export function observeResourceStatus(call: Call, caller: Caller, origin: Origin): Promise<Seen<string>> {
  const { stackId: StackName, logicalId: LogicalResourceId } = origin;
  return asked('cloudformation:DescribeStackResource', async () => {
    const answer = await call('cloudformation:DescribeStackResource', { StackName, LogicalResourceId }, caller);
    return answer.StackResourceDetail?.ResourceStatus;
  });
}

/** CloudFormation's status of the whole stack: `UPDATE_ROLLBACK_IN_PROGRESS`, … */
export function observeStackStatus(call: Call, caller: Caller, { stackId }: Origin): Promise<Seen<string>> {
  return asked('cloudformation:DescribeStacks', async () => {
    const answer = await call('cloudformation:DescribeStacks', { StackName: stackId }, caller);
    return answer.Stacks?.[0]?.StackStatus;
  });
}

async function asked(action: string, read: () => Promise<string | undefined>): Promise<Seen<string>> {
  try {
    const status = await read();
    return status === undefined ? absent : present(status);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'AccessDenied') return forbidden(action);
    if (error.code === 'ValidationError') return absent;
    throw error;
  }
}
