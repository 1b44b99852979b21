import type { Role as SdkRole } from '@aws-sdk/client-iam';
import {
  checkDescription,
  checkName,
  checkPath,
  checkPolicyArn,
  checkQuota,
  deleteConflict,
  encodeDocument,
  entityAlreadyExists,
  findPolicy,
  findRole,
  noSuchEntity,
  withoutTags,
  withTags,
} from './iam-rules';
import { renderPrincipals, saveTrustPolicy } from './policy-documents';
import { accountOf, nextId, page, required, type Scope, type Services, validationError } from './service';
import type { Role, World } from './world';

/** Roles themselves: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and its siblings. */
export const roles = {
  'iam:CreateRole'(world, scope, input, now) {
    const name = checkName(input.RoleName, 'roleName', 64);
    const { roles, quotas } = accountOf(world, scope.account);
    const path = checkPath(input.Path);
    const settings = {
      trustPolicy: saveTrustPolicy(
        world,
        required(input.AssumeRolePolicyDocument, 'assumeRolePolicyDocument'),
        quotas.trustPolicyCharacters,
      ),
      description: checkDescription(input.Description),
      maxSessionDuration: checkSessionDuration(input.MaxSessionDuration ?? 3600),
      tags: withTags([], input.Tags, 'insensitive'),
      ...(input.PermissionsBoundary
        ? { permissionsBoundary: checkBoundary(world, scope, input.PermissionsBoundary) }
        : {}),
    };
    if (roles[name.toLowerCase()]) throw entityAlreadyExists('Role', name);
    checkQuota(Object.keys(roles).length, quotas.roles, 'RolesPerAccount');
    const arn = `arn:${world.partition}:iam::${scope.account}:role${path}${name}`;
    const role: Role = {
      name,
      path,
      arn,
      id: nextId(world, 'AROA'),
      attached: [],
      inline: {},
      createDate: now,
      ...settings,
    };
    roles[name.toLowerCase()] = role;
    return { Role: shownRole(world, role) };
  },
  'iam:GetRole'(world, scope, input) {
    return { Role: { ...shownRole(world, findRole(world, scope, input.RoleName)), RoleLastUsed: {} } };
  },
  'iam:ListRoles'(world, scope, input) {
    const prefix = checkPath(input.PathPrefix);
    const all = Object.values(accountOf(world, scope.account).roles).filter(({ path }) => path.startsWith(prefix));
    const { items, next } = page(all, input.MaxItems ?? 100, input.Marker);
    const Roles = items.map((role) => listedRole(world, role));
    return { Roles, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) };
  },
  'iam:UpdateRole'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    const description = checkDescription(input.Description ?? role.description);
    role.maxSessionDuration = checkSessionDuration(input.MaxSessionDuration ?? role.maxSessionDuration);
    role.description = description;
    return {};
  },
  'iam:UpdateAssumeRolePolicy'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    const { trustPolicyCharacters } = accountOf(world, scope.account).quotas;
    role.trustPolicy = saveTrustPolicy(world, required(input.PolicyDocument, 'policyDocument'), trustPolicyCharacters);
    return {};
  },
  'iam:PutRolePermissionsBoundary'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    role.permissionsBoundary = checkBoundary(world, scope, required(input.PermissionsBoundary, 'permissionsBoundary'));
    return {};
  },
  'iam:DeleteRole'(world, scope, input) {
    const { roles, instanceProfiles } = accountOf(world, scope.account);
    const role = findRole(world, scope, input.RoleName);
    const key = role.name.toLowerCase();
    if (Object.values(instanceProfiles).some((profile) => profile.role === key)) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(role.inline).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    delete roles[key];
    return {};
  },
  'iam:TagRole'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    role.tags = withTags(role.tags, input.Tags, 'insensitive');
    return {};
  },
  'iam:UntagRole'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    role.tags = withoutTags(role.tags, input.TagKeys, 'insensitive');
    return {};
  },
} satisfies Partial<Services>;

/** A role as lists show it: without its tags and its boundary. */
export function listedRole(world: World, role: Role): SdkRole {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createDate),
    AssumeRolePolicyDocument: encodeDocument(renderPrincipals(world, role.trustPolicy)),
    ...(role.description === '' ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
  };
}

function shownRole(world: World, role: Role): SdkRole {
  return {
    ...listedRole(world, role),
    ...(role.tags.length === 0 ? {} : { Tags: role.tags }),
    ...(role.permissionsBoundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
        }),
  };
}

function checkSessionDuration(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43200) return seconds;
  throw validationError(`Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: 3600 to 43200`);
}

function checkBoundary(world: World, scope: Scope, arn: string): string {
  checkPolicyArn(arn);
  try {
    return findPolicy(world, scope, arn).arn;
  } catch {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
}
