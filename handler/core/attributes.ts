import type { Finding } from './access/findings';
import { summarise } from './access/render';
import type { Requirements } from './access/requirements';
import {
  bucketActions,
  bucketKeyStatement,
  bucketPolicyStatement,
  logGroupKeyStatement,
  logKeyActions,
  sessionKeyStatement,
} from './access/statements';
import { verdictOf } from './access/verdict';
import type { Attributes } from './answer';
import type { Names } from './identity/names';
import type { Discovered } from './identity/permissions';
import type { Properties } from './request/properties';

/** The unique ids that IAM gave to role and instance profile. */
export interface Ids {
  readonly roleId: string;
  readonly instanceProfileId: string;
}

/** Everything that a successful answer tells. */
export interface Settled {
  readonly names: Names;
  readonly ids: Ids;
  readonly requirements: Requirements;
  readonly discovered: Discovered;
  readonly findings: readonly Finding[];
  readonly verification: Properties['verification'];
}

export function attributesOf(settled: Settled): Attributes {
  const { names, ids, requirements, discovered, findings } = settled;
  return {
    RoleArn: names.roleArn,
    RoleName: names.name,
    RoleId: ids.roleId,
    PolicyArn: names.policyArn,
    InstanceProfileArn: names.instanceProfileArn,
    InstanceProfileName: names.name,
    InstanceProfileId: ids.instanceProfileId,
    S3KmsKeyArn: discovered.bucketKey.is === 'key' ? discovered.bucketKey.arn : '',
    KmsKeyArn: discovered.sessionKeyArn ?? '',
    VerificationStatus: statusOf(settled),
    VerificationSummary: summarise(findings),
    RequiredBucketPolicy: requiredBucketPolicy(requirements),
    RequiredKeyPolicy: requiredKeyPolicy(requirements, discovered),
  };
}

function statusOf({ verification, findings }: Settled): Attributes['VerificationStatus'] {
  return verification === 'Off' ? 'OFF' : verdictOf(findings);
}

// In its own account the role's policy suffices.
function requiredBucketPolicy({ role, bucket }: Requirements): string {
  if (bucket === undefined || bucket.owner === role.account) return '';
  return JSON.stringify([bucketPolicyStatement(role, bucket, bucketActions)]);
}

// The Sid says which key's policy a statement belongs into, since the keys may lie in several accounts.
function requiredKeyPolicy({ role, bucket, logGroup, region }: Requirements, discovered: Discovered): string {
  const { bucketKey, bucketRegion, sessionKeyArn, logGroupKeyArn } = discovered;
  const forLogs = bucket === undefined || bucketKey.is === 'none' ? [] : [bucket];
  const ofGroup = logGroup === undefined || logGroupKeyArn === undefined ? [] : [{ region, name: logGroup.name }];
  const statements = [
    ...forLogs.map((one) => bucketKeyStatement(role, one, { bucketRegion, actions: logKeyActions })),
    ...(sessionKeyArn === undefined ? [] : [sessionKeyStatement(role)]),
    ...ofGroup.map((one) => logGroupKeyStatement(role, one, logKeyActions)),
  ];
  return statements.length === 0 ? '' : JSON.stringify(statements);
}
