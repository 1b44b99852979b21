import type { Runtime } from '../../../local/lambda/execution-environment';
import { type LogEntry, openStage, type Stage } from '../../../local/stage';
import { LOG_ACCOUNT } from '../../../local/two-accounts';
import { applicationAccount, driverOf, stackOf } from '../../wire/bundled';
import { freshBundles, ours, theirs } from './clients';

const logging = { RoleName: 'app-sessions', S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT };
const changed = { ...logging, Description: 'Changed', Tags: [{ Key: 'team', Value: 'blue' }] };

const built = freshBundles();

/** Everything that one life leaves behind for others to see. */
async function life(runtime: Runtime) {
  const stage = await openStage({ bundles: await built, launch: { runtime } });
  const before = structuredClone(applicationAccount(stage));
  const driver = driverOf(stage);
  const created = await driver.createStack('app', stackOf(stage, logging));
  const updated = await driver.updateStack('app', stackOf(stage, changed));
  const renamed = await driver.updateStack('app', stackOf(stage, { ...changed, RoleName: 'renamed' }));
  const refused = await driver.updateStack('app', stackOf(stage, { ...changed, RoleNam: 'renamed' }));
  const { description } = applicationAccount(stage).roles['renamed'] ?? {};
  const deleted = await driver.deleteStack('app');
  const log = await stage.takeLog();
  await stage.stop();
  const clean = { before, after: applicationAccount(stage) };
  return {
    outcomes: [created, updated, renamed, refused, deleted],
    description,
    clean,
    answers: said(stage),
    log: log.map(shape),
  };
}

/** What CloudFormation was told, without the log stream that each process names in its own way. */
const said = ({ endpoint }: Stage) =>
  endpoint.answers.delivered.map(({ body }) =>
    JSON.parse(body.replaceAll(/\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}/g, '')),
  );

const shape = ({ event, ...rest }: LogEntry) => ({ event, members: Object.keys(rest) });

test("the bundle lives under Lambda's client on Node.js 24 exactly as under our bootstrap", async () => {
  const [under, our] = await Promise.all([life(theirs), life(ours)]);
  const { outcomes, description, clean } = under;
  expect(outcomes).toMatchObject([
    { status: 'CREATE_COMPLETE', physicalIds: { SessionRole: 'app-sessions' } },
    { status: 'UPDATE_COMPLETE', physicalIds: { SessionRole: 'app-sessions' } },
    { status: 'UPDATE_COMPLETE', physicalIds: { SessionRole: 'renamed' } },
    { status: 'UPDATE_ROLLBACK_COMPLETE', physicalIds: { SessionRole: 'renamed' } },
    { status: 'DELETE_COMPLETE' },
  ]);
  expect(outcomes[0]?.outputs['SessionRole']).toMatchObject({ RoleName: 'app-sessions', VerificationStatus: 'PASSED' });
  expect(description).toBe('Changed');
  expect(clean.after).toEqual(clean.before);
  expect(our).toEqual(under);
});
