import type { Ruling } from './ruling';

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** Which documents IAM takes. */
export const documents: readonly Ruling[] = [
  {
    because: 'the grammar of policies names the elements, and an identity policy has no principal',
    supports: 'ours',
    references: [
      `${guide}/reference_policies_grammar.html`,
      `${guide}/reference_policies_elements_principal.html`,
      `${guide}/reference_policies_elements_sid.html`,
      `${guide}/reference_policies_elements_condition_operators.html`,
    ],
    found: [
      {
        script: 'documents',
        steps: [
          'another version',
          'an action without a service',
          'a resource that is no ARN',
          'an unknown element',
          'one Sid twice',
          'an empty list of actions',
          'a condition of no kind',
        ],
        ours: 'MalformedPolicyDocument 400',
        ministack: 'output',
      },
      {
        script: 'documents',
        steps: ['a principal', 'a Sid with a space'],
        ours: 'MalformedPolicyDocument 400',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'there are two versions of the language, and the older one is meant where none is named',
    supports: 'ours',
    references: [`${guide}/reference_policies_elements_version.html`],
    found: [
      {
        script: 'documents',
        steps: ['no version', 'the version of 2008'],
        ours: 'output',
        moto: 'MalformedPolicyDocument 400',
      },
    ],
  },
  {
    because: 'a managed policy has 6144 characters at most, a trust policy 2048',
    supports: 'ours',
    references: [`${guide}/reference_iam-quotas.html#reference_iam-quotas-entity-length`],
    found: [
      {
        script: 'documents',
        steps: ['too many characters', 'too long a trust'],
        ours: 'LimitExceeded 409',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'a trust policy is JSON and names principals that exist, in no NotPrincipal',
    supports: 'ours',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Errors',
      `${guide}/reference_policies_elements_principal.html`,
      `${guide}/reference_policies_elements_notprincipal.html`,
    ],
    found: [
      {
        script: 'documents',
        steps: [
          'a trust that is no JSON',
          'a trust without a principal',
          'a trust in no role',
          'a trust in no service',
        ],
        ours: 'MalformedPolicyDocument 400',
        moto: 'output',
        ministack: 'output',
      },
      {
        script: 'documents',
        steps: ['a trust in NotPrincipal'],
        ours: 'MalformedPolicyDocument 400',
        moto: 'output',
      },
    ],
  },
  {
    because: 'that IAM refuses a trust policy with a resource, or with an action that is not of STS, is nowhere said',
    supports: 'either',
    references: [`${guide}/reference_policies_elements_resource.html`, `${guide}/id_roles_create_for-custom.html`],
    found: [
      {
        script: 'documents',
        steps: ['a trust with a resource', 'a trust in another action'],
        ours: 'MalformedPolicyDocument 400',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'a service may convert the id of an account to its ARN when it saves a policy',
    supports: 'either',
    references: [`${guide}/reference_policies_elements_principal.html#principal-accounts`],
    found: [
      {
        script: 'documents',
        steps: ['a trust in an account id'],
        member: 'Role.AssumeRolePolicyDocument.Statement[].Principal.AWS',
        ours: '"arn:aws:iam::123456789012:root"',
        moto: '"123456789012"',
        ministack: '"123456789012"',
      },
      {
        script: 'a role of another account',
        steps: ['reads a policy there'],
        member: 'Policy.Statement[].Principal.AWS',
        ours: '"arn:aws:iam::210987654321:root"',
        moto: '"210987654321"',
        ministack: '"210987654321"',
      },
    ],
  },
];
