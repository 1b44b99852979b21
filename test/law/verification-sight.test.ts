import fc from 'fast-check';
import type { World } from '../../local/aws/world';
import { APPLICATION_ACCOUNT, crossAccountParameters, LOG_ACCOUNT } from '../../local/two-accounts';
import { enrolled, pasted, sessionsUnder, verified } from './verification-play';
import type { Wording } from './verification-policies';
import { right, type Scenario, scenarios } from './verification-scenarios';
import { NAMESAKE, ROLE } from './verification-terms';
import { bucketOf, worldOf } from './verification-world';

const others: Wording = { effect: 'Deny', who: 'everyone', what: 's3:*', where: 'everything', when: 'otherRoles' };

const withBucket = (bucket: Partial<Scenario['bucket']>): Scenario => ({
  ...right,
  bucket: { ...right.bucket, ...bucket },
});

const unread = {
  bucket: 'BucketUnreadable',
  bucketPolicy: 'BucketPolicyUnreadable',
  key: 'KeyUnreadable',
};
const deployVerifier = expect.stringMatching(
  /^deploy the verifier role of examples\/log-account\.yaml, .*VerifierRoleName/,
);
const allowFunction = expect.stringMatching(/allow the function that read/);
const VERIFIER = crossAccountParameters.VerifierRoleName;
const ungranted = { verifier: 'absent', policy: [] } as const;

test.each([
  { scenario: withBucket({ owner: 'own', policy: [] }), codes: [], because: 'the function reads its own account' },
  { scenario: right, codes: [], because: 'the verifier role reads policies for the function' },
  {
    scenario: withBucket(ungranted),
    codes: [unread.bucket, unread.bucketPolicy],
    because: 'a guest reads nothing, and does not know of a key',
  },
  {
    scenario: withBucket({ ...ungranted, declaresKey: true }),
    codes: [unread.bucket, unread.bucketPolicy, unread.key, unread.key],
    because: 'S3KmsKeyArn names a key, and says nothing of its policy',
  },
  {
    scenario: withBucket({ verifier: 'absent' }),
    codes: [unread.bucketPolicy, unread.key, unread.key],
    because: 'the bucket policy shows its encryption to the whole account, and itself to nobody',
  },
  {
    scenario: withBucket({ owner: 'own', policy: [others] }),
    codes: [unread.bucket, unread.bucketPolicy],
    account: APPLICATION_ACCOUNT,
    instruction: allowFunction,
    because: 'a policy that shuts out the function may shut out more',
  },
])('$codes is all that is left open where $because', async ({ scenario, codes, account, instruction }) => {
  const { findings } = await verified(worldOf(scenario), scenario);
  expect(findings).toEqual(
    codes.map((code) =>
      expect.objectContaining({
        code,
        verdict: 'cannotTell',
        account: account ?? LOG_ACCOUNT,
        remedy: { kind: 'act', instruction: instruction ?? deployVerifier },
      }),
    ),
  );
});

test.each([
  { scenario: withBucket(ungranted), reason: 'the function has no VerifierRoleName', because: 'none was named' },
  {
    scenario: withBucket({ policy: [] }),
    reason: `role/${VERIFIER} cannot be assumed`,
    because: 'the account does not have it',
  },
])('what nobody could read says why nobody could: $reason, since $because', async ({ scenario, reason }) => {
  const world = worldOf(scenario);
  delete world.accounts[LOG_ACCOUNT]?.roles[VERIFIER];
  const { findings } = await verified(world, scenario);
  expect(findings.find(({ code }) => code === unread.bucketPolicy)?.evidence).toEqual([
    expect.stringContaining(reason),
  ]);
});

const own = withBucket({ owner: 'own', policy: [] });
const strangers = (world: World) => Object.assign(bucketOf(world, 'app-session-logs'), { owner: LOG_ACCOUNT });

test.each<{ scenario: Scenario; change: (world: World) => unknown; codes: readonly string[]; because: string }>([
  {
    scenario: own,
    change: ({ buckets }) => delete buckets['app-session-logs'],
    codes: ['BucketMissing'],
    because: 'HeadBucket answers 404',
  },
  {
    scenario: withBucket({ owner: 'own' }),
    change: strangers,
    codes: ['BucketOwnerMismatch'],
    because: 'it answers whoever expects no owner',
  },
  {
    scenario: own,
    change: strangers,
    codes: [unread.bucket, unread.bucketPolicy],
    because: 'a 403 does not say whether the owner is another or a right is missing',
  },
])('of a bucket that is not there or not ours the function says $codes, since $because', async (row) => {
  const world = worldOf(row.scenario);
  row.change(world);
  const proposal = await verified(world, row.scenario);
  expect(proposal.findings.map(({ code }) => code)).toEqual(row.codes);
  expect(sessionsUnder(ROLE, enrolled(world, proposal), row.scenario).short.session.state).toBe('refused');
});

test('a bucket of another account never passes without the verifier role there', () =>
  fc.assert(
    fc.asyncProperty(scenarios, async ({ bucket, ...rest }) => {
      const scenario: Scenario = { ...rest, bucket: { ...bucket, owner: 'log', verifier: 'absent' } };
      const { success } = await verified(worldOf(scenario), scenario);
      expect(success(ids).attributes.VerificationStatus).toMatch(/^(UNPROVEN|BROKEN)$/);
    }),
    { numRuns: 25 },
  ));

const ids = { roleId: 'AROA0', instanceProfileId: 'AIPA0' };
const bare = fc.record({
  prefix: fc.constantFrom('', 'sessions', 'team/a'),
  encryptionEnabled: fc.boolean(),
  bucketKeyEnabled: fc.boolean(),
  algorithm: fc.constantFrom('aws:kms', 'AES256'),
});

test('RequiredBucketPolicy and RequiredKeyPolicy, pasted by the owner, are all that an untouched bucket and key lack', () =>
  fc.assert(
    fc.asyncProperty(bare, fc.boolean(), async (bucket, exists) => {
      const scenario: Scenario = {
        ...withBucket({ ...bucket, policy: [] }),
        role: { ...right.role, exists },
        key: { ...right.key, policy: [] },
        // Where the bucket needs no key, the session's is the foreign one.
        sessionKey: bucket.algorithm === 'AES256' ? 'bucketKey' : 'own',
      };
      const world = worldOf(scenario);
      const before = await verified(world, scenario);
      expect(before.success(ids).attributes.VerificationStatus).toBe('BROKEN');
      const mended = pasted(world, before.success(ids).attributes, scenario);
      const after = await verified(mended, scenario);
      const inhabited = enrolled(mended, after);
      expect(after.findings).toEqual([]);
      expect(sessionsUnder(ROLE, inhabited, scenario)).toMatchObject({ short: working, long: working });
      expect(sessionsUnder(NAMESAKE, inhabited, scenario).short.s3Log.state).not.toBe('written');
    }),
    { numRuns: 10 },
  ));

const working = { session: { state: 'ran' }, s3Log: { state: 'written' }, cloudWatchLog: { state: 'written' } };
