import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { startMinistack } from '../servers/ministack';
import type { Server } from '../servers/server';
import { folder } from '../tools';

const account = '111122223333';
let ministack: Server;

beforeAll(async () => {
  ministack = await startMinistack({ account, region: 'eu-west-1', policies: 'ignored' });
});

afterAll(() => ministack.stop());

/** `npm run test:live` with credentials of the account, which ministack takes from the access key. */
function testLive(...args: readonly string[]): Promise<{ readonly code: number; readonly printed: string }> {
  const script = join(__dirname, '../../live/live.ts');
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'live',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', script, ...args], { env: environment }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), printed: stdout + stderr }),
    );
  });
}

// As far as ministack goes: it evaluates no policy here, keeps a dead role's ARN, and takes resources one by one.
const answers = [
  'differs: NoSuchEntity for a caller who may read under the path alone',
  'differs: none for a caller who may describe this group alone',
  'differs: none for a caller who has s3:PutObject alone',
  'learned: none for a caller who has logs:PutLogEvents alone',
  'differs: the ARN of the dead role, a minute after',
  'differs: the ARN of the dead role, a minute after',
  'differs: LimitExceeded, HTTP 409, An instance profile can have only one role.',
  'differs: RolesQuota 1000, PoliciesQuota 1500, InstanceProfilesQuota undefined, AttachedPoliciesPerRoleQuota 10, AssumeRolePolicySizeQuota 2048',
  'differs: 0 seconds',
  'differs: Create > a, Update a > b, Delete b > b',
  'differs: Delete of its own id after its answer; the late answer gets HTTP 200; ROLLBACK_COMPLETE',
  'as assumed: v24',
  'learned: yes, as "300"',
  'learned: the stack is ROLLBACK_COMPLETE: Template format error: The Value field of every Outputs member must evaluate to a String.',
  "learned: not the service role's, which has none",
];

test('a role lives in the account, every fact has its answer, and nothing is left', async () => {
  const { code, printed } = await testLive('--account', account, '--endpoint-url', ministack.url);
  expect(printed.match(/^ {2}✗.*/gm)).toBeNull();
  expect(printed.match(/^ {2}✓ /gm)).toHaveLength(7);
  expect(
    [...printed.matchAll(/^ {4}((?:as assumed|differs|learned|could not tell): .*)$/gm)].map(([, said]) => said),
  ).toEqual(answers);
  expect(printed).toContain('✓ nothing is left');
  // What differs from real AWS is told by the exit code too.
  expect(code).toBe(1);
}, 480_000);

test('credentials of another account are refused before anything is done', async () => {
  const { code, printed } = await testLive('--account', '999988887777', '--endpoint-url', ministack.url);
  expect(printed).toContain(`These credentials are of account ${account}, not of 999988887777: nothing was done`);
  expect(code).toBe(1);
});
