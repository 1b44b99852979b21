import type { Operation } from '../../../handler/aws/operations';
import { alike } from './world';

/** Exceptions of these laws; `docs/decisions/0008-what-stays-possible.md` says why each is none of ours to prevent. */
export const exceptionNames = {
  unseenKey: 'a rollback that may not see the encryption of the bucket allows S3 any key',
  unseenGroup: 'a rollback that may not see the log group allows CloudWatch Logs any key',
  abandoned: 'CloudFormation abandons what it could not delete in a clean-up',
} as const;

/** Compares worlds with what they must be. */
export interface Sameness {
  readonly same: (actual: unknown, wanted: unknown) => boolean;
  /** Names of the exceptions by which something was taken as the same. */
  readonly met: Set<string>;
}

/** Under `refused` operations: a role is built as far as could be seen. */
export function sameness(refused: ReadonlySet<Operation>): Sameness {
  const met = new Set<string>();
  const same = (actual: unknown, wanted: unknown) => {
    if (alike(actual, wanted)) return true;
    const unseen = grantsOfAnyKey.filter(({ operation }) => refused.has(operation));
    const sids = unseen.map(({ sid }) => sid);
    if (unseen.length === 0 || !alike(without(sids, actual), without(sids, wanted))) return false;
    for (const { name } of unseen) met.add(name);
    return true;
  };
  return { same, met };
}

/** What a role is granted of a key by whoever may not see which it is. */
const grantsOfAnyKey = [
  { operation: 's3:GetEncryptionConfiguration', sid: 'SessionLogKey', name: exceptionNames.unseenKey },
  { operation: 'logs:DescribeLogGroups', sid: 'SessionLogGroupKey', name: exceptionNames.unseenGroup },
] as const;

function without(sids: readonly string[], meaning: unknown): unknown {
  const isOther = (statement: unknown) => !sids.some((sid) => JSON.stringify(statement).includes(`"Sid":"${sid}"`));
  const text = JSON.stringify(meaning, (key, value: unknown) =>
    key === 'Statement' && Array.isArray(value) ? value.filter(isOther) : value,
  );
  return text === undefined ? undefined : JSON.parse(text);
}
