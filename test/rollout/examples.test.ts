import { createAccount, createWorld } from '../../local/aws/create';
import { type Hooks, type Recorded, recording } from '../../local/aws/hooks';
import type { Values } from '../../local/cloudformation/template';
import { deployLogAccount } from '../../local/deploy-log-account';
import { APPLICATION_ACCOUNT as account, crossAccountParameters, LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { allowedActions, unique } from '../deployments';
import { actionsOf } from '../issued-rights';
import { openCloud } from './cloud';

const bucket = 'org-session-logs';
const organization = 'o-a1b2c3d4e5';
const [own, policy] = [`arn:aws:iam::${account}`, `arn:aws:iam::${account}:policy`];

interface Opening {
  readonly deployer?: object;
  readonly mayLog?: object;
  readonly hooks?: Hooks;
}

/** Two accounts of an organisation, with the function in one and the logs in the other. */
function opened({ deployer = {}, mayLog = {}, hooks = {} }: Opening = {}) {
  const world = createWorld();
  for (const id of [account, LOG_ACCOUNT]) createAccount(world, id, { organizationId: organization });
  const log = { BucketName: bucket, VerifierExternalId: 'session-logs', OrganizationId: organization, ...mayLog };
  deployLogAccount(world, { account: LOG_ACCOUNT, region: REGION, keyId: 'log-key', parameters: log });
  const cloud = openCloud(world, { hooks });
  const parameters = { ...crossAccountParameters, ...deployer };
  const member = cloud.deployFunction({ account, region: REGION, parameters });
  const roleOf = (name: unknown) => world.accounts[account]?.roles[String(name).toLowerCase()];
  return { ...cloud, member, roleOf };
}

const crossAccount = { S3BucketName: bucket, S3BucketOwner: LOG_ACCOUNT };

test.each([
  { example: 'single-account', parameters: {} },
  { example: 'cross-account', parameters: crossAccount },
  { example: 'session-document', parameters: {} },
  { example: 'hybrid-activation', parameters: {} },
  { example: 'instances', parameters: { SubnetId: 'subnet-0a1b2c3d' } },
])('examples/$example.yaml is deployed as it is, and verified', async ({ example, parameters }) => {
  const { play, member, roleOf } = opened();
  const { outputs, attributes } = await play(() => member.deployStack('app', `examples/${example}.yaml`, parameters));
  expect(outputs['VerificationStatus']).toBe('PASSED');
  expect(roleOf(attributes['SessionRole']?.['Ref'])).toBeDefined();
});

test.each([
  { mayLog: {}, because: 'the organisation decides' },
  { mayLog: { OrganizationId: '', RoleAccountIds: account }, because: 'the list names the account' },
])('the log account lets the role log, because $because', async ({ mayLog }) => {
  const { play, member } = opened({ mayLog });
  const { outputs } = await play(() => member.deployStack('app', 'examples/cross-account.yaml', crossAccount));
  expect(outputs['VerificationStatus']).toBe('PASSED');
});

test.each([
  { mayLog: { OrganizationId: 'o-9876543210' }, because: 'the organisation is another' },
  { mayLog: { OrganizationId: '', RoleAccountIds: '999988887777' }, because: 'the list names another account' },
])('no role is made that the log account does not let log, because $because', async ({ mayLog }) => {
  const { world, play, member } = opened({ mayLog });
  const before = Object.keys(world.accounts[account]?.roles ?? {});
  const stack = play(() => member.deployStack('app', 'examples/cross-account.yaml', crossAccount));
  await expect(stack).rejects.toThrow(/ROLLBACK_COMPLETE: .*(MissingGrant|Unreadable)/);
  expect(Object.keys(world.accounts[account]?.roles ?? {})).toEqual(before);
});

test('the verifier role may make the calls that Create and Update make through it, and no other', async () => {
  const calls: Recorded[] = [];
  const { world, play, member } = opened({ hooks: recording(calls) });
  const { properties } = await play(() => member.deployStack('app', 'examples/cross-account.yaml', crossAccount));
  const again = { ...properties['SessionRole'], ReconcileToken: '1' };
  const resources = { SessionRole: { type: 'Custom::SessionManagerRole', properties: again } } as const;
  const { status } = await play(() => member.driver.updateStack('app', { resources }));
  expect(status).toBe('UPDATE_COMPLETE');
  const verifier = Object.values(world.accounts[LOG_ACCOUNT]?.roles ?? {});
  expect(verifier.map(({ name }) => name)).toEqual([crossAccountParameters.VerifierRoleName]);
  const issued = calls
    .filter(({ caller }) => world.sessions[caller.accessKeyId]?.account === LOG_ACCOUNT)
    .flatMap(({ operation }) => actionsOf[operation]);
  const granted = verifier.flatMap(({ inline }) =>
    Object.values(inline).flatMap((text) => allowedActions(JSON.parse(text))),
  );
  expect(granted).toEqual(unique(issued));
});

test('instance and Auto Scaling group run under the profile that !Ref names, with IMDSv2 alone', async () => {
  const { world, play, member } = opened();
  const parameters = { SubnetId: 'subnet-0a1b2c3d' };
  const { properties, attributes } = await play(() => member.deployStack('app', 'examples/instances.yaml', parameters));
  const name = attributes['SessionRole']?.['Ref'] ?? '';
  const profile = world.accounts[account]?.instanceProfiles[name.toLowerCase()];
  expect(profile?.role).toBe(name.toLowerCase());
  expect(properties['Instance']?.['IamInstanceProfile']).toBe(name);
  const launched = properties['LaunchTemplate']?.['LaunchTemplateData'] as Values;
  expect(launched).toMatchObject({ IamInstanceProfile: { Name: name }, MetadataOptions: { HttpTokens: 'required' } });
  expect(properties['AutoScalingGroup']?.['LaunchTemplate']).toMatchObject({
    LaunchTemplateId: attributes['LaunchTemplate']?.['Ref'],
  });
});

test('the role of a hybrid activation is named with its path, and assumed by Systems Manager for this account', async () => {
  const { play, member, roleOf } = opened();
  const { outputs, attributes } = await play(() => member.deployStack('app', 'examples/hybrid-activation.yaml'));
  const role = roleOf(attributes['SessionRole']?.['Ref']);
  expect(role?.arn).toBe(`${own}:role/${outputs['IamRole']}`);
  expect(JSON.parse(role?.trustPolicy ?? '').Statement).toEqual([
    expect.objectContaining({
      Principal: { Service: 'ssm.amazonaws.com' },
      Condition: expect.objectContaining({ StringEquals: { 'aws:SourceAccount': account } }),
    }),
  ]);
});

test('an application adds its policy to the role, under the boundary of the deployer', async () => {
  const { play, member, roleOf } = opened();
  const { outputs: deployer } = await play(() => member.deployStack('boundary', 'examples/boundary.yaml'));
  const again = opened({ deployer });
  await again.play(() => again.member.deployStack('boundary', 'examples/boundary.yaml'));
  const { attributes, outputs } = await again.play(() =>
    again.member.deployStack('app', 'examples/application-policies.yaml'),
  );
  const name = attributes['SessionRole']?.['Ref'] ?? '';
  expect(outputs['VerificationStatus']).toBe('PASSED');
  expect(attributes['SessionRole']?.['VerificationSummary']).toBe('');
  expect(again.roleOf(name)?.permissionsBoundary).toBe(deployer['PermissionsBoundaryArn']);
  expect(again.roleOf(name)?.attached.toSorted()).toEqual([
    attributes['ApplicationPolicy']?.['Ref'],
    `${policy}/session-manager/${name}`,
  ]);
  // Where the deployer allows no further policy, none is attached.
  const refused = play(() => member.deployStack('app', 'examples/application-policies.yaml'));
  await expect(refused).rejects.toThrow(/ManagedPolicyArns/);
  expect(roleOf(name)).toBeUndefined();
});
