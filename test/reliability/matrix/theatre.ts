import type { Call } from '../../../handler/aws/operations';
import { answer } from '../../../handler/core/answer';
import { attemptedId } from '../../../handler/core/identity/names';
import { parseEvent } from '../../../handler/core/request/parse-event';
import { handle } from '../../../handler/handle';
import type { Hooks } from '../../../local/aws/hooks';
import { localCall } from '../../../local/aws/port';
import type { World } from '../../../local/aws/world';
import { type Answers, createAnswers } from '../../../local/cloudformation/answers';
import { createDriver, type Driver, type Remembered } from '../../../local/cloudformation/driver';
import { type InProcess, inProcess } from '../../../local/cloudformation/in-process';
import { REGION } from '../../../local/two-accounts';
import { never } from '../../law/faults';
import { account, type Body, functions, type Given, settings } from '../../law/fixture';
import { checkSecrets } from '../../law/secrets';
import { type VirtualClock, virtualClock } from '../../local/cloudformation/virtual-clock';
import type { Invocation } from './faults';

/** One answer of the function, with the request that it answers, at the moment when it is given. */
export interface Told {
  readonly event: Given;
  readonly body: Body;
}

/** CloudFormation, Lambda's queue and the function in one process, on one clock. */
export interface Theatre {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly driver: Driver;
  readonly answers: Answers;
  /** Runs one operation on a stack, and everything that it sets off. */
  readonly play: <Result>(act: (driver: Driver) => Promise<Result>) => Promise<Result>;
  /** Everything that went against a law of single invocations. */
  readonly broken: string[];
}

export interface Staging {
  readonly world: World;
  /** What CloudFormation remembers of the stacks in it. */
  readonly past?: readonly Remembered[];
  /** The port of one invocation, in place of the one given. */
  readonly around?: (call: Call, invocation: Invocation) => Call;
  readonly hooks?: Hooks;
  readonly duplicateAfter?: readonly number[];
  /** Hears every answer before CloudFormation does. */
  readonly heard?: (told: Told) => void;
}

const LIFETIME = 300_000;
const RESERVE = 10_000;

/** Opens the theatre; an event whose three attempts failed is answered FAILED, as undelivered.ts does. */
export function theatre(staging: Staging): Theatre {
  const { world, duplicateAfter } = staging;
  const clock = virtualClock();
  const origin = 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com';
  const answers = createAnswers({ origin, clock });
  const broken: string[] = [];
  const respond = async (event: Given, url: string, text: string) => {
    staging.heard?.({ event, body: JSON.parse(text) });
    const body = Buffer.from(text);
    const outcome = answers.put({ url, contentType: '', contentLength: body.length, body });
    if (typeof outcome === 'string' || outcome.status !== 200) throw new Error('Cannot answer CloudFormation');
  };
  const lambda: InProcess = inProcess(
    { [functions.main.arn]: (event) => invoke({ staging, clock, broken, respond }, event as Given) },
    {
      clock,
      ...(duplicateAfter && { duplicateAfter }),
      onFailure: { invokeAsync: (record) => undelivered(record, respond) },
    },
  );
  const driver = createDriver(
    { world, account, region: REGION, clock, deliver: lambda.deliver, answers },
    staging.past,
  );
  const play = async <Result>(act: (driver: Driver) => Promise<Result>) => {
    const outcome = await clock.run(act(driver));
    await clock.run(lambda.idle());
    return outcome;
  };
  return { world, clock, driver, answers, play, broken };
}

type Respond = (event: Given, url: string, text: string) => Promise<void>;

interface Scene {
  readonly staging: Staging;
  readonly clock: VirtualClock;
  readonly broken: string[];
  readonly respond: Respond;
}

/** One invocation, which lives until it has answered, dies or runs out of time. */
async function invoke({ staging, clock, broken, respond }: Scene, event: Given): Promise<void> {
  const { world, hooks, around = (call) => call } = staging;
  const life = invocation();
  let answered = 0;
  const began = clock.now();
  const call = localCall(world, { role: functions.main.accessKeyId, now: clock.now, ...(hooks && { hooks }) });
  const watched: Call = (operation, input, caller) => {
    if (answered > 0) broken.push(`${operation} was called after the answer`);
    return around(call, life)(operation, input, caller);
  };
  const logs: unknown[] = [];
  const work = handle(event, {
    call: watched,
    clock: {
      now: clock.now,
      sleep: (milliseconds, signal) => (life.over() ? never : clock.sleep(milliseconds, signal)),
      deadline: began + LIFETIME - RESERVE,
    },
    respond: async (url, body) => {
      if (life.over()) return never;
      answered += 1;
      await respond(event, url, body);
    },
    log: (entry) => logs.push(entry),
    settings,
  });
  const end = await Promise.race([work.then(() => 'answered' as const), life.death]);
  checkSecrets(logs);
  if (clock.now() - began > LIFETIME) broken.push(`${event['RequestType']} lived for ${clock.now() - began} ms`);
  if (end === 'answered' && answered !== 1) broken.push(`${event['RequestType']} was answered ${answered} times`);
  if (end === 'died') throw new Error('Runtime exited');
}

function invocation(): Invocation & { readonly death: Promise<'died'> } {
  let over = false;
  let end = () => {};
  const death = new Promise<'died'>((resolve) => {
    end = () => resolve('died');
  });
  const die = () => {
    over = true;
    end();
  };
  return { over: () => over, die, death };
}

async function undelivered(record: unknown, respond: Respond): Promise<void> {
  const { requestPayload } = record as { requestPayload: Given };
  const parsed = parseEvent(requestPayload, settings);
  if (parsed.state !== 'accepted') throw new Error('Cannot answer for a function that was asked nothing');
  const { request } = parsed;
  const outcome = {
    status: 'FAILED',
    physicalId: attemptedId(request, settings),
    reason: 'The function did not answer',
  } as const;
  await respond(requestPayload, request.responseUrl, answer(request, outcome, settings.logStream));
}
