import { applicationTemplate, delegateToIam, encryptLogs } from './application';
import { identityOf, underRolePath } from './identity';
import { createStack, deleteStack, failures, updateStack } from './stack';
import { onStage } from './stage';

const stage = onStage('ignored');

test('a broken key policy fails the update with our reason, and CloudFormation restores what was', async () => {
  const { application } = stage();
  const { outputs } = await createStack(application, 'broken', { template: applicationTemplate() });
  const { Ref: name = '', KmsKeyArn, RequiredKeyPolicy = '' } = outputs;
  const before = await identityOf(application, name);

  const template = applicationTemplate({ keyPolicy: [encryptLogs], properties: { Description: 'Never' } });
  const { status } = await updateStack(application, 'broken', { template });
  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  const [reason] = await failures(application, 'broken');
  expect(reason).toContain('SessionRole UPDATE_FAILED: KeyPolicyMissingGrant, session refused');
  expect(reason).toContain(`KeyPolicy of ${KmsKeyArn}: no statement allows "kms:Decrypt" to role "${name}"`);
  expect(reason).toContain(`add it in account 111122223333: ${JSON.stringify(JSON.parse(RequiredKeyPolicy)[0])}`);
  expect(await identityOf(application, name)).toEqual(before);
});

test('a stack rolls back although what failed it stays broken', async () => {
  const { application } = stage();
  const { outputs } = await createStack(application, 'stranded', { template: applicationTemplate() });
  const { Ref: name = '', KmsKeyArn } = outputs;
  const before = await identityOf(application, name);
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [encryptLogs] });
  await application.call('kms', 'PutKeyPolicy', { KeyId: KmsKeyArn, PolicyName: 'default', Policy });

  const template = applicationTemplate({ properties: { Description: 'Never' } });
  const { status } = await updateStack(application, 'stranded', { template });
  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await failures(application, 'stranded')).toEqual([expect.stringContaining('KeyPolicyMissingGrant')]);
  expect(await identityOf(application, name)).toEqual(before);
});

// ministack sends no Delete after a failed Create, which CloudFormation does: what is gone the Create has not left.
test('a Create that fails leaves nothing, and its reason among the events', async () => {
  const { application } = stage();
  const template = applicationTemplate({ keyPolicy: [encryptLogs] });
  expect(await createStack(application, 'never', { template })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
  const [reason] = await failures(application, 'never');
  expect(reason).toContain('SessionRole CREATE_FAILED: KeyPolicyMissingGrant, session refused');
  expect(await underRolePath(application, 'never')).toEqual([]);
});

test('every problem of a resource is in the event', async () => {
  const { application } = stage();
  const template = applicationTemplate({ properties: { Descripton: 'Sessions', MaxSessionDuration: 60 } });
  await createStack(application, 'invalid', { template });
  const [reason] = await failures(application, 'invalid');
  expect(reason).toMatch(/Descripton.*Description/);
  expect(reason).toMatch(/MaxSessionDuration.*3600/);
});

test('when a later resource fails, the role that was made for it is deleted', async () => {
  const { application } = stage();
  const template = applicationTemplate({ resources: { Alias: impossible } });
  expect(await createStack(application, 'later', { template })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
  expect(await failures(application, 'later')).toEqual([expect.stringContaining('Alias CREATE_FAILED')]);
  expect(await underRolePath(application, 'later')).toEqual([]);
});

test('when a later resource fails, the role that was changed for it is as before', async () => {
  const { application } = stage();
  // Described, since ministack cannot take a description away again: its IAM drops parameters that are empty.
  const described = { template: applicationTemplate({ properties: { Description: 'Sessions' } }) };
  const { outputs } = await createStack(application, 'undone', described);
  const { Ref: name = '' } = outputs;
  const before = await identityOf(application, name);
  const properties = { Description: 'Never', MaxSessionDuration: 7200, TrustedServices: ['ssm.amazonaws.com'] };
  const template = applicationTemplate({ properties, resources: { Alias: impossible } });
  expect(await updateStack(application, 'undone', { template })).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  expect(await failures(application, 'undone')).toEqual([expect.stringContaining('Alias ')]);
  expect(await identityOf(application, name)).toEqual(before);
});

test('a Delete is refused while others use the role, says by what, and succeeds once they do not', async () => {
  const { application } = stage();
  const { outputs } = await createStack(application, 'used', { template: applicationTemplate() });
  const { Ref: RoleName = '' } = outputs;
  const before = await identityOf(application, RoleName);
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [delegateToIam] });
  const PolicyArn = 'arn:aws:iam::111122223333:policy/audit';
  await application.call('iam', 'CreatePolicy', { PolicyName: 'audit', PolicyDocument });
  await application.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });

  expect(await deleteStack(application, 'used')).toMatchObject({ status: 'DELETE_FAILED' });
  expect(await failures(application, 'used')).toContainEqual(
    expect.stringContaining(`SessionRole DELETE_FAILED: Not deleted, since the policy ${PolicyArn} is attached`),
  );
  const { attachedPolicies } = before;
  expect(await identityOf(application, RoleName)).toEqual({
    ...before,
    attachedPolicies: [...attachedPolicies, PolicyArn],
  });

  await application.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  expect(await deleteStack(application, 'used')).toMatchObject({ status: 'DELETE_COMPLETE' });
  expect(await underRolePath(application, 'used')).toEqual([]);
});

const impossible = {
  Type: 'AWS::KMS::Alias',
  DependsOn: 'SessionRole',
  Properties: { AliasName: 'no alias', TargetKeyId: { Ref: 'Key' } },
};
