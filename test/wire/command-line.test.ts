import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../handler/aws/aws-error';
import { failing, type Hooks } from '../../local/aws/hooks';
import * as oneEvent from '../../local/one-event';
import type { Stage } from '../../local/stage';
import * as story from '../../local/story';
import { bundled } from './bundled';
import { expectNoSecrets } from './secrets';

// Every command opens a stage of its own: here it is one stage whose world begins anew, so that one process serves all.
let mockOpen: () => Promise<Stage>;
jest.mock('../../local/stage', () => ({ bundleFunctions: async () => undefined, openStage: () => mockOpen() }));

let stage: Stage;
let faults: Hooks = {};
const directory = mkdtempSync(join(tmpdir(), 'command-line-'));

beforeAll(async () => {
  const { openStage } = jest.requireActual<typeof import('../../local/stage')>('../../local/stage');
  const hooks: Hooks = { before: async (...call) => faults.before?.(...call) };
  stage = await openStage({ hooks, bundles: await bundled() });
  const world = structuredClone(stage.world);
  mockOpen = async () => {
    Object.assign(stage.world, structuredClone(world));
    return { ...stage, stop: () => stage.main.idle() };
  };
});

afterEach(() => {
  faults = {};
});

afterAll(async () => {
  await stage.stop();
  expectNoSecrets(stage.main.logs, stage.undelivered.logs, stage.endpoint.answers.delivered);
  rmSync(directory, { recursive: true });
});

interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** `npm start -- …` in this process, to its exit code. */
async function start(...argv: readonly string[]): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((line: string) => out.push(line));
  jest.spyOn(console, 'error').mockImplementation((line: unknown) => err.push(String(line)));
  const { argv: own } = process;
  process.argv = ['node', 'start.ts', ...argv];
  const code = await new Promise((resolve) => {
    Object.defineProperty(process, 'exitCode', { configurable: true, set: resolve });
    jest.isolateModules(() => {
      jest.doMock('../../local/one-event', () => oneEvent);
      jest.doMock('../../local/story', () => story);
      require('../../local/start');
    });
  });
  process.argv = own;
  jest.restoreAllMocks();
  expectNoSecrets(out, err);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const played = [
  { file: 'create.json', code: 0, first: 'iam:CreateRole', because: 'own bucket and log group are in order' },
  { file: 'create-cross-account.json', code: 0, first: 'iam:CreateRole', because: 'the log account grants it all' },
  { file: 'create-invalid.json', code: 1, first: undefined, because: 'nothing is done for properties with problems' },
  { file: 'update.json', code: 0, first: 'iam:UpdateRole', because: 'it differs from what is created first' },
  { file: 'delete.json', code: 0, first: 'iam:DetachRolePolicy', because: 'it removes what is created first' },
];

describe('One event', () => {
  test('is played of every kind that lies in events/', () => {
    const files = readdirSync('events').filter((name) => name !== 'env.json');
    expect(played.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  test.each(played)('$file ends in $code and prints one JSON document: $because', async ({ file, code, first }) => {
    const ended = await start(`events/${file}`, '--json');
    expect(ended).toMatchObject({ code, err: '' });
    const printed = JSON.parse(ended.out);
    expect(Object.keys(printed)).toEqual(['findings', 'changes', 'answer']);
    expect(printed.changes[0]?.[0]?.action).toBe(first);
    expect(printed.answer).toMatchObject({ Status: code === 0 ? 'SUCCESS' : 'FAILED' });
  });

  test('is told for people unless JSON is asked for: what was checked, what was changed, what was answered', async () => {
    const { code, out, err } = await start('events/create-cross-account.json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('✓ ok         BucketPolicy of "org-session-logs"');
    expect(out).toContain('1. iam:CreateRole app-sessions-cross-account');
    expect(JSON.parse(out.slice(out.indexOf('{')))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('create-invalid.json is told all that is wrong with it', async () => {
    const { code, out } = await start('events/create-invalid.json');
    expect(code).toBe(1);
    for (const name of ['RoleName', 'S3BuketName', 'ForceDetachPolicies', 'MaxSessionDuration', 'Tags[0]']) {
      expect(out).toContain(name);
    }
  });
});

describe('A wrong call', () => {
  const file = (name: string, content: string) => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };

  test.each<{ because: string; argv: readonly string[]; problem: RegExp }>([
    { because: 'the file is missing', argv: ['events/absent.json'], problem: /^events\/absent\.json: .*ENOENT/ },
    { because: 'the file is a directory', argv: ['events'], problem: /^events: .*EISDIR/ },
    { because: 'the file holds no JSON', argv: [file('broken.json', '{\n"a":\n')], problem: /broken\.json: .*JSON/ },
    { because: 'the file holds nothing', argv: [file('empty.json', '')], problem: /empty\.json: .*JSON/ },
    {
      because: 'the file holds a list',
      argv: [file('list.json', '[]')],
      problem: /list\.json: Expected a JSON object/,
    },
    {
      because: 'the file holds null',
      argv: [file('null.json', 'null')],
      problem: /null\.json: Expected a JSON object/,
    },
    { because: 'no such option', argv: ['--yaml', 'events/create.json'], problem: /^unknown option --yaml \(usage: / },
    {
      because: 'one file at a time',
      argv: ['a.json', 'b.json'],
      problem: /one event file .*got a\.json, b\.json \(usage: /,
    },
    { because: 'the story is no JSON', argv: ['--json'], problem: /^--json needs an event file \(usage: / },
    {
      because: 'all that is wrong',
      argv: ['-x', 'a', 'b'],
      problem: /^unknown option -x; one event file .* \(usage: /,
    },
  ])('is told in one line, and ends in 2: $because', async ({ argv, problem }) => {
    const { code, out, err } = await start(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(problem);
    expect(err.split('\n')).toHaveLength(1);
  });

  test('with an object that is no event is told all that is missing of one, and ends in 2', async () => {
    const { code, out, err } = await start(file('other.json', '{"a":1}'), '--json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^\S+other\.json: Cannot answer this event: StackId: [^\n]+$/);
    const members = ['RequestId', 'LogicalResourceId', 'ResourceType', 'ResourceProperties', 'RequestType'];
    expect(members.filter((member) => !err.includes(`; ${member}: `))).toEqual([]);
  });
});

test('a story of which one step does not end as told ends there, in 1', async () => {
  faults = failing('iam:CreatePolicy', 1, new AwsError('LimitExceeded', 409, 'Cannot exceed quota'), 'before');
  const { code, out, err } = await start();
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain('not as told: expected that the stack ends in CREATE_COMPLETE');
  expect(out).toMatch(/^1\. /m);
  expect(out).not.toMatch(/^2\. /m);
});
