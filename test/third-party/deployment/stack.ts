import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Account } from './account';

/** A stack after an operation, as CloudFormation's API shows it. */
export interface Stack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a stack is made from. */
export interface StackInput {
  readonly template: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Creates a stack; like its siblings, it resolves once CloudFormation has ended. */
export function createStack(account: Account, name: string, input: StackInput): Promise<Stack> {
  return operate(account, 'CreateStack', { StackName: name, ...templateInput(input) });
}

/** Updates a stack; rejects where there is nothing to update. */
export function updateStack(account: Account, name: string, input: StackInput): Promise<Stack> {
  return operate(account, 'UpdateStack', { StackName: name, ...templateInput(input) });
}

/** Deletes a stack. */
export function deleteStack(account: Account, name: string): Promise<Stack> {
  return operate(account, 'DeleteStack', { StackName: name });
}

/** What failed in a stack and why, oldest first: `SessionRole CREATE_FAILED: …`. */
export async function failures(account: Account, name: string): Promise<readonly string[]> {
  const { StackEvents } = events.parse(
    await account.call('cloudformation', 'DescribeStackEvents', { StackName: name }),
  );
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
    .map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}: ${event.ResourceStatusReason}`)
    .reverse();
}

function templateInput({ template, parameters = {} }: StackInput) {
  return {
    TemplateBody: template,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  };
}

const patience = 120_000;

async function operate(account: Account, operation: string, input: { readonly StackName: string }): Promise<Stack> {
  // A stack that is gone answers to its id alone.
  const known = operation === 'CreateStack' ? undefined : await describeStack(account, input.StackName);
  const created = await account.call('cloudformation', operation, input);
  const id = known?.StackId ?? withId.parse(created).StackId;
  const until = Date.now() + patience;
  for (;;) {
    const { StackStatus, Outputs = [] } = await describeStack(account, id);
    const outputs = Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    if (!StackStatus.endsWith('_IN_PROGRESS')) return { status: StackStatus, outputs };
    if (Date.now() > until) throw new Error(`Stack ${input.StackName} is still ${StackStatus}`);
    await pause(100);
  }
}

async function describeStack(account: Account, nameOrId: string) {
  const answer = await account.call('cloudformation', 'DescribeStacks', { StackName: nameOrId });
  const [stack] = stacks.parse(answer).Stacks;
  return stack;
}

const withId = z.object({ StackId: z.string() });
const stacks = z.object({
  Stacks: z.tuple([
    z.object({
      StackId: z.string(),
      StackStatus: z.string(),
      Outputs: z.optional(z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() }))),
    }),
  ]),
});
const events = z.object({
  StackEvents: z.array(
    z.object({
      LogicalResourceId: z.string(),
      ResourceStatus: z.string(),
      ResourceStatusReason: z._default(z.string(), ''),
    }),
  ),
});
