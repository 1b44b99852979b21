import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { streamCollector } from '@smithy/core/serde';
import { HttpRequest, parseUrl } from '@smithy/core/transport';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './operations';

/** Credentials as a chain of providers finds them: a person's own have no session. */
type Signing = Pick<Credentials, 'accessKeyId' | 'secretAccessKey'> & Partial<Credentials>;

/** What the SDK's own clients are given. */
export interface ClientOptions {
  readonly region: string;
  readonly credentials: Credentials | (() => Promise<Signing>);
  /** In place of AWS's own; `AWS_ENDPOINT_URL` says the same for all. */
  readonly endpoint?: string;
  /** One handler may serve many clients, which then share its connections. */
  readonly requestHandler?: NodeHttpHandler | NodeHttpHandlerOptions;
}

/** Where a service answers, and the Region that it wants in the signature. */
export interface Place {
  readonly url: string;
  readonly region: string;
}

/** A request before it is signed. */
export interface Unsigned {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** That of the signature. */
  readonly region: string;
}

/** What came back, whatever its status. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Signs and sends, over the SDK's own parts. Its clients cannot be shaken, and every cold start would load them whole:
 * docs/decisions/0007-clients-of-our-own.md.
 */
export abstract class SignedClient {
  protected readonly options: ClientOptions;
  private readonly handler: ReturnType<typeof NodeHttpHandler.create>;
  private readonly signer: SignatureV4;

  constructor(service: string, options: ClientOptions) {
    this.options = options;
    const { region, credentials, requestHandler } = options;
    this.handler = NodeHttpHandler.create(requestHandler);
    // S3 alone signs the path as it is sent.
    this.signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });
  }

  destroy(): void {
    this.handler.destroy?.();
  }

  /** Where all services are said to be, if not at AWS's own places. */
  protected get elsewhere(): string | undefined {
    return this.options.endpoint || process.env['AWS_ENDPOINT_URL'] || undefined;
  }

  /** AWS's own place, or the one that is named instead, where requests are signed for the caller's Region. */
  protected placeOr(place: Place): Place {
    const { elsewhere } = this;
    return elsewhere === undefined ? place : { url: elsewhere, region: this.options.region };
  }

  protected async exchange({ method, url, headers, body, region }: Unsigned): Promise<Answered> {
    const { protocol, hostname, port, path, query } = parseUrl(url);
    const host = port === undefined ? hostname : `${hostname}:${port}`;
    const at = { protocol, hostname, path, ...(port !== undefined && { port }), ...(query && { query }) };
    const unsigned = new HttpRequest({ ...at, method, headers: { host, ...headers }, body });
    const signed = await this.signer.sign(unsigned, { signingRegion: region });
    const { response } = await this.handler.handle(new HttpRequest(signed));
    const text = Buffer.from(await streamCollector(response.body)).toString('utf8');
    return { status: response.statusCode, headers: response.headers, text };
  }
}

/** The domain under which AWS serves a Region, whatever the partition. */
export function domainOf(region: string): string {
  return `${region}.${partition(region).dnsSuffix}`;
}

/** Where a service answers that does so in every Region. */
export function regional(service: string, region: string): Place {
  return { url: `https://${service}.${domainOf(region)}`, region };
}

/** Where a service answers that has one endpoint for a whole partition. */
export function global(service: string, region: string): Place {
  const found = partition(region);
  return regional(service, 'implicitGlobalRegion' in found ? String(found.implicitGlobalRegion) : region);
}

/** Where IAM answers: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
export function placeOfIam(region: string): Place {
  return iamPlaces.get(partition(region).name) ?? global('iam', region);
}

const iamPlaces: ReadonlyMap<string, Place> = new Map([
  ['aws', { url: 'https://iam.amazonaws.com', region: 'us-east-1' }],
  ['aws-cn', regional('iam', 'cn-north-1')],
  ['aws-us-gov', { url: 'https://iam.us-gov.amazonaws.com', region: 'us-gov-west-1' }],
]);

/** What came is no answer, so that nobody knows what became of the request: as if none had come. */
export function unreadable(format: 'JSON' | 'XML'): Error {
  // The parser's own error quotes what it could not read.
  return Object.assign(new Error(`Cannot read an answer: it is no ${format}`), { code: 'UnreadableAnswer' });
}

/** The error that the SDK's own clients would throw. */
export function refusal({ status, headers }: Answered, name: string, message: string): Error {
  const shown = { $metadata: { httpStatusCode: status }, $response: { headers } };
  return Object.assign(new Error(message), { name, ...shown });
}
