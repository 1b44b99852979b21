/** What a test says of the template of an application's stack; the rest is the same for all. */
export interface Application {
  /** Further properties of its `Custom::SessionManagerRole`. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Whom the key of its sessions trusts. */
  readonly keyPolicy?: readonly object[];
  /** Further resources. */
  readonly resources?: Readonly<Record<string, object>>;
}

/** An application with an encrypted log group, a key for its sessions and a role for its instances. */
export function applicationTemplate({
  properties = {},
  keyPolicy = [delegateToIam, encryptLogs],
  resources = {},
}: Application = {}): string {
  return JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: { KeyPolicy: { Version: '2012-10-17', Statement: keyPolicy } },
      },
      LogGroup: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: { 'Fn::Join': ['', ['/ssm/', { Ref: 'AWS::StackName' }]] }, KmsKeyId: keyArn },
      },
      SessionRole: {
        Type: 'Custom::SessionManagerRole',
        Properties: {
          ServiceToken: { 'Fn::ImportValue': 'SessionManagerRoleServiceToken' },
          ServiceTimeout: 1200,
          PropagationWaitSeconds: 0,
          CloudWatchLogGroupName: { Ref: 'LogGroup' },
          KmsKeyId: keyArn,
          ...properties,
        },
      },
      ...resources,
    },
    Outputs: { Ref: { Value: { Ref: 'SessionRole' } }, ...Object.fromEntries(attributes.map(attributeOutput)) },
  });
}

const keyArn = { 'Fn::GetAtt': ['Key', 'Arn'] };

/** Leaves the key to the account's IAM policies. */
export const delegateToIam = {
  Sid: 'DelegateToIAM',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
} as const;

/** What CloudWatch Logs needs, and nobody else gets. */
export const encryptLogs = {
  Sid: 'CloudWatchLogs',
  Effect: 'Allow',
  Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
} as const;

/** Everything that `Fn::GetAtt` finds on the resource. */
const attributes = [
  'RoleArn',
  'RoleName',
  'RoleId',
  'PolicyArn',
  'InstanceProfileArn',
  'InstanceProfileName',
  'InstanceProfileId',
  'S3KmsKeyArn',
  'KmsKeyArn',
  'VerificationStatus',
  'VerificationSummary',
  'RequiredBucketPolicy',
  'RequiredKeyPolicy',
] as const;

const attributeOutput = (name: string) => [name, { Value: { 'Fn::GetAtt': ['SessionRole', name] } }] as const;
