import { allowing, ec2, policyArn, tag, trust } from '../documents';
import { type Script, step } from '../script';

const role = { RoleName: 'missing' };
const profile = { InstanceProfileName: 'missing' };
const policy = { PolicyArn: policyArn('missing') };
const here = { RoleName: 'missing-not' };
const hereProfile = { InstanceProfileName: 'missing-not' };
const Tags = [tag('a', 'b')];
const TagKeys = ['a'];

/** Everything that is asked of what is not there. */
export const missing: Script = {
  name: 'what is missing',
  acts: [
    step('a role', 'iam:GetRole', role),
    step('a role to delete', 'iam:DeleteRole', role),
    step('a role to update', 'iam:UpdateRole', { ...role, Description: '' }),
    step('a role to trust another', 'iam:UpdateAssumeRolePolicy', { ...role, PolicyDocument: trust(ec2) }),
    step('a role to tag', 'iam:TagRole', { ...role, Tags }),
    step('a role to untag', 'iam:UntagRole', { ...role, TagKeys }),
    step('a role with policies', 'iam:ListAttachedRolePolicies', role),
    step('a role with inline policies', 'iam:ListRolePolicies', role),
    step('a role with an inline policy', 'iam:GetRolePolicy', { ...role, PolicyName: 'p' }),
    step('a role to lose an inline policy', 'iam:DeleteRolePolicy', { ...role, PolicyName: 'p' }),
    step('a role in profiles', 'iam:ListInstanceProfilesForRole', role),
    step('a role to attach to', 'iam:AttachRolePolicy', { ...role, ...policy }),
    step('a role to detach from', 'iam:DetachRolePolicy', { ...role, ...policy }),
    step('a role to bound', 'iam:PutRolePermissionsBoundary', { ...role, PermissionsBoundary: policy.PolicyArn }),

    step('a policy', 'iam:GetPolicy', policy),
    step('a policy to delete', 'iam:DeletePolicy', policy),
    step('a policy with versions', 'iam:ListPolicyVersions', policy),
    step('a policy with a version', 'iam:GetPolicyVersion', { ...policy, VersionId: 'v1' }),
    step('a policy to lose a version', 'iam:DeletePolicyVersion', { ...policy, VersionId: 'v1' }),
    step('a policy to get a version', 'iam:CreatePolicyVersion', { ...policy, PolicyDocument: allowing('s3:*') }),
    step('a policy with users', 'iam:ListEntitiesForPolicy', policy),
    step('a policy to tag', 'iam:TagPolicy', { ...policy, Tags }),
    step('a policy to untag', 'iam:UntagPolicy', { ...policy, TagKeys }),

    step('a profile', 'iam:GetInstanceProfile', profile),
    step('a profile to delete', 'iam:DeleteInstanceProfile', profile),
    step('a profile to tag', 'iam:TagInstanceProfile', { ...profile, Tags }),
    step('a profile to untag', 'iam:UntagInstanceProfile', { ...profile, TagKeys }),
    step('a profile to take a role', 'iam:AddRoleToInstanceProfile', { ...profile, ...role }),
    step('a profile to lose a role', 'iam:RemoveRoleFromInstanceProfile', { ...profile, ...role }),

    step('a role that is there', 'iam:CreateRole', { ...here, AssumeRolePolicyDocument: trust(ec2) }),
    step('a policy to attach', 'iam:AttachRolePolicy', { ...here, ...policy }),
    step('a policy to detach', 'iam:DetachRolePolicy', { ...here, ...policy }),
    step('a boundary', 'iam:PutRolePermissionsBoundary', { ...here, PermissionsBoundary: policy.PolicyArn }),
    step('a boundary at creation', 'iam:CreateRole', {
      RoleName: 'missing-boundary',
      AssumeRolePolicyDocument: trust(ec2),
      PermissionsBoundary: policy.PolicyArn,
    }),
    step('a profile that is there', 'iam:CreateInstanceProfile', hereProfile),
    step('a role to put into it', 'iam:AddRoleToInstanceProfile', { ...hereProfile, ...role }),
  ],
};
