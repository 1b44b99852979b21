import { applicationTemplate } from './application';
import { deploy } from './deploy';
import { drift } from './drift';
import { identityOf, underRolePath } from './identity';
import { createStack, deleteStack, updateStack } from './stack';
import { crossAccountParameters, onStage } from './stage';

const stage = onStage('ignored');

type Properties = Readonly<Record<string, unknown>>;

const withProperties = (properties: Properties) => ({
  template: applicationTemplate({ properties }),
});

test('what Ref and Fn::GetAtt say is what IAM shows', async () => {
  const { application } = stage();
  const { status, outputs } = await createStack(application, 'attributes', withProperties({}));
  expect(status).toBe('CREATE_COMPLETE');
  const { Ref = '' } = outputs;
  const { role, instanceProfile, attachedPolicies } = await identityOf(application, Ref);
  expect(outputs).toEqual({
    Ref: expect.stringMatching(/^attributes-SessionRole-[0-9a-f]{12}$/),
    RoleArn: role['Arn'],
    RoleName: Ref,
    RoleId: role['RoleId'],
    PolicyArn: attachedPolicies[0],
    InstanceProfileArn: instanceProfile['Arn'],
    InstanceProfileName: Ref,
    InstanceProfileId: instanceProfile['InstanceProfileId'],
    S3KmsKeyArn: '',
    KmsKeyArn: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\//),
    VerificationStatus: 'PASSED',
    VerificationSummary: '',
    RequiredBucketPolicy: '',
    RequiredKeyPolicy: expect.stringContaining('kms:Decrypt'),
  });
});

test('a role is made, left alone, changed, repaired, replaced and removed', async () => {
  const { application } = stage();
  const update = (properties: Properties) => updateStack(application, 'life', withProperties(properties));
  const look = (name: string) => identityOf(application, name);
  const first = { Tags: [{ Key: 'Purpose', Value: 'Sessions' }] };

  const created = await createStack(application, 'life', withProperties(first));
  expect(created.status).toBe('CREATE_COMPLETE');
  const { Ref: name = '', RoleId } = created.outputs;
  const made = await look(name);
  expect(made).toMatchObject({
    attachedPolicies: [`arn:aws:iam::111122223333:policy/session-manager/${name}`],
    instanceProfile: { Roles: [{ RoleName: name }] },
  });

  await expect(update(first)).rejects.toThrow('No updates are to be performed');
  expect(await update({ ...first, ReconcileToken: '1' })).toMatchObject({ status: 'UPDATE_COMPLETE' });
  expect(await look(name)).toEqual(made);

  const changes = { Description: 'Changed', MaxSessionDuration: 7200, TrustedServices: [ec2, 'ssm.amazonaws.com'] };
  expect(await update(changes)).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Ref: name, RoleId } });
  const changed = await look(name);
  expect(changed.role).toMatchObject({ RoleId, Description: 'Changed', MaxSessionDuration: 7200 });
  expect(JSON.stringify(changed.role['AssumeRolePolicyDocument'])).toContain('ssm.amazonaws.com');
  expect(JSON.stringify(changed)).not.toContain('Purpose');

  await drift(application, name);
  expect(await look(name)).not.toEqual(changed);
  expect(await update({ ...changes, ReconcileToken: '2' })).toMatchObject({ status: 'UPDATE_COMPLETE' });
  const { Document } = changed.policyVersion;
  expect(await look(name)).toEqual({ ...changed, policyVersion: expect.objectContaining({ Document }) });

  const replaced = await update({ ...changes, RoleName: 'life-renamed' });
  expect(replaced).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Ref: 'life-renamed' } });
  expect(replaced.outputs['RoleId']).not.toBe(RoleId);
  expect(await underRolePath(application, 'life')).toEqual([
    expect.stringContaining(':role/session-manager/life-renamed'),
    expect.stringContaining(':policy/session-manager/life-renamed'),
    expect.stringContaining(':instance-profile/session-manager/life-renamed'),
  ]);

  expect(await deleteStack(application, 'life')).toMatchObject({ status: 'DELETE_COMPLETE' });
  expect(await underRolePath(application, 'life')).toEqual([]);
});

const ec2 = 'ec2.amazonaws.com';

test('template.yaml leaves no role, policy, function or log group when its own stack is deleted', async () => {
  const { log, templatePath } = stage();
  await deploy(log, templatePath, crossAccountParameters);
  const found = async () => [
    JSON.stringify(await log.call('iam', 'ListRoles', { PathPrefix: '/session-manager-role/' })),
    JSON.stringify(await log.call('iam', 'ListPolicies', { PathPrefix: '/session-manager-role/' })),
    JSON.stringify(await log.call('lambda', 'ListFunctions')),
    JSON.stringify(await log.call('logs', 'DescribeLogGroups')),
  ];
  expect(await found()).toEqual(Array(4).fill(expect.stringContaining('session-manager-role-')));
  expect(await deleteStack(log, 'session-manager-role')).toMatchObject({ status: 'DELETE_COMPLETE' });
  expect(await found()).toEqual(Array(4).fill(expect.not.stringContaining('session-manager-role-')));
});
