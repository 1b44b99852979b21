import { AwsError } from '../../handler/aws/aws-error';
import { listedRole } from './iam-roles';
import {
  checkName,
  checkPath,
  checkQuota,
  deleteConflict,
  entityAlreadyExists,
  findInstanceProfile,
  findRole,
  iamPage,
  noSuchEntity,
  withoutTags,
  withTags,
} from './iam-rules';
import { accountOf, nextId, type Scope, type Services } from './service';
import type { InstanceProfile, World } from './world';

/** Instance profiles: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html, siblings too. */
export const instanceProfiles = {
  'iam:CreateInstanceProfile'(world, scope, input, now) {
    const name = checkName(input.InstanceProfileName, 'instanceProfileName', 128);
    const path = checkPath(input.Path);
    const tags = withTags([], input.Tags);
    const { instanceProfiles, quotas } = accountOf(world, scope.account);
    if (instanceProfiles[name.toLowerCase()]) throw entityAlreadyExists('Instance Profile', name);
    checkQuota(Object.keys(instanceProfiles).length, quotas.instanceProfiles, 'InstanceProfilesPerAccount');
    const arn = `arn:${world.partition}:iam::${scope.account}:instance-profile${path}${name}`;
    const profile = { name, path, arn, tags, id: nextId(world, 'AIPA'), createDate: now };
    instanceProfiles[name.toLowerCase()] = profile;
    return { InstanceProfile: shownProfile(world, scope, profile) };
  },
  'iam:GetInstanceProfile'(world, scope, input) {
    return {
      InstanceProfile: shownProfile(world, scope, findInstanceProfile(world, scope, input.InstanceProfileName)),
    };
  },
  'iam:AddRoleToInstanceProfile'(world, scope, input) {
    const profile = findInstanceProfile(world, scope, input.InstanceProfileName);
    const role = findRole(world, scope, input.RoleName);
    if (profile.role !== undefined) {
      const problem = 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1';
      throw new AwsError('LimitExceeded', 409, problem);
    }
    profile.role = role.name.toLowerCase();
    return {};
  },
  'iam:RemoveRoleFromInstanceProfile'(world, scope, input) {
    const profile = findInstanceProfile(world, scope, input.InstanceProfileName);
    if (profile.role !== findRole(world, scope, input.RoleName).name.toLowerCase()) {
      throw noSuchEntity(`The role with name ${input.RoleName} cannot be found.`);
    }
    delete profile.role;
    return {};
  },
  'iam:DeleteInstanceProfile'(world, scope, input) {
    const profile = findInstanceProfile(world, scope, input.InstanceProfileName);
    if (profile.role !== undefined) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    delete accountOf(world, scope.account).instanceProfiles[profile.name.toLowerCase()];
    return {};
  },
  'iam:ListInstanceProfilesForRole'(world, scope, input) {
    const key = findRole(world, scope, input.RoleName).name.toLowerCase();
    const holding = Object.values(accountOf(world, scope.account).instanceProfiles).filter(({ role }) => role === key);
    const { shown, envelope } = iamPage(holding, input);
    return { InstanceProfiles: shown.map((profile) => listedProfile(world, scope, profile)), ...envelope };
  },
  'iam:TagInstanceProfile'(world, scope, input) {
    const profile = findInstanceProfile(world, scope, input.InstanceProfileName);
    profile.tags = withTags(profile.tags, input.Tags);
    return {};
  },
  'iam:UntagInstanceProfile'(world, scope, input) {
    const profile = findInstanceProfile(world, scope, input.InstanceProfileName);
    profile.tags = withoutTags(profile.tags, input.TagKeys);
    return {};
  },
} satisfies Partial<Services>;

function shownProfile(world: World, scope: Scope, profile: InstanceProfile) {
  return { ...listedProfile(world, scope, profile), ...(profile.tags.length === 0 ? {} : { Tags: profile.tags }) };
}

function listedProfile(world: World, scope: Scope, profile: InstanceProfile) {
  const role = profile.role === undefined ? undefined : accountOf(world, scope.account).roles[profile.role];
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createDate),
    Roles: role ? [listedRole(world, role)] : [],
  };
}
