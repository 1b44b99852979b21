import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSession } from '../../local/aws/sessions';
import type { World } from '../../local/aws/world';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { asAuditor, everything, worldWith } from '../cli/check-role/fixture';
import { mount } from './sdk';
import { expectNoSecrets } from './secrets';

const directory = mkdtempSync(join(tmpdir(), 'check-role-'));
const sharedFile = join(directory, 'credentials');

afterAll(() => rmSync(directory, { recursive: true }));

/** `npm run check-role -- …` in a process of its own, by a person with a profile, over HTTP. */
async function run(world: World, ...argv: readonly string[]) {
  const { url } = await mount(world);
  const id = startSession(world, APPLICATION_ACCOUNT, 'engineer', 'person');
  const { secretAccessKey = '', sessionToken = '' } = world.sessions[id] ?? {};
  const keys = { aws_access_key_id: id, aws_secret_access_key: secretAccessKey, aws_session_token: sessionToken };
  const lines = Object.entries(keys).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(sharedFile, ['[production]', ...lines, ''].join('\n'));
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: sharedFile,
    // Of nobody: the profile comes first.
    AWS_ACCESS_KEY_ID: 'AKIASTALE',
    AWS_SECRET_ACCESS_KEY: 'stale',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const args = [require.resolve('tsx/cli'), 'cli/check-role.ts', '--profile', 'production', '--region', REGION];
  const ended = await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [...args, ...argv], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
  expectNoSecrets(ended.out, ended.err);
  for (const secret of [secretAccessKey, sessionToken]) expect(ended.out + ended.err).not.toContain(secret);
  return ended;
}

const letIn = { name: 'web', path: '/session-manager/', bucket: 'org-session-logs', inline: { everything } };

test('a role that is let in by the log account is ok there, through the verifier role', async () => {
  const { code, out, err } = await run(worldWith(letIn), '--role-name', 'web', ...asAuditor);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('✓ ok         KeyPolicy of arn:aws:kms:eu-west-1:444455556666:key/');
});

test('a role as the page prints it is broken, as one JSON document', async () => {
  const world = worldWith({ name: 'web', bucket: 'org-session-logs' });
  const { code, out, err } = await run(world, '--role-name', 'web', '--json', ...asAuditor);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const codes = JSON.parse(out).findings.map((finding: { readonly code: string }) => finding.code);
  expect(codes).toEqual(['BucketPolicyMissingGrant', 'KeyPolicyMissingGrant', 'IdentityMissingGrant']);
});

test('without a verifier role nobody can tell', async () => {
  const { code, out, err } = await run(worldWith(letIn), '--role-name', 'web', '--bucket-owner', LOG_ACCOUNT);
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(out).toContain('? cannotTell BucketPolicy of "org-session-logs"');
});

test('a role that nobody made cannot be checked', async () => {
  const { code, out, err } = await run(worldWith(letIn), '--role-name', 'wab');
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toBe('There is no role "wab" in the account\n');
});
