import { partition } from '@aws-sdk/core/client';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { streamCollector } from '@smithy/core/serde';
import { HttpRequest, parseUrl } from '@smithy/core/transport';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './operations';

/** An operation of a service that speaks AWS JSON, by the target that names it on the wire. */
export interface JsonCommand<Output = unknown> {
  /** `AmazonSSM.GetDocument` */
  readonly target: string;
  readonly input: unknown;
  /** Members that are epoch seconds on the wire, one or a list, and each a `Date` in the output. */
  readonly timestamps: readonly string[];
  /** There for its type alone. */
  readonly output?: Output;
}

/** How a service is signed for, which is how its host begins, and which AWS JSON it speaks. */
export interface JsonService {
  readonly name: string;
  readonly version: '1.0' | '1.1';
}

/** What the SDK's own clients are given. */
export interface JsonClientOptions {
  readonly region: string;
  readonly credentials?: Credentials;
  /** In place of AWS's own; `AWS_ENDPOINT_URL` says the same for all. */
  readonly endpoint?: string;
  readonly requestHandler?: NodeHttpHandlerOptions;
}

/**
 * A client for a service of which we ask one thing. The SDK's clients cannot be shaken: those of Systems Manager and
 * Organizations would put 109 KB into every cold start for two reads, see docs/decisions/0007-json-client.md.
 */
export abstract class JsonClient {
  private readonly handler: NodeHttpHandler;
  private readonly endpoint: string;
  private readonly signer: SignatureV4;

  constructor(
    private readonly service: JsonService,
    { region, credentials, endpoint, requestHandler }: JsonClientOptions,
  ) {
    const { name } = service;
    this.handler = new NodeHttpHandler(requestHandler);
    this.endpoint = (endpoint ?? process.env['AWS_ENDPOINT_URL']) || endpointOf(name, region);
    const signing = { service: name, region, credentials: credentials ?? defaultProvider() };
    this.signer = new SignatureV4({ ...signing, sha256: Sha256 });
  }

  destroy(): void {
    this.handler.destroy();
  }

  async send({ target, input, timestamps }: JsonCommand): Promise<object> {
    const { response } = await this.handler.handle(await this.signed(target, JSON.stringify(input)));
    const text = Buffer.from(await streamCollector(response.body)).toString('utf8');
    if (response.statusCode >= 300) throw refusal(response.statusCode, text);
    return { ...outputOf(text, timestamps), $metadata: { httpStatusCode: response.statusCode } };
  }

  private async signed(target: string, body: string): Promise<HttpRequest> {
    const { protocol, hostname, port, path } = parseUrl(this.endpoint);
    const headers = {
      host: port === undefined ? hostname : `${hostname}:${port}`,
      'content-type': `application/x-amz-json-${this.service.version}`,
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': target,
    };
    const at = { protocol, hostname, path, ...(port !== undefined && { port }) };
    return new HttpRequest(await this.signer.sign(new HttpRequest({ ...at, method: 'POST', headers, body })));
  }
}

/** Where AWS serves a service in a Region, whatever the partition. */
export function endpointOf(service: string, region: string): string {
  return `https://${service}.${region}.${partition(region).dnsSuffix}`;
}

/** The Region in which a service answers that has one endpoint for a whole partition. */
export function globalRegion(region: string): string {
  const found = partition(region);
  return 'implicitGlobalRegion' in found ? String(found.implicitGlobalRegion) : region;
}

function outputOf(text: string, timestamps: readonly string[]): object {
  try {
    return JSON.parse(text, (key, value) => (timestamps.includes(key) ? dated(value) : value));
  } catch {
    // The parser's own error quotes what it could not read.
    throw new Error('Cannot read an answer: it is no JSON');
  }
}

const dated = (seconds: number | readonly number[]): Date | readonly Date[] =>
  typeof seconds === 'number' ? new Date(seconds * 1000) : seconds.map((one) => new Date(one * 1000));

/** The error that the SDK's own clients would throw. */
function refusal(status: number, text: string): Error {
  const { __type, message, Message } = bodyOf(text);
  const name = String(__type ?? '').replace(/^.*#/, '') || 'UnknownError';
  const error = new Error(String(message ?? Message ?? ''));
  return Object.assign(error, { name, $metadata: { httpStatusCode: status } });
}

type Refusal = Partial<Readonly<Record<'__type' | 'message' | 'Message', unknown>>>;

function bodyOf(text: string): Refusal {
  try {
    const body: Refusal | null = JSON.parse(text);
    return body ?? {};
  } catch {
    return { message: text.slice(0, 200) };
  }
}
