import { contextValue, type RequestContext } from '../policy/request';
import type { Problem } from '../request/problem';
import { quote } from '../request/quote';
import { type AgentRole, channelRequests, sessionKeyRequests } from './agent-requests';
import { bucketKeyRequests, encryptionRequest, uploadRequests } from './bucket-requests';
import type { ObservedAccess } from './observed';
import type { Requirements } from './requirements';

/** What the template says of the agent's requests although it is known, or otherwise than AWS does. */
export function contextProblems({ requirements, evidence }: Told): readonly Problem[] {
  const contexts = contextsOf(requirements);
  const known = requirements.role.contextEntries.flatMap(({ key }, index) => {
    if (contexts.every((context) => isOpen(context, key))) return [];
    const message = `${quote(key)} is known of the SSM Agent's requests: only what nobody can know from here belongs here`;
    return [{ path: `ResourceProperties.ContextEntries[${index}].ContextKeyName`, message }];
  });
  return [...known, ...organizationProblems(requirements, evidence.access)];
}

interface Told {
  readonly requirements: Requirements;
  readonly evidence: { readonly access: ObservedAccess };
}

const isOpen = (context: RequestContext, key: string) => ['unknown', 'oneOf'].includes(contextValue(context, key).is);

/** The contexts of everything that the agent may ask, whichever of it is asked here. */
function contextsOf({ role: required, region, bucket }: Requirements): readonly RequestContext[] {
  const role: AgentRole = { ...required, hasBoundary: true, contextEntries: [], organization: { is: 'unknown' } };
  const keyArn = `arn:${role.partition}:kms:${region}:${role.account}:key/any`;
  const ofBucket = bucket === undefined ? [] : [bucket];
  const requests = [
    ...channelRequests(role, region),
    ...sessionKeyRequests(role, keyArn),
    ...ofBucket.flatMap((one) => [
      encryptionRequest(role, one, region, 'log lost'),
      ...uploadRequests(role, one, region, 'unread'),
      ...bucketKeyRequests(role, one, { arn: keyArn, bucketRegion: region, encryption: 'unread' }),
    ]),
  ];
  return requests.map(({ request }) => request.context);
}

function organizationProblems({ role }: Requirements, { organizationId: found }: ObservedAccess): readonly Problem[] {
  const said = role.organizationId;
  if (said === undefined || found === undefined || found.state === 'forbidden') return [];
  if (found.state === 'present' && found.value === said) return [];
  const actual = found.state === 'present' ? `to ${found.value}` : 'to no organisation';
  const message = `Account ${role.account} belongs ${actual}, not to ${said}: correct it, or leave it out`;
  return [{ path: 'ResourceProperties.OrganizationId', message }];
}
