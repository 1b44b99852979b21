import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock } from '../../handler/aws/clock';
import { type Completion, type Invocation, type RuntimeApi, startRuntimeApi } from './runtime-api';

export interface Launch {
  /** Absolute path of the built file; its directory is the task root. */
  readonly bundleFile: string;
  /** `index.handler`, as the template says. */
  readonly handlerName: string;
  readonly functionArn: string;
  /** The function's own variables, which win over Lambda's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly timeoutSeconds: number;
  /** Megabytes, as the function may read them; nothing enforces them here. */
  readonly memorySize?: number;
  /** Our bootstrap under this Node.js unless told otherwise. */
  readonly runtime?: Runtime;
}

/** The command that asks the Runtime API for events; it starts in the task root. */
export interface Runtime {
  readonly command: string;
  readonly args: readonly string[];
}

/** A fresh process that holds the function: one invocation at a time, warm in between. */
export interface ExecutionEnvironment {
  readonly alive: () => boolean;
  readonly invoke: (invocation: Omit<Invocation, 'deadline'>) => Promise<Completion>;
  readonly stop: () => Promise<void>;
}

/** Starts the process and feeds its standard output, line by line, to `log`. */
export async function startEnvironment(launch: Launch, clock: Clock, log: (line: string) => void) {
  const api = await startRuntimeApi(launch.functionArn);
  const { command, args } = launch.runtime ?? bootstrap;
  const child = spawn(command, args, {
    cwd: dirname(launch.bundleFile),
    env: variables(launch, api.address),
    stdio: 'pipe',
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', log);
  children.add(child);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', ({ message }) => api.fail({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: message }));
  child.once('exit', (code, signal) => {
    children.delete(child);
    const how = signal ? `signal: ${signal}` : code === 0 ? undefined : `exit status ${code}`;
    const reason = how ? `Runtime exited with error: ${how}` : 'Runtime exited without providing a reason';
    api.fail({ errorType: 'Runtime.ExitError', errorMessage: reason });
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await closed;
    await api.close();
  };
  const call = async (invocation: Omit<Invocation, 'deadline'>) => {
    const completion = await invoke({ launch, clock, api, child }, invocation);
    // Only then it is known whether the process is warm or about to exit.
    await Promise.race([api.polled(), closed]);
    return completion;
  };
  const alive = () => child.exitCode === null && child.signalCode === null && !child.killed;
  return { alive, stop, invoke: call } satisfies ExecutionEnvironment;
}

const bootstrap: Runtime = { command: process.execPath, args: [join(__dirname, 'bootstrap.js')] };

// The bootstrap leaves when its pipe closes; this ends one that is too busy to notice.
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

interface Parts {
  readonly launch: Launch;
  readonly clock: Clock;
  readonly api: RuntimeApi;
  readonly child: ChildProcess;
}

async function invoke({ launch, clock, api, child }: Parts, invocation: Omit<Invocation, 'deadline'>) {
  const limit = launch.timeoutSeconds * 1000;
  const ended = new AbortController();
  const timeOut = async () => {
    await clock.sleep(limit, ended.signal);
    if (ended.signal.aborted) return;
    const message = `RequestId: ${invocation.requestId} Error: Task timed out after ${launch.timeoutSeconds.toFixed(2)} seconds`;
    api.fail({ errorType: 'Sandbox.Timedout', errorMessage: message });
    child.kill('SIGKILL');
  };
  const guard = timeOut();
  const completion = await api.invoke({ ...invocation, deadline: clock.now() + limit });
  ended.abort();
  await guard;
  return completion;
}

/** Everything the process sees, as Lambda would set it: nothing of ours leaks in. */
function variables(launch: Launch, runtimeApi: string): Record<string, string> {
  const [, , , region = '', , , functionName = ''] = launch.functionArn.split(':');
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(launch.memorySize ?? 128),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${today}/[$LATEST]${randomBytes(16).toString('hex')}`,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_ACCESS_KEY_ID: launch.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: launch.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: launch.credentials.sessionToken,
    LAMBDA_TASK_ROOT: dirname(launch.bundleFile),
    _HANDLER: launch.handlerName,
    ...launch.environment,
  };
}
