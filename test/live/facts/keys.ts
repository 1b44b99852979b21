import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { dnsSuffix } from '../../../handler/core/partition';
import { eventually, refusalOf } from '../patience';
import type { Sandbox } from '../sandbox';
import { actAs } from './actor';
import type { Fact } from './fact';

/** For which keys a service asks in the name of its caller, where its documentation leaves it open. */
export const keys: readonly Fact[] = [
  {
    question: 'Is PutLogEvents to an encrypted log group refused to a caller without rights to its key?',
    observe: writeWithoutKey,
  },
];

const logStreamName = 'session';

async function writeWithoutKey(sandbox: Sandbox): Promise<string> {
  const { name, options, partition } = sandbox;
  const [plain, encrypted] = [`/${name}/plain`, `/${name}/encrypted`] as const;
  await createLogGroup(sandbox, plain);
  await createLogGroup(sandbox, encrypted, await createKey(sandbox));
  const Resource = `arn:${partition}:logs:${options.region}:${options.account}:log-group:/${name}/*`;
  const { logs } = await actAs(sandbox, 'logger', [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource }]);
  const put = (logGroupName: string) => {
    const logEvents = [{ timestamp: Date.now(), message: 'log' }];
    return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  };
  // Only once the statement is in force, a refusal says something of the key.
  await eventually('the right to write events', () => put(plain));
  return `${await refusalOf(put(encrypted))} for a caller who has logs:PutLogEvents alone`;
}

/** A key for CloudWatch Logs, which leaves everything else to IAM. */
async function createKey({ kms, made, name, options, partition }: Sandbox): Promise<string> {
  const root = { AWS: `arn:${partition}:iam::${options.account}:root` };
  const Statement = [root, { Service: `logs.${options.region}.${dnsSuffix(partition)}` }].map((Principal) => {
    return { Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' };
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: name, Policy }));
  const KeyId = KeyMetadata?.KeyId;
  made(`Key ${KeyId}`, () => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })));
  return KeyMetadata?.Arn ?? '';
}

async function createLogGroup({ logs, made }: Sandbox, logGroupName: string, kmsKeyId?: string): Promise<void> {
  await eventually(`log group ${logGroupName}`, () => logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId })));
  made(`LogGroup ${logGroupName}`, () => logs.send(new DeleteLogGroupCommand({ logGroupName })));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
}
