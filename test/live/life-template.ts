import type { LiveFunction } from './deployment';
import type { Sandbox } from './sandbox';
import type { LiveTemplate } from './stacks';

/** A role with session logs in an encrypted bucket and in a log group of its own stack; nothing in it is retained. */
export function lifeTemplate(
  { name, options, partition }: Sandbox,
  { serviceToken }: LiveFunction,
  properties: Readonly<Record<string, unknown>> = {},
): LiveTemplate {
  return {
    Resources: {
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: { KeyPolicy: delegating(`arn:${partition}:iam::${options.account}:root`), PendingWindowInDays: 7 },
      },
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: `${name}-${options.account}-logs`,
          BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ...withKey }] },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        },
      },
      LogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: `/${name}/sessions` } },
      Role: {
        Type: 'Custom::SessionManagerRole',
        Properties: {
          ServiceToken: serviceToken,
          ServiceTimeout: 1200,
          RoleName: name,
          Description: 'Sessions of the sandbox',
          S3BucketName: { Ref: 'Bucket' },
          CloudWatchLogGroupName: { Ref: 'LogGroup' },
          CloudWatchEncryptionEnabled: false,
          ...properties,
        },
      },
    },
    Outputs: {
      Ref: { Value: { Ref: 'Role' } },
      RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'RoleArn'] } },
      InstanceProfileName: { Value: { 'Fn::GetAtt': ['Role', 'InstanceProfileName'] } },
      VerificationStatus: { Value: { 'Fn::GetAtt': ['Role', 'VerificationStatus'] } },
    },
  };
}

const withKey = {
  ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } },
};

const delegating = (AWS: string) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'DelegateToIAM', Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }],
});
