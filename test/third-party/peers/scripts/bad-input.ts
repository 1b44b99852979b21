import { allowing, ec2, tag, trust } from '../documents';
import { type Script, step } from '../script';

const trusting = { AssumeRolePolicyDocument: trust(ec2) };
const granting = { PolicyDocument: allowing('s3:*') };
const many = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index));
const noArn = 'a-name-of-twenty-characters';
const fiftyOne = many(51, (index) => `key${index}`).map((key) => tag(key));
const role = (title: string, RoleName: string, input: object = {}) =>
  step(title, 'iam:CreateRole', { ...trusting, RoleName, ...input });
const managed = (title: string, PolicyName: string, input: object = {}) =>
  step(title, 'iam:CreatePolicy', { ...granting, PolicyName, ...input });

/** Names, paths, tags and numbers that IAM does not take. */
export const badInput: Script = {
  name: 'bad input',
  acts: [
    role('a role name with a space', 'bad name'),
    role('a role name that is too long', 'r'.repeat(65)),
    role('a path without a slash at its end', 'bad-path', { Path: '/path' }),
    role('a path that begins with two slashes', 'bad-slashes', { Path: '//' }),
    role('a description that is too long', 'bad-description', { Description: 'x'.repeat(1001) }),
    role('a session that is too short', 'bad-short', { MaxSessionDuration: 3599 }),
    role('a session that is too long', 'bad-long', { MaxSessionDuration: 43201 }),
    role('a tag key with a comma', 'bad-comma', { Tags: [tag('a,b')] }),
    role('a tag key of AWS', 'bad-aws', { Tags: [tag('aws:a')] }),
    role('a tag key that is too long', 'bad-key', { Tags: [tag('k'.repeat(129))] }),
    role('a tag value that is too long', 'bad-value', { Tags: [tag('k', 'v'.repeat(257))] }),
    role('a tag key twice', 'bad-twice', { Tags: [tag('a', '1'), tag('a', '2')] }),
    role('role tag keys that differ in case', 'bad-case', { Tags: [tag('Team'), tag('team')] }),
    role('too many tags', 'bad-many', { Tags: fiftyOne }),
    role('a boundary that is no ARN at creation', 'bad-boundary', { PermissionsBoundary: noArn }),
    role('a role', 'bad-role'),
    step('an update that is too long', 'iam:UpdateRole', { RoleName: 'bad-role', MaxSessionDuration: 43201 }),
    step('a tag of AWS', 'iam:TagRole', { RoleName: 'bad-role', Tags: [tag('aws:a')] }),
    step('fifty-one tags', 'iam:TagRole', { RoleName: 'bad-role', Tags: fiftyOne }),
    role('a role with fifty tags', 'bad-fifty', { Tags: fiftyOne.slice(1) }),
    step('one tag more', 'iam:TagRole', { RoleName: 'bad-fifty', Tags: fiftyOne.slice(0, 1) }),
    step('a policy to attach that is no ARN', 'iam:AttachRolePolicy', { RoleName: 'bad-role', PolicyArn: noArn }),
    step('a policy to detach that is no ARN', 'iam:DetachRolePolicy', { RoleName: 'bad-role', PolicyArn: noArn }),
    step('a boundary that is no ARN', 'iam:PutRolePermissionsBoundary', {
      RoleName: 'bad-role',
      PermissionsBoundary: noArn,
    }),
    step('a page that is too long', 'iam:ListRolePolicies', { RoleName: 'bad-role', MaxItems: 1001 }),
    step('a page of nothing', 'iam:ListRolePolicies', { RoleName: 'bad-role', MaxItems: 0 }),

    managed('a policy name with a slash', 'bad/name'),
    managed('a policy name that is too long', 'p'.repeat(129)),
    managed('a policy path without slashes', 'bad-path', { Path: 'path' }),
    managed('policy tag keys that differ in case', 'bad-tags', { Tags: [tag('Team'), tag('team')] }),
    managed('a policy with a tag key of AWS', 'bad-aws', { Tags: [tag('aws:a')] }),
    managed('a policy with too many tags', 'bad-many', { Tags: fiftyOne }),
    step('a policy that is no ARN', 'iam:GetPolicy', { PolicyArn: noArn }),

    step('a profile name with a space', 'iam:CreateInstanceProfile', { InstanceProfileName: 'bad name' }),
    step('a profile name that is too long', 'iam:CreateInstanceProfile', { InstanceProfileName: 'p'.repeat(129) }),
    step('a profile path without slashes', 'iam:CreateInstanceProfile', { InstanceProfileName: 'bad', Path: 'path' }),
  ],
};
