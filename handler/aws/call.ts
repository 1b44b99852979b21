import { AwsError } from './aws-error';
import {
  type Call,
  type Caller,
  type Clients,
  clients,
  type Input,
  type Operation,
  type Output,
  operations,
} from './operations';

/** All that one function can issue: what is not in its table is not in its power, whatever its role may do. */
export interface Issued {
  readonly operations: { readonly [O in Operation]?: new (input: Input<O>) => unknown };
  readonly clients: Partial<Clients>;
}

/** The port over the AWS SDK: one attempt an operation, clients kept for as long as the function is warm. */
export function sdkCall(issued: Issued = { operations, clients }): Call {
  const kept = new Map<string, Client>();
  return async (operation, input, caller) => {
    const service = serviceOf(operation, issued);
    const name = [service, caller.region, caller.credentials?.accessKeyId].join();
    const client = kept.get(name) ?? createClient(service, caller, issued);
    // Assumed credentials die with their invocation, and so do their clients.
    if (caller.credentials === undefined) kept.set(name, client);
    try {
      return await send(client, commandOf(operation, input, issued));
    } catch (error) {
      throw awsError(error);
    }
  };
}

interface Client {
  send(command: unknown): Promise<unknown>;
}

type Service = keyof Clients;

async function send<O extends Operation>(client: Client, command: unknown): Promise<Output<O>> {
  // The SDK types what a command returns by the command's class, which a table of classes cannot carry along.
  return (await client.send(command)) as Output<O>;
}

function commandOf<O extends Operation>(operation: O, input: Input<O>, issued: Issued): unknown {
  const Command = issued.operations[operation];
  if (Command === undefined) throw new Error(`This function does not issue ${operation}`);
  return new Command(input);
}

/** The client that serves an operation, by the action's prefix. */
export function serviceOf(operation: Operation, issued: Pick<Issued, 'clients'> = { clients }): Service {
  const [service] = operation.split(':');
  if (service === undefined || !isService(service, issued)) throw new Error(`No client serves ${operation}`);
  return service;
}

function isService(name: string, issued: Pick<Issued, 'clients'>): name is Service {
  return Object.hasOwn(issued.clients, name);
}

const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

function createClient(service: Service, { region, credentials }: Caller, issued: Issued): Client {
  const ServiceClient = issued.clients[service];
  if (ServiceClient === undefined) throw new Error(`No client serves ${service}`);
  return new ServiceClient({
    region,
    ...(credentials !== undefined && { credentials }),
    // Retried by meaning, in retry.ts: the SDK takes LimitExceeded for throttling, and knows nothing of IAM's lag.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      // Without it a late answer is only warned of.
      throwOnRequestTimeout: true,
    },
    ...(service === 's3' && {
      followRegionRedirects: true,
      forcePathStyle: Boolean(process.env['AWS_ENDPOINT_URL']),
    }),
  });
}

interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

function awsError(error: unknown): unknown {
  if (!isSdkError(error)) return error;
  const status = error.$metadata?.httpStatusCode ?? 0;
  const code = status === 0 ? networkCode(error) : serviceCode(error.name, status);
  const message = repeatsRequest(code, error.message) ? 'The signature was not accepted' : error.message;
  return new AwsError(code, status, message, error.$response?.headers?.['x-amz-bucket-region']);
}

// Refusals of a signature repeat the request as it was signed, with the session token, under one code or another:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
function repeatsRequest(code: string, message: string): boolean {
  return code === 'SignatureDoesNotMatch' || /x-amz-security-token|AWS4-HMAC-SHA256|Signature=/i.test(message);
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}

const networkCode = ({ code, name }: SdkError) => (typeof code === 'string' ? code : name);

// HeadBucket answers without a body, so that the SDK knows nothing but the status.
function serviceCode(name: string, status: number): string {
  if (status === 403 && ['403', 'Forbidden', 'Unknown', 'UnknownError', 'Error'].includes(name)) return 'AccessDenied';
  return name.replace(/Exception$/, '');
}
