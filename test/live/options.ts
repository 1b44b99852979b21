import { parseArgs } from 'node:util';

/** What `npm run test:live` was asked to do. */
export interface LiveOptions {
  /** The sandbox account; credentials of any other are refused. */
  readonly account: string;
  readonly region: string;
  readonly profile?: string;
  /** A local AWS in place of the real one. */
  readonly endpoint?: string;
}

export const usage = `usage: npm run test:live -- --account ID [--region REGION] [--profile NAME] [--endpoint-url URL]

Deploys the function to a sandbox account with your own credentials, takes a role through its life, observes what no
document says of AWS, and removes everything, except that KMS keeps a
deleted key for 7 days.

  --account       the sandbox's 12 digits; credentials of another account are refused
  --region        default: AWS_REGION, else eu-west-1
  --profile       profile of your AWS configuration; default: the environment's credentials
  --endpoint-url  a local AWS on loopback instead of the real one

exit 0: the life went well and AWS is as assumed · 1: it did not, or AWS is not, or something was left · 2: wrong call`;

/** Parses the command line; a string says what is wrong with it, or is `help`. */
export function parseOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): LiveOptions | string {
  const values = read(argv);
  if (typeof values === 'string') return values;
  if (values.help === true) return 'help';
  const { account = '', profile, 'endpoint-url': endpoint } = values;
  const region = values.region ?? environment['AWS_REGION'] ?? 'eu-west-1';
  const loopback = endpoint !== undefined && /^http:\/\/127\.0\.0\.1:\d+\/?$/.test(endpoint);
  if (!/^\d{12}$/.test(account)) return 'Name the sandbox account: --account and 12 digits';
  if (endpoint !== undefined && !loopback)
    return `--endpoint-url ${endpoint} is not on 127.0.0.1: expected http://127.0.0.1:PORT`;
  if (environment['CI'] !== undefined && !loopback) return 'CI never runs against an account: a person does';
  return { account, region, ...(profile !== undefined && { profile }), ...(endpoint !== undefined && { endpoint }) };
}

function read(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: { account: text, region: text, profile: text, 'endpoint-url': text, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
