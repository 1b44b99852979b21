import type { Requirements } from '../../../handler/core/access/requirements';
import type { Sources } from '../../../handler/core/access/requirements-of-role';
import { verdictOf } from '../../../handler/core/access/verdict';
import { verify } from '../../../handler/core/access/verify';
import { weighed } from '../../../handler/core/access/weighed';
import { present } from '../../../handler/core/seen';
import { rows } from './rows';
import {
  BUCKET_ARN,
  bearing,
  type Change,
  policy,
  reads,
  requiring,
  right,
  type Setting,
  seeingBucketPolicy,
  uploads,
} from './setting';

const flags: Sources = {
  s3EncryptionEnabled: 'assumed',
  cloudWatchEncryptionEnabled: 'assumed',
  cloudWatchStreamingEnabled: 'assumed',
};
const prefix: Sources = { s3KeyPrefix: 'assumed' };
const names: Sources = { s3BucketName: 'policies', cloudWatchLogGroupName: 'policies', kmsKeyId: 'policies' };

const anywhere = { ...uploads, Resource: `${BUCKET_ARN}/*` };
const belowTheRoot = { Effect: 'Deny', Action: 's3:PutObject', Resource: `${BUCKET_ARN}/*/*` } as const;
const denying = policy({ Action: '*' }, belowTheRoot, { Effect: 'Deny', Action: ['s3:Get*', 'logs:Describe*'] });
/** Policies that tell the root from prefixes, and one prefix from another. */
const policies: readonly Change[] = [
  requiring({}),
  seeingBucketPolicy(anywhere, reads),
  seeingBucketPolicy(anywhere),
  seeingBucketPolicy({ ...uploads, Resource: [`${BUCKET_ARN}/a/*`, `${BUCKET_ARN}/b/*`] }, reads),
  seeingBucketPolicy(anywhere, reads, { ...belowTheRoot, Principal: '*' }),
  seeingBucketPolicy(anywhere, { ...belowTheRoot, Principal: '*' }),
  bearing({ policies: [{ name: 'own', document: present(denying) }] }),
];
const settings = [...policies.map(() => []), ...rows.map(({ changes }) => changes)].map((changes, index) =>
  [policies[index % policies.length] ?? requiring({}), ...changes].reduce((setting, change) => change(setting), right),
);

const either = [true, false];
const whether = (isOpen: boolean) => (isOpen ? either : [true]);

/** Everything that may be meant, as far as these sources leave it open. */
function meanings({ requirements, seen, identity }: Setting, sources: Sources): readonly Setting[] {
  const { bucket, logGroup, ...others } = requirements;
  const { sessionKey, ...places } = seen;
  const buckets = whether('s3BucketName' in sources).flatMap((isMeant) =>
    either.flatMap((demanded) =>
      ('s3KeyPrefix' in sources ? ['', 'a', 'x/y'] : [bucket?.keyPrefix ?? '']).map((keyPrefix) => ({
        ...(isMeant &&
          bucket && { bucket: { ...bucket, keyPrefix, encryptionEnabled: demanded && bucket.encryptionEnabled } }),
      })),
    ),
  );
  const rest = whether('kmsKeyId' in sources).flatMap((isMeant) =>
    either.map((demanded) => ({
      requirements: {
        ...others,
        ...(isMeant &&
          logGroup && { logGroup: { ...logGroup, encryptionEnabled: demanded, streamingEnabled: demanded } }),
      } satisfies Requirements,
      seen: isMeant && sessionKey ? { ...places, sessionKey } : places,
    })),
  );
  return buckets.flatMap((meant) =>
    rest.map((other) => ({ identity, seen: other.seen, requirements: { ...other.requirements, ...meant } })),
  );
}

const verdictUnder = ({ requirements, identity, seen }: Setting) => verdictOf(verify(requirements, identity, seen));

/** As it is assumed where nobody says otherwise: every flag is on, and logs are written at the root. */
const demanding = ({ s3KeyPrefix }: Sources) =>
  requiring({
    bucket: { encryptionEnabled: true, ...(s3KeyPrefix && { keyPrefix: '' }) },
    logGroup: { encryptionEnabled: true, streamingEnabled: true },
  });

test.each([
  { open: 'flags', sources: flags },
  { open: 'flags and prefix', sources: { ...flags, ...prefix } },
  { open: 'flags, prefix and what is logged at all', sources: { ...flags, ...prefix, ...names } },
])('what is called broken is broken whatever was meant by $open', ({ sources }) => {
  const judged = settings.map(demanding(sources)).map((setting) => {
    const { requirements, identity, seen } = setting;
    const role = { name: requirements.role.name, tags: [], identity };
    return { setting, verdict: verdictOf(weighed(role, { requirements, seen }, sources)) };
  });
  const broken = judged.filter(({ verdict }) => verdict === 'BROKEN').map(({ setting }) => setting);
  const isSpared = (setting: Setting) => meanings(setting, sources).some((meant) => verdictUnder(meant) !== 'BROKEN');
  expect(broken.filter(isSpared)).toEqual([]);
  expect(broken.length).toBeGreaterThan(0);
  expect(judged.some(({ setting, verdict }) => verdict !== 'BROKEN' && verdictUnder(setting) === 'BROKEN')).toBe(true);
});

test('what passes passes whatever was meant by the flags', () => {
  const passing = settings.map(demanding(flags)).filter((setting) => verdictUnder(setting) === 'PASSED');
  const isFaulty = (setting: Setting) => meanings(setting, flags).some((meant) => verdictUnder(meant) !== 'PASSED');
  expect(passing.filter(isFaulty)).toEqual([]);
  expect(passing.length).toBeGreaterThan(0);
});
