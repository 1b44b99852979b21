import type { ContextValue } from '../policy/request';
import { type AgentRole, channelRequests, logGroupRequests } from './agent-requests';
import type { Finding } from './findings';
import { judge, sidesOf } from './judge';
import type { IdentityPolicies, ObservedAccess } from './observed';
import { organizationOf } from './organization';
import type { Requirements } from './requirements';
import { verifyAwsManagedKey } from './verify-aws-managed-key';
import { verifyBucket } from './verify-bucket';
import { identityFindings, inertPolicies, unreadablePolicies } from './verify-identity';
import { verifyBucketKey, verifyLogGroupKey, verifySessionKey } from './verify-keys';
import { verifyLogGroup } from './verify-log-group';
import { verifyReach } from './verify-reach';
import { verifySessionDocument } from './verify-session-document';

/**
 * Everything that stands between the agent and its logs, for the role that bears `identity`.
 * No finding beyond advice means: every policy that decides the agent's requests was read, and allows them.
 */
export function verify(
  requirements: Requirements,
  identity: IdentityPolicies,
  seen: ObservedAccess,
): readonly Finding[] {
  const role = agentRole(requirements, identity, organizationOf(requirements, seen));
  const sides = sidesOf(identity);
  const requests = [...channelRequests(role, requirements.region), ...logGroupRequests(role, requirements)];
  const bucket = verifyBucket(role, requirements, seen, sides);
  const bucketKey = verifyBucketKey(role, requirements, seen, sides);
  const awsManagedKey = verifyAwsManagedKey(role, requirements, seen, sides);
  const sessionKey = verifySessionKey(role, requirements, seen, sides);
  const logGroupKey = verifyLogGroupKey(role, requirements, seen, sides);
  const judged = [
    ...requests.map((asked) => judge(asked, sides, { is: 'none' }, 'sameAccount')),
    ...[bucket, bucketKey, awsManagedKey, sessionKey, logGroupKey].flatMap((verified) => verified.judged),
  ];
  return [
    ...verifyReach(role, requirements, identity),
    ...verifySessionDocument(role, requirements, seen),
    ...[bucket, bucketKey, sessionKey, logGroupKey].flatMap(({ findings }) => findings),
    ...verifyLogGroup(role, requirements, seen),
    ...identityFindings(role, judged, sides),
    ...unreadablePolicies(role, sides, identity),
    ...inertPolicies(role, identity),
  ];
}

function agentRole(
  { role }: Requirements,
  { roleId, boundary }: IdentityPolicies,
  organization: ContextValue,
): AgentRole {
  return { ...role, organization, hasBoundary: boundary !== undefined, ...(roleId !== undefined && { roleId }) };
}
