import { shortHash } from '../identity/names';
import { throughLogs } from '../identity/permissions';
import { dnsSuffix } from '../partition';
import type { StatementDocument } from '../policy/document';
import { objectsOf } from './log-objects';
import type { RequiredBucket, RequiredRole } from './requirements';

// A policy that names a role before it exists cannot be saved, and one that names a recreated role is stale: so the
// account is the principal, and the role a condition.
function grantTo(role: RequiredRole, sid: string, { Action, Resource, Condition }: Grant): StatementDocument {
  const grant = { Action, Resource, Condition: { ArnEquals: { 'aws:PrincipalArn': role.arn }, ...Condition } };
  return {
    // Another grant is another statement: a policy in which two have one name cannot be saved.
    Sid: `${sid}${shortHash(JSON.stringify(grant))}`,
    Effect: 'Allow',
    Principal: { AWS: `arn:${role.partition}:iam::${role.account}:root` },
    ...grant,
  };
}

interface Grant {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: NonNullable<StatementDocument['Condition']>;
}

/** The statement that the bucket's policy must hold for these of the agent's requests. */
export function bucketPolicyStatement(
  role: RequiredRole,
  bucket: RequiredBucket,
  actions: readonly string[],
): StatementDocument {
  const objects = `${objectsOf(bucket)}*`;
  const onBucket = actions.includes('s3:GetEncryptionConfiguration') ? [bucket.arn] : [];
  const onObjects = actions.some((action) => action !== 's3:GetEncryptionConfiguration') ? [objects] : [];
  return grantTo(role, 'SessionLogs', { Action: actions, Resource: [...onBucket, ...onObjects] });
}

/**
 * The statement that the bucket key's policy must hold: through S3 in the bucket's Region, for this bucket, and no other
 * way. S3 names the bucket under a Bucket Key, and else the object:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function bucketKeyStatement(
  role: RequiredRole,
  { arn }: Pick<RequiredBucket, 'arn'>,
  { bucketRegion, actions }: { readonly bucketRegion: string; readonly actions: readonly string[] },
): StatementDocument {
  const viaS3 = `s3.${bucketRegion}.${dnsSuffix(role.partition)}`;
  const Condition = {
    StringEquals: { 'kms:ViaService': viaS3 },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [arn, `${arn}/*`] },
  };
  return grantTo(role, 'SessionLogKey', { Action: actions, Resource: '*', Condition });
}

/** The statement that the session key's policy must hold: the agent calls KMS itself, for the data keys of its sessions alone. */
export function sessionKeyStatement(role: RequiredRole): StatementDocument {
  const Condition = { StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': role.sessionName } };
  return grantTo(role, 'SessionKey', { Action: ['kms:Decrypt'], Resource: '*', Condition });
}

/** The statement that the log group's key's policy must hold: through CloudWatch Logs, for this log group, and no other way. */
export function logGroupKeyStatement(
  role: RequiredRole,
  logGroup: { readonly region: string; readonly name: string },
  actions: readonly string[],
): StatementDocument {
  return grantTo(role, 'SessionLogGroupKey', {
    Action: actions,
    Resource: '*',
    Condition: throughLogs(role, logGroup),
  });
}

/** Everything that the log bucket's policy must allow the role. */
export const bucketActions = ['s3:GetEncryptionConfiguration', 's3:PutObject', 's3:PutObjectAcl'] as const;
/** Everything that the policy of a log's key must allow the role. */
export const logKeyActions = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;
