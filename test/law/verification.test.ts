import fc from 'fast-check';
import type { Finding } from '../../handler/core/access/findings';
import type { LogOutcome, SessionRun } from '../../local/aws/agent';
import type { World } from '../../local/aws/world';
import { APPLICATION_ACCOUNT } from '../../local/two-accounts';
import { enrolled, remedied, type Sessions, sessionsUnder, verified } from './verification-play';
import { right, type Scenario, scenarios, wanting } from './verification-scenarios';
import { NAMESAKE, ROLE } from './verification-terms';
import { worldOf } from './verification-world';

interface Played {
  readonly findings: readonly Finding[];
  readonly sessions: Sessions;
  /** How another role of the same account fares in the same world. */
  readonly namesake: Sessions;
}

/** Verifies, then makes the role that was verified, and plays sessions under it. */
async function play(scenario: Scenario, world: World): Promise<Played> {
  const proposal = await verified(world, scenario);
  const inhabited = enrolled(world, proposal);
  const sessions = sessionsUnder(ROLE, inhabited, scenario);
  return { findings: proposal.findings, sessions, namesake: sessionsUnder(NAMESAKE, inhabited, scenario) };
}

const arrived = ({ state }: LogOutcome) => state === 'written' || state === 'none';
const complete = (run: SessionRun) => run.session.state === 'ran' && arrived(run.s3Log) && arrived(run.cloudWatchLog);
const works = ({ short, long }: Sessions) => complete(short) && complete(long);
const serious = ({ verdict }: Finding) => verdict !== 'advice';

const isBroken = ({ verdict }: Finding) => verdict === 'broken';

function kindOf(findings: readonly Finding[], sessions: Sessions): string {
  const worst = findings.some(serious) ? (findings.some(isBroken) ? 'broken' : 'doubtful') : 'verified';
  return `${worst}, and ${works(sessions) ? 'works' : 'fails'}`;
}

/** Whether the sessions suffer what a broken finding announces; of a session that is refused no log is lost. */
function suffered({ short, long }: Sessions, { consequence, code, place, actions }: Finding): boolean {
  if (consequence === 'session refused') return short.session.state === 'refused' && long.session.state === 'refused';
  // The template contradicts the bucket, and the agent follows the bucket.
  if (short.session.state === 'refused' || code === 'BucketKeyMismatch') return true;
  const streams = place.startsWith('LogGroup') || actions.some((action) => action.startsWith('logs:'));
  const uploads = /^(Bucket|Key)/.test(place) || actions.some((action) => /^(s3|kms):/.test(action));
  switch (consequence) {
    case 'session hangs':
      return !arrived(short.cloudWatchLog);
    case 'log lost':
      return (streams && short.cloudWatchLog.state === 'lost') || (uploads && short.s3Log.state === 'lost');
    case 'log lost above 5 MiB':
      return long.s3Log.state === 'lost';
    case 'advice':
      return false;
    default:
      return consequence satisfies never;
  }
}

test('what is verified works, and what is found broken breaks as announced', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { findings, sessions } = await play(scenario, worldOf(scenario));
      const kind = kindOf(findings, sessions);
      seen.add(kind);
      expect([kind, sessions]).not.toEqual(['verified, and fails', sessions]);
      for (const finding of findings.filter(isBroken))
        expect([finding, sessions, suffered(sessions, finding)]).toEqual([finding, sessions, true]);
    }),
    // So many that the rarest kind, some four in a hundred, is among them.
    { numRuns: 300 },
  );
  // Worlds that are all of one kind would prove nothing.
  expect([...seen].sort()).toEqual(
    expect.arrayContaining(['broken, and fails', 'doubtful, and fails', 'doubtful, and works', 'verified, and works']),
  );
});

test.each<Pick<Scenario['role'], 'network' | 'boundary'> & { kind: string; because: string }>([
  {
    network: 'endpoints',
    boundary: 'everything',
    kind: 'doubtful, and works',
    because: 'nobody said which endpoints they are',
  },
  {
    network: 'toldS3Endpoint',
    boundary: 'everything',
    kind: 'doubtful, and works',
    because: 'nobody said which is that of KMS',
  },
  { network: 'toldEndpoints', boundary: 'everything', kind: 'verified, and works', because: 'each was said' },
  { network: 'otherEndpoints', boundary: 'everything', kind: 'broken, and fails', because: 'others were said' },
  {
    network: 'toldS3Endpoint',
    boundary: 'allThroughS3Endpoint',
    kind: 'doubtful, and fails',
    because: 'nobody said how other services are reached',
  },
  {
    network: 'toldEndpoints',
    boundary: 'allThroughS3Endpoint',
    kind: 'broken, and fails',
    because: 'no other service is reached through it',
  },
])('a bucket and keys for one endpoint each: $kind, since $because', async ({ kind, ...how }) => {
  const role = { ...right.role, further: 'deniesOutsideEndpoint' as const, ...how };
  const denial = {
    effect: 'Deny',
    who: 'account',
    what: 's3:*',
    where: 'everything',
    when: 'outsideS3Endpoint',
  } as const;
  const scenario = { ...right, role, bucket: { ...right.bucket, policy: [...right.bucket.policy, denial] } };
  const { findings, sessions } = await play(scenario, worldOf(scenario));
  expect([kindOf(findings, sessions), findings, sessions]).toEqual([kind, findings, sessions]);
});

test.each([
  { grantReach: 'bounded', kind: 'doubtful, and fails' },
  { grantReach: 'unbounded', kind: 'doubtful, and works' },
] as const)(
  'a grant on the key beside a boundary that leaves decryption out: $kind, where it is $grantReach',
  async ({ grantReach, kind }) => {
    const key = { ...right.key, delegates: false, policy: [], grant: 'uses', grantReach } as const;
    const role = { ...right.role, exists: true, boundary: 'withoutDecrypt' } as const;
    const logGroup = { ...right.logGroup, is: 'unused' } as const;
    const scenario: Scenario = { ...right, role, key, logGroup, sessionKey: 'none' };
    const { findings, sessions } = await play(scenario, worldOf(scenario));
    expect([kindOf(findings, sessions), findings, sessions]).toEqual([kind, findings, sessions]);
  },
);

type OfGroup = Pick<Scenario['logGroup'], 'callerRight'> & { kind: string; because: string };
const asked = { callerRight: 'asked' } as const;
const waived = { callerRight: 'waived' } as const;
const undelegated = { ...right.key, delegates: false } as const;
const ownBucket = { ...right.bucket, owner: 'own', policy: [] } as const;
const unencryptedBucket = { ...right.bucket, algorithm: 'AES256' } as const;
const printed = { ...right.role, scope: 'Documented' } as const;
const asPrinted = { role: printed, bucket: unencryptedBucket, sessionKey: 'none' } as const;

test.each<OfGroup & Partial<Scenario>>([
  { ...asked, kind: 'verified, and works', because: 'the role is granted what may be asked' },
  { ...waived, kind: 'verified, and works', because: 'nobody asks, and it is granted all the same' },
  {
    ...asked,
    ...asPrinted,
    kind: 'doubtful, and fails',
    because: 'AWS’s page grants less',
  },
  { ...waived, ...asPrinted, kind: 'doubtful, and works', because: 'less may be enough' },
  { ...asked, bucket: ownBucket, key: undelegated, kind: 'doubtful, and fails', because: 'the key is for S3 alone' },
  { ...waived, bucket: ownBucket, key: undelegated, kind: 'doubtful, and works', because: 'S3 alone may be enough' },
])('of the key of the log group, whose right is $callerRight: $kind, since $because', async (row) => {
  const { kind, callerRight, because: _, ...parts } = row;
  const ofGroup = { ...right.logGroup, callerRight, key: parts.key === undefined ? 'session' : 'bucket' } as const;
  const scenario = { ...right, ...parts, logGroup: ofGroup };
  const { findings, sessions } = await play(scenario, worldOf(scenario));
  expect([kindOf(findings, sessions), findings, sessions]).toEqual([kind, findings, sessions]);
});

test('a statement that is added as the finding says settles it, for this role alone', async () => {
  let settled = 0;
  await fc.assert(
    fc.asyncProperty(wanting, async (scenario) => {
      const world = worldOf(scenario);
      const before = await play(scenario, world);
      for (const finding of before.findings) {
        const { remedy } = finding;
        if (remedy.kind !== 'addStatement') continue;
        expect(remedy.statement.Principal).toEqual({ AWS: `arn:aws:iam::${APPLICATION_ACCOUNT}:root` });
        const after = await play(scenario, remedied(world, finding, scenario));
        expect(after.findings.map(titleOf)).not.toContain(titleOf(finding));
        expect(after.namesake).toEqual(before.namesake);
        if (before.findings.filter(serious).length > 1) continue;
        expect([after.findings.filter(serious), works(after.sessions)]).toEqual([[], true]);
        settled += 1;
      }
    }),
    { numRuns: 30 },
  );
  expect(settled).toBeGreaterThan(0);
});

const titleOf = ({ code, place, consequence }: Finding) => `${code}, ${consequence}: ${place}`;
