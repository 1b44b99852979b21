import { readFileSync } from 'node:fs';
import type { Account } from './account';
import { createStack } from './stack';
import { crossAccountParameters } from './stage';

/** What the log account's stack made. */
export interface LogBucket {
  readonly name: string;
  readonly keyArn: string;
}

export const logAccountTemplate = readFileSync('examples/log-account.yaml', 'utf8');

/** Deploys examples/log-account.yaml, or what a test makes of it, for the roles of another account. */
export async function deployLogAccount(
  log: Account,
  roles: Account,
  template = logAccountTemplate,
): Promise<LogBucket> {
  const name = 'org-session-logs';
  const { AllowedS3BucketOwners: _, ...verifier } = crossAccountParameters;
  const parameters = { BucketName: name, RoleAccountIds: roles.id, ...verifier };
  const { status, outputs } = await createStack(log, 'session-logs', { template, parameters });
  if (status !== 'CREATE_COMPLETE') throw new Error(`The stack of the log account is ${status}`);
  const { KeyArn: keyArn = '' } = outputs;
  await encrypt(log, name, keyArn);
  return { name, keyArn };
}

/** As the template asks: ministack's AWS::S3::Bucket leaves BucketEncryption out. */
async function encrypt({ call }: Account, Bucket: string, KMSMasterKeyID: string): Promise<void> {
  const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID };
  const Rules = [{ BucketKeyEnabled: true, ApplyServerSideEncryptionByDefault: byDefault }];
  await call('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } });
}
