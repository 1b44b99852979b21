import type { AgentRole, Consequence } from './agent-requests';
import { act, type Finding } from './findings';
import type { ObservedAccess } from './observed';
import { places } from './places';
import type { Requirements } from './requirements';
import { afterRefusal } from './unreadable';

/** Whether the log group is there for the agent, by its exact name, and encrypted where the session document demands it. */
export function verifyLogGroup(
  role: AgentRole,
  { logGroup, region }: Requirements,
  seen: ObservedAccess,
): readonly Finding[] {
  if (logGroup === undefined || seen.logGroup === undefined) return [];
  const consequence: Consequence = logGroup.encryptionEnabled ? 'session refused' : 'log lost';
  const common = {
    place: places.logGroup(logGroup.name),
    role: role.name,
    account: role.account,
    actions: [],
    consequence,
  };
  switch (seen.logGroup.state) {
    case 'absent': {
      const remedy = act(`create the log group "${logGroup.name}" in ${region}`);
      return [{ ...common, code: 'LogGroupMissing', verdict: 'broken', evidence: [], remedy }];
    }
    case 'forbidden': {
      const { action, reason = `${action} refused` } = seen.logGroup;
      const evidence = [reason];
      const remedy = afterRefusal(seen.logGroup, `allow the function ${action}`);
      return [{ ...common, code: 'LogGroupUnreadable', verdict: 'cannotTell', evidence, remedy }];
    }
    case 'present': {
      if (!logGroup.encryptionEnabled || seen.logGroup.value.kmsKeyArn !== undefined) return [];
      const remedy = act(`associate a KMS key with "${logGroup.name}", or set CloudWatchEncryptionEnabled to false`);
      return [{ ...common, code: 'LogGroupNotEncrypted', verdict: 'broken', evidence: [], remedy }];
    }
    default:
      return seen.logGroup satisfies never;
  }
}
