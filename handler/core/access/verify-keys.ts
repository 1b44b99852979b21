import { foundEncryption } from './agent-context';
import { type AgentRole, logGroupKeyRequests, sessionKeyRequests } from './agent-requests';
import { bucketKeyRequests } from './bucket-requests';
import type { Sides, Verified } from './judge';
import type { ObservedAccess } from './observed';
import type { Requirements } from './requirements';
import { bucketKeyStatement, logGroupKeyStatement, sessionKeyStatement } from './statements';
import { verifyKey } from './verify-key';

/** Whether S3 may use the bucket's key in the role's name. */
export function verifyBucketKey(
  role: AgentRole,
  { bucket }: Requirements,
  seen: ObservedAccess,
  sides: Sides,
): Verified {
  const { bucket: seenBucket, bucketKey } = seen;
  if (bucket === undefined || seenBucket === undefined || bucketKey === undefined) return nothing;
  const { region: bucketRegion } = seenBucket;
  const encryption = foundEncryption(seenBucket);
  return verifyKey({
    role,
    key: bucketKey,
    sides,
    region: bucketRegion,
    // The owner of a bucket may use its AWS managed key; nobody else may.
    awsManaged: bucket.owner === role.account ? 'usable' : 'unusable',
    worst: 'log lost',
    unusable: 'broken',
    choose: 'name',
    owner: bucket.owner,
    requests: (arn) => bucketKeyRequests(role, bucket, { arn, bucketRegion, encryption }),
    statementFor: (actions) => bucketKeyStatement(role, bucket, { bucketRegion, actions }),
  });
}

/** Whether the agent may open the data keys of its sessions. */
export function verifySessionKey(
  role: AgentRole,
  { region }: Requirements,
  seen: ObservedAccess,
  sides: Sides,
): Verified {
  if (seen.sessionKey === undefined) return nothing;
  return verifyKey({
    role,
    key: seen.sessionKey,
    sides,
    region,
    awsManaged: 'unusable',
    worst: 'session refused',
    unusable: 'broken',
    choose: 'name',
    owner: role.account,
    requests: (arn) => sessionKeyRequests(role, arn),
    statementFor: () => sessionKeyStatement(role),
  });
}

/**
 * Whether CloudWatch Logs may use the log group's key in the role's name. That it takes no events under a key that cannot
 * serve, its pages do not say.
 */
export function verifyLogGroupKey(
  role: AgentRole,
  { logGroup, region }: Requirements,
  seen: ObservedAccess,
  sides: Sides,
): Verified {
  if (logGroup === undefined || seen.logGroupKey === undefined) return nothing;
  const group = { region, name: logGroup.name };
  return verifyKey({
    role,
    key: seen.logGroupKey,
    sides,
    region,
    awsManaged: 'unusable',
    worst: 'session hangs',
    unusable: 'cannotTell',
    choose: `associate with "${logGroup.name}"`,
    owner: role.account,
    requests: (arn) => logGroupKeyRequests(role, group, arn),
    statementFor: (actions) => logGroupKeyStatement(role, group, actions),
  });
}

const nothing: Verified = { findings: [], judged: [] };
