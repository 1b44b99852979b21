import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  type StackEvent,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { eventually } from './patience';
import type { Sandbox } from './sandbox';

/** A template as data. */
export interface LiveTemplate {
  readonly Resources: Readonly<Record<string, object>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** A stack at rest. */
export interface SettledStack {
  readonly stackId: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Creates a stack that is removed when the sandbox closes, and waits until it is settled. */
export async function createStack(
  sandbox: Sandbox,
  StackName: string,
  template: LiveTemplate,
  RoleARN?: string,
): Promise<SettledStack> {
  const { StackId = '' } = await sandbox.cloudformation.send(
    new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities, RoleARN }),
  );
  sandbox.made(`Stack ${StackName}`, () => deleteStack(sandbox, StackId));
  return settled(sandbox, StackId);
}

const Capabilities = ['CAPABILITY_NAMED_IAM' as const];

/** Updates a stack and waits until it is settled. */
export async function updateStack(sandbox: Sandbox, stackId: string, template: LiveTemplate): Promise<SettledStack> {
  await sandbox.cloudformation.send(
    new UpdateStackCommand({ StackName: stackId, TemplateBody: JSON.stringify(template), Capabilities }),
  );
  return settled(sandbox, stackId);
}

/** Deletes a stack, if there is one by this id or name; rejects where it stays. */
export async function deleteStack(sandbox: Sandbox, idOrName: string): Promise<void> {
  const found = await describeStack(sandbox, idOrName).catch(missing);
  if (found?.StackId === undefined) return;
  // A deleted stack is known by its id alone.
  const { status } = await tryToDelete(sandbox, found.StackId);
  if (status !== 'DELETE_COMPLETE') throw new Error(`Stack ${idOrName} is ${status}`);
}

/** What CloudFormation says of a stack. */
export async function describeStack({ cloudformation }: Sandbox, StackName: string): Promise<Stack | undefined> {
  const { Stacks: [stack] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  return stack;
}

function missing(error: unknown): undefined {
  if (!(error instanceof Error && error.message.includes('does not exist'))) throw error;
}

/** Deletes a stack and says how that ended. */
export async function tryToDelete(sandbox: Sandbox, stackId: string): Promise<SettledStack> {
  await sandbox.cloudformation.send(new DeleteStackCommand({ StackName: stackId }));
  return settled(sandbox, stackId);
}

/** Every event of a stack, oldest first. */
export async function eventsOf(sandbox: Sandbox, stackId: string): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sandbox.cloudformation.send(new DescribeStackEventsCommand({ StackName: stackId, NextToken }));
    events.push(...(page.StackEvents ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return events.reverse();
}

async function settled(sandbox: Sandbox, stackId: string): Promise<SettledStack> {
  return eventually(
    `stack ${stackId} to settle`,
    async () => {
      const stack = await describeStack(sandbox, stackId);
      const { StackStatus: status = 'DELETE_COMPLETE', Outputs = [] } = stack ?? {};
      if (status.endsWith('_IN_PROGRESS')) return undefined;
      const outputs = Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const);
      return { stackId, status, outputs: Object.fromEntries(outputs) };
    },
    1_800,
  );
}
