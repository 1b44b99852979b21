import type { Operation } from '../../../handler/aws/operations';
import { alike } from './world';

/** Exceptions of these laws; `docs/decisions/0008-what-stays-possible.md` says why each is none of ours to prevent. */
export const exceptionNames = {
  unseenKey: 'a rollback that may not see the encryption of the bucket allows S3 any key',
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
    if (!refused.has('s3:GetEncryptionConfiguration')) return false;
    const but = alike(withoutKey(actual), withoutKey(wanted));
    if (but) met.add(exceptionNames.unseenKey);
    return but;
  };
  return { same, met };
}

function withoutKey(meaning: unknown): unknown {
  const isOther = (statement: unknown) => !JSON.stringify(statement).includes('"Sid":"SessionLogKey"');
  const text = JSON.stringify(meaning, (key, value: unknown) =>
    key === 'Statement' && Array.isArray(value) ? value.filter(isOther) : value,
  );
  return text === undefined ? undefined : JSON.parse(text);
}
