import type { Ruling } from './ruling';

const api = 'https://docs.aws.amazon.com/IAM/latest/APIReference';

/** What IAM says of things that are not there. */
export const iamMissing: readonly Ruling[] = [
  {
    because: 'a role or policy that does not exist has no list either',
    supports: 'ours',
    references: [
      `${api}/API_ListInstanceProfilesForRole.html#API_ListInstanceProfilesForRole_Errors`,
      `${api}/API_ListEntitiesForPolicy.html#API_ListEntitiesForPolicy_Errors`,
    ],
    found: [
      {
        script: 'what is missing',
        steps: ['a role in profiles', 'a policy with users'],
        ours: 'NoSuchEntity 404',
        moto: 'output',
      },
    ],
  },
  {
    because: 'a policy that does not exist can be neither attached nor detached',
    supports: 'ours',
    references: [
      `${api}/API_AttachRolePolicy.html#API_AttachRolePolicy_Errors`,
      `${api}/API_DetachRolePolicy.html#API_DetachRolePolicy_Errors`,
    ],
    found: [
      {
        script: 'what is missing',
        steps: ['a policy to attach', 'a policy to detach'],
        ours: 'NoSuchEntity 404',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'a policy that does not exist bounds nothing',
    supports: 'ours',
    references: [`${api}/API_PutRolePermissionsBoundary.html#API_PutRolePermissionsBoundary_Errors`],
    found: [
      {
        script: 'what is missing',
        steps: ['a boundary', 'a boundary at creation'],
        ours: 'NoSuchEntity 404',
        moto: 'output',
      },
    ],
  },
  {
    because: 'a role that is not in a profile cannot leave it: moto fails with a page for people',
    supports: 'ours',
    references: [`${api}/API_RemoveRoleFromInstanceProfile.html#API_RemoveRoleFromInstanceProfile_Errors`],
    found: [
      {
        script: 'the life of an instance profile',
        steps: ['does not lose another role', 'loses it once'],
        ours: 'NoSuchEntity 404',
        moto: 'unreadable',
      },
    ],
  },
];
