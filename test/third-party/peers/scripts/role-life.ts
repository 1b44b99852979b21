import { allowing, ec2, lambda, policyArn, tag, trust } from '../documents';
import { inlinePolicy } from '../fixtures';
import { type Script, step } from '../script';

const role = { RoleName: 'life.Role' };
const profile = { InstanceProfileName: 'life-profile' };
const attached = { ...role, PolicyArn: policyArn('life-attached') };
const bounding = policyArn('life/bounding');
const create = {
  ...role,
  Path: '/life/',
  AssumeRolePolicyDocument: trust(ec2),
  Description: 'A life',
  MaxSessionDuration: 7200,
  Tags: [tag('stage', 'test'), tag('owner', 'é: a+b=c@d/e_f')],
};

/** A role from its creation to its re-creation, as the product lets it live. */
export const roleLife: Script = {
  name: 'the life of a role',
  acts: [
    step('is created', 'iam:CreateRole', create),
    step('is read', 'iam:GetRole', role),
    step('is tagged', 'iam:TagRole', { ...role, Tags: [tag('stage', 'prod'), tag('empty')] }),
    step('is untagged', 'iam:UntagRole', { ...role, TagKeys: ['owner', 'not there'] }),
    step('is read with other tags', 'iam:GetRole', role),
    step('gets another session duration', 'iam:UpdateRole', { ...role, MaxSessionDuration: 3600 }),
    step('gets another description', 'iam:UpdateRole', { ...role, Description: 'Another life' }),
    step('is read after its updates', 'iam:GetRole', role),
    step('trusts another', 'iam:UpdateAssumeRolePolicy', { ...role, PolicyDocument: trust(lambda) }),
    step('is read with another trust', 'iam:GetRole', role),

    step('a policy is made', 'iam:CreatePolicy', { PolicyName: 'life-attached', PolicyDocument: allowing('s3:Get*') }),
    step('has nothing attached', 'iam:ListAttachedRolePolicies', role),
    step('is attached to', 'iam:AttachRolePolicy', attached),
    step('is attached to again', 'iam:AttachRolePolicy', attached),
    step('has one attached', 'iam:ListAttachedRolePolicies', role),
    step('is listed with the policy', 'iam:ListEntitiesForPolicy', { PolicyArn: attached.PolicyArn }),
    step('is no boundary of it', 'iam:ListEntitiesForPolicy', {
      PolicyArn: attached.PolicyArn,
      PolicyUsageFilter: 'PermissionsBoundary',
    }),
    step('is counted by the policy', 'iam:GetPolicy', { PolicyArn: attached.PolicyArn }),
    step('is held back by the policy', 'iam:DeleteRole', role),
    step('is detached from', 'iam:DetachRolePolicy', attached),
    step('is detached from again', 'iam:DetachRolePolicy', attached),

    step('has nothing written into it', 'iam:ListRolePolicies', role),
    inlinePolicy(role.RoleName, 'inline', allowing('s3:*')),
    step('has one written into it', 'iam:ListRolePolicies', role),
    step('shows what is written', 'iam:GetRolePolicy', { ...role, PolicyName: 'inline' }),
    step('is held back by what is written', 'iam:DeleteRole', role),
    step('loses what was written', 'iam:DeleteRolePolicy', { ...role, PolicyName: 'inline' }),
    step('loses it once', 'iam:DeleteRolePolicy', { ...role, PolicyName: 'inline' }),
    step('shows it no more', 'iam:GetRolePolicy', { ...role, PolicyName: 'inline' }),

    step('a profile is made', 'iam:CreateInstanceProfile', profile),
    step('is in no profile', 'iam:ListInstanceProfilesForRole', role),
    step('is put into the profile', 'iam:AddRoleToInstanceProfile', { ...profile, ...role }),
    step('is in the profile', 'iam:ListInstanceProfilesForRole', role),
    step('is held back by the profile', 'iam:DeleteRole', role),
    step('leaves the profile', 'iam:RemoveRoleFromInstanceProfile', { ...profile, ...role }),

    step('a boundary is made', 'iam:CreatePolicy', {
      PolicyName: 'bounding',
      Path: '/life/',
      PolicyDocument: allowing('*'),
    }),
    step('is bounded', 'iam:PutRolePermissionsBoundary', { ...role, PermissionsBoundary: bounding }),
    step('is read with its boundary', 'iam:GetRole', role),
    step('is counted by its boundary', 'iam:GetPolicy', { PolicyArn: bounding }),
    step('is listed with its boundary', 'iam:ListEntitiesForPolicy', { PolicyArn: bounding }),
    step('is no holder of its boundary', 'iam:ListEntitiesForPolicy', {
      PolicyArn: bounding,
      PolicyUsageFilter: 'PermissionsPolicy',
    }),
    step('is not held back by it', 'iam:DeleteRole', role),

    step('is gone', 'iam:GetRole', role),
    step('is not deleted twice', 'iam:DeleteRole', role),
    step('is created again', 'iam:CreateRole', { ...role, AssumeRolePolicyDocument: trust(ec2) }),
    step('is another', 'iam:GetRole', role),
    step('is deleted again', 'iam:DeleteRole', role),
  ],
};
