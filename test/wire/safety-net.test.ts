import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Clock } from '../../handler/aws/clock';
import { generatedName } from '../../handler/core/identity/names';
import { applicationAccount, type Bundled, bundled, driverOf, openBundled, stackOf } from './bundled';

/** How a deployment can be so broken that the function never hears of an event, or never ends one. */
const fates: Readonly<Record<string, { readonly breaks: (source: string) => string; readonly because: string }>> = {
  importFailure: { breaks: (source) => `require('absent');${source}`, because: 'the build left a module out' },
  syntaxError: { breaks: (source) => `${source}}`, because: 'the file that was uploaded is not whole' },
  // Lambda gives initialisation 10 s, then repeats it within the function's time-out:
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
  initialisationTimeOut: {
    breaks: (source) => `console.info('hanging'); for (;;);${source}`,
    because: 'it never ends',
  },
  memoryExhaustion: {
    breaks: (source) => `${source};
      module.exports.handler = () => { for (const held = []; ; ) held.push(new Array(100_000).fill(held.length)); };`,
    because: 'V8 aborts where the heap is full',
  },
};

const directory = mkdtempSync(join(tmpdir(), 'safety-net-'));
const stages: Bundled[] = [];
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.stop())));
afterAll(() => rmSync(directory, { recursive: true }));

/** A stage whose function is a file that can be broken and repaired, as a deployer would. */
async function stageOf(name: string, source: string) {
  const { functions } = await bundled();
  const whole = functions['Function'];
  if (whole === undefined) throw new Error('The template has no Function');
  const file = join(mkdtempSync(join(directory, `${name}-`)), 'index.js');
  writeFileSync(file, source);
  const runtime = {
    command: process.execPath,
    args: ['--max-old-space-size=64', resolve('local/lambda/bootstrap.js')],
  };
  // No retry, where the template has two: what counts is the last.
  const stage = await openBundled({
    ...{ bundles: { functions: { ...functions, Function: { ...whole, file } } }, retryAfter: [] },
    launch: { runtime, ...hurried() },
  });
  stages.push(stage);
  return { ...stage, deploy: (next: string) => writeFileSync(file, next) };
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

test.each(Object.entries(fates).map(([fate, row]) => ({ fate, ...row })))(
  '$fate fails Create and Delete under one id, from which a repaired function deletes: $because',
  async ({ fate, breaks }) => {
    const whole = readFileSync((await bundled()).functions['Function']?.file ?? '', 'utf8');
    const stage = await stageOf(fate, breaks(whole));
    const driver = driverOf(stage);
    const before = structuredClone(applicationAccount(stage));
    const { status, stackId } = await driver.createStack('lost', stackOf(stage, { Verification: 'Off' }));
    expect(status).toBe('ROLLBACK_FAILED');
    const origin = { responseUrl: '', requestId: '', stackId, stackName: 'lost', logicalId: 'SessionRole' };
    const id = generatedName(origin, '/session-manager/');
    const bodies = stage.endpoint.answers.delivered.map(({ body }) => JSON.parse(body));
    const failed = { Status: 'FAILED', PhysicalResourceId: id, Reason: expect.stringMatching(/^The function did not/) };
    expect(bodies).toMatchObject([failed, failed]);
    expect(applicationAccount(stage)).toEqual(before);

    stage.deploy(whole);
    expect(await driver.deleteStack('lost')).toHaveProperty('status', 'DELETE_COMPLETE');
  },
);
