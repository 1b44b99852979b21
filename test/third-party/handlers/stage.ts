import { systemClock } from '../../../handler/aws/clock';
import type { World } from '../../../local/aws/world';
import { createDriver, type Driver } from '../../../local/cloudformation/driver';
import { startResponseEndpoint } from '../../../local/cloudformation/response-endpoint';
import type { StackTemplate } from '../../../local/cloudformation/stack';
import type { Launch } from '../../../local/lambda/execution-environment';
import { createLambda } from '../../../local/lambda/lambda';
import { createAuthority } from './authority';

/** How a handler of somebody else's is launched, given where its answers go and whom it must trust there. */
export type Launched = Pick<Launch, 'bundleFile' | 'environment'> & Required<Pick<Launch, 'runtime'>>;

/** Somebody else's handler under our CloudFormation. */
export interface Stage {
  readonly driver: Driver;
  /** Where the answers go. */
  readonly origin: string;
  /** What the handler printed. */
  readonly logs: readonly string[];
  readonly stop: () => Promise<void>;
}

const account = '111122223333';
const region = 'eu-west-1';
const functionArn = `arn:aws:lambda:${region}:${account}:function:toy`;

/** Opens a stage whose answers are taken over TLS alone: neither library knows anything else. */
export async function openStage(launched: (port: string, authorityFile: string) => Launched): Promise<Stage> {
  const authority = await createAuthority();
  const clock = systemClock(Number.POSITIVE_INFINITY);
  const endpoint = await startResponseEndpoint({ clock, certificate: authority.certificate });
  const { answers, origin } = endpoint;
  const lambda = createLambda({
    ...launched(new URL(origin).port, authority.file),
    ...{ handlerName: 'handler.handler', functionArn, timeoutSeconds: 30 },
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' },
  });
  const world: World = { partition: 'aws', accounts: {}, buckets: {}, stacks: {}, sessions: {}, serial: 1 };
  const deliver = (_functionArn: string, event: unknown) => lambda.invokeAsync(event);
  const driver = createDriver({ world, account, region, clock, deliver, answers });
  const stop = async () => {
    await lambda.idle();
    await lambda.stop();
    await endpoint.close();
  };
  return { driver, origin, logs: lambda.logs, stop };
}

/** A stack of one such resource. */
export function toy(properties: Readonly<Record<string, unknown>>): StackTemplate {
  return { resources: { Toy: { type: 'Custom::Toy', properties: { ServiceToken: functionArn, ...properties } } } };
}
