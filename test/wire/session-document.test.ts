import { runSession } from '../../local/aws/agent';
import { createSessionDocument } from '../../local/aws/create-resources';
import { loadTemplate } from '../../local/cloudformation/template';
import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { type Bundled, openBundled, stackOf } from './bundled';

let stage: Bundled;
beforeAll(async () => {
  stage = await openBundled();
});
afterAll(() => stage.stop());

const { ServiceToken: _, ...given } =
  loadTemplate('examples/session-document.yaml').resources['SessionRole']?.properties ?? {};

function save(inputs: object): string {
  const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
  createSessionDocument(stage.world, { owner: APPLICATION_ACCOUNT, region: REGION, content });
  return content;
}

test('the role of examples/session-document.yaml serves the document, and follows it once it is told to', async () => {
  const { driver, world } = stage;
  const silent = save({});
  const { status, outputs } = await driver.createStack('document', stackOf(stage, given));
  const role = String(outputs['SessionRole']?.['RoleName']);
  const sessionUnder = (preferences: string) =>
    runSession(world, { account: APPLICATION_ACCOUNT, region: REGION, role, preferences });
  expect({ status, ...sessionUnder(silent) }).toMatchObject({ status: 'CREATE_COMPLETE', session: { state: 'ran' } });

  const logging = save({ s3BucketName: 'app-session-logs', s3EncryptionEnabled: true });
  expect(sessionUnder(logging).session.state).toBe('refused');
  const updated = await driver.updateStack('document', stackOf(stage, { ...given, ReconcileToken: 'logging' }));
  expect(updated).toMatchObject({
    status: 'UPDATE_COMPLETE',
    outputs: { SessionRole: { VerificationStatus: 'PASSED', S3KmsKeyArn: expect.stringContaining(':key/') } },
  });
  expect(sessionUnder(logging)).toMatchObject({ session: { state: 'ran' }, s3Log: { state: 'written' } });
});
