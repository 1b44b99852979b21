import { allowing, ec2, policy, theAccount, trust } from '../documents';
import { bucket, bucketPolicy, foreignRole, inlinePolicy } from '../fixtures';
import { account, other, type Script, step } from '../script';

const arn = (RoleName: string, owner = other) => `arn:aws:iam::${owner}:role/${RoleName}`;
const assume = (RoleName: string, rest: object = {}) => ({
  RoleArn: arn(RoleName),
  RoleSessionName: 'peers',
  ...rest,
});
const Bucket = 'peers-in-other';
const may = policy([
  { Effect: 'Allow', Action: ['s3:GetEncryptionConfiguration', 's3:GetBucketPolicy', 's3:ListBucket'], Resource: '*' },
  { Effect: 'Allow', Action: 'iam:GetRole', Resource: arn('verifier') },
]);
const owned = policy([
  { Effect: 'Allow', Principal: { AWS: other }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
]);
const external = { StringEquals: { 'sts:ExternalId': 'peers' } };

/** Roles of another account, and what is read there as one. */
export const otherAccount: Script = {
  name: 'a role of another account',
  acts: [
    bucket(Bucket, { owner: other }),
    bucketPolicy(Bucket, owned, other),
    foreignRole(other, 'verifier', trust(theAccount), may),
    foreignRole(other, 'guarded', trust(theAccount, external), may),
    foreignRole(other, 'barred', trust(ec2), may),

    step('is assumed', 'sts:AssumeRole', assume('verifier'), { keep: 'verifier' }),
    step('reads itself there', 'iam:GetRole', { RoleName: 'verifier' }, { as: 'verifier' }),
    step('reads no other role', 'iam:GetRole', { RoleName: 'guarded' }, { as: 'verifier' }),
    step('reads encryption there', 's3:GetEncryptionConfiguration', { Bucket }, { as: 'verifier' }),
    step('reads a policy there', 's3:GetBucketPolicy', { Bucket }, { as: 'verifier' }),
    step('sees a bucket there', 's3:ListBucket', { Bucket }, { as: 'verifier' }),
    step('reads nothing more', 's3:GetBucketPublicAccessBlock', { Bucket }, { as: 'verifier' }),
    step('sees no log groups', 'logs:DescribeLogGroups', {}, { as: 'verifier' }),

    step('is assumed for a quarter of an hour', 'sts:AssumeRole', assume('verifier', { DurationSeconds: 900 })),
    step('is assumed by its external id', 'sts:AssumeRole', assume('guarded', { ExternalId: 'peers' })),
    step('is not assumed without its external id', 'sts:AssumeRole', assume('guarded')),
    step('is not assumed by another external id', 'sts:AssumeRole', assume('guarded', { ExternalId: 'other' })),
    step('is not assumed by whom it does not trust', 'sts:AssumeRole', assume('barred')),
    step('is not there', 'sts:AssumeRole', assume('none')),
    step('is not assumed for two hours by a role', 'sts:AssumeRole', assume('verifier', { DurationSeconds: 7200 })),
    step('is not assumed under a bad name', 'sts:AssumeRole', { ...assume('verifier'), RoleSessionName: 'a b' }),
    step('is not assumed under too long a name', 'sts:AssumeRole', {
      ...assume('verifier'),
      RoleSessionName: 'n'.repeat(65),
    }),

    step('of the own account is made', 'iam:CreateRole', {
      RoleName: 'peers-own',
      AssumeRolePolicyDocument: trust(theAccount),
    }),
    inlinePolicy('peers-own', 'reads', allowing('iam:GetRole')),
    step('of the own account is assumed', 'sts:AssumeRole', assume('', { RoleArn: arn('peers-own', account) }), {
      keep: 'own',
    }),
    step('of the own account reads what it may not', 'iam:ListRolePolicies', { RoleName: 'peers-own' }, { as: 'own' }),
  ],
};
