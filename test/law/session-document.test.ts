import { runSession } from '../../local/aws/agent';
import { createSessionDocument } from '../../local/aws/create-resources';
import type { World } from '../../local/aws/world';
import { LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { account, type Given, properties, type Stage, stage } from './fixture';
import { trioOf } from './identity';

const name = 'SSM-SessionManagerRunShell';
/** Nothing but a token and a document. */
const least = { ServiceToken: properties.ServiceToken, SessionDocumentName: name, PropagationWaitSeconds: '0' };
const inputs = {
  s3BucketName: 'app-session-logs',
  s3KeyPrefix: 'sessions',
  s3EncryptionEnabled: true,
  cloudWatchLogGroupName: '/ssm/sessions',
  cloudWatchEncryptionEnabled: true,
  cloudWatchStreamingEnabled: false,
  kmsKeyId: '11111111-2222-3333-4444-555555555555',
};

function saying(preferences: Given, owner = account): { readonly world: World; readonly deliver: Stage['deliver'] } {
  const { world, deliver } = stage();
  const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: preferences });
  createSessionDocument(world, { owner, region: REGION, name, content, sharedWith: [account] });
  return { world, deliver };
}

const create = ({ deliver }: Pick<Stage, 'deliver'>, given: Given) => deliver({ type: 'Create', properties: given });

const sessionUnder = (world: World, role: string, owner = account) => {
  const preferences = world.accounts[owner]?.documents[`${REGION}/${name}`]?.content ?? '';
  return runSession(world, { account, region: REGION, role, preferences });
};

test('a template with nothing but the name of its session document gets the role that the document needs', async () => {
  const { world, deliver } = saying(inputs);
  const { body } = await create({ deliver }, least);
  expect(body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'PASSED', VerificationSummary: '' } });
  expect(sessionUnder(world, body?.PhysicalResourceId ?? '')).toMatchObject({
    session: { state: 'ran' },
    s3Log: { state: 'written', to: expect.stringMatching(/^sessions\//) },
    cloudWatchLog: { state: 'written' },
  });
});

test('a document that was changed changes the role at the next Update', async () => {
  const { world, deliver } = saying({ ...inputs, s3BucketName: '', kmsKeyId: '' });
  const { body } = await create({ deliver }, { ...least, RoleName: 'app-sessions' });
  const document = world.accounts[account]?.documents[`${REGION}/${name}`];
  Object.assign(document ?? {}, {
    content: JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs }),
  });
  expect(sessionUnder(world, 'app-sessions').session.state).toBe('refused');
  await deliver({
    type: 'Update',
    properties: { ...least, RoleName: 'app-sessions' },
    id: body?.PhysicalResourceId ?? '',
  });
  expect(sessionUnder(world, 'app-sessions')).toMatchObject({ session: { state: 'ran' }, s3Log: { state: 'written' } });
});

test('a document of another account that is shared serves by its ARN', async () => {
  const { world, deliver } = saying(inputs, LOG_ACCOUNT);
  const SessionDocumentName = `arn:aws:ssm:${REGION}:${LOG_ACCOUNT}:document/${name}`;
  const { body } = await create({ deliver }, { ...least, SessionDocumentName });
  expect(body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'PASSED' } });
  expect(sessionUnder(world, body?.PhysicalResourceId ?? '', LOG_ACCOUNT).s3Log.state).toBe('written');
});

test('the Region’s own document need not exist: then sessions are neither logged nor encrypted', async () => {
  const { body } = await create(stage(), least);
  expect(body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'PASSED', S3KmsKeyArn: '' } });
});

test.each([
  {
    given: { ...least, S3BucketName: 'app-session-logs', S3KeyPrefix: 'elsewhere' },
    told: 'otherwise of S3KeyPrefix, and the agent does what the document says',
    because: 'the log would lie where the role may not write',
  },
  {
    given: { ...least, CloudWatchLogGroupName: '/ssm/others' },
    told: 'otherwise of CloudWatchLogGroupName',
    because: 'the agent writes to another group',
  },
  {
    given: { ...least, SessionDocumentName: 'Sessions-That-Nobody-Made' },
    told: 'the session document does not exist in this Region',
    because: 'no session can start under it',
  },
  {
    given: { ...least, ContextEntries: [{ ContextKeyName: 'aws:SecureTransport', ContextKeyValues: ['false'] }] },
    told: 'ResourceProperties.ContextEntries[0].ContextKeyName: "aws:SecureTransport" is known',
    because: 'what is known is not for a template to say',
  },
  {
    given: { ...least, ContextEntries: [{ ContextKeyName: 's3:x-amz-acl', ContextKeyValues: ['private'] }] },
    told: '"s3:x-amz-acl" is known',
    because: 'what is known of some of the requests is not for a template to say of the rest',
  },
  {
    given: { ...least, ContextEntries: [{ ContextKeyName: 's3:TlsVersion', ContextKeyValues: ['1.1'] }] },
    told: 'ResourceProperties.ContextEntries[0].ContextKeyValues: AWS sends other values as "s3:TlsVersion"',
    because: 'what is said would be ignored without a word',
  },
  {
    given: { ...least, OrganizationId: 'o-a1b2c3d4e5' },
    told: `ResourceProperties.OrganizationId: Account ${account} belongs to no organisation`,
    because: 'a condition on it would be judged by a wish',
  },
])('a Create is refused with "$told" and makes nothing, since $because', async ({ given, told }) => {
  const { world, deliver } = saying(inputs);
  const { body } = await create({ deliver }, { ...given, RoleName: 'app-sessions' });
  expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(told) });
  expect(trioOf(world)).toEqual({ role: undefined, policy: undefined, profile: undefined });
});

test('a flag that the document sets otherwise is told and refuses nobody, since the agent makes no such demand', async () => {
  const { body } = await create(saying({ ...inputs, s3EncryptionEnabled: false }), {
    ...least,
    S3EncryptionEnabled: 'true',
  });
  expect(body).toMatchObject({
    Status: 'SUCCESS',
    Data: { VerificationStatus: 'PASSED', VerificationSummary: expect.stringContaining('SessionDocumentDisagrees') },
  });
});

const unreadable = (world: World) => {
  const { role } = functionsRole(world);
  role.inline = Object.fromEntries(
    Object.entries(role.inline).map(([key, policy]) => [
      key,
      policy.replaceAll('ssm:GetDocument', 'ssm:ListDocuments'),
    ]),
  );
};

test.each<{ given: Given; stack?: string; because: string }>([
  { given: {}, stack: 'UPDATE_ROLLBACK_IN_PROGRESS', because: 'a rollback is never refused' },
  { given: { Verification: 'Report' }, because: 'nothing fails' },
  { given: { Verification: 'Off' }, because: 'nothing is verified' },
  { given: { AcceptedFindings: ['SessionDocumentUnreadable'] }, because: 'the template accepts it' },
])('a role whose document cannot be read any more keeps its policy where $because', async ({ given, stack }) => {
  const { world, deliver } = saying(inputs);
  const { body } = await create({ deliver }, { ...least, RoleName: 'app-sessions' });
  unreadable(world);
  const id = body?.PhysicalResourceId ?? '';
  const properties = { ...least, ...given, RoleName: 'app-sessions', Description: 'changed' };
  const updated = await deliver({ type: 'Update', properties, id, ...(stack !== undefined && { stack }) });
  expect(updated.body).toHaveProperty('Status', 'SUCCESS');
  expect(trioOf(world).role?.description).toBe('changed');
  expect(sessionUnder(world, 'app-sessions')).toMatchObject({ session: { state: 'ran' }, s3Log: { state: 'written' } });
});

test('a document that may not be read is a doubt, which a template can accept', async () => {
  const { world, deliver } = saying(inputs);
  unreadable(world);
  const refused = await create({ deliver }, least);
  expect(refused.body).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('SessionDocumentUnreadable'),
  });
  const accepted = await create({ deliver }, { ...least, AcceptedFindings: ['SessionDocumentUnreadable'] });
  expect(accepted.body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'UNPROVEN' } });
});

function functionsRole(world: World) {
  const [role] = Object.values(world.accounts[account]?.roles ?? {}).filter(
    ({ path }) => path === '/session-manager-role/',
  );
  if (role === undefined) throw new Error('The function has no role');
  return { role };
}

test('the role’s record of its session document comes, and goes, with the property', async () => {
  const { world, deliver } = saying(inputs);
  const record = () =>
    world.accounts[account]?.roles['app-sessions']?.tags.filter(({ Key }) => Key.endsWith(':session-document'));
  const named = { ...least, RoleName: 'app-sessions' };
  const { SessionDocumentName: _, ...unnamed } = { ...named, S3BucketName: inputs.s3BucketName };
  await deliver({ type: 'Create', properties: unnamed });
  expect(record()).toEqual([]);
  await deliver({ type: 'Update', properties: named, id: 'app-sessions' });
  expect(record()).toEqual([{ Key: 'session-manager-role:session-document', Value: name }]);
  await deliver({ type: 'Update', properties: unnamed, id: 'app-sessions' });
  expect(record()).toEqual([]);
});
