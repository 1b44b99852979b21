import { ec2, tag, trust } from '../documents';
import { type Script, step } from '../script';

const profile = { InstanceProfileName: 'life-of-Profile' };
const first = { RoleName: 'profile-first' };
const second = { RoleName: 'profile-second' };
const create = { ...profile, Path: '/life/', Tags: [tag('stage', 'test')] };

/** An instance profile and the one role that it holds. */
export const profileLife: Script = {
  name: 'the life of an instance profile',
  acts: [
    step('a role is made', 'iam:CreateRole', { ...first, AssumeRolePolicyDocument: trust(ec2), Tags: [tag('a', 'b')] }),
    step('another role is made', 'iam:CreateRole', { ...second, AssumeRolePolicyDocument: trust(ec2) }),
    step('is created', 'iam:CreateInstanceProfile', create),
    step('is not created twice', 'iam:CreateInstanceProfile', profile),
    step('is read', 'iam:GetInstanceProfile', profile),
    step('is tagged', 'iam:TagInstanceProfile', { ...profile, Tags: [tag('stage', 'prod'), tag('owner')] }),
    step('is read with its tags', 'iam:GetInstanceProfile', profile),
    step('is untagged', 'iam:UntagInstanceProfile', { ...profile, TagKeys: ['stage', 'owner'] }),
    step('is read without them', 'iam:GetInstanceProfile', profile),
    step('takes a role', 'iam:AddRoleToInstanceProfile', { ...profile, ...first }),
    step('takes no second role', 'iam:AddRoleToInstanceProfile', { ...profile, ...second }),
    step('takes no role twice', 'iam:AddRoleToInstanceProfile', { ...profile, ...first }),
    step('shows its role', 'iam:GetInstanceProfile', profile),
    step('is listed with its role', 'iam:ListInstanceProfilesForRole', first),
    step('is not listed with another', 'iam:ListInstanceProfilesForRole', second),
    step('is held back by its role', 'iam:DeleteInstanceProfile', profile),
    step('does not lose another role', 'iam:RemoveRoleFromInstanceProfile', { ...profile, ...second }),
    step('loses its role', 'iam:RemoveRoleFromInstanceProfile', { ...profile, ...first }),
    step('loses it once', 'iam:RemoveRoleFromInstanceProfile', { ...profile, ...first }),
    step('is empty', 'iam:GetInstanceProfile', profile),
    step('is deleted', 'iam:DeleteInstanceProfile', profile),
    step('is gone', 'iam:GetInstanceProfile', profile),
    step('is not deleted twice', 'iam:DeleteInstanceProfile', profile),
    step('is created again', 'iam:CreateInstanceProfile', profile),
    step('is another', 'iam:GetInstanceProfile', profile),
  ],
};
