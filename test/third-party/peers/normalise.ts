import type { BotocoreResult } from '../botocore/botocore-client';
import type { Bindings } from './script';

/** A result as it is compared. A refusal's message is no part of it: AWS documents codes and statuses, not wordings. */
export type Outcome =
  | { readonly came: 'output'; readonly output: unknown }
  | { readonly came: 'unreadable' | `${string} ${number}${string}` };

/** Makes the outcomes of one script comparable: what a side chooses itself becomes a symbol. */
export function normaliser(): (seen: Seen, bound: Bindings) => Outcome {
  const ids: Ids = { symbols: new Map(), lives: new Map() };
  return (seen, bound) => {
    if (seen === 'unreadable') return { came: seen };
    const { result, bucketRegion } = seen;
    const place = bucketRegion === undefined ? '' : ` from ${bucketRegion}`;
    if (result.state === 'refusal') return { came: `${result.code} ${result.status}${place}` };
    learn(ids, result.output);
    const known = [...Object.entries(bound).map(([name, value]) => [value, `<${name}>`] as const), ...ids.symbols];
    const text = (value: string) => known.reduce((left, [own, symbol]) => left.replaceAll(own, symbol), value);
    return { came: 'output', output: plain(result.output, text) };
  };
}

/** What came back of a call, and the bucket's Region where a refusal names it. */
export type Seen = 'unreadable' | { readonly result: BotocoreResult; readonly bucketRegion?: string };

interface Ids {
  /** By unique id. */
  readonly symbols: Map<string, string>;
  /** How often an ARN, or a name, had another id: a role that is made again is another role. */
  readonly lives: Map<string, number>;
}

function learn(ids: Ids, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { RoleName, PolicyName, InstanceProfileName, Arn } = Object(value);
  const [, assumed] = /:assumed-role\/([^/]+)\//.exec(String(Arn)) ?? [];
  const bearers = { RoleId: RoleName, PolicyId: PolicyName, InstanceProfileId: InstanceProfileName };
  for (const [kind, name] of Object.entries({ ...bearers, AssumedRoleId: assumed })) {
    const [id] = String(Object(value)[kind] ?? '').split(':');
    if (id && !ids.symbols.has(id)) ids.symbols.set(id, symbolOf(ids, id, `${kind.replace('Assumed', '')} ${name}`));
  }
  for (const entry of Object.values(value)) learn(ids, entry);
}

function symbolOf({ lives }: Ids, id: string, bearer: string): string {
  const life = (lives.get(bearer) ?? 0) + 1;
  lives.set(bearer, life);
  return `<${uniqueId.test(id) ? id.slice(0, 4) : 'id'} ${life}>`;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
const uniqueId = /^(AROA|ANPA|AIPA)[A-Z0-9]{17}$/;

function plain(value: unknown, text: (value: string) => string, name = ''): unknown {
  if (opaque.has(name)) return '<opaque>';
  if (typeof value === 'string' && documents.has(name)) return plain(JSON.parse(value), text);
  if (Array.isArray(value)) {
    const entries = value.map((entry) => plain(entry, text));
    return sets.has(name) ? entries.sort(byIdentity) : entries;
  }
  if (typeof value !== 'object' || value === null) return scalar(value, text, name);
  return Object.fromEntries(Object.entries(value).map(([member, entry]) => [member, plain(entry, text, member)]));
}

function scalar(value: unknown, text: (value: string) => string, name: string): unknown {
  if (typeof value === 'number' && times.has(name)) return '<time>';
  if (typeof value !== 'string') return value;
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? '<time>' : text(value);
}

const opaque = new Set([
  'AccessKeyId',
  'SecretAccessKey',
  'SessionToken',
  'CurrentKeyMaterialId',
  'EventId',
  'NextMarker',
  'nextToken',
]);
const times = new Set(['creationTime']);
// Text that is itself JSON, whose order of keys and white space mean nothing.
const documents = new Set(['Content', 'Policy']);
// AWS promises no order of these.
const sets = new Set([
  'AttachedPolicies',
  'Grants',
  'InstanceProfiles',
  'PolicyNames',
  'PolicyRoles',
  'Tags',
  'Versions',
]);

function byIdentity(a: unknown, b: unknown): number {
  return identity(a) < identity(b) ? -1 : 1;
}

function identity(entry: unknown): string {
  const { Key, GrantId, PolicyArn, RoleName, InstanceProfileName, VersionId } = Object(entry);
  return String(Key ?? GrantId ?? PolicyArn ?? RoleName ?? InstanceProfileName ?? VersionId ?? entry);
}
