import { isNativeError } from 'node:util/types';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
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
import type { ClientOptions } from './signed-client';

/** What stands on the wire of an operation; the rest is between the table and its clients. */
interface Wire {
  readonly name: string;
}

/** All that one function can issue: what is not in its table is not in its power, whatever its role may do. */
export interface Issued {
  readonly operations: { readonly [O in Operation]?: Wire };
  readonly clients: Partial<Clients>;
}

/** The port to AWS over HTTPS: one attempt an operation, clients kept for as long as the function is warm. */
export function sdkCall(issued: Issued = { operations, clients }): Call {
  const kept = new Map<string, Client>();
  // Connections belong to hosts, whoever signs: those of assumed credentials are reused, and end with the others.
  const shared: Shared = { requestHandler: new NodeHttpHandler(PATIENCE), credentials: defaultProvider() };
  return async (operation, input, caller) => {
    const service = serviceOf(operation, issued);
    const name = [service, caller.region, caller.credentials?.accessKeyId].join();
    const client = kept.get(name) ?? createClient(service, caller, { issued, shared });
    // Assumed credentials die with their invocation, and so do their clients.
    if (caller.credentials === undefined) kept.set(name, client);
    try {
      return await send(client, operation, input, issued);
    } catch (error) {
      throw awsError(error);
    }
  };
}

interface Client {
  send(operation: unknown, input: object): Promise<unknown>;
}

type Service = keyof Clients;

async function send<O extends Operation>(
  client: Client,
  operation: O,
  input: Input<O>,
  issued: Issued,
): Promise<Output<O>> {
  const wire = issued.operations[operation];
  if (wire === undefined) throw new Error(`This function does not issue ${operation}`);
  // Which client speaks the operation's protocol, and what it returns, is the table's affair.
  return (await client.send(wire, input)) as Output<O>;
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

const PATIENCE = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  // Without it a late answer is only warned of.
  throwOnRequestTimeout: true,
};

/** What all clients of a port have in common. */
type Shared = Required<Pick<ClientOptions, 'requestHandler' | 'credentials'>>;

function createClient(
  service: Service,
  { region, credentials }: Caller,
  { issued, shared }: { readonly issued: Issued; readonly shared: Shared },
): Client {
  const connect = issued.clients[service];
  if (connect === undefined) throw new Error(`No client serves ${service}`);
  return connect({ ...shared, region, ...(credentials !== undefined && { credentials }) });
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

// Whatever else is thrown is a mistake of ours, which no waiting mends.
function isSdkError(error: unknown): error is SdkError {
  if (!isNativeError(error)) return false;
  return '$metadata' in error || 'code' in error || error.name === 'TimeoutError';
}

const networkCode = ({ code, name }: SdkError) => (typeof code === 'string' ? code : name);

// HeadBucket answers without a body, so that the SDK knows nothing but the status.
function serviceCode(name: string, status: number): string {
  if (status === 403 && ['403', 'Forbidden', 'Unknown', 'UnknownError', 'Error'].includes(name)) return 'AccessDenied';
  return name.replace(/Exception$/, '');
}
