import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { createBucket } from '../buckets';
import { eventually } from '../patience';
import type { Sandbox } from '../sandbox';
import { createRole } from './actor';
import type { Fact } from './fact';

const uniqueId = 'the unique id of the dead role';

/** What a policy says of a role that was deleted after the policy named it. */
export const principals: readonly Fact[] = [
  {
    question: 'What does a bucket policy name where it named a role that was deleted?',
    assumed: uniqueId,
    observe: inBucketPolicy,
  },
  {
    question: 'What does a key policy name where it named a role that was deleted?',
    assumed: uniqueId,
    observe: inKeyPolicy,
  },
];

async function inBucketPolicy(sandbox: Sandbox): Promise<string> {
  const { name, options, partition, s3 } = sandbox;
  const Bucket = await createBucket(sandbox, `${name}-${options.account}-dead`);
  const role = await createRole(sandbox, `${name}-dead-bucket`);
  const statement = { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:${partition}:s3:::${Bucket}/*` };
  await eventually('the role to be known to S3', () =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy({ ...statement, Principal: { AWS: role } }) })),
  );
  await sandbox.iam.send(new DeleteRoleCommand({ RoleName: `${name}-dead-bucket` }));
  return named(role, async () => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '');
}

async function inKeyPolicy(sandbox: Sandbox): Promise<string> {
  const { kms, name, options, partition } = sandbox;
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: name }));
  const KeyId = KeyMetadata?.KeyId;
  sandbox.made(`Key ${KeyId}`, () => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })));
  const role = await createRole(sandbox, `${name}-dead-key`);
  const root = { AWS: `arn:${partition}:iam::${options.account}:root` };
  const Policy = policy(
    { Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { AWS: role }, Action: 'kms:Decrypt', Resource: '*' },
  );
  await eventually('the role to be known to KMS', () => kms.send(new PutKeyPolicyCommand({ KeyId, Policy })));
  await sandbox.iam.send(new DeleteRoleCommand({ RoleName: `${name}-dead-key` }));
  return named(role, async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? '');
}

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** Reads until the policy shows that the role is gone, for up to a minute. */
function named(role: string, read: () => Promise<string>): Promise<string> {
  const shown = async () => (/"AROA[A-Z0-9]+"/.test(await read()) ? uniqueId : undefined);
  return eventually('the policy to show the deletion', shown, 60).catch(async (error: unknown) => {
    if ((await read()).includes(role)) return 'the ARN of the dead role, a minute after';
    throw error;
  });
}
