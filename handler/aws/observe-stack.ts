import type { Origin } from '../core/request/event';
import { absent, forbidden, present, type Seen } from '../core/seen';
import type { Known } from '../core/standing';
import { AwsError } from './aws-error';
import type { Call, Caller } from './operations';

/** CloudFormation's status of this very resource: `CREATE_IN_PROGRESS`, … */
export function observeResourceStatus(call: Call, caller: Caller, origin: Origin): Promise<Seen<string>> {
  return asked(
    'cloudformation:DescribeStackResource',
    async () => (await describe(call, caller, origin))?.ResourceStatus,
  );
}

/** Whether the stack has settled, and by which id it knows this resource. */
export async function observeKnown(call: Call, caller: Caller, origin: Origin): Promise<Known> {
  const [stack, physicalId] = await Promise.all([
    observeStackStatus(call, caller, origin),
    asked('cloudformation:DescribeStackResource', async () => {
      return (await describe(call, caller, origin))?.PhysicalResourceId;
    }),
  ]);
  return { stack, physicalId };
}

async function describe(call: Call, caller: Caller, { stackId: StackName, logicalId: LogicalResourceId }: Origin) {
  const answer = await call('cloudformation:DescribeStackResource', { StackName, LogicalResourceId }, caller);
  return answer.StackResourceDetail;
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
    const answer = await read();
    return answer === undefined ? absent : present(answer);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'AccessDenied') return forbidden(action);
    if (error.code === 'ValidationError') return absent;
    throw error;
  }
}
