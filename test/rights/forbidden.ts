import type { Context, Question } from '../../local/aws/naive-policy';
import { type Place, verifierRoleName } from './place';

/** What nobody who commands the function may reach through it. */
export function forbidden(place: Place): readonly Question[] {
  return [...foreign(place), ...unbounded(place), ...elsewhere(place)];
}

/** The known ways from a right to a greater one, and to the contents of what it judges, on whatever it owns or reads. */
export function escalating(place: Place): readonly Question[] {
  const { account } = place;
  const identities = [
    'role/session-manager/app',
    'role/session-manager-role/session-manager-role-eu-west-1',
    'user/app',
  ];
  const own = [...identities, 'policy/session-manager/app', 'instance-profile/session-manager/app'];
  const read = [
    `arn:aws:lambda:${here}:function:session-manager-role`,
    `arn:aws:kms:${here}:key/1`,
    'arn:aws:s3:::logs',
  ];
  const logged = [`arn:aws:logs:${here}:log-group:/ssm/sessions:*`, 'arn:aws:s3:::logs/app/1.log', '*'];
  const resources = [...own.map((name) => `${account}:${name}`), ...place.boundaries.allowed, ...read, ...logged];
  return ask(escalations, resources, bestCase(place));
}

const escalations = [
  ...['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:SetDefaultPolicyVersion', 'iam:CreateUser'],
  ...['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:CreateAccessKey', 'iam:CreateLoginProfile'],
  ...['iam:UpdateLoginProfile', 'iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:PutGroupPolicy'],
  ...['iam:CreateServiceLinkedRole', 'iam:CreateOpenIDConnectProvider', 'iam:CreateSAMLProvider'],
  ...['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:AddPermission'],
  ...['kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:PutBucketPolicy', 's3:PutEncryptionConfiguration'],
  ...['logs:GetLogEvents', 'logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:PutRetentionPolicy'],
  ...['ssm:SendCommand', 'ssm:StartSession', 'ssm:UpdateDocument', 'cloudformation:UpdateStack', 'ec2:RunInstances'],
];

const here = 'eu-west-1:111122223333';

/** Every write and every list of what is inside, on everything that is not under RolePath, its conditions met. */
function foreign(place: Place): readonly Question[] {
  const context = bestCase(place);
  return Object.entries(actions).flatMap(([kind, { grow, shrink, look }]) => {
    const strangers = strangersOf(place, kind);
    // Read they may be, wherever they lie.
    const own = kind === 'policy' ? place.boundaries.allowed : [];
    const former = place.former ? [] : [`${place.account}:${kind}/former/app`];
    return [
      ...ask(grow, [...strangers, ...own, `${place.account}:${kind}/former/app`], context),
      ...ask(shrink, [...strangers, ...own, ...former], context),
      ...ask(look, [...strangers, ...former], context),
    ];
  });
}

const actions: Readonly<Record<string, Readonly<Record<'grow' | 'shrink' | 'look', readonly string[]>>>> = {
  role: {
    grow: [
      ...['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:AttachRolePolicy', 'iam:PassRole'],
      ...['iam:TagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
    ],
    shrink: ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:UntagRole'],
    look: ['iam:GetRolePolicy'],
  },
  policy: {
    grow: ['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:TagPolicy'],
    shrink: ['iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:UntagPolicy'],
    look: ['iam:ListEntitiesForPolicy', 'iam:ListPolicyVersions'],
  },
  'instance-profile': {
    grow: ['iam:AddRoleToInstanceProfile', 'iam:CreateInstanceProfile', 'iam:TagInstanceProfile'],
    shrink: ['iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:UntagInstanceProfile'],
    look: [],
  },
};

/** Conditions cannot be what refuses: each is met. */
const bestCase = ({ boundaries, policies }: Place): Context => ({
  'iam:permissionsboundary': boundaries.allowed[0] ?? '',
  'iam:policyarn': policies.allowed[0] ?? '',
  'iam:passedtoservice': 'ec2.amazonaws.com',
});

function strangersOf({ account }: Place, kind: string): readonly string[] {
  const names = ['app', 'session-manager-x/app', 'x/session-manager/app', 'session-manager', 'former-x/app'];
  const near = names.map((name) => `${account}:${kind}/${name}`);
  const far = ['arn:aws:iam::444455556666', 'arn:aws-cn:iam::111122223333'];
  const afar = far.map((other) => `${other}:${kind}/session-manager/app`);
  if (kind === 'policy') {
    const ofAws = 'arn:aws:iam::aws:policy/AdministratorAccess';
    return [...near, ...afar, ofAws, `${account}:policy/session-manager-role/boundary/x`];
  }
  if (kind !== 'role') return [...near, ...afar];
  const itself = `${account}:role/session-manager-role/session-manager-role-eu-west-1`;
  const answering = `${account}:role/session-manager-role/undelivered/s-UndeliveredRole-LOCAL`;
  return [...near, ...afar, itself, answering, `${account}:role/${verifierRoleName}`];
}

/** Under RolePath, but without the boundary, with another policy, or for another service. */
function unbounded({ account, boundaries, policies }: Place): readonly Question[] {
  const ours = [`${account}:role/session-manager/app`];
  const borne = boundaries.allowed.map((boundary) => ({ 'iam:permissionsboundary': boundary }));
  const unborne = [{}, ...boundaries.refused.map((boundary) => ({ 'iam:permissionsboundary': boundary }))];
  const own = { 'iam:policyarn': policies.allowed[0] ?? '' };
  const others = [{}, ...policies.refused.map((policy) => ({ 'iam:policyarn': policy }))];
  const services = ['lambda', 'ssm', 'ecs-tasks', 'cloudformation'].map((name) => `${name}.amazonaws.com`);
  return [
    ...unborne.flatMap((context) => ask(['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], ours, context)),
    ...unborne.flatMap((context) => ask(['iam:AttachRolePolicy'], ours, { ...context, ...own })),
    ...borne.flatMap((context) => others.flatMap((other) => ask(attach, ours, { ...context, ...other }))),
    ...[{}, ...services.map((service) => ({ 'iam:passedtoservice': service }))].flatMap((context) =>
      ask(['iam:PassRole'], ours, context),
    ),
  ];
}

const attach = ['iam:AttachRolePolicy'];

/** Beside IAM: other roles' sessions, other functions, other logs, other Regions, other accounts' stacks. */
function elsewhere({ verifier }: Place): readonly Question[] {
  const names = ['admin', `${verifierRoleName}-x`, `x-${verifierRoleName}`, `x/${verifierRoleName}`];
  const roles = [...names, ...(verifier ? [] : [verifierRoleName])].map(
    (name) => `arn:aws:iam::444455556666:role/${name}`,
  );
  const functions = ['session-manager-role', 'other'].map((name) => `arn:aws:lambda:${here}:function:${name}`);
  const groups = ['/ssm/sessions', '/aws/lambda/session-manager-role-undelivered', '/aws/lambda/other'];
  const streams = groups.map((name) => `arn:aws:logs:${here}:log-group:${name}:*`);
  const stacks = ['us-east-1:111122223333', 'eu-west-1:444455556666'].map(
    (place) => `arn:aws:cloudformation:${place}:stack/app/1`,
  );
  return [
    ...ask(['sts:AssumeRole'], roles, {}),
    ...ask(['lambda:InvokeFunction'], functions, {}),
    ...ask(['logs:CreateLogStream', 'logs:PutLogEvents'], streams, {}),
    ...ask(['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'], stacks, {}),
    ...ask(['ssm:GetDocument'], ['arn:aws:ssm:us-east-1:111122223333:document/Preferences'], {}),
    ...ask(['iam:GetRole', 'iam:ListRolePolicies'], ['arn:aws:iam::444455556666:role/app'], {}),
    ...ask(['iam:ListAttachedRolePolicies'], ['arn:aws:iam::444455556666:role/app'], {}),
    ...ask(['iam:GetPolicy', 'iam:GetPolicyVersion'], ['arn:aws:iam::444455556666:policy/app'], {}),
    ...ask(['iam:GetInstanceProfile'], ['arn:aws:iam::444455556666:instance-profile/app'], {}),
  ];
}

const ask = (some: readonly string[], resources: readonly string[], context: Context): readonly Question[] =>
  some.flatMap((action) => resources.map((resource) => ({ action, resource, context })));
