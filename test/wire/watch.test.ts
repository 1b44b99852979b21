import { AwsError } from '../../handler/aws/aws-error';
import { watchOperations } from '../../handler/aws/watch-operations';
import { createKey, createLogGroup, createSessionDocument } from '../../local/aws/create';
import type { Hooks } from '../../local/aws/hooks';
import { loggedObject } from '../../local/stage';
import { APPLICATION_ACCOUNT, crossAccountParameters, LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { connectionReset } from '../../local/wire/faults';
import { applicationAccount, type Bundled, openBundled } from './bundled';

const name = 'app-sessions';
const everything = Object.keys(watchOperations).sort();

let stage: Bundled;

/** A role of a document, with everything about it that a watch can read, and a Deny that somebody put on it. */
beforeAll(async () => {
  stage = await openBundled({ parameters: { ...crossAccountParameters, VerificationSchedule: 'rate(1 day)' } });
  const { world } = stage;
  for (const account of Object.values(world.accounts)) account.organizationId = 'o-abcdefghij';
  const inputs = { s3BucketName: 'org-session-logs', cloudWatchLogGroupName: '/ssm/sessions' };
  const content = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs };
  createSessionDocument(world, { name: 'Preferences', owner: APPLICATION_ACCOUNT, region: REGION, content });
  const { arn } = createKey(world, { account: APPLICATION_ACCOUNT, region: REGION });
  createLogGroup(world, APPLICATION_ACCOUNT, REGION, '/ssm/sessions', arn);
  const properties = { RoleName: name, SessionDocumentName: 'Preferences', S3BucketOwner: LOG_ACCOUNT };
  const { Status, Reason } = await stage.ask({
    type: 'Create',
    properties: { ...properties, PropagationWaitSeconds: '0' },
  });
  expect({ Status, Reason }).toEqual({ Status: 'SUCCESS', Reason: undefined });
  const Statement = { Sid: 'Freeze', Effect: 'Deny', Action: 's3:PutObject', Resource: '*' };
  Object.assign(applicationAccount(stage).roles[name] ?? {}, { inline: { freeze: JSON.stringify({ Statement }) } });
}, 20_000);

afterAll(() => stage.stop());

/** One run, as the schedule starts it. */
async function run(faults: Hooks = {}) {
  stage.suffer(faults);
  const [lines, calls, events] = [stage.watch?.logs.length, stage.wire.calls.length, eventsOf().length];
  const completion = await stage.watch?.invoke({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
  return {
    completion,
    logged: stage.watch?.logs.slice(lines).flatMap(loggedObject) ?? [],
    calls: stage.wire.calls.slice(calls),
    events: eventsOf().slice(events),
  };
}

const eventsOf = () => applicationAccount(stage).events ?? [];

const done = { state: 'response', payload: null };
const summary = { event: 'watched', roles: 1, broken: 1, unproven: 0, unjudged: 0, memory: 'read' };

test('through the bundle, every operation of the watch is called and answered, and one event goes out', async () => {
  const { completion, logged, calls, events } = await run();
  expect(completion).toEqual(done);
  expect(logged.at(-1)).toEqual(summary);
  // HeadBucket names the Region of a bucket of another account on its 403.
  const answered = calls.flatMap(({ status, operation }) =>
    status === 200 || operation === 's3:ListBucket' ? [operation] : [],
  );
  expect([...new Set(answered)].sort()).toEqual(everything);
  expect(events.map(({ source, detail }) => [source, JSON.parse(detail).verdict])).toEqual([
    ['session-manager-role', 'BROKEN'],
  ]);
});

test('every operation fails once in passing, and nobody learns of it', async () => {
  const failed = new Set<string>();
  const { completion, logged } = await run({
    before: async (operation) => {
      if (failed.has(operation)) return;
      failed.add(operation);
      throw failed.size % 2 === 0 ? new AwsError('Throttling', 400, 'Rate exceeded') : connectionReset;
    },
  });
  expect(completion).toEqual(done);
  expect([...failed].sort()).toEqual(everything);
  expect(logged.at(-1)).toEqual(summary);
});

test.each(['iam:GetRole', 'cloudwatch:GetMetricData', 'events:PutEvents', 'iam:ListRoles'] as const)(
  'a run in which %s is refused ends in an error, which Lambda counts',
  async (refused) => {
    const { completion } = await run({
      before: async (operation) => {
        if (operation === refused) throw new AwsError('AccessDenied', 403, 'Not authorized');
      },
    });
    expect(completion).toMatchObject({ state: 'error' });
  },
);
