import type { Operation } from '../../handler/aws/operations';
import { authorize } from './authorize';
import type { Context } from './naive-policy';
import { accountOf, type Scope } from './service';
import type { Caller } from './sessions';
import type { Tag, World } from './world';

/** The members of any input that decide what is asked for. */
export interface Fields {
  readonly RoleName?: string;
  readonly InstanceProfileName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Partial<Tag>[];
  readonly TagKeys?: readonly string[];
  readonly RoleArn?: string;
  readonly ExternalId?: string;
  readonly StackName?: string;
  readonly Bucket?: string;
  readonly ExpectedBucketOwner?: string;
  readonly KeyId?: string;
  readonly Name?: string;
  readonly Entries?: readonly { readonly Source?: string; readonly DetailType?: string }[];
}

/** Admits one call to IAM: creating with tags needs the tagging right too, and handing a role to EC2 the right to pass it. */
export function admitToIam(world: World, caller: Caller, operation: Operation, fields: Fields): void {
  const context = iamContext(world, caller, operation, fields);
  const request = { resource: iamResource(world, caller, operation, fields), resourceAccount: caller.account, context };
  authorize(world, caller, { action: operation, ...request });
  if (operation.startsWith('iam:Create') && fields.Tags?.length) {
    authorize(world, caller, { action: operation.replace('Create', 'Tag'), ...request });
  }
  if (operation === 'iam:AddRoleToInstanceProfile') {
    authorize(world, caller, {
      action: 'iam:PassRole',
      resource: roleArn(world, caller, fields.RoleName),
      resourceAccount: caller.account,
      context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    });
  }
}

function iamResource(world: World, scope: Scope, operation: Operation, fields: Fields): string {
  const { PolicyArn, PolicyName, RoleName, InstanceProfileName, Path = '/' } = fields;
  const prefix = `arn:${world.partition}:iam::${scope.account}`;
  if (operation === 'iam:CreateRole') return `${prefix}:role${Path}${RoleName}`;
  if (operation === 'iam:CreatePolicy') return `${prefix}:policy${Path}${PolicyName}`;
  if (operation === 'iam:CreateInstanceProfile') return `${prefix}:instance-profile${Path}${InstanceProfileName}`;
  if (InstanceProfileName !== undefined) {
    const profile = accountOf(world, scope.account).instanceProfiles[InstanceProfileName.toLowerCase()];
    return profile?.arn ?? `${prefix}:instance-profile/${InstanceProfileName}`;
  }
  return RoleName === undefined ? (PolicyArn ?? '*') : roleArn(world, scope, RoleName);
}

/** IAM knows the path of a role only if there is one: what is missing is authorised as a role in the root path. */
function roleArn(world: World, scope: Scope, name = ''): string {
  const role = accountOf(world, scope.account).roles[name.toLowerCase()];
  return role?.arn ?? `arn:${world.partition}:iam::${scope.account}:role/${name}`;
}

const boundaryActions = /:(AttachRolePolicy|DetachRolePolicy|DeleteRolePolicy)$/;

function iamContext(world: World, scope: Scope, operation: Operation, fields: Fields): Context {
  const { roles, instanceProfiles, policies } = accountOf(world, scope.account);
  const role = roles[fields.RoleName?.toLowerCase() ?? ''];
  const profile = instanceProfiles[fields.InstanceProfileName?.toLowerCase() ?? ''];
  const subject = fields.InstanceProfileName ? profile : (role ?? policies[fields.PolicyArn ?? '']);
  const boundary = boundaryActions.test(operation) ? role?.permissionsBoundary : fields.PermissionsBoundary;
  const tagKeys = fields.TagKeys ?? fields.Tags?.map(({ Key = '' }) => Key);
  return {
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    ...(/RolePolicy$/.test(operation) && fields.PolicyArn ? { 'iam:PolicyARN': fields.PolicyArn } : {}),
    ...(tagKeys === undefined ? {} : { 'aws:TagKeys': tagKeys }),
    ...tagContext('aws:RequestTag', fields.Tags),
    ...tagContext('aws:ResourceTag', subject?.tags),
    ...tagContext('iam:ResourceTag', subject?.tags),
  };
}

function tagContext(prefix: string, tags: readonly Partial<Tag>[] = []): Context {
  return Object.fromEntries(tags.map(({ Key, Value = '' }) => [`${prefix}/${Key}`, Value]));
}
