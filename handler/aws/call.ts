import { isNativeError } from 'node:util/types';
import { AwsError } from './aws-error';
import { type Call, type Caller, clients, type Input, type Operation, type Output, operations } from './operations';

/** The port to AWS over HTTPS: one attempt an operation, clients kept for as long as the function is warm. */
export function sdkCall(): Call {
  const kept = new Map<string, Client>();
  return async (operation, input, caller) => {
    const service = serviceOf(operation);
    const name = [service, caller.region, caller.credentials?.accessKeyId].join();
    const client = kept.get(name) ?? createClient(service, caller);
    // Assumed credentials die with their invocation, and so do their clients.
    if (caller.credentials === undefined) kept.set(name, client);
    try {
      return await send(client, operation, input);
    } catch (error) {
      throw awsError(error);
    }
  };
}

interface Client {
  send(operation: unknown, input: object): Promise<unknown>;
}

type Service = keyof typeof clients;

async function send<O extends Operation>(client: Client, operation: O, input: Input<O>): Promise<Output<O>> {
  // Which client speaks the operation's protocol, and what it returns, is the table's affair.
  return (await client.send(operations[operation], input)) as Output<O>;
}

/** The client that serves an operation, by the action's prefix. */
export function serviceOf(operation: Operation): Service {
  const [service] = operation.split(':');
  if (service === undefined || !isService(service)) throw new Error(`No client serves ${operation}`);
  return service;
}

function isService(name: string): name is Service {
  return Object.hasOwn(clients, name);
}

const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

function createClient(service: Service, { region, credentials }: Caller): Client {
  return clients[service]({
    region,
    ...(credentials !== undefined && { credentials }),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      // Without it a late answer is only warned of.
      throwOnRequestTimeout: true,
    },
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
  return isNativeError(error);
}

const networkCode = ({ code, name }: SdkError) => (typeof code === 'string' ? code : name);

// HeadBucket answers without a body, so that the SDK knows nothing but the status.
function serviceCode(name: string, status: number): string {
  if (status === 403 && ['403', 'Forbidden', 'Unknown', 'UnknownError', 'Error'].includes(name)) return 'AccessDenied';
  return name.replace(/Exception$/, '');
}
