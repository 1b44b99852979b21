import { AwsError } from '../../handler/aws/aws-error';
import { serviceOf } from '../../handler/aws/call';
import type { Input, Operation } from '../../handler/aws/operations';
import type { Hooks } from '../../local/aws/hooks';
import { served } from '../../local/aws/served';
import type { World } from '../../local/aws/world';
import { startWire, type Wire } from '../../local/wire/start';
import { now, region } from './populated-world';

const wires: Wire[] = [];

afterEach(() => Promise.all(wires.splice(0).map((wire) => wire.stop())));

/** A wire that ends with its test. */
export async function mount(world: World, hooks: Hooks = {}): Promise<Wire> {
  const wire = await startWire({ world, now: () => now, hooks });
  wires.push(wire);
  return wire;
}

/** What an SDK client needs to call the wire as one of the world's sessions. */
export function settings({ url }: Wire, world: World, accessKeyId: string) {
  const { secretAccessKey = '', sessionToken = '' } = world.sessions[accessKeyId] ?? {};
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  return { region, endpoint: url, maxAttempts: 1, followRegionRedirects: true, credentials };
}

/** Our clients, as far as they are alike: which operation is whose is the table's affair. */
interface Client {
  send(operation: unknown, input: object): Promise<object>;
  destroy(): void;
}

/** One operation through the client that the function uses. */
export async function overWire<O extends Operation>(
  wire: Wire,
  world: World,
  accessKeyId: string,
  operation: O,
  input: Input<O>,
) {
  const client: Client = served.clients[serviceOf(operation, served)](settings(wire, world, accessKeyId));
  return client.send(served.operations[operation], input).finally(() => client.destroy());
}

/** The result as a value: an answer without its envelope, or a refusal as the product would see it. */
export async function outcome(call: Promise<object>): Promise<object> {
  try {
    const { $metadata, ...answer } = (await call) as { $metadata: object };
    return { answer };
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, status: error.status, message: error.message };
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: name.replace(/Exception$/, ''), status: $metadata?.httpStatusCode, message };
  }
}
