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

/** One answer, held against AWS's own model of the operation. */
export interface Examination {
  readonly result: BotocoreResult;
  readonly status: number;
  /** As S3 names it in a header, on refusals too. */
  readonly bucketRegion?: string;
  /** Whether the operation's model declares a refusal of this code. */
  readonly declared: boolean;
  /** A sentence for whatever the model does not know, misses or does not allow, in the answer as it came. */
  readonly problems: readonly string[];
}

export interface BotocoreClient {
  /** `call(caller, 'iam', 'GetRole', { RoleName })`, by the service's and the operation's names in AWS's API models; one attempt. */
  readonly call: Ask<BotocoreResult>;
  /** The same, also of an input that botocore would not send, with what is wrong with the answer. */
  readonly examine: Ask<Examination>;
  /** What botocore's own paginator finds, page by page, when it asks for pages of this size. */
  readonly pages: (
    pageSize: number,
    ...call: Parameters<Ask<never>>
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly stop: () => Promise<void>;
}

type Ask<T> = (caller: BotocoreCaller, service: string, operation: string, input: object) => Promise<T>;

/** AWS's own Python client in a process of its own; rejects where botocore itself finds a call or an answer impossible. */
export function startBotocore(): BotocoreClient {
  const child = spawn(python('aws'), [join(__dirname, 'botocore_client.py')], { stdio: 'pipe', env: hermetic });
  const waiting = new Map<number, { resolve: (said: Said) => void; reject: (error: Error) => void }>();
  const complaints = text(child.stderr);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, failure, ...said } = JSON.parse(line);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (failure !== undefined) reject?.(new Error(failure));
    else resolve?.(said);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  ended.then(async () => {
    const said = await complaints;
    for (const { reject } of waiting.values()) reject(new Error(`The botocore process ended\n${said}`));
  });
  let id = 0;
  const ask = (asked: object, ...[caller, service, operation, input]: Parameters<Ask<never>>) =>
    new Promise<Said>((resolve, reject) => {
      id += 1;
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ id, ...asked, ...caller, service, operation, input })}\n`);
    });
  return {
    call: async (...call) => resultOf(await ask({ ask: 'call' }, ...call)),
    examine: async (...call) => examinationOf(await ask({ ask: 'examine' }, ...call)),
    pages: async (pageSize, ...call) => (await ask({ ask: 'pages', pageSize }, ...call)).pages,
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** The members that the Python process answers with, each where its question calls for it. */
interface Said extends Omit<Examination, 'result' | 'bucketRegion'> {
  readonly output: Readonly<Record<string, unknown>>;
  readonly refusal?: { readonly code: string; readonly status: number; readonly message: string };
  readonly bucketRegion: string | null;
  readonly pages: readonly Readonly<Record<string, unknown>>[];
}

function resultOf({ output, refusal }: Said): BotocoreResult {
  return refusal ? { state: 'refusal', ...refusal } : { state: 'output', output };
}

function examinationOf(said: Said): Examination {
  const { status, bucketRegion, declared, problems } = said;
  return { result: resultOf(said), status, ...(bucketRegion !== null && { bucketRegion }), declared, problems };
}

// No file and no service of this machine takes part.
const hermetic = {
  PATH: process.env['PATH'] ?? '',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  // Nothing is written beside the sources.
  PYTHONDONTWRITEBYTECODE: '1',
};
