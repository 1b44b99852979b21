import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { close, listen } from '../lambda/loopback';
import { type Answers, type AnswersOptions, createAnswers, type PutOutcome } from './answers';

export interface ResponseEndpoint {
  /** Scheme, host and port of its ResponseURLs. */
  readonly origin: string;
  readonly answers: Answers;
  readonly close: () => Promise<void>;
}

export interface EndpointOptions extends Omit<AnswersOptions, 'origin'> {
  /** Milliseconds that each answer takes on top of its work. */
  readonly latency?: () => number;
  /** Serves over TLS with this certificate for 127.0.0.1, whose issuer the caller trusts. */
  readonly certificate?: Certificate;
}

/** Both PEM; the certificate is followed by its chain. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Serves ResponseURLs on loopback in place of S3's presigned URLs. */
export async function startResponseEndpoint(options: EndpointOptions): Promise<ResponseEndpoint> {
  const { latency, certificate, ...rest } = options;
  const server = certificate ? createTlsServer(certificate) : createServer();
  const origin = `${certificate ? 'https' : 'http'}://${await listen(server)}`;
  const answers = createAnswers({ ...rest, origin });
  server.on('request', (request, response) => {
    const late = latency === undefined ? Promise.resolve() : pause(latency());
    late.then(() => serve(answers, request, response)).catch(() => response.destroy());
  });
  return { origin, answers, close: () => close(server) };
}

async function serve(answers: Answers, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { 'content-type': contentType, 'content-length': length } = request.headers;
  const body = await buffer(request);
  const contentLength = length === undefined ? undefined : Number(length);
  const outcome: PutOutcome =
    request.method === 'PUT'
      ? answers.put({ url: request.url ?? '', contentType, contentLength, body })
      : { status: 405, message: '<Error><Code>MethodNotAllowed</Code></Error>' };
  if (outcome === 'hang') return;
  if (outcome === 'reset') request.socket.resetAndDestroy();
  else response.writeHead(outcome.status).end(outcome.message);
}
