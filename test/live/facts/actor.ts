import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { eventually } from '../patience';
import { type Clients, createClients, type Sandbox } from '../sandbox';

/** Clients that act as a new role with exactly these statements. */
export async function actAs(sandbox: Sandbox, suffix: string, Statement: readonly object[]): Promise<Clients> {
  const RoleName = `${sandbox.name}-${suffix}`;
  const RoleArn = await createRole(sandbox, RoleName);
  const policy = { RoleName, PolicyName: 'Rights' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await sandbox.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  sandbox.made(`Policy of role ${RoleName}`, () => sandbox.iam.send(new DeleteRolePolicyCommand(policy)));
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = await eventually(`role ${RoleName} to be assumed`, async () => {
    const { Credentials } = await sandbox.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'live' }));
    return Credentials;
  });
  return createClients(sandbox.options, { accessKeyId, secretAccessKey, sessionToken });
}

/** Creates a role under the run's path, trusting its own account unless told otherwise, and returns its ARN. */
export async function createRole(
  { iam, made, name, options, partition }: Sandbox,
  RoleName: string,
  Principal: object = { AWS: `arn:${partition}:iam::${options.account}:root` },
): Promise<string> {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new CreateRoleCommand({ RoleName, Path: `/${name}/`, AssumeRolePolicyDocument }));
  made(`Role ${RoleName}`, () => iam.send(new DeleteRoleCommand({ RoleName })).catch(goneAlready));
  return `arn:${partition}:iam::${options.account}:role/${name}/${RoleName}`;
}

function goneAlready(error: unknown): void {
  if (!(error instanceof Error && error.name.startsWith('NoSuchEntity'))) throw error;
}
