import type { Account } from './account';

/** Does by hand to a role what a hurried person may do. */
export async function drift({ id, call }: Account, RoleName: string): Promise<void> {
  const PolicyArn = `arn:aws:iam::${id}:policy/session-manager/${RoleName}`;
  const everybody = documentOf({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });
  const everything = documentOf({ Effect: 'Allow', Action: '*', Resource: '*' });
  await call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: everybody });
  await call('iam', 'UpdateRole', { RoleName, Description: 'Mine', MaxSessionDuration: 43_200 });
  await call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
  await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: everything, SetAsDefault: true });
  await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  await call('iam', 'RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName: RoleName });
}

const documentOf = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
