import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../../../handler/aws/clock';
import { generatedName } from '../../../handler/core/identity/names';
import { openStage, type Stage } from '../../../local/stage';
import { applicationAccount, driverOf, stackOf } from '../../wire/bundled';
import { acting, changed, freshBundles, theirs } from './clients';

const built = freshBundles();

/** What befalls an attempt before its work. */
const fates = {
  importFailure: (once) => (source) => `${once} { throw new RangeError('Out of order'); }${source}`,
  unhandledRejection: (once) => acting(`${once} { Promise.reject(new RangeError('Forgotten')); await never; }`),
  exit: (once) => acting(`${once} process.exit(7)`),
  timeOut: (once) => acting(`${once} { console.info('hanging'); setInterval(() => {}, 1000); await never; }`),
  exhaustion: (once) => acting(`${once} exhaust()`),
} as const satisfies Record<string, (once: string) => (source: string) => string>;

const names = Object.keys(fates) as readonly (keyof typeof fates)[];

// Processes share nothing but a file: how often it is still to happen.
const once = `if (((fs, file) => {
  const left = Number(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, String(left - 1));
  return left > 0;
})(require('node:fs'), __dirname + '/left'))`;

const stages: Stage[] = [];
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.stop())));

/** A stage under Lambda's client on which a fate befalls the first attempts, two to an event. */
async function stageOf(fate: keyof typeof fates, times: number) {
  const { functions } = await built;
  const whole = functions['Function'];
  if (whole === undefined) throw new Error('The template has no Function');
  const file = changed(whole.file, fates[fate](once), `${fate}-${times}`);
  const left = join(dirname(file), 'left');
  writeFileSync(left, String(times));
  const runtime = { ...theirs, args: ['--max-old-space-size=64', ...theirs.args] };
  const bundles = { functions: { ...functions, Function: { ...whole, file } } };
  const stage = await openStage({ bundles, retryAfter: [0], launch: { runtime, ...hurried() } });
  stages.push(stage);
  return { ...stage, left: () => Number(readFileSync(left, 'utf8')) };
}

/** Time runs out the moment the function has begun to hang, and at no other. */
function hurried() {
  const expiring = new Set<() => void>();
  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (milliseconds === 0) resolve();
      expiring.add(resolve);
      signal?.addEventListener('abort', () => resolve());
    });
  const clock: Clock = { now: Date.now, sleep, deadline: Number.POSITIVE_INFINITY };
  const logger = (line: string) => {
    if (line.includes('"hanging"')) for (const expire of expiring) expire();
  };
  return { clock, logger };
}

test.each(names)('a Create is answered FAILED with its id where each attempt ends in %s', async (fate) => {
  const stage = await stageOf(fate, 2);
  const { endpoint, main } = stage;
  const driver = driverOf(stage);
  const before = structuredClone(applicationAccount(stage));
  const { status, stackId } = await driver.createStack('lost', stackOf(stage, { Verification: 'Off' }));
  await main.idle();
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(applicationAccount(stage)).toEqual(before);
  const origin = { responseUrl: '', requestId: '', stackId, stackName: 'lost', logicalId: 'SessionRole' };
  const id = generatedName(origin, '/session-manager/');
  expect(driver.events.find((event) => event.status === 'CREATE_FAILED')).toMatchObject({
    physicalId: id,
    reason: expect.stringMatching(/Message returned: The function did not answer \(RetriesExhausted\)/),
  });
  expect(endpoint.answers.delivered.map(({ body }) => JSON.parse(body))).toMatchObject([
    { Status: 'FAILED', PhysicalResourceId: id },
    { Status: 'SUCCESS', PhysicalResourceId: id },
  ]);
});

test.each(names)('a Create is carried out by the retry where the first attempt ends in %s', async (fate) => {
  const stage = await stageOf(fate, 1);
  const { endpoint, undelivered, left } = stage;
  const driver = driverOf(stage);
  const given = stackOf(stage, { Verification: 'Off', RoleName: 'app-sessions' });
  const { status, physicalIds } = await driver.createStack('late', given);
  expect({ status, physicalIds }).toEqual({ status: 'CREATE_COMPLETE', physicalIds: { SessionRole: 'app-sessions' } });
  expect(applicationAccount(stage).roles['app-sessions']?.attached).toHaveLength(1);
  expect(endpoint.answers.delivered).toHaveLength(1);
  expect(undelivered.logs).toEqual([]);
  // One attempt that it befell, and one that it did not.
  expect(left()).toBe(-1);
});
