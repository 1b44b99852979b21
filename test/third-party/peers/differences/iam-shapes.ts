import { anything, type Ruling } from './ruling';

const api = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** How IAM shows what it has. */
export const iamShapes: readonly Ruling[] = [
  {
    because: 'RoleLastUsed is returned by GetRole, and by none of the others',
    supports: 'ours',
    references: [`${api}/API_RoleLastUsed.html`],
    found: [
      { operation: 'iam:CreateRole', member: 'Role.RoleLastUsed', ours: 'absent', moto: '{}' },
      { operation: 'iam:GetRole', member: 'Role.RoleLastUsed', ours: '{}', ministack: 'absent' },
      {
        operation: 'iam:GetInstanceProfile',
        member: 'InstanceProfile.Roles[].RoleLastUsed',
        ours: 'absent',
        moto: '{}',
      },
      {
        operation: 'iam:ListInstanceProfilesForRole',
        member: 'InstanceProfiles[].Roles[].RoleLastUsed',
        ours: 'absent',
        moto: '{}',
      },
    ],
  },
  {
    because: 'when a role was used is usually shown within four hours, hence not at once',
    supports: 'either',
    references: [`${guide}/access_policies_last-accessed.html`],
    found: [
      {
        script: 'a role of another account',
        steps: ['reads itself there'],
        member: 'Role.RoleLastUsed.LastUsedDate',
        ours: 'absent',
        moto: '"<time>"',
      },
    ],
  },
  {
    because: 'the id of a policy begins with ANPA, that of a profile with AIPA',
    supports: 'ours',
    references: [`${guide}/reference_identifiers.html#identifiers-unique-ids`],
    found: [
      ...(['iam:CreatePolicy', 'iam:GetPolicy'] as const).flatMap((operation) => [
        { operation, member: 'Policy.PolicyId', ours: '"<ANPA 1>"', moto: '"<id 1>"' },
        { operation, member: 'Policy.PolicyId', ours: '"<ANPA 2>"', moto: '"<id 2>"' },
      ]),
      ...(['iam:CreateInstanceProfile', 'iam:GetInstanceProfile'] as const).flatMap((operation) => [
        { operation, member: 'InstanceProfile.InstanceProfileId', ours: '"<AIPA 1>"', moto: '"<id 1>"' },
        { operation, member: 'InstanceProfile.InstanceProfileId', ours: '"<AIPA 2>"', moto: '"<id 2>"' },
      ]),
      {
        operation: 'iam:ListInstanceProfilesForRole',
        member: 'InstanceProfiles[].InstanceProfileId',
        ours: '"<AIPA 1>"',
        moto: '"<id 1>"',
      },
    ],
  },
  {
    because: 'a policy counts the roles that it bounds and those that have it, each once',
    supports: 'ours',
    references: [`${api}/API_Policy.html`],
    found: [
      { operation: 'iam:CreatePolicy', member: 'Policy.PermissionsBoundaryUsageCount', ours: '0', moto: 'absent' },
      { operation: 'iam:GetPolicy', member: 'Policy.PermissionsBoundaryUsageCount', ours: '0', moto: 'absent' },
      { operation: 'iam:GetPolicy', member: 'Policy.PermissionsBoundaryUsageCount', ours: '1', moto: 'absent' },
      { operation: 'iam:GetPolicy', member: 'Policy.AttachmentCount', ours: '1', moto: '2' },
    ],
  },
  {
    because: 'PolicyUsageFilter tells boundaries from permissions, and without it both are listed',
    supports: 'ours',
    references: [`${api}/API_ListEntitiesForPolicy.html`],
    found: [
      {
        script: 'the life of a role',
        steps: ['is no boundary of it'],
        member: 'PolicyRoles[]',
        ours: 'absent',
        moto: '{"RoleName":"life.Role","RoleId":"<AROA 1>"}',
      },
      {
        script: 'the life of a role',
        steps: ['is listed with its boundary'],
        member: 'PolicyRoles[]',
        ours: '{"RoleName":"life.Role","RoleId":"<AROA 1>"}',
        moto: 'absent',
      },
    ],
  },
  {
    because: 'CreatePolicyVersion and ListPolicyVersions do not return the document',
    supports: 'ours',
    references: [`${api}/API_PolicyVersion.html`],
    found: [
      { operation: 'iam:CreatePolicyVersion', member: 'PolicyVersion.Document', ours: 'absent', moto: anything },
      { operation: 'iam:ListPolicyVersions', member: 'Versions[].Document', ours: 'absent', moto: anything },
    ],
  },
  {
    because: 'whether an empty text, an empty list and a flag that is false are shown is nowhere said',
    supports: 'either',
    references: [`${api}/API_Role.html`, `${api}/API_Policy.html`, `${api}/API_InstanceProfile.html`],
    found: [
      { operation: 'iam:CreateRole', member: 'Role.Description', ours: 'absent', ministack: '""' },
      { operation: 'iam:GetRole', member: 'Role.Description', ours: 'absent', ministack: '""' },
      { operation: 'iam:GetPolicy', member: 'Policy.Tags', ours: 'absent', moto: '[]' },
      { operation: 'iam:CreateInstanceProfile', member: 'InstanceProfile.Tags', ours: 'absent', moto: '[]' },
      { operation: 'iam:GetInstanceProfile', member: 'InstanceProfile.Tags', ours: 'absent', moto: '[]' },
      { operation: 'iam:ListInstanceProfilesForRole', member: 'InstanceProfiles[].Tags', ours: 'absent', moto: '[]' },
      { operation: 'iam:ListInstanceProfilesForRole', member: 'IsTruncated', ours: 'false', moto: 'absent' },
      { operation: 'iam:ListPolicyVersions', member: 'IsTruncated', ours: 'false', moto: 'absent' },
      ...rolesOfProfiles('Description', { ours: 'absent', ministack: '""' }),
    ],
  },
  {
    because: 'whether CreatePolicy returns the description, and a profile the tags of its role, is nowhere said',
    supports: 'either',
    references: [`${api}/API_Policy.html`, `${api}/API_InstanceProfile.html`],
    found: [
      { operation: 'iam:CreatePolicy', member: 'Policy.Description', ours: '"A policy"', moto: 'absent' },
      ...rolesOfProfiles('Tags', { ours: 'absent', moto: anything, ministack: anything }),
    ],
  },
  {
    because: 'tag keys are not case sensitive on roles, and are on policies',
    supports: 'ours',
    references: [`${guide}/id_tags.html#case-sensitivity`],
    found: [
      {
        script: 'bad input',
        steps: ['policy tag keys that differ in case'],
        ours: 'output',
        moto: 'InvalidInput 400',
      },
      inNames('the tag that is left', 'Role.Tags[].Key', '"team"', '"Team"'),
      inNames('the tag that is left', 'Role.Tags[].Value', '"b"', '"a"'),
      inNames('the tag that is left', 'Role.Tags[]', 'absent', '{"Key":"team","Value":"b"}'),
      inNames('both tags', 'Policy.Tags[].Key', '"Team"', '"team"'),
      inNames('both tags', 'Policy.Tags[].Value', '"a"', '"b"'),
      inNames('both tags', 'Policy.Tags[]', '{"Key":"team","Value":"b"}', 'absent'),
    ],
  },
];

function rolesOfProfiles(member: string, answers: { ours: string; moto?: string; ministack: string }) {
  return [
    { operation: 'iam:GetInstanceProfile', member: `InstanceProfile.Roles[].${member}`, ...answers },
    { operation: 'iam:ListInstanceProfilesForRole', member: `InstanceProfiles[].Roles[].${member}`, ...answers },
  ] as const;
}

function inNames(step: string, member: string, ours: string, moto: string) {
  return { script: 'names', steps: [step], member, ours, moto } as const;
}
