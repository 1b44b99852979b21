import { isDeepStrictEqual } from 'node:util';
import { accountFrom } from './account-of';
import { runSession } from './aws/agent';
import { putKeyPolicy } from './aws/create';
import type { Account, Role } from './aws/world';
import type { StackOutcome } from './cloudformation/driver';
import { say, tell, title } from './print';
import { bundleFunctions, openStage, type Stage } from './stage';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT, REGION } from './two-accounts';

const STACK = 'app';
const ROLE = 'app-sessions';
const BUCKET = 'org-session-logs';

/** Plays a security team's day through bundle, driver and wire; true if every step ended as told. */
export async function playStory(): Promise<boolean> {
  const stage = await openStage({ bundles: await bundleFunctions() });
  const before = structuredClone(stage.world.accounts);
  try {
    for (const { text, play } of steps) {
      title(text);
      if (!(await play(stage, before))) return false;
    }
    title('Every step ended as told.');
    return true;
  } finally {
    await stage.stop();
  }
}

interface Step {
  readonly text: string;
  readonly play: (stage: Stage, before: Accounts) => Promise<boolean>;
}

type Accounts = Readonly<Record<string, Account>>;

const steps: readonly Step[] = [
  { text: `1. Account ${APPLICATION_ACCOUNT} declares a role that logs to account ${LOG_ACCOUNT}`, play: create },
  { text: `2. Account ${LOG_ACCOUNT} drops the grant from its key policy; the stack is updated`, play: lose },
  { text: `3. Account ${LOG_ACCOUNT} adds the statement exactly as printed; the stack is updated`, play: mend },
  { text: '4. Somebody tampers with the role by hand; the stack is updated', play: repair },
  { text: '5. The stack is deleted', play: remove },
];

async function create(stage: Stage): Promise<boolean> {
  const outcome = await stage.driver.createStack(STACK, template(stage, {}));
  await report(stage, outcome);
  const attributes = Object.entries(outcome.outputs['SessionRole'] ?? {});
  for (const [name, value] of attributes.filter(([name, value]) => /Arn$|Status$/.test(name) && value !== '')) {
    say(`    ${name}: ${value}`);
  }
  return ended(outcome, 'CREATE_COMPLETE') && logOfASession(stage, 'written');
}

async function lose(stage: Stage): Promise<boolean> {
  const { Statement, ...policy } = keyPolicy(stage);
  const kept = Statement.filter(({ Sid }) => Sid !== 'SessionLogs');
  putKeyPolicy(stage.world, stage.logKeyArn, { ...policy, Statement: kept });
  if (!logOfASession(stage, 'lost')) return false;
  const outcome = await stage.driver.updateStack(STACK, template(stage, { Description: 'Sessions of app' }));
  await report(stage, outcome);
  return ended(outcome, 'UPDATE_ROLLBACK_COMPLETE');
}

async function mend(stage: Stage): Promise<boolean> {
  const { Statement, ...policy } = keyPolicy(stage);
  putKeyPolicy(stage.world, stage.logKeyArn, { ...policy, Statement: [...Statement, printedStatement(stage)] });
  const outcome = await stage.driver.updateStack(STACK, template(stage, { Description: 'Sessions of app' }));
  await report(stage, outcome);
  return ended(outcome, 'UPDATE_COMPLETE') && logOfASession(stage, 'written');
}

async function repair(stage: Stage): Promise<boolean> {
  const role = roleIn(stage);
  const intact = structuredClone(role);
  role.trustPolicy = JSON.stringify({ ...JSON.parse(role.trustPolicy), Statement: [] });
  role.attached.length = 0;
  role.tags.push({ Key: 'touched-by', Value: 'hand' });
  const outcome = await stage.driver.updateStack(
    STACK,
    template(stage, { Description: 'Sessions', ReconcileToken: '1' }),
  );
  await report(stage, outcome);
  const { description, ...repaired } = roleIn(stage);
  const asBefore = isDeepStrictEqual({ ...repaired, description: intact.description }, intact);
  return ended(outcome, 'UPDATE_COMPLETE') && expected('the role is as it was', asBefore && description === 'Sessions');
}

async function remove(stage: Stage, before: Accounts): Promise<boolean> {
  const outcome = await stage.driver.deleteStack(STACK);
  await report(stage, outcome);
  const now = structuredClone(stage.world.accounts);
  // The log account's owner changed its key policy in steps 2 and 3; nobody else touched anything.
  const keys = now[LOG_ACCOUNT]?.keys ?? {};
  const then = Object.entries(before).map(([id, one]) => [id, id === LOG_ACCOUNT ? { ...one, keys } : one]);
  const untouched = isDeepStrictEqual(now, Object.fromEntries(then));
  const nothingElse = 'nothing of ours is left, and everything of others is untouched';
  return ended(outcome, 'DELETE_COMPLETE') && expected(nothingElse, untouched);
}

function template(stage: Stage, changed: Readonly<Record<string, unknown>>) {
  const properties = {
    ServiceToken: stage.functions.main.arn,
    RoleName: ROLE,
    S3BucketName: BUCKET,
    S3BucketOwner: LOG_ACCOUNT,
    S3KeyPrefix: STACK,
    // Nothing starts an instance here.
    PropagationWaitSeconds: 0,
    ...changed,
  };
  return {
    resources: { SessionRole: { type: 'Custom::SessionManagerRole', properties, serviceTimeoutSeconds: 60 } },
  } as const;
}

async function report(stage: Stage, outcome: StackOutcome): Promise<void> {
  const [asked, ...others] = accountFrom(await stage.takeLog());
  if (asked !== undefined) tell(asked);
  const reason = stage.driver.events.findLast(({ status }) => status.endsWith('_FAILED'))?.reason;
  if (outcome.status.includes('ROLLBACK') && reason !== undefined) say(`  In the console: ${reason}`);
  for (const { type, changes } of others) {
    say(`  CloudFormation rolls back by ${type} with the old properties: ${changes.length} changes`);
  }
  say(`  Stack ${STACK}: ${outcome.status}`, 'bold');
}

/** The statement out of the reason that the console shows, as a person would copy it. */
function printedStatement({ driver }: Stage): unknown {
  const reason = driver.events.findLast(({ status }) => status === 'UPDATE_FAILED')?.reason ?? '';
  const [, statement = ''] = /add it in account \d{12}: (\{.*\})/.exec(reason) ?? [];
  return JSON.parse(statement);
}

function keyPolicy({ world, logKeyArn }: Stage): { Statement: { Sid?: string }[] } {
  return JSON.parse(world.accounts[LOG_ACCOUNT]?.keys[logKeyArn]?.policy ?? '');
}

function roleIn({ world }: Stage): Role {
  const role = world.accounts[APPLICATION_ACCOUNT]?.roles[ROLE];
  if (role === undefined) throw new Error(`Account ${APPLICATION_ACCOUNT} has no role ${ROLE}`);
  return role;
}

/** Lets an instance hold a session of 6 MiB and looks for its log. */
function logOfASession({ world }: Stage, state: 'written' | 'lost'): boolean {
  const preferences = { s3BucketName: BUCKET, s3KeyPrefix: STACK, s3EncryptionEnabled: true };
  const instance = { account: APPLICATION_ACCOUNT, region: REGION, role: ROLE, preferences };
  const { session, s3Log } = runSession(structuredClone(world), instance, 6 * 1024 * 1024);
  const detail = 'to' in s3Log ? s3Log.to : 'because' in s3Log ? s3Log.because : '';
  say(`  An instance holds a session of 6 MiB, which ${session.state}; its log is ${s3Log.state}: ${detail}`);
  return expected(`the log is ${state}`, s3Log.state === state);
}

const ended = (outcome: StackOutcome, status: string) =>
  expected(`the stack ends in ${status}`, outcome.status === status);

function expected(what: string, came: boolean): boolean {
  if (!came) say(`  not as told: expected that ${what}`, 'red');
  return came;
}
