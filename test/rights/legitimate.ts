import type { Question } from '../../local/aws/naive-policy';
import { type Place, verifierRoleName } from './place';

/** What the function asks of AWS in the course of its work, or Lambda for it. */
export function legitimate(place: Place): readonly Question[] {
  return rows(place).flatMap(({ actions, on, contexts = [{}] }) =>
    actions.flatMap((action) =>
      on.flatMap((resource) => contexts.map((context) => ({ action, resource, context: lowerCase(context) }))),
    ),
  );
}

interface Row {
  readonly actions: readonly string[];
  readonly on: readonly string[];
  readonly contexts?: readonly Context[];
}

type Context = Readonly<Record<string, string>>;

const here = 'eu-west-1:111122223333';
const logs = `arn:aws:logs:${here}:log-group`;

function rows(place: Place): readonly Row[] {
  const verifier = { actions: ['sts:AssumeRole'], on: [`arn:aws:iam::444455556666:role/${verifierRoleName}`] };
  return [
    ...[...roles(place), ...policies(place), ...instanceProfiles(place), ...reads],
    ...(place.verifier ? [verifier] : []),
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: [`${logs}:/aws/lambda/session-manager-role:*`] },
    { actions: ['lambda:InvokeFunction'], on: [`arn:aws:lambda:${here}:function:session-manager-role-undelivered`] },
  ];
}

function roles({ account, former, boundaries, policies }: Place): readonly Row[] {
  const ours = `${account}:role/session-manager/app`;
  const all = former ? [ours, `${account}:role/former/app`] : [ours];
  const bounded = boundaries.allowed.map((boundary) => ({ 'iam:PermissionsBoundary': boundary }));
  const attaching = bounded.flatMap((context) =>
    policies.allowed.map((policy) => ({ ...context, 'iam:PolicyARN': policy })),
  );
  // Whoever tampered with the boundary must not have made the role irremovable.
  const tampered = boundaries.refused.map((boundary) => ({ 'iam:PermissionsBoundary': boundary }));
  const read = [
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'iam:ListInstanceProfilesForRole',
    'iam:ListRolePolicies',
  ];
  const remove = ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:UntagRole'];
  const toEc2 = { 'iam:PassedToService': 'ec2.amazonaws.com' };
  return [
    { actions: read, on: [...all, `${account}:role/app`] },
    { actions: ['iam:GetRolePolicy'], on: all },
    { actions: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], on: [ours], contexts: bounded },
    { actions: ['iam:AttachRolePolicy'], on: [ours], contexts: attaching },
    { actions: ['iam:TagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'], on: [ours], contexts: tampered },
    { actions: ['iam:PassRole'], on: [ours], contexts: [toEc2] },
    { actions: remove, on: all, contexts: [{}, ...tampered] },
  ];
}

function policies({ account, former }: Place): readonly Row[] {
  const ours = `${account}:policy/session-manager/app`;
  const all = former ? [ours, `${account}:policy/former/app`] : [ours];
  const anybodys = [`${account}:policy/somebody/app`, 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'];
  return [
    { actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'], on: [...all, ...anybodys] },
    { actions: ['iam:ListEntitiesForPolicy', 'iam:ListPolicyVersions'], on: all },
    { actions: ['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:TagPolicy'], on: [ours] },
    { actions: ['iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:UntagPolicy'], on: all },
  ];
}

function instanceProfiles({ account, former }: Place): readonly Row[] {
  const ours = `${account}:instance-profile/session-manager/app`;
  const all = former ? [ours, `${account}:instance-profile/former/app`] : [ours];
  const make = ['iam:AddRoleToInstanceProfile', 'iam:CreateInstanceProfile', 'iam:TagInstanceProfile'];
  const remove = ['iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:UntagInstanceProfile'];
  return [
    { actions: ['iam:GetInstanceProfile'], on: [...all, `${account}:instance-profile/app`] },
    { actions: make, on: [ours] },
    { actions: remove, on: all },
  ];
}

/** Of what templates name, anywhere. */
const reads: readonly Row[] = [
  {
    actions: ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
    on: [`arn:aws:cloudformation:${here}:stack/app/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f`],
  },
  {
    actions: [
      ...['s3:GetBucketOwnershipControls', 's3:GetBucketPolicy', 's3:GetBucketPolicyStatus'],
      ...['s3:GetBucketPublicAccessBlock', 's3:GetEncryptionConfiguration'],
    ],
    on: ['arn:aws:s3:::org-session-logs'],
  },
  {
    actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'],
    on: [`arn:aws:kms:${here}:key/1`, 'arn:aws:kms:us-east-1:444455556666:key/1'],
  },
  { actions: ['logs:DescribeLogGroups'], on: [`${logs}:*`] },
  {
    actions: ['ssm:GetDocument'],
    on: ['', '111122223333', '444455556666'].map((owner) => `arn:aws:ssm:eu-west-1:${owner}:document/Preferences`),
  },
  { actions: ['organizations:DescribeOrganization'], on: ['*'] },
];

const lowerCase = (context: Context): Context =>
  Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
