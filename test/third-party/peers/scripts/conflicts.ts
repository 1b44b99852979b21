import { allowing, ec2, policyArn, tag, trust } from '../documents';
import { type Script, step } from '../script';

const trusting = { AssumeRolePolicyDocument: trust(ec2) };
const granting = { PolicyDocument: allowing('s3:*') };
const role = (title: string, RoleName: string, input: object = {}) =>
  step(title, 'iam:CreateRole', { ...trusting, RoleName, ...input });
const policy = (title: string, PolicyName: string, Path = '/') =>
  step(title, 'iam:CreatePolicy', { ...granting, PolicyName, Path });
const profile = (title: string, InstanceProfileName: string, Path = '/') =>
  step(title, 'iam:CreateInstanceProfile', { InstanceProfileName, Path });

/** Names that are taken, in whatever case and path. */
export const names: Script = {
  name: 'names',
  acts: [
    role('a role', 'Name-Role'),
    role('the role’s name', 'Name-Role'),
    role('the role’s name in another path', 'Name-Role', { Path: '/name/' }),
    step('the role in another case', 'iam:GetRole', { RoleName: 'NAME-ROLE' }),
    role('the role’s name in another case', 'name-role'),
    policy('a policy', 'Name-Policy'),
    policy('the policy’s name', 'Name-Policy'),
    step('the policy in another case', 'iam:GetPolicy', { PolicyArn: policyArn('NAME-POLICY') }),
    policy('the policy’s name in another path', 'Name-Policy', '/name/'),
    policy('the policy’s name in another case', 'name-policy'),
    profile('a profile', 'Name-Profile'),
    profile('the profile’s name', 'Name-Profile'),
    profile('the profile’s name in another path', 'Name-Profile', '/name/'),
    step('the profile in another case', 'iam:GetInstanceProfile', { InstanceProfileName: 'NAME-PROFILE' }),
    profile('the profile’s name in another case', 'name-profile'),
    role('a tagged role', 'name-tagged', { Tags: [tag('Team', 'a')] }),
    step('its tag in another case', 'iam:TagRole', { RoleName: 'name-tagged', Tags: [tag('team', 'b')] }),
    step('the tag that is left', 'iam:GetRole', { RoleName: 'name-tagged' }),
    policy('a tagged policy', 'name-tagged'),
    step('its tag', 'iam:TagPolicy', { PolicyArn: policyArn('name-tagged'), Tags: [tag('Team', 'a')] }),
    step('its other tag', 'iam:TagPolicy', { PolicyArn: policyArn('name-tagged'), Tags: [tag('team', 'b')] }),
    step('both tags', 'iam:GetPolicy', { PolicyArn: policyArn('name-tagged') }),
  ],
};

const attached = { RoleName: 'conflict-attached', PolicyArn: policyArn('conflict-attached') };

/** Policies that are in use. */
export const conflicts: Script = {
  name: 'policies in use',
  acts: [
    role('a role to attach to', attached.RoleName),
    policy('a policy to attach', 'conflict-attached'),
    step('both together', 'iam:AttachRolePolicy', attached),
    step('an attached policy', 'iam:DeletePolicy', { PolicyArn: attached.PolicyArn }),
    policy('a boundary', 'conflict-boundary'),
    role('a bounded role', 'conflict-bounded', { PermissionsBoundary: policyArn('conflict-boundary') }),
    step('a boundary in use', 'iam:DeletePolicy', { PolicyArn: policyArn('conflict-boundary') }),
    policy('a policy with versions', 'conflict-versions'),
    step('its second version', 'iam:CreatePolicyVersion', { PolicyArn: policyArn('conflict-versions'), ...granting }),
    step('a policy with two versions', 'iam:DeletePolicy', { PolicyArn: policyArn('conflict-versions') }),
  ],
};
