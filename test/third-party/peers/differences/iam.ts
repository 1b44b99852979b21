import type { Ruling } from './ruling';

const api = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** What IAM refuses, and what it finds. */
export const iam: readonly Ruling[] = [
  {
    because: 'what breaks the patterns, lengths and ranges of the API is a ValidationError',
    supports: 'ours',
    references: [`${api}/API_CreateRole.html`, `${api}/API_CreatePolicy.html`, `${api}/CommonErrors.html`],
    found: [
      {
        script: 'bad input',
        steps: [
          'a role name with a space',
          'a role name that is too long',
          'a path without a slash at its end',
          'a path that begins with two slashes',
          'a session that is too short',
          'a session that is too long',
          'an update that is too long',
          'a page that is too long',
          'a page of nothing',
          'a policy name with a slash',
          'a policy name that is too long',
          'a policy path without slashes',
          'a profile name with a space',
          'a profile name that is too long',
          'a profile path without slashes',
        ],
        ours: 'ValidationError 400',
        moto: 'output',
        ministack: 'output',
      },
      {
        script: 'bad input',
        steps: ['a description that is too long'],
        ours: 'ValidationError 400',
        moto: 'output',
      },
      {
        script: 'bad input',
        steps: [
          'a tag key with a comma',
          'a tag key that is too long',
          'a tag value that is too long',
          'too many tags',
          'fifty-one tags',
          'a policy with too many tags',
        ],
        ours: 'ValidationError 400',
        ministack: 'output',
      },
      {
        script: 'documents',
        steps: ['a character beyond Latin 1'],
        ours: 'ValidationError 400',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'an ARN must be one of a policy, but no page says with which code IAM refuses another text',
    supports: 'either',
    references: [`${api}/API_AttachRolePolicy.html`, `${api}/API_PutRolePermissionsBoundary.html`],
    found: [
      {
        script: 'bad input',
        steps: ['a boundary that is no ARN at creation', 'a boundary that is no ARN'],
        ours: 'ValidationError 400',
        moto: 'InvalidParameterValue 400',
      },
      {
        script: 'bad input',
        steps: ['a policy to attach that is no ARN', 'a policy to detach that is no ARN'],
        ours: 'ValidationError 400',
        moto: 'NoSuchEntity 404',
        ministack: 'output',
      },
      {
        script: 'bad input',
        steps: ['a policy that is no ARN'],
        ours: 'ValidationError 400',
        moto: 'NoSuchEntity 404',
        ministack: 'NoSuchEntity 404',
      },
    ],
  },
  {
    because: 'no tag key begins with "aws:"',
    supports: 'ours',
    references: [`${guide}/id_tags.html#id_tags_rules`, `${api}/API_TagRole.html#API_TagRole_Errors`],
    found: [
      {
        script: 'bad input',
        steps: ['a tag key of AWS', 'a tag of AWS', 'a policy with a tag key of AWS'],
        ours: 'InvalidInput 400',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'a role has 50 tags at most, the earlier ones counted',
    supports: 'ours',
    references: [`${guide}/reference_iam-quotas.html`, `${api}/API_TagRole.html#API_TagRole_Errors`],
    found: [
      {
        script: 'bad input',
        steps: ['one tag more'],
        ours: 'LimitExceeded 409',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'names must be unique within the account, and are not distinguished by case',
    supports: 'ours',
    references: [`${guide}/reference_iam-quotas.html#reference_iam-quotas-names`, `${api}/API_CreatePolicy.html`],
    found: [
      {
        script: 'names',
        steps: [
          'the role’s name in another case',
          'the policy’s name in another path',
          'the policy’s name in another case',
          'the profile’s name in another case',
        ],
        ours: 'EntityAlreadyExists 409',
        moto: 'output',
        ministack: 'output',
      },
      {
        script: 'names',
        steps: ['the role in another case', 'the profile in another case'],
        ours: 'output',
        moto: 'NoSuchEntity 404',
        ministack: 'NoSuchEntity 404',
      },
    ],
  },
  {
    because: 'a policy that is attached, bounds a role or has other versions is not deleted',
    supports: 'ours',
    references: [`${api}/API_DeletePolicy.html`],
    found: [
      {
        script: 'policies in use',
        steps: ['an attached policy', 'a boundary in use'],
        ours: 'DeleteConflict 409',
        moto: 'output',
      },
      {
        script: 'policies in use',
        steps: ['a policy with two versions'],
        ours: 'DeleteConflict 409',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
];
