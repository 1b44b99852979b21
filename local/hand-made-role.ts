import { createPolicy, createRole, trusting } from './aws/create';
import { instanceProfiles } from './aws/iam-instance-profiles';
import type { World } from './aws/world';
import { APPLICATION_ACCOUNT } from './two-accounts';

const allow = (Action: string | readonly string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource });

/** The second policy of the page, with its placeholders filled in, but for the key of the session. */
// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
export function pagePolicy(bucket: string): object {
  const Statement = [
    allow([
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
      'ssm:UpdateInstanceInformation',
    ]),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams']),
    allow('s3:PutObject', `arn:aws:s3:::${bucket}/sessions/*`),
    allow('s3:GetEncryptionConfiguration'),
    allow('kms:GenerateDataKey'),
  ];
  return { Version: '2012-10-17', Statement };
}

/** How a person makes it; everything but the name and the bucket is as the page has it unless told otherwise. */
export interface HandMade {
  readonly name: string;
  readonly path?: string;
  readonly bucket: string;
  readonly inline?: Readonly<Record<string, unknown>>;
  readonly trust?: object;
  readonly profile?: 'none';
}

/** A role that a person made in the application account by following the page. */
export function createHandMadeRole(
  world: World,
  { name, path = '/', bucket, inline = {}, trust, profile }: HandMade,
): void {
  const AssumeRolePolicyDocument = JSON.stringify(trust ?? trusting({ Service: 'ec2.amazonaws.com' }));
  const policy = createPolicy(world, APPLICATION_ACCOUNT, `${name}-policy`, pagePolicy(bucket));
  const input = { RoleName: name, Path: path, AssumeRolePolicyDocument };
  createRole(world, APPLICATION_ACCOUNT, input, { attached: [policy.arn], inline });
  if (profile === 'none') return;
  const scope = { account: APPLICATION_ACCOUNT, region: '' };
  instanceProfiles['iam:CreateInstanceProfile'](world, scope, { InstanceProfileName: name }, 0);
  instanceProfiles['iam:AddRoleToInstanceProfile'](world, scope, { InstanceProfileName: name, RoleName: name });
}
