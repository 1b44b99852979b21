import { AwsError } from '../../handler/aws/aws-error';
import type { World } from '../../local/aws/world';
import { LOG_ACCOUNT } from '../../local/two-accounts';
import { type Given, plain, stage } from './fixture';
import { checkSecrets, externalId, responseUrl } from './secrets';

// Every delivery of every test in this folder passes through the same check: see deliverOnce in the fixture.
test.each([
  ['a log entry', { logs: [{ event: 'start', url: responseUrl('1') }] }],
  ['an error', new Error(`Cannot PUT ${responseUrl('1')}`)],
  ["an error's cause", new Error('Cannot PUT', { cause: new Error(responseUrl('1')) })],
  ['a nested value', { a: [{ b: `token-of-ASIA123` }] }],
  ['the path alone', 'arn/canary-of-the-path'],
  ['the input of a call', { ExternalId: externalId }],
])('a secret in %s is noticed', (_where, said) => {
  expect(() => checkSecrets(said)).toThrow('A secret was told');
});

test('the host and the stack may be told', () => {
  const url = new URL(responseUrl('1'));
  expect(() => checkSecrets([url.host, url.pathname.split('/')[1]])).not.toThrow();
});

const crossAccount: Given = {
  ...plain,
  Verification: 'Enforce',
  S3BucketName: 'org-session-logs',
  S3BucketOwner: '444455556666',
};

test('the credentials of the verifier role are used, and never told', async () => {
  const { world, deliver } = stage();
  const { body, calls } = await deliver({ type: 'Create', properties: crossAccount });
  const assumed = calls.flatMap(({ caller }) => world.sessions[caller.accessKeyId]?.role ?? []);
  expect(assumed).toContain('session-manager-role-verifier');
  expect(body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'PASSED' } });
});

test('a failing read in the other account tells no credentials either', async () => {
  for (const code of ['ExpiredToken', 'InvalidAccessKeyId', 'SignatureDoesNotMatch']) {
    const hooks = {
      before: async (operation: string) => {
        if (operation === 's3:GetBucketPolicy') throw new AwsError(code, 403, 'The provided token is unusable');
      },
    };
    const { body } = await stage().deliver({ type: 'Create', properties: crossAccount }, { hooks });
    expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('s3:GetBucketPolicy') });
  }
});

const verifier = { roleName: 'session-manager-role-verifier', externalId };

/** The role in the log account trusts whoever tells this external id. */
function trusting(world: World, id: string): void {
  const role = world.accounts[LOG_ACCOUNT]?.roles[verifier.roleName];
  if (role) role.trustPolicy = role.trustPolicy.replace('"session-logs"', JSON.stringify(id));
}

test.each([
  { because: 'it is accepted', trusted: externalId, status: 'SUCCESS' },
  { because: 'it is another', trusted: 'another-id', status: 'FAILED' },
])('the external id is told to nobody but STS, whether or not $because', async ({ trusted, status }) => {
  const { world, deliver } = stage();
  trusting(world, trusted);
  const { body, calls } = await deliver({ type: 'Create', properties: crossAccount }, { redeployed: { verifier } });
  const told = calls.filter(({ input }) => JSON.stringify(input).includes(externalId));
  expect([...new Set(told.map(({ operation }) => operation))]).toEqual(['sts:AssumeRole']);
  expect(body?.Status).toBe(status);
});

test.each(['AccessDenied', 'Throttling', 'RegionDisabled', 'ServiceUnavailable'])(
  'an assumption that fails with %s does not tell the external id',
  async (code) => {
    const { world, deliver } = stage();
    trusting(world, externalId);
    const hooks = {
      before: async (operation: string) => {
        if (operation === 'sts:AssumeRole') throw new AwsError(code, code === 'ServiceUnavailable' ? 503 : 400, 'No');
      },
    };
    const { body } = await deliver({ type: 'Create', properties: crossAccount }, { hooks, redeployed: { verifier } });
    expect(body?.Status).toBe('FAILED');
  },
);
