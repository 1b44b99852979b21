import { type ClientOptions, type Place, SignedClient } from './signed-client';
import { documentOf, membersOf, refusalOf } from './xml-answer';

/** An operation of a service that speaks AWS Query. */
export interface QueryOperation {
  readonly name: string;
}

/** A client for a service that speaks AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export class QueryClient extends SignedClient {
  constructor(
    service: string,
    private readonly version: string,
    private readonly place: Place,
    options: ClientOptions,
  ) {
    super(service, options);
  }

  async send({ name }: QueryOperation, input: object): Promise<object> {
    const parameters = [['Action', name], ['Version', this.version], ...parametersOf('', input)];
    const body = parameters.map(([key = '', value = '']) => `${key}=${encodeURIComponent(value)}`).join('&');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    };
    const answered = await this.exchange({ method: 'POST', ...this.placeOr(this.place), headers, body });
    if (answered.status >= 300) throw refusalOf(answered);
    const result = membersOf(documentOf(answered)[`${name}Response`])[`${name}Result`];
    return { ...typedMembers(result), $metadata: { httpStatusCode: answered.status } };
  }
}

/** `Tags: [{ Key: 'a' }]` becomes `Tags.member.1.Key=a`. */
function parametersOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    if (value.length === 0) return [[name, '']];
    return value.flatMap((element, index) => parametersOf(`${name}.member.${index + 1}`, element));
  }
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, member]) => parametersOf(name === '' ? key : `${name}.${key}`, member));
}

function typedMembers(element: unknown): object {
  return Object.fromEntries(Object.entries(membersOf(element)).map(([name, value]) => [name, typed(name, value)]));
}

/** The wire has text alone: which members are something else is said here by their names, as in AWS's models. */
function typed(name: string, value: unknown): unknown {
  if (lists.has(name)) return [membersOf(value)['member'] ?? []].flat().map((element) => typed('', element));
  if (typeof value !== 'string' || structures.has(name)) return typedMembers(value);
  if (dates.has(name)) return new Date(value);
  if (numbers.has(name)) return Number(value);
  return booleans.has(name) ? value === 'true' : value;
}

const lists: ReadonlySet<string> = new Set([
  ...['AttachedPolicies', 'InstanceProfiles', 'PolicyGroups', 'PolicyNames', 'PolicyRoles', 'PolicyUsers', 'Roles'],
  ...['Capabilities', 'NotificationARNs', 'Outputs', 'Parameters', 'Stacks', 'Tags', 'Versions'],
]);
// The others are not there where they are empty.
const structures: ReadonlySet<string> = new Set(['RoleLastUsed']);
const dates: ReadonlySet<string> = new Set([
  ...['CreateDate', 'Expiration', 'LastUsedDate', 'UpdateDate'],
  ...['CreationTime', 'DeletionTime', 'LastCheckTimestamp', 'LastUpdatedTime', 'LastUpdatedTimestamp'],
]);
const numbers: ReadonlySet<string> = new Set([
  ...['AttachmentCount', 'MaxSessionDuration', 'PackedPolicySize', 'PermissionsBoundaryUsageCount'],
  'TimeoutInMinutes',
]);
const booleans: ReadonlySet<string> = new Set([
  ...['DisableRollback', 'EnableTerminationProtection', 'IsAttachable', 'IsDefaultVersion', 'IsTruncated'],
  'RetainExceptOnCreate',
]);
