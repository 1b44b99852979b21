import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Hooks } from '../aws/hooks';
import type { World } from '../aws/world';
import { type Endpoint, exchange, type WireCall } from './exchange';
import type { WireRequest } from './protocol';

const largestBody = 1024 * 1024;

export interface WireOptions {
  readonly world: World;
  readonly now: () => number;
  /** Any free port unless given. */
  readonly port?: number;
  readonly hooks?: Hooks;
}

export interface Wire {
  /** For `AWS_ENDPOINT_URL`: every service answers here. */
  readonly url: string;
  readonly calls: readonly WireCall[];
  /** Cuts every connection; rejects if the local AWS itself failed at any call. */
  readonly stop: () => Promise<void>;
}

/** Mounts the local AWS on loopback, where the SDK's own clients can call it. */
export async function startWire({ world, now, port = 0, hooks = {} }: WireOptions): Promise<Wire> {
  const calls: WireCall[] = [];
  const endpoint: Endpoint = { world, now, hooks, defects: [] };
  const server = createServer((incoming, response) => {
    const call: WireCall = { operation: '', accessKeyId: '', region: '', status: 0, startedAt: machineTime() };
    calls.push(call);
    handle(endpoint, call, incoming, response).catch((defect) => {
      // A caller that hangs up in the middle of its request is no defect of ours.
      if (incoming.complete) endpoint.defects.push(defect);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return { url: urlOf(server), calls, stop: () => stop(server, endpoint.defects) };
}

function machineTime(): number {
  return performance.timeOrigin + performance.now();
}

async function handle(endpoint: Endpoint, call: WireCall, incoming: IncomingMessage, response: ServerResponse) {
  const request = await receive(incoming);
  const outcome = await exchange(endpoint, request, call);
  call.endedAt = machineTime();
  if (outcome === 'drop') {
    response.destroy();
    return;
  }
  const { status, headers, body } = outcome;
  call.status = status;
  // S3 has its own name for the id.
  const identified = { ...headers, 'x-amzn-requestid': request.id, 'x-amz-request-id': request.id };
  response.writeHead(status, { ...identified, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function receive(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?');
  return {
    id: crypto.randomUUID(),
    method: incoming.method ?? '',
    path,
    query,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString(),
    truncated: size > largestBody,
  };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The wire has no port: it does not listen');
  return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server, defects: readonly unknown[]): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  if (defects.length > 0) throw new AggregateError(defects, `The local AWS failed at ${defects.length} calls`);
}
