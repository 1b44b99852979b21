import { absent, type Seen } from '../core/seen';
import { AwsError } from './aws-error';
import type { Operation } from './operations';
import { passes } from './retry';

/** A read of which absence and refusal are answers, too: whatever AWS says instead, the thing was not seen. */
export async function seen<T>(operation: Operation, read: () => Promise<Seen<T>>): Promise<Seen<T>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (missing.has(error.code)) return absent;
    const refused = { state: 'forbidden', action: operation, code: error.code } as const;
    if (!passes(error)) return { ...refused, reason: `${operation} refused: ${error.code}` };
    return { ...refused, reason: `${operation} not answered: ${error.code}`, cause: 'unanswered' };
  }
}

const missing: ReadonlySet<string> = new Set([
  'AWSOrganizationsNotInUse',
  'InvalidDocument',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'NoSuchPublicAccessBlockConfiguration',
  'NotFound',
  'OwnershipControlsNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
]);
