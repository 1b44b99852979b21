import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, listen } from './loopback';

/** One event for the function, as the Runtime API announces it. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** When Lambda kills the process, in milliseconds since the epoch. */
  readonly deadline: number;
}

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How one invocation ended. */
export type Completion =
  | { readonly state: 'response'; readonly payload: unknown }
  | { readonly state: 'error'; readonly error: FunctionError };

export interface RuntimeApi {
  /** host:port, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Hands the event to the next poll; one at a time, as in one execution environment. */
  readonly invoke: (invocation: Invocation) => Promise<Completion>;
  /** Resolves once the process asks for its next event. */
  readonly polled: () => Promise<void>;
  /** Ends the running invocation from outside: crash or time-out. */
  readonly fail: (error: FunctionError) => void;
  readonly close: () => Promise<void>;
}

/** Lambda's Runtime API 2018-06-01 for one process (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). */
export async function startRuntimeApi(functionArn: string): Promise<RuntimeApi> {
  const environment: Environment = { functionArn, awaited: [] };
  // Lambda's own clients repeat an error in a header, for X-Ray.
  const server = createServer({ maxHeaderSize: 2 ** 21 }, (request, response) => {
    serve(environment, request, response).catch((error: unknown) => refuse(response, 400, String(error)));
  });
  return {
    address: await listen(server),
    invoke: (invocation) => announce(environment, invocation),
    polled: () => new Promise((resolve) => (environment.poll ? resolve() : environment.awaited.push(resolve))),
    fail: (error) => environment.running?.complete({ state: 'error', error }),
    close: () => close(server),
  };
}

/** State of one execution environment. */
interface Environment {
  readonly functionArn: string;
  poll?: ServerResponse | undefined;
  /** Who waits for the next poll. */
  readonly awaited: (() => void)[];
  running?: Running | undefined;
}

interface Running {
  readonly invocation: Invocation;
  readonly complete: (completion: Completion) => void;
  announced: boolean;
}

function announce(environment: Environment, invocation: Invocation): Promise<Completion> {
  if (environment.running) throw new Error(`An environment runs one invocation at a time: ${invocation.requestId}`);
  return new Promise((resolve) => {
    const complete = (completion: Completion) => {
      environment.running = undefined;
      resolve(completion);
    };
    environment.running = { invocation, complete, announced: false };
    answerPoll(environment);
  });
}

function answerPoll(environment: Environment): void {
  const { poll, running } = environment;
  if (!poll || !running || running.announced) return;
  environment.poll = undefined;
  running.announced = true;
  poll.writeHead(200, {
    'content-type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': running.invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': String(running.invocation.deadline),
    'Lambda-Runtime-Invoked-Function-Arn': environment.functionArn,
    'Lambda-Runtime-Trace-Id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
  });
  poll.end(JSON.stringify(running.invocation.event));
}

async function serve(environment: Environment, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, requestId, verb] =
    /^\/2018-06-01\/runtime\/(?:invocation|init)(?:\/([\w-]+))?\/(\w+)$/.exec(request.url ?? '') ?? [];
  if (verb === 'next') {
    environment.poll = response;
    for (const wake of environment.awaited.splice(0)) wake();
    return answerPoll(environment);
  }
  const { running } = environment;
  const body = await text(request);
  if (verb !== 'response' && verb !== 'error') return refuse(response, 404, 'ResourceNotFound');
  if (requestId && requestId !== running?.invocation.requestId) return refuse(response, 400, 'InvalidRequestID');
  response.writeHead(202).end('{"status":"OK"}');
  running?.complete(completion(verb, body));
}

function completion(verb: 'response' | 'error', body: string): Completion {
  if (verb === 'response') return { state: 'response', payload: body ? JSON.parse(body) : null };
  return { state: 'error', error: JSON.parse(body) as FunctionError };
}

function refuse(response: ServerResponse, status: number, errorType: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errorType }));
}
