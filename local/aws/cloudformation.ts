import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../handler/aws/aws-error';
import { required, type Scope, type Services } from './service';
import type { Stack, World } from './world';

/** What CloudFormation says of its stacks; the stacks themselves are moved by their driver. */
export const stacks = {
  'cloudformation:DescribeStacks'(world, scope, input, now) {
    const stack = findStack(world, scope, required(input.StackName, 'stackName'));
    return {
      Stacks: [
        {
          StackId: stack.stackId,
          StackName: stack.stackName,
          CreationTime: new Date(now),
          // The driver keeps statuses as text; the SDK has them as an enumeration.
          StackStatus: stack.status as StackStatus,
          ...(stack.statusReason === undefined ? {} : { StackStatusReason: stack.statusReason }),
        },
      ],
    };
  },
  'cloudformation:DescribeStackResource'(world, scope, input, now) {
    const stack = findStack(world, scope, required(input.StackName, 'stackName'));
    const resource = stack.resources[required(input.LogicalResourceId, 'logicalResourceId')];
    if (!resource) refuse(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.stackName}`);
    return {
      StackResourceDetail: {
        StackId: stack.stackId,
        StackName: stack.stackName,
        LogicalResourceId: resource.logicalId,
        ResourceType: resource.type,
        LastUpdatedTimestamp: new Date(now),
        ResourceStatus: resource.status as ResourceStatus,
        ...(resource.physicalId === undefined ? {} : { PhysicalResourceId: resource.physicalId }),
        ...(resource.statusReason === undefined ? {} : { ResourceStatusReason: resource.statusReason }),
      },
    };
  },
} satisfies Partial<Services>;

/** The stack by its id, deleted ones too, or by name while it lives. */
export function stackNamed(world: World, scope: Scope, idOrName: string): Stack | undefined {
  return Object.values(world.stacks)
    .filter(({ account, region }) => account === scope.account && region === scope.region)
    .find(
      (stack) => stack.stackId === idOrName || (stack.stackName === idOrName && stack.status !== 'DELETE_COMPLETE'),
    );
}

function findStack(world: World, scope: Scope, idOrName: string): Stack {
  return stackNamed(world, scope, idOrName) ?? refuse(`Stack with id ${idOrName} does not exist`);
}

function refuse(problem: string): never {
  throw new AwsError('ValidationError', 400, problem);
}
