import { handle } from '../../handler/handle';
import type { Hooks } from '../../local/aws/hooks';
import { localCall } from '../../local/aws/port';
import type { World } from '../../local/aws/world';
import { createAnswers, type PutOutcome } from '../../local/cloudformation/answers';
import { createDriver, type Driver, type StackOutcome } from '../../local/cloudformation/driver';
import { inProcess } from '../../local/cloudformation/in-process';
import type { Declaration, StackTemplate } from '../../local/cloudformation/stack';
import type { AsynchronousOptions } from '../../local/lambda/asynchronous';
import { REGION } from '../../local/two-accounts';
import { account, functions, type Given, plain, settings, stage } from './fixture';
import { checkSecrets } from './secrets';

export interface Theatre {
  readonly world: World;
  /** Runs one operation on the stack, and everything that it sets off. */
  readonly play: (act: (driver: Driver) => Promise<StackOutcome>) => Promise<StackOutcome>;
}

type Options = Partial<Pick<AsynchronousOptions, 'duplicateAfter'>> & {
  /** Milliseconds that every call takes, half of them before its effect. */
  readonly latency?: number;
  readonly fault?: (requestId: string, attempt: number) => PutOutcome | undefined;
};

/** CloudFormation, Lambda's queue and the function, in one process and on one clock. */
export function theatre({ latency = 0, fault, ...queue }: Options = {}): Theatre {
  const { world, clock } = stage();
  const origin = 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com';
  const answers = createAnswers({ origin, clock, ...(fault && { fault }) });
  const pause = () => (latency === 0 ? Promise.resolve() : clock.sleep(latency / 2));
  const hooks: Hooks = { before: pause, after: pause };
  const invoke = async (event: unknown) => {
    const logs: unknown[] = [];
    const respond = async (url: string, text: string) => {
      const body = Buffer.from(text);
      const outcome = answers.put({ url, contentType: '', contentLength: body.length, body });
      if (typeof outcome === 'string' || outcome.status !== 200) throw new Error('Cannot answer CloudFormation');
    };
    const call = localCall(world, { role: functions.main.accessKeyId, now: clock.now, hooks });
    const effects = { call, respond, settings, clock: { ...clock, deadline: clock.now() + 290_000 } };
    const returned = await handle(event, { ...effects, log: (entry) => logs.push(entry) });
    checkSecrets({ logs, returned });
  };
  const lambda = inProcess({ [functions.main.arn]: invoke }, { clock, ...queue });
  const driver = createDriver({ world, account, region: REGION, clock, deliver: lambda.deliver, answers });
  const play = async (act: (driver: Driver) => Promise<StackOutcome>) => {
    const outcome = await clock.run(act(driver));
    await clock.run(lambda.idle());
    return outcome;
  };
  return { world, play };
}

export function template(properties: Given, others: StackTemplate['resources'] = {}): StackTemplate {
  const given = { ...plain, ...properties };
  return { resources: { Role: { type: 'Custom::SessionManagerRole', properties: given }, ...others } };
}

/** A resource that fails after so many seconds. */
export const failing = (AfterSeconds: number): Declaration => ({ type: 'Test::Failing', properties: { AfterSeconds } });
