import type { Input, Operation } from '../../../handler/aws/operations';
import { createPolicy, createRole, trusting } from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import { account, allow, calling, everything, outcome, twoAccounts } from './admin';

const trust = (principal: unknown) => JSON.stringify(trusting(principal));
const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const document = JSON.stringify(everything);
const tags = (...keys: string[]) => keys.map((Key) => ({ Key, Value: '' }));
const fill = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) => text.replace('#', `${index}`));

/** `taken` has a policy attached, an inline policy and a profile; `bounded` is bounded by `boundary`; `busy` has five versions. */
function populated(): World {
  const world = twoAccounts();
  const call = calling(world);
  for (const name of ['plain', 'attached', 'boundary', 'busy']) createPolicy(world, account, name, everything);
  createRole(world, account, { RoleName: 'taken', Path: '/a/' }, { attached: [policyArn('attached')] });
  createRole(world, account, { RoleName: 'written' }, { inline: { one: everything } });
  createRole(world, account, { RoleName: 'profiled' });
  createRole(world, account, { RoleName: 'bounded', PermissionsBoundary: policyArn('boundary') });
  call('iam:CreateInstanceProfile', { InstanceProfileName: 'full' });
  call('iam:AddRoleToInstanceProfile', { InstanceProfileName: 'full', RoleName: 'profiled' });
  for (let version = 2; version <= 5; version += 1) {
    call('iam:CreatePolicyVersion', { PolicyArn: policyArn('busy'), PolicyDocument: document });
  }
  return world;
}

function refusalOf<O extends Operation>(operation: O, input: Input<O>): string {
  const world = populated();
  const call = calling(world);
  const before = structuredClone(world);
  const came = outcome(() => call(operation, input));
  if (came !== 'done') expect(world).toEqual(before);
  return came;
}

const condition = (operator: string) => ({ Condition: { [operator]: { 'aws:userid': 'a' } } });
const trusted = (principal: unknown) => ({ AssumeRolePolicyDocument: trust(principal) });

test.each([
  {
    change: { RoleName: 'TAKEN' },
    came: 'EntityAlreadyExists 409',
    because: 'names are unique regardless of case and path',
  },
  { change: { RoleName: 'a b' }, came: 'ValidationError 400', because: 'a name has no spaces' },
  {
    change: { RoleName: 'a'.repeat(65) },
    came: 'ValidationError 400',
    because: 'a role name has 64 characters at most',
  },
  { change: { Path: 'a/' }, came: 'ValidationError 400', because: 'a path begins with a slash' },
  { change: { MaxSessionDuration: 3599 }, came: 'ValidationError 400', because: 'a session may last an hour at least' },
  { change: { Description: 'x'.repeat(1001) }, came: 'ValidationError 400', because: 'it has 1000 characters at most' },
  { change: { PermissionsBoundary: policyArn('none') }, came: 'NoSuchEntity 404', because: 'a boundary must exist' },
  {
    change: { PermissionsBoundary: 'boundary' },
    came: 'ValidationError 400',
    because: 'a boundary is named by its ARN',
  },
  { change: { Tags: tags('Team', 'team') }, came: 'InvalidInput 400', because: 'on roles both keys are one' },
  { change: { Tags: tags('aws:x') }, came: 'InvalidInput 400', because: 'the prefix aws: is reserved' },
  { change: { Tags: tags('a,b') }, came: 'ValidationError 400', because: 'a tag holds no comma' },
  { change: { Tags: tags('a'.repeat(129)) }, came: 'ValidationError 400', because: 'a key has 128 characters at most' },
  {
    change: { Tags: tags(...fill(51, 't#')) },
    came: 'ValidationError 400',
    because: 'a request names 50 tags at most',
  },
  { change: trusted(undefined), came: 'MalformedPolicyDocument 400', because: 'a trust policy needs a principal' },
  {
    change: trusted({ Service: 'ec3.amazonaws.com' }),
    came: 'MalformedPolicyDocument 400',
    because: 'no such service',
  },
  {
    change: trusted({ AWS: policyArn('plain') }),
    came: 'MalformedPolicyDocument 400',
    because: 'that is no principal',
  },
  { change: trusted({ AWS: fill(700, '*') }), came: 'LimitExceeded 409', because: 'it has 2048 characters at most' },
  {
    change: { AssumeRolePolicyDocument: trust('*').padEnd(9000) },
    came: 'done',
    because: 'white space does not count',
  },
])('CreateRole comes to $came: $because', ({ change, came }) => {
  const input = { RoleName: 'new', ...trusted({ Service: 'ec2.amazonaws.com' }), ...change };
  expect(refusalOf('iam:CreateRole', input)).toBe(came);
});

test('a principal must exist when a trust policy that names it is saved', () => {
  const input = { RoleName: 'new', ...trusted({ AWS: `arn:aws:iam::${account}:role/none` }) };
  expect(() => calling(twoAccounts())('iam:CreateRole', input)).toThrow('Invalid principal in policy');
});

test.each([
  { change: {}, came: 'done', because: 'a version may be missing' },
  { change: { Resource: undefined }, came: 'MalformedPolicyDocument 400', because: 'a statement has a resource' },
  { change: { Resource: 'bucket' }, came: 'MalformedPolicyDocument 400', because: 'a resource is an ARN' },
  { change: { Effect: 'Permit' }, came: 'MalformedPolicyDocument 400', because: 'an effect is Allow or Deny' },
  { change: { Action: 's3' }, came: 'MalformedPolicyDocument 400', because: 'an action names its service' },
  {
    change: { NotAction: 's3:*' },
    came: 'MalformedPolicyDocument 400',
    because: 'Action and NotAction exclude each other',
  },
  { change: condition('Equals'), came: 'MalformedPolicyDocument 400', because: 'there is no such condition operator' },
  { change: condition('ForAnyValue:StringNotLikeIfExists'), came: 'done', because: 'operators are qualified' },
  { change: { Principal: '*' }, came: 'MalformedPolicyDocument 400', because: 'an identity policy has no principal' },
  { change: { Sid: 'O ne' }, came: 'MalformedPolicyDocument 400', because: 'a Sid has letters and digits alone' },
  { change: { Resource: fill(400, 'arn:aws:s3:::b#') }, came: 'LimitExceeded 409', because: '6144 characters at most' },
])('CreatePolicy with $change comes to $came: $because', ({ change, came }) => {
  const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...change }];
  expect(refusalOf('iam:CreatePolicy', { PolicyName: 'new', PolicyDocument: JSON.stringify({ Statement }) })).toBe(
    came,
  );
});

test('a policy that is not JSON is malformed', () => {
  const came = refusalOf('iam:CreatePolicy', { PolicyName: 'new', PolicyDocument: '{' });
  expect(came).toBe('MalformedPolicyDocument 400');
});

const named = (operation: 'iam:DeleteRole' | 'iam:GetRole') => (RoleName: string) => () =>
  refusalOf(operation, { RoleName });
const [deleteRole, getRole] = [named('iam:DeleteRole'), named('iam:GetRole')];
const deletePolicy = (name: string) => () => refusalOf('iam:DeletePolicy', { PolicyArn: policyArn(name) });
const createPolicyNamed = (PolicyName: string) => () =>
  refusalOf('iam:CreatePolicy', { PolicyName, PolicyDocument: document });
const attach = (name: string) => () =>
  refusalOf('iam:AttachRolePolicy', { RoleName: 'taken', PolicyArn: policyArn(name) });
const detach = (name: string) => () =>
  refusalOf('iam:DetachRolePolicy', { RoleName: 'taken', PolicyArn: policyArn(name) });
const deleteVersion = (VersionId: string) => () =>
  refusalOf('iam:DeletePolicyVersion', { PolicyArn: policyArn('busy'), VersionId });
const createVersion = (name: string) => () =>
  refusalOf('iam:CreatePolicyVersion', { PolicyArn: policyArn(name), PolicyDocument: document });
const createProfile = (InstanceProfileName: string) => () =>
  refusalOf('iam:CreateInstanceProfile', { InstanceProfileName });
const deleteProfile = (InstanceProfileName: string) => () =>
  refusalOf('iam:DeleteInstanceProfile', { InstanceProfileName });
const add = (RoleName: string) => () =>
  refusalOf('iam:AddRoleToInstanceProfile', { InstanceProfileName: 'full', RoleName });
const remove = (RoleName: string) => () =>
  refusalOf('iam:RemoveRoleFromInstanceProfile', { InstanceProfileName: 'full', RoleName });

test.each([
  { asking: getRole('none'), came: 'NoSuchEntity 404', because: 'a role that is not there cannot be read' },
  { asking: deleteRole('taken'), came: 'DeleteConflict 409', because: 'policies are attached to the role' },
  { asking: deleteRole('written'), came: 'DeleteConflict 409', because: 'the role has an inline policy' },
  { asking: deleteRole('profiled'), came: 'DeleteConflict 409', because: 'a profile holds the role' },
  { asking: deleteRole('bounded'), came: 'done', because: 'a boundary does not hold a role back' },
  {
    asking: createPolicyNamed('PLAIN'),
    came: 'EntityAlreadyExists 409',
    because: 'policy names are unique regardless of case',
  },
  { asking: createPolicyNamed('a/b'), came: 'ValidationError 400', because: 'a policy name has no slash' },
  { asking: attach('none'), came: 'NoSuchEntity 404', because: 'a missing policy cannot be attached' },
  { asking: attach('attached'), came: 'done', because: 'attaching twice is attaching' },
  { asking: detach('plain'), came: 'NoSuchEntity 404', because: 'what is not attached cannot be detached' },
  {
    asking: () => refusalOf('iam:DetachRolePolicy', { RoleName: 'taken', PolicyArn: 'attached' }),
    came: 'ValidationError 400',
    because: 'a policy is named by its ARN',
  },
  { asking: deletePolicy('attached'), came: 'DeleteConflict 409', because: 'a role has the policy' },
  { asking: deletePolicy('boundary'), came: 'DeleteConflict 409', because: 'a role is bounded by the policy' },
  { asking: deletePolicy('busy'), came: 'DeleteConflict 409', because: 'other versions remain' },
  { asking: deletePolicy('none'), came: 'NoSuchEntity 404', because: 'a missing policy cannot be deleted' },
  { asking: deleteVersion('v1'), came: 'DeleteConflict 409', because: 'the default version stays' },
  { asking: deleteVersion('v6'), came: 'NoSuchEntity 404', because: 'there is no such version' },
  { asking: createVersion('busy'), came: 'LimitExceeded 409', because: 'a policy has five versions at most' },
  {
    asking: createProfile('FULL'),
    came: 'EntityAlreadyExists 409',
    because: 'profile names are unique regardless of case',
  },
  { asking: add('profiled'), came: 'LimitExceeded 409', because: 'a profile holds one role, even if it is the same' },
  { asking: remove('taken'), came: 'NoSuchEntity 404', because: 'the profile holds another role' },
  { asking: deleteProfile('full'), came: 'DeleteConflict 409', because: 'the profile holds a role' },
  { asking: deleteProfile('none'), came: 'NoSuchEntity 404', because: 'a missing profile cannot be deleted' },
])('IAM answers $came: $because', ({ asking, came }) => {
  expect(asking()).toBe(came);
});

const managed = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';

test('the path of a policy has fewer characters than the path of a role', () => {
  const Path = '/a!b/';
  const role = { RoleName: 'new', Path, ...trusted({ Service: 'ec2.amazonaws.com' }) };
  const policy = { PolicyName: 'new', Path, PolicyDocument: document };
  expect(refusalOf('iam:CreateRole', role)).toBe('done');
  expect(refusalOf('iam:CreatePolicy', policy)).toBe('ValidationError 400');
});

test('a policy of AWS can be attached, and neither changed nor deleted', () => {
  const came = [
    refusalOf('iam:AttachRolePolicy', { RoleName: 'taken', PolicyArn: managed }),
    refusalOf('iam:CreatePolicyVersion', { PolicyArn: managed, PolicyDocument: document }),
    refusalOf('iam:DeletePolicy', { PolicyArn: managed }),
  ];
  expect(came).toEqual(['done', 'AccessDenied 403', 'AccessDenied 403']);
});

test('a role has 50 tags at most, however they came to it', () => {
  const world = twoAccounts();
  const call = calling(world);
  createRole(world, account, { RoleName: 'full', Tags: tags(...fill(50, 't#')) });
  const tag = (key: string) => outcome(() => call('iam:TagRole', { RoleName: 'full', Tags: tags(key) }));
  expect([tag('t0'), tag('one more')]).toEqual(['done', 'LimitExceeded 409']);
});

test('only reading a role tells when it was last used', () => {
  const world = twoAccounts();
  const call = calling(world);
  const made = call('iam:CreateRole', { RoleName: 'new', ...trusted({ Service: 'ec2.amazonaws.com' }) });
  expect(made.Role).not.toHaveProperty('RoleLastUsed');
  expect(call('iam:GetRole', { RoleName: 'new' }).Role).toEqual({ ...made.Role, RoleLastUsed: {} });
});

test('each quota refuses one more with LimitExceeded', () => {
  const world = twoAccounts();
  const quotas = { roles: 1, policies: 0, instanceProfiles: 0, managedPoliciesPerRole: 0 };
  Object.assign(world.accounts[account]?.quotas ?? {}, quotas);
  const call = calling(world);
  const came = [
    outcome(() => call('iam:CreateRole', { RoleName: 'new', ...trusted({ Service: 'ec2.amazonaws.com' }) })),
    outcome(() => call('iam:CreatePolicy', { PolicyName: 'new', PolicyDocument: document })),
    outcome(() => call('iam:CreateInstanceProfile', { InstanceProfileName: 'new' })),
    outcome(() => call('iam:AttachRolePolicy', { RoleName: 'admin', PolicyArn: managed })),
  ];
  expect(came).toEqual(Array(4).fill('LimitExceeded 409'));
});

test('a trust policy shows the dead unique id of a role that is gone, and does not trust its namesake', () => {
  const world = twoAccounts();
  const call = calling(world);
  const first = createRole(world, account, { RoleName: 'friend' });
  call('iam:CreateRole', { RoleName: 'door', AssumeRolePolicyDocument: trust({ AWS: first.arn }) });
  const shown = () =>
    decodeURIComponent(call('iam:GetRole', { RoleName: 'door' }).Role?.AssumeRolePolicyDocument ?? '');
  expect(shown()).toContain(first.arn);
  call('iam:DeleteRole', { RoleName: 'friend' });
  createRole(world, account, { RoleName: 'friend' }, { inline: { all: everything } });
  expect(shown()).toContain(first.id);
  const assume = { RoleArn: `arn:aws:iam::${account}:role/door`, RoleSessionName: 'one' };
  expect(outcome(() => calling(world, account, 'friend')('sts:AssumeRole', assume))).toBe('AccessDenied 403');
});

test('every list of IAM comes in pages that together hold everything once', () => {
  const world = twoAccounts();
  const call = calling(world);
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) createPolicy(world, account, name, everything);
  createRole(world, account, { RoleName: 'many' }, { attached: names.map(policyArn) });
  const seen: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = call('iam:ListAttachedRolePolicies', { RoleName: 'many', MaxItems: 2, ...(Marker ? { Marker } : {}) });
    seen.push(...(page.AttachedPolicies ?? []).map(({ PolicyName }) => PolicyName));
    Marker = page.Marker;
    expect(page.IsTruncated).toBe(Marker !== undefined);
  } while (Marker);
  expect(seen).toEqual(names);
});

test('documents leave IAM encoded as RFC 3986 has it', () => {
  const world = twoAccounts();
  createPolicy(world, account, 'star', allow('s3:*', "arn:aws:s3:::it's(*)"));
  const version = calling(world)('iam:GetPolicyVersion', {
    PolicyArn: policyArn('star'),
    VersionId: 'v1',
  }).PolicyVersion;
  expect(version?.Document).toMatch(/^[\w.~%-]+$/);
  expect(JSON.parse(decodeURIComponent(version?.Document ?? ''))).toEqual(allow('s3:*', "arn:aws:s3:::it's(*)"));
});

test('UpdateRole leaves what it does not name, and an empty description is one', () => {
  const world = twoAccounts();
  const call = calling(world);
  createRole(world, account, { RoleName: 'r', Description: 'old', MaxSessionDuration: 7200 });
  call('iam:UpdateRole', { RoleName: 'r', Description: '' });
  expect(world.accounts[account]?.roles['r']).toMatchObject({ description: '', maxSessionDuration: 7200 });
});
