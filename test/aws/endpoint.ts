import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { close, listen } from '../../local/lambda/loopback';

/** What befalls one request: a status, a broken connection, silence, or a refusal to be asked here. */
export type Fate = number | 'reset' | 'hang' | 'cut' | { readonly status: number; readonly location: string };

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A presigned URL's host on loopback, to which each request fares as told; the last fate repeats. */
export async function startEndpoint(...fates: readonly Fate[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body: await buffer(request) });
    befall(fates[received.length - 1] ?? fates.at(-1) ?? 200, response);
  });
  const host = await listen(server);
  const path = '/arn%3Aaws%3Astack/app/canary-of-the-path%7CRole?X-Amz-Signature=canary-of-the-query';
  const endpoint = { url: `http://${host}${path}`, host, received, stop: () => close(server) };
  open.push(endpoint);
  return endpoint;
}

const open: { readonly stop: () => Promise<void> }[] = [];

afterEach(() => Promise.all(open.splice(0).map(({ stop }) => stop())));

function befall(fate: Fate, response: ServerResponse): void {
  if (fate === 'hang') return;
  if (fate === 'reset') response.socket?.resetAndDestroy();
  else if (fate === 'cut') response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
  else if (typeof fate === 'number') response.writeHead(fate).end('<Error/>');
  else response.writeHead(fate.status, { location: fate.location }).end();
}
