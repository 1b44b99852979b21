import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { executionRole } from '../../../local/cloudformation/deployed-function';
import { allowedActions, deployed, template } from '../../deployments';
import { applicationTemplate, encryptLogs } from './application';
import { widenRights } from './derived';
import { drift } from './drift';
import { underRolePath } from './identity';
import { deployLogAccount, type LogBucket, logAccountTemplate } from './log-account';
import { createStack, deleteStack, failures, type Stack, updateStack } from './stack';
import { crossAccountParameters, onStage } from './stage';
import { grantedRights, without } from './without';

const stage = onStage('evaluated', [widenRights]);
let bucket: LogBucket;
beforeAll(async () => {
  const { application, log } = stage();
  bucket = await deployLogAccount(log, application, asSeenHere());
});

// Here ministack judges by aws:PrincipalArn of a session, not of its role, and calls come over plain http.
function asSeenHere(): string {
  const example = parseDocument(logAccountTemplate, { logLevel: 'error' });
  const { trust, onlyOverTls } = {
    trust: ['VerifierRole', 'Properties', 'AssumeRolePolicyDocument', 'Statement', 0, 'Condition', 'ArnLike'],
    onlyOverTls: ['BucketPolicy', 'Properties', 'PolicyDocument', 'Statement', 2],
  };
  const left = [trust, onlyOverTls].map((path) => example.deleteIn(['Resources', ...path]));
  if (left.includes(false)) throw new Error('examples/log-account.yaml lacks a statement that this test takes away');
  return example.toString();
}

const withProperties = (properties: Readonly<Record<string, unknown>>) => ({
  template: applicationTemplate({ properties }),
});
const logged = () => ({ S3BucketName: bucket.name, S3BucketOwner: stage().log.id });

test('what is widened for ministack are resources, and never the actions', async () => {
  const declared = executionRole(template, 'ExecutionRole', deployed(crossAccountParameters));
  const { Statement } = await grantedRights(stage().application);
  const granted = Statement.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
  expect(granted.toSorted()).toEqual(allowedActions(declared.inlinePolicies));
});

// Not claimed: iam:PassRole, which ministack never asks for; tags at creation; the resources and the conditions.
test('the execution role grants every action that a whole life calls', async () => {
  const { application } = stage();
  const { call } = application;
  const update = (properties: object) =>
    updateStack(application, 'life', withProperties({ ...logged(), ...properties }));
  const status = async (stack: Promise<Stack>) => [(await stack).status, await failures(application, 'life')];
  const completed = ['UPDATE_COMPLETE', []];

  const created = await createStack(application, 'life', withProperties({ ...logged(), Tags: tag('Purpose', 'Old') }));
  expect([created.status, await failures(application, 'life')]).toEqual(['CREATE_COMPLETE', []]);
  const { Ref: name = '' } = created.outputs;

  const changes = {
    Description: 'New',
    TrustedServices: ['ssm.amazonaws.com'],
    S3KeyPrefix: 'app',
    Tags: tag('New', ''),
  };
  expect(await status(update(changes))).toEqual(completed);
  await drift(application, name);
  expect(await status(update({ ...changes, ReconcileToken: '1' }))).toEqual(completed);
  const last = { ...changes, RoleName: 'life-renamed', ForceDetachPolicies: true };
  expect(await status(update(last))).toEqual(completed);

  const foreign = JSON.stringify({ Version: '2012-10-17', Statement: [encryptLogs] });
  await call('iam', 'PutRolePolicy', { RoleName: 'life-renamed', PolicyName: 'foreign', PolicyDocument: foreign });
  await call('iam', 'AttachRolePolicy', {
    RoleName: 'life-renamed',
    PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  });
  expect(await deleteStack(application, 'life')).toMatchObject({ status: 'DELETE_COMPLETE' });
  expect(await underRolePath(application, 'life')).toEqual([]);
});

const tag = (Key: string, Value: string) => [{ Key, Value }];

const unlogged = { CloudWatchLogGroupName: { Ref: 'AWS::NoValue' } };

test.each([
  { action: 'iam:CreatePolicyVersion', change: unlogged, because: 'it writes the policy' },
  { action: 'iam:GetRole', change: { Description: 'New' }, because: 'it looks at the role' },
  { action: 'iam:UpdateRole', change: { Description: 'New' }, because: 'it writes the role' },
  { action: 'kms:GetKeyPolicy', change: { Description: 'New' }, because: 'it verifies the key' },
])('an execution role without $action fails an Update and is told so: $because', async ({ action, change }) => {
  const { application } = stage();
  const name = `without-${action.replace(':', '-')}`;
  await createStack(application, name, withProperties({}));
  const { status } = await without(application, action, () => updateStack(application, name, withProperties(change)));
  expect(status).toMatch(/^UPDATE_ROLLBACK_/);
  expect(await failures(application, name)).toContainEqual(
    expect.stringMatching(`^SessionRole UPDATE_FAILED: .*${action}`),
  );
  expect(await deleteStack(application, name)).toMatchObject({ status: 'DELETE_COMPLETE' });
});

test('an execution role without iam:DeleteInstanceProfile fails a Delete and is told so, until it may', async () => {
  const { application } = stage();
  await createStack(application, 'kept', withProperties({}));
  const kept = await without(application, 'iam:DeleteInstanceProfile', () => deleteStack(application, 'kept'));
  expect(kept).toMatchObject({ status: 'DELETE_FAILED' });
  expect(await failures(application, 'kept')).toContainEqual(
    expect.stringMatching(/^SessionRole DELETE_FAILED: .*iam:DeleteInstanceProfile/),
  );
  expect(await deleteStack(application, 'kept')).toMatchObject({ status: 'DELETE_COMPLETE' });
  expect(await underRolePath(application, 'kept')).toEqual([]);
});

test('the verifier role is handed out to who knows the external ID, and without it nobody can tell', async () => {
  const { application, log } = stage();
  const role = { RoleName: crossAccountParameters.VerifierRoleName };
  const verifier = z.object({ Role: z.object({ AssumeRolePolicyDocument: z.unknown() }) });
  const trust = JSON.stringify(verifier.parse(await log.call('iam', 'GetRole', role)).Role.AssumeRolePolicyDocument);
  const write = (PolicyDocument: string) => log.call('iam', 'UpdateAssumeRolePolicy', { ...role, PolicyDocument });
  const update = (Description: string) =>
    updateStack(application, 'unknown', withProperties({ ...logged(), Description }));

  await createStack(application, 'unknown', withProperties(logged()));
  await write(trust.replace(crossAccountParameters.VerifierExternalId, 'another'));
  expect(await update('New')).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  const [reason] = await failures(application, 'unknown');
  expect(reason).toMatch(/BucketPolicyUnreadable, cannot tell.*in account 444455556666: deploy the verifier role/);

  await write(trust);
  expect(await update('New')).toMatchObject({ status: 'UPDATE_COMPLETE' });
});
