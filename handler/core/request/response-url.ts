import { dnsSuffix } from '../partition';
import type { Home } from './settings';

/** Says why an answer must not be sent to a URL; never quotes it, since whoever reads it may answer in our place. */
export function responseUrlMistrust(url: string, home: Home): string | undefined {
  // What a URL parser would silently drop or turn around is no part of a URL that CloudFormation signs.
  const parsed = /^[!-[\]-~]{1,8192}$/.test(url) ? parseUrl(url) : undefined;
  if (parsed === undefined) return 'Expected the URL of an https endpoint';
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return 'Expected an https URL';
  if (parsed.username !== '' || parsed.password !== '') return 'Must not carry user information';
  if (!isPlain(url, parsed)) return 'Host and port must be written as they are meant';
  if (home.endpointOverride || home.samLocal || loopback.has(parsed.hostname)) return undefined;
  if (parsed.protocol === 'http:') return 'Expected an https URL: http is for loopback and endpoint overrides only';
  if (parsed.port !== '') return 'Must not name a port';
  if (cloudFormationHosts(home).includes(parsed.hostname)) return undefined;
  return `Host is not one of CloudFormation's for ${home.region}`;
}

/** A response URL as it may be logged: host and the path's first segment, never the signature in the query. */
export function safeUrl(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === undefined) return 'an unreadable URL';
  return `${parsed.host}/${parsed.pathname.split('/')[1] ?? ''}`.slice(0, 256);
}

// A parser turns `127.1`, `%2e` and capitals into the host that is meant; CloudFormation writes it at once.
function isPlain(url: string, { protocol, hostname, port }: URL): boolean {
  const authority = url.slice(0, url.indexOf('/', `${protocol}//`.length));
  const ports = port === '' ? ['', ':443'] : [`:${port}`];
  return ports.some((written) => authority === `${protocol}//${hostname}${written}`);
}

// A failing `new URL` would carry the secret in its error.
const parseUrl = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html names no hosts:
// these are the virtual-hosted forms of the Region's response bucket.
function cloudFormationHosts({ partition, region }: Home): readonly string[] {
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  const suffix = dnsSuffix(partition);
  return [`.${suffix}`, `.${region}.${suffix}`, `-${region}.${suffix}`].map((rest) => `${bucket}.s3${rest}`);
}
