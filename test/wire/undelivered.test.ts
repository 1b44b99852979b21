import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedName } from '../../handler/core/identity/names';
import { applicationAccount, type Bundled, bundled, driverOf, gate, inForce, openBundled, stackOf } from './bundled';

/** What one process or one invocation does instead of its work, or after it. */
type Act = 'dieAtImport' | 'throw' | 'exit' | 'fallSilent' | 'dieAfterAnswering';

// Whatever happens in another process is written down in a file; when that is at its end the function works.
const broken = (whole: string) => `
const { readFileSync, writeFileSync } = require('node:fs');
const script = __dirname + '/script.json';
const acts = () => JSON.parse(readFileSync(script, 'utf8'));
const next = () => { const [act, ...rest] = acts(); writeFileSync(script, JSON.stringify(rest)); return act; };
if (acts()[0] === 'dieAtImport') { next(); throw new Error('Out of order'); }
const { handler } = require(${JSON.stringify(whole)});
exports.handler = async (event, context) => {
  const act = next();
  if (act === 'throw') throw new TypeError('Broken');
  // A process that was imported long ago can only make room for one that will not be.
  if (act === 'exit' || act === 'dieAtImport') process.exit(7);
  if (act === 'fallSilent') return;
  await handler(event, context);
  if (act === 'dieAfterAnswering') process.exit(7);
};
`;

const directory = mkdtempSync(join(tmpdir(), 'undelivered-'));
const shall = (...acts: readonly Act[]) => writeFileSync(join(directory, 'script.json'), JSON.stringify(acts));

let stage: Bundled;
beforeAll(async () => {
  const bundles = await bundled();
  const whole = bundles.functions['Function'];
  if (whole === undefined) throw new Error('The template has no Function');
  const file = join(directory, 'index.js');
  writeFileSync(file, broken(whole.file));
  shall();
  // One retry, where the template has two: what counts is the last.
  const functions = { ...bundles.functions, Function: { ...whole, file } };
  stage = await openBundled({ bundles: { functions }, retryAfter: [0] });
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await stage.stop();
});

const plain = { RoleName: 'app-sessions', Verification: 'Off' };
const undeliveredReason = /Message returned: The function did not answer \(RetriesExhausted\)/;

test.each<{ acts: readonly Act[]; because: string }>([
  { acts: ['dieAtImport', 'dieAtImport'], because: 'a bundle that cannot be loaded hears of no event' },
  { acts: ['throw', 'exit'], because: 'each attempt may end in its own way' },
])('a Create whose function does $acts is answered by the OnFailure destination: $because', async ({ acts }) => {
  const { endpoint, main } = stage;
  const driver = driverOf(stage);
  const before = structuredClone(applicationAccount(stage));
  const stackName = `without-${acts.join('-')}`;
  shall(...acts);
  const { status, stackId } = await driver.createStack(stackName, stackOf(stage, { Verification: 'Off' }));
  await main.idle();
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(applicationAccount(stage)).toEqual(before);
  const origin = { responseUrl: '', requestId: '', stackId, stackName, logicalId: 'SessionRole' };
  const id = generatedName(origin, '/session-manager/');
  const failed = driver.events.find((event) => event.status === 'CREATE_FAILED');
  expect(failed).toMatchObject({ physicalId: id, reason: expect.stringMatching(undeliveredReason) });
  const answers = endpoint.answers.delivered.filter(({ body }) => body.includes(stackId));
  expect(answers.map(({ body }) => JSON.parse(body))).toMatchObject([
    { Status: 'FAILED', PhysicalResourceId: id },
    { Status: 'SUCCESS', PhysicalResourceId: id },
  ]);
});

test.each<{ act: Act; because: string }>([
  { act: 'exit', because: 'the retry does what the first delivery did not' },
  { act: 'dieAfterAnswering', because: 'the retry finds everything done, and its answer is not read' },
])('a function that does $act once leaves one trio: $because', async ({ act }) => {
  const { main, undelivered } = stage;
  const driver = driverOf(stage);
  const before = structuredClone(applicationAccount(stage));
  const spoken = undelivered.logs.length;
  shall(act);
  const created = await driver.createStack(`once-${act}`, stackOf(stage, plain));
  await main.idle();
  expect(created).toMatchObject({ status: 'CREATE_COMPLETE', physicalIds: { SessionRole: 'app-sessions' } });
  expect(applicationAccount(stage).roles['app-sessions']?.attached).toHaveLength(1);
  expect(undelivered.logs.slice(spoken)).toEqual([]);
  expect(await driver.deleteStack(`once-${act}`)).toHaveProperty('status', 'DELETE_COMPLETE');
  expect(applicationAccount(stage)).toEqual(before);
});

test('an Update and a Delete that nobody carries out keep the id, and the stack can go on', async () => {
  const driver = driverOf(stage);
  const before = structuredClone(applicationAccount(stage));
  await driver.createStack('kept', stackOf(stage, plain));
  const trio = inForce(stage, 'app-sessions');
  shall('throw', 'throw');
  const updated = await driver.updateStack('kept', stackOf(stage, { ...plain, RoleName: 'renamed' }));
  expect(updated).toMatchObject({
    status: 'UPDATE_ROLLBACK_COMPLETE',
    physicalIds: { SessionRole: 'app-sessions' },
  });
  expect(inForce(stage, 'app-sessions')).toEqual(trio);
  shall('throw', 'throw');
  const stuck = await driver.deleteStack('kept');
  expect(stuck).toMatchObject({ status: 'DELETE_FAILED', physicalIds: { SessionRole: 'app-sessions' } });
  expect(await driver.deleteStack('kept')).toHaveProperty('status', 'DELETE_COMPLETE');
  expect(applicationAccount(stage)).toEqual(before);
});

test('where nobody answers the ServiceTimeout ends the wait, and the stack rolls back', async () => {
  const { main } = stage;
  const before = structuredClone(applicationAccount(stage));
  let silent = gate();
  const sleep = async (milliseconds: number, signal?: AbortSignal) => {
    const ended = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    await (milliseconds === 60_000 ? Promise.race([silent.opened, ended]) : ended);
  };
  // Time passes once the function has come to rest.
  const deliver = async (_functionArn: string, event: unknown) => {
    await main.invokeAsync(event);
    await main.idle();
    silent.open();
    silent = gate();
  };
  const waiting = driverOf(stage, { clock: { now: Date.now, sleep }, deliver });
  shall('fallSilent');
  const outcome = await waiting.createStack('unheard', stackOf(stage, plain, 60));
  expect(outcome.status).toBe('ROLLBACK_COMPLETE');
  expect(waiting.events.find(({ status }) => status === 'CREATE_FAILED')).toMatchObject({
    physicalId: expect.stringMatching(/^unheard-SessionRole-/),
    reason: expect.stringContaining('CloudFormation did not receive a response from your Custom Resource'),
  });
  expect(applicationAccount(stage)).toEqual(before);
});
