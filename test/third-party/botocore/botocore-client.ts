import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { python } from '../tools';

/** Who calls, and where. */
export interface BotocoreCaller {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** What botocore made of one answer. Timestamps are ISO 8601 with milliseconds, blobs base64. */
export type BotocoreResult =
  | { readonly state: 'output'; readonly output: Readonly<Record<string, unknown>> }
  | { readonly state: 'refusal'; readonly code: string; readonly status: number; readonly message: string };

export interface BotocoreClient {
  /** `call(caller, 'iam', 'GetRole', { RoleName })`, by the service's and the operation's names in AWS's API models; one attempt. */
  readonly call: (caller: BotocoreCaller, service: string, operation: string, input: object) => Promise<BotocoreResult>;
  readonly stop: () => Promise<void>;
}

/** AWS's own Python client in a process of its own; rejects where botocore itself finds a call or an answer impossible. */
export function startBotocore(): BotocoreClient {
  const child = spawn(python('aws'), [join(__dirname, 'botocore_client.py')], { stdio: 'pipe', env: hermetic });
  const waiting = new Map<number, { resolve: (result: BotocoreResult) => void; reject: (error: Error) => void }>();
  const complaints = text(child.stderr);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, output, refusal, failure } = JSON.parse(line);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (failure !== undefined) reject?.(new Error(failure));
    else resolve?.(refusal ? { state: 'refusal', ...refusal } : { state: 'output', output });
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  ended.then(async () => {
    const said = await complaints;
    for (const { reject } of waiting.values()) reject(new Error(`The botocore process ended\n${said}`));
  });
  let id = 0;
  return {
    call: ({ endpoint, region, credentials }, service, operation, input) =>
      new Promise((resolve, reject) => {
        id += 1;
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id, endpoint, region, credentials, service, operation, input })}\n`);
      }),
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

// No file and no service of this machine takes part.
const hermetic = {
  PATH: process.env['PATH'] ?? '',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};
