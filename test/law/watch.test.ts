import { createRole, createSessionDocument } from '../../local/aws/create';
import type { World } from '../../local/aws/world';
import { LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { isWrite } from './faults';
import { account } from './fixture';
import { created, ownersTags, type Run, unmoved, valuesOf, withoutKeyGrant } from './watching';

const RoleName = 'app-sessions';
const ofRole = { RoleName };

/** The log account no longer shows its policies. */
function withoutVerifier(world: World): () => void {
  const { roles = {} } = world.accounts[LOG_ACCOUNT] ?? {};
  const { 'session-manager-role-verifier': verifier } = roles;
  if (verifier === undefined) throw new Error('The log account has no verifier role');
  delete roles['session-manager-role-verifier'];
  return () => {
    roles['session-manager-role-verifier'] = verifier;
  };
}

/** The log account no longer lets the role read how its bucket is encrypted. */
function withoutReading(world: World): () => void {
  const bucket = world.buckets['org-session-logs'];
  const { policy } = bucket ?? {};
  if (bucket === undefined || !policy?.includes('s3:GetEncryptionConfiguration')) throw new Error('Nothing to take');
  bucket.policy = policy.replaceAll('s3:GetEncryptionConfiguration', 's3:GetBucketTagging');
  return () => Object.assign(bucket, { policy });
}

/** Who named the role in a document said another bucket, meanwhile. */
function otherBucket(world: World): () => void {
  const document = world.accounts[account]?.documents[`${REGION}/Preferences`];
  if (document === undefined) throw new Error('The account has no session document');
  const { content } = document;
  document.content = content.replace('org-session-logs', 'app-session-logs');
  return () => Object.assign(document, { content });
}

/** Somebody saves the preferences with no bucket. */
function noBucket(world: World): () => void {
  const document = world.accounts[account]?.documents[`${REGION}/Preferences`];
  if (document === undefined) throw new Error('The account has no session document');
  const { content } = document;
  document.content = content.replace('org-session-logs', '');
  return () => Object.assign(document, { content });
}

const turnsOf = ({ events }: Run) =>
  events.map(({ detail }) => {
    const { roleName, previousVerdict, verdict } = JSON.parse(detail);
    return `${roleName}: ${previousVerdict} to ${verdict}`;
  });

test('a role that works says nothing, however often it is looked at', async () => {
  const { run, world } = await created();
  const runs = [await run(), await run(), await run()];
  expect(runs.flatMap(turnsOf)).toEqual([]);
  expect(valuesOf(world, 'Verdict', ofRole)).toEqual([0, 0, 0]);
  expect(valuesOf(world, 'BrokenRoles')).toEqual([0, 0, 0]);
});

const underDocument = { RoleName, SessionDocumentName: 'Preferences', S3BucketOwner: LOG_ACCOUNT };
const content = {
  schemaVersion: '1.0',
  sessionType: 'Standard_Stream',
  inputs: { s3BucketName: 'org-session-logs', s3KeyPrefix: '', s3EncryptionEnabled: true },
};
const withDocument = (world: World) =>
  createSessionDocument(world, { name: 'Preferences', owner: account, region: REGION, content });

test.each([
  { turn: withoutKeyGrant, worse: 'BROKEN', value: 2, broken: 1, because: 'the log account drops the key’s grant' },
  { turn: withoutVerifier, worse: 'UNPROVEN', value: 1, broken: 0, because: 'the log account hides its policies' },
  {
    turn: withoutReading,
    worse: 'UNPROVEN',
    value: 1,
    broken: 0,
    because: 'the log account hides its encryption, which nobody may demand',
  },
  { turn: otherBucket, worse: 'BROKEN', value: 2, broken: 1, because: 'the session document names another bucket' },
  { turn: noBucket, worse: 'BROKEN', value: 2, broken: 1, because: 'the session document names no bucket any more' },
])('a turn is one event and a metric, its recovery another, and between them is silence: $because', async (row) => {
  const { turn, worse, value, broken } = row;
  const properties = turn === otherBucket || turn === noBucket ? underDocument : undefined;
  const { run, world, logKeyArn } = await created({ properties, prepare: withDocument });
  await run();
  const repair = turn(world, logKeyArn);
  expect(turnsOf(await run())).toEqual([`${RoleName}: PASSED to ${worse}`]);
  expect([await run(), await run()].flatMap(turnsOf)).toEqual([]);
  repair();
  expect(turnsOf(await run())).toEqual([`${RoleName}: ${worse} to PASSED`]);
  expect(turnsOf(await run())).toEqual([]);
  expect(valuesOf(world, 'Verdict', ofRole)).toEqual([0, value, value, value, 0, 0]);
  expect(valuesOf(world, 'BrokenRoles')).toEqual([0, broken, broken, broken, 0, 0]);
});

test.each([
  { turn: withoutKeyGrant, events: [`${RoleName}: UNKNOWN to BROKEN`], because: 'nobody was told' },
  { turn: withoutVerifier, events: [], because: 'a doubt from the beginning may be accepted in the template' },
])('what is found at the first look is an event where it is bad: $because', async ({ turn, events }) => {
  const { run, world, logKeyArn } = await created();
  turn(world, logKeyArn);
  expect(turnsOf(await run())).toEqual(events);
});

test('a role that is broken stays so while it cannot be seen, and its recovery is told when it can', async () => {
  const { run, world, logKeyArn } = await created();
  await run();
  const repair = withoutKeyGrant(world, logKeyArn);
  expect(turnsOf(await run())).toEqual([`${RoleName}: PASSED to BROKEN`]);
  const show = withoutVerifier(world);
  expect([await run(), await run()].flatMap(turnsOf)).toEqual([]);
  repair();
  show();
  expect(turnsOf(await run())).toEqual([`${RoleName}: BROKEN to PASSED`]);
  expect(valuesOf(world, 'Verdict', ofRole)).toEqual([0, 2, 2, 2, 0]);
  expect(valuesOf(world, 'BrokenRoles')).toEqual([0, 1, 1, 1, 0]);
});

test.each([
  { days: 61, because: 'the 31st of a month is not in each' },
  { days: 366, because: 'a cron(...) may name one month' },
])('what was found before a pause of $days days is remembered: $because', async ({ days }) => {
  const { run, world, clock, logKeyArn } = await created();
  const repair = withoutKeyGrant(world, logKeyArn);
  await run();
  clock.jump((days - 1) * 24 * 3600 * 1000);
  expect(turnsOf(await run())).toEqual([]);
  clock.jump((days - 1) * 24 * 3600 * 1000);
  repair();
  expect(turnsOf(await run())).toEqual([`${RoleName}: BROKEN to PASSED`]);
});

const worlds: Readonly<Record<string, (world: World, keyArn: string) => unknown>> = {
  'all is well': () => undefined,
  'the key’s grant is dropped': withoutKeyGrant,
  'the log account hides its policies': withoutVerifier,
  'the bucket is gone': (world) => delete world.buckets['org-session-logs'],
  'the key is gone': (world, keyArn) => delete world.accounts[LOG_ACCOUNT]?.keys[keyArn],
  'the role lost its policies': (world) => Object.assign(roleIn(world), { attached: [] }),
  'the role lost its boundary': (world) => delete roleIn(world).permissionsBoundary,
  'the role’s boundary is gone': (world) => Object.assign(roleIn(world), { permissionsBoundary: `${account}:none` }),
  'somebody denies everything inline': (world) =>
    Object.assign(roleIn(world).inline, { none: '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}' }),
  'a policy is no JSON': (world) => Object.assign(roleIn(world).inline, { none: '{' }),
  'the trust is tampered with': (world) => Object.assign(roleIn(world), { trustPolicy: '{"Statement":[]}' }),
  'the role is gone': (world) => delete world.accounts[account]?.roles[RoleName],
  'the stack is gone': (world) => Object.assign(world, { stacks: {} }),
};

function roleIn(world: World) {
  const role = world.accounts[account]?.roles[RoleName];
  if (role === undefined) throw new Error(`The account has no role ${RoleName}`);
  return role;
}

test.each(Object.keys(worlds))('it changes nothing, and tells what it saw, where %s', async (name) => {
  const { run, world, logKeyArn } = await created();
  worlds[name]?.(world, logKeyArn);
  const before = unmoved(world);
  const { calls, logs } = await run();
  expect(unmoved(world)).toEqual(before);
  expect(calls.map(({ operation }) => operation).filter(isWrite)).toEqual([]);
  expect(logs.at(-1)).toMatchObject({ event: 'watched', unjudged: 0 });
});

test.each([
  { tags: [], because: 'it bears no tags of ours' },
  { tags: ownersTags('other'), because: 'its tags are those of a role of another name' },
  {
    tags: ownersTags('theirs', 'us-east-1'),
    because: 'it belongs to a stack of another Region, with a watch of its own',
  },
])('a role under RolePath is not judged where $because', async ({ tags }) => {
  const { run, world } = await created();
  createRole(world, account, { RoleName: 'theirs', Path: '/session-manager/', Tags: tags });
  const { watched, logs } = await run();
  expect(watched).toMatchObject({ roles: 1, broken: 0 });
  expect(JSON.stringify(logs)).not.toContain('theirs');
});

test('what roles have in common is read once a run', async () => {
  const { run, world } = await created();
  const { attached = [], permissionsBoundary: PermissionsBoundary = '' } = roleIn(world);
  const asked = async () =>
    (await run()).calls.filter(({ input }) => !('RoleName' in Object(input))).map(({ operation }) => operation);
  const ofOne = await asked();
  for (const name of ['app-1', 'app-2']) {
    const input = { RoleName: name, Path: '/session-manager/', Tags: ownersTags(name), PermissionsBoundary };
    createRole(world, account, input, { attached });
  }
  const ofThree = await asked();
  expect(ofOne).toContain('sts:AssumeRole');
  expect(ofThree.filter((one) => one !== 'events:PutEvents').sort()).toEqual([...ofOne].sort());
});

test('roles under FormerRolePath are judged too, and as many as there are', async () => {
  const { run, world } = await created();
  for (let index = 0; index < 120; index += 1) {
    const name = `app-${index}`;
    createRole(world, account, { RoleName: name, Path: '/former/', Tags: ownersTags(name) });
  }
  const first = await run();
  expect(first.watched).toMatchObject({ roles: 121, broken: 120, unjudged: 0 });
  expect(first.events).toHaveLength(120);
  // Six points of each are more than the local CloudWatch puts into a page.
  for (let again = 0; again < 5; again += 1) expect((await run()).events).toEqual([]);
});
