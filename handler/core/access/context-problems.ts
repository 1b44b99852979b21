import { type AccessRequest, type ContextValue, contextValue } from '../policy/request';
import type { Problem } from '../request/problem';
import type { ContextEntry } from '../request/properties';
import { quote } from '../request/quote';
import {
  type AgentRole,
  channelRequests,
  logGroupKeyRequests,
  logGroupRequests,
  sessionKeyRequests,
} from './agent-requests';
import { bucketKeyRequests, encryptionRequest, uploadRequests } from './bucket-requests';
import type { ObservedAccess } from './observed';
import { organizationOf } from './organization';
import type { Requirements } from './requirements';
import { isAbout, narrows } from './told-context';

/** What the template says of the agent's requests although it is known, or otherwise than AWS does. */
export function contextProblems({ requirements, evidence }: Told): readonly Problem[] {
  const requests = requestsOf(requirements, organizationOf(requirements, evidence.access));
  const idle = requirements.role.contextEntries.flatMap((entry, index) => {
    const asked = requests.filter(({ action, context }) => isAbout(entry, action, context));
    const against = asked.find(({ context }) => !narrows(context, entry));
    const path = `ResourceProperties.ContextEntries[${index}]`;
    return against === undefined ? [] : [idleProblem(path, entry, contextValue(against.context, entry.key))];
  });
  return [...idle, ...organizationProblems(requirements, evidence.access)];
}

interface Told {
  readonly requirements: Requirements;
  readonly evidence: { readonly access: ObservedAccess };
}

function idleProblem(path: string, { key }: ContextEntry, found: ContextValue): Problem {
  if (found.is === 'anyOf' || found.is === 'oneOf') {
    const message = `AWS sends other values as ${quote(key)} in the SSM Agent's requests`;
    return { path: `${path}.ContextKeyValues`, message };
  }
  const message = `${quote(key)} is known of the SSM Agent's requests: only what nobody can know from here belongs here`;
  return { path: `${path}.ContextKeyName`, message };
}

/** Everything that the agent may ask, whichever of it is asked here. */
function requestsOf(
  { role: required, region, bucket }: Requirements,
  organization: ContextValue,
): readonly AccessRequest[] {
  const role: AgentRole = { ...required, hasBoundary: true, contextEntries: [], organization };
  const keyArn = `arn:${role.partition}:kms:${region}:${role.account}:key/any`;
  const logGroup = { name: 'any', encryptionEnabled: true, streamingEnabled: true };
  const ofBucket = bucket === undefined ? [] : [bucket];
  const requests = [
    ...channelRequests(role, region),
    ...logGroupRequests(role, { region, logGroup }),
    ...logGroupKeyRequests(role, { region, name: logGroup.name }, keyArn),
    ...sessionKeyRequests(role, keyArn),
    ...ofBucket.flatMap((one) => [
      encryptionRequest(role, one, region, 'log lost'),
      ...uploadRequests(role, one, region, 'unread'),
      ...bucketKeyRequests(role, one, { arn: keyArn, bucketRegion: region, encryption: 'unread' }),
    ]),
  ];
  return requests.map(({ request }) => request);
}

function organizationProblems({ role }: Requirements, { organizationId: found }: ObservedAccess): readonly Problem[] {
  const said = role.organizationId;
  if (said === undefined || found === undefined || found.state === 'forbidden') return [];
  if (found.state === 'present' && found.value === said) return [];
  const actual = found.state === 'present' ? `to ${found.value}` : 'to no organisation';
  const message = `Account ${role.account} belongs ${actual}, not to ${said}: correct it, or leave it out`;
  return [{ path: 'ResourceProperties.OrganizationId', message }];
}
