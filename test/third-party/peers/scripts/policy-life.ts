import { allowing, policyArn, tag } from '../documents';
import { type Script, step } from '../script';

const PolicyArn = policyArn('path/life-Policy');
const create = {
  PolicyName: 'life-Policy',
  Path: '/path/',
  PolicyDocument: allowing('s3:GetObject', { Sid: 'One', Resource: `arn:aws:s3:::it's(*)/\${aws:username}` }),
  Description: 'A policy',
  Tags: [tag('stage', 'test')],
};
const version = (PolicyDocument: string, SetAsDefault?: boolean) => ({
  PolicyArn,
  PolicyDocument,
  ...(SetAsDefault === undefined ? {} : { SetAsDefault }),
});
const at = (VersionId: string) => ({ PolicyArn, VersionId });

/** A managed policy and its versions, up to the sixth that IAM refuses. */
export const policyLife: Script = {
  name: 'the life of a policy',
  acts: [
    step('is created', 'iam:CreatePolicy', create),
    step('is not created twice', 'iam:CreatePolicy', create),
    step('is read', 'iam:GetPolicy', { PolicyArn }),
    step('has its first version', 'iam:GetPolicyVersion', at('v1')),
    step('gets a default version', 'iam:CreatePolicyVersion', version(allowing('s3:Put*'), true)),
    step('gets a version that is not the default', 'iam:CreatePolicyVersion', version(allowing('s3:List*'), false)),
    step('gets a version about which nothing is said', 'iam:CreatePolicyVersion', version(allowing('ec2:*'))),
    step('gets a fifth version', 'iam:CreatePolicyVersion', version(allowing('kms:*'), true)),
    step('gets no sixth version', 'iam:CreatePolicyVersion', version(allowing('logs:*'), true)),
    step('lists five versions', 'iam:ListPolicyVersions', { PolicyArn }),
    step('is read with its default version', 'iam:GetPolicy', { PolicyArn }),
    step('shows its third version', 'iam:GetPolicyVersion', at('v3')),
    step('shows its default version', 'iam:GetPolicyVersion', at('v5')),
    step('keeps its default version', 'iam:DeletePolicyVersion', at('v5')),
    step('loses its first version', 'iam:DeletePolicyVersion', at('v1')),
    step('loses it once', 'iam:DeletePolicyVersion', at('v1')),
    step('shows it no more', 'iam:GetPolicyVersion', at('v1')),
    step('numbers on', 'iam:CreatePolicyVersion', version(allowing('sts:*'))),
    step('lists what is left', 'iam:ListPolicyVersions', { PolicyArn }),
    step('is tagged', 'iam:TagPolicy', { PolicyArn, Tags: [tag('stage', 'prod'), tag('b')] }),
    step('is read with its tags', 'iam:GetPolicy', { PolicyArn }),
    step('is untagged', 'iam:UntagPolicy', { PolicyArn, TagKeys: ['stage', 'b', 'not there'] }),
    step('is read without them', 'iam:GetPolicy', { PolicyArn }),
    step('is used by nobody', 'iam:ListEntitiesForPolicy', { PolicyArn }),
    ...['v2', 'v3', 'v4', 'v6'].map((id) => step(`loses ${id}`, 'iam:DeletePolicyVersion', at(id))),
    step('is deleted', 'iam:DeletePolicy', { PolicyArn }),
    step('is gone', 'iam:GetPolicy', { PolicyArn }),
    step('is not deleted twice', 'iam:DeletePolicy', { PolicyArn }),
    step('is created again', 'iam:CreatePolicy', { PolicyName: 'life-Policy', PolicyDocument: allowing('s3:*') }),
    step('is another', 'iam:GetPolicy', { PolicyArn: policyArn('life-Policy') }),
  ],
};
