import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import { type Hooks, serveThrough } from '../aws/hooks';
import { served } from '../aws/served';
import type { World } from '../aws/world';
import { authenticate, type Signature, signatureOf } from './caller';
import { json } from './json';
import type { Asked, Protocol, Reply, WireRequest } from './protocol';
import { query } from './query';
import { restXml } from './rest-xml';

/** One call as the wire saw it. */
export interface WireCall {
  /** `iam:GetRole`; empty where the request was refused before it could be read. */
  operation: string;
  accessKeyId: string;
  region: string;
  /** HTTP status; 0 while unanswered, and for ever where the connection was dropped. */
  status: number;
  /** Milliseconds since the epoch, with fractions, by the machine's clock and not by the world's. */
  readonly startedAt: number;
  endedAt?: number;
}

export interface Endpoint {
  readonly world: World;
  readonly now: () => number;
  readonly hooks: Hooks;
  /** Failures of the local AWS itself, which no AWS would show. */
  readonly defects: unknown[];
}

/** Reads one request, lets it take effect, and says what goes back; nothing where the connection is to be dropped. */
export async function exchange(endpoint: Endpoint, request: WireRequest, call: WireCall): Promise<Reply | 'drop'> {
  const { world, hooks, now } = endpoint;
  const dialogue = dialogueOf(world, request);
  try {
    const { operation, input } = admit(world, dialogue, call);
    const { accessKeyId, region } = call;
    const output = await serveThrough(hooks, world, operation, input, { accessKeyId, region }, now);
    return dialogue.protocol.answer({ operation, input }, Object(output), request);
  } catch (error) {
    return refuse(endpoint, dialogue, error);
  }
}

/** Who talks to which service, and in which tongue. */
interface Dialogue {
  readonly request: WireRequest;
  readonly signature: Signature | undefined;
  readonly service: string;
  readonly protocol: Protocol;
}

function dialogueOf(world: World, request: WireRequest): Dialogue {
  const signature = signatureOf(request);
  const service = prefixes[signature?.service ?? ''] ?? signature?.service ?? '';
  return { request, signature, service, protocol: protocolOf(world, service, request.headers['content-type'] ?? '') };
}

// Where a service signs under another name than its actions bear.
const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

function protocolOf(world: World, service: string, contentType: string): Protocol {
  if (service === 's3') return restXml(world);
  // Where the scope names no service of ours, the refusal must still be one that its client can read.
  if (contentType.startsWith('application/x-amz-json')) return json;
  return contentType.startsWith('application/x-www-form-urlencoded') ? query : restXml(world);
}

/** The operation, once its caller is known and it is one that the product can issue. */
function admit(world: World, { request, signature, service, protocol }: Dialogue, call: WireCall) {
  if (request.truncated) throw new AwsError('RequestEntityTooLarge', 413, 'The body is larger than 1 MB');
  const { accessKeyId, region } = authenticate(world, request, signature);
  Object.assign(call, { accessKeyId, region });
  const { operation, input } = protocol.read(request, service);
  call.operation = operation;
  if (!isOperation(operation)) throw new AwsError('InvalidAction', 400, `The local AWS does not serve ${operation}`);
  return { operation, input } satisfies Asked;
}

function isOperation(operation: string): operation is Operation {
  return Object.hasOwn(served.operations, operation);
}

function refuse({ defects }: Endpoint, { protocol, request, service }: Dialogue, error: unknown): Reply | 'drop' {
  if (error instanceof AwsError) return error.status === 0 ? 'drop' : protocol.refuse(error, request, service);
  defects.push(error);
  return protocol.refuse(new AwsError('InternalFailure', 500, `The local AWS failed: ${error}`), request, service);
}
