import type { Finding } from '../../../handler/core/access/findings';
import { renderFinding } from '../../../handler/core/access/render';
import type { Source, Sources } from '../../../handler/core/access/requirements-of-role';
import { weighed } from '../../../handler/core/access/weighed';
import { ownershipTags } from '../../../handler/core/identity/ownership';
import type { Tag } from '../../../handler/core/request/properties';
import { absent, forbidden, present } from '../../../handler/core/seen';
import { requiringRole } from './role-changes';
import {
  ACCOUNT,
  BUCKET_ARN,
  bearing,
  bucketKeyUses,
  type Change,
  policy,
  reads,
  requiring,
  right,
  SESSION_KEY_ARN,
  seeing,
  seeingBucket,
  seeingBucketPolicy,
  seeingKeyAs,
  seeingKeyPolicy,
  toAccount,
  uploads,
  type Wording,
} from './setting';

const granting = (...statements: readonly Wording[]) => ({ name: 'own', document: present(policy(...statements)) });
const allBut = (...refused: readonly string[]) =>
  bearing({ policies: [granting({ Action: '*' }, { Effect: 'Deny', Sid: 'No', Action: refused })] });
const missing = (...NotAction: readonly string[]) => {
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction, Resource: '*' } };
  return bearing({ policies: [{ name: 'own', document: present(JSON.stringify(document)) }] });
};
const ownBucket = requiring({ bucket: { owner: ACCOUNT } });
const withSessionKey: Change = ({ requirements, ...rest }) => ({
  ...rest,
  requirements: { ...requirements, kmsKeyId: SESSION_KEY_ARN },
});
const withBucketKey = requiring({ bucket: { kmsKeyArn: right.seen.bucketKey?.keyId ?? '' } });
const disabledKey = seeingKeyAs('sessionKey', { state: 'Disabled' });

const flags = ['s3EncryptionEnabled', 'cloudWatchEncryptionEnabled', 'cloudWatchStreamingEnabled'] as const;
const from = (source: Source, ...names: readonly (keyof Sources)[]): Sources =>
  Object.fromEntries(names.map((name) => [name, source]));

function weigh(changes: readonly Change[], sources: Sources, tags: readonly Tag[] = []): readonly Finding[] {
  const { requirements, identity, seen } = changes.reduce((setting, change) => change(setting), right);
  const { name } = requirements.role;
  return weighed({ name, tags, identity }, { requirements, seen }, sources);
}
const words = ({ code, verdict, consequence }: Finding) => `${code} ${verdict}, ${consequence}`;

interface Row {
  readonly because: string;
  readonly changes: readonly Change[];
  readonly names: readonly (keyof Sources)[];
  readonly source?: Source;
  readonly found: string;
  /** As it is where somebody said these. */
  readonly certainly: string;
}

const rows: readonly Row[] = [
  {
    because: 'whether an encrypted log group is demanded',
    changes: [seeing({ logGroup: present({}) })],
    names: flags,
    found: 'LogGroupNotEncrypted cannotTell, session refused',
    certainly: 'LogGroupNotEncrypted broken, session refused',
  },
  {
    because: 'whether an encrypted bucket is demanded',
    changes: [ownBucket, seeingBucket({ encryption: present({ algorithm: 'aws:kms:dsse', bucketKeyEnabled: false }) })],
    names: flags,
    found: 'BucketEncryptionRefused cannotTell, session refused',
    certainly: 'BucketEncryptionRefused broken, session refused',
  },
  {
    because: 'whether the agent must read how the bucket is encrypted',
    changes: [seeingBucketPolicy(uploads)],
    names: flags,
    found: 'BucketPolicyMissingGrant cannotTell, session refused',
    certainly: 'BucketPolicyMissingGrant broken, session refused',
  },
  {
    because: 'whether the agent must find the log group',
    changes: [missing('logs:DescribeLogGroups')],
    names: flags,
    found: 'IdentityMissingGrant cannotTell, session refused',
    certainly: 'IdentityMissingGrant broken, session refused',
  },
  {
    because: 'whether what is denied is asked for',
    changes: [allBut('logs:DescribeLogGroups', 's3:GetEncryptionConfiguration')],
    names: flags,
    found: 'IdentityDenies cannotTell, session refused',
    certainly: 'IdentityDenies broken, session refused',
  },
  {
    because: 'whether what the boundary leaves out is asked for',
    changes: [
      bearing({
        boundary: granting({
          Action: ['ssm:*', 'ssmmessages:*', 's3:Put*', 'kms:*', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        }),
      }),
    ],
    names: flags,
    found: 'BoundaryBlocks cannotTell, session refused',
    certainly: 'BoundaryBlocks broken, session refused',
  },
  {
    because: 'whether more than the log is lost',
    changes: [missing('logs:DescribeLogGroups', 'logs:CreateLogStream')],
    names: flags,
    found: 'IdentityMissingGrant broken, log lost',
    certainly: 'IdentityMissingGrant broken, session refused',
  },
  {
    because: 'whether a group that is not there refuses sessions',
    changes: [seeing({ logGroup: absent })],
    names: flags,
    found: 'LogGroupMissing broken, log lost',
    certainly: 'LogGroupMissing broken, session refused',
  },
  {
    because: 'whose the bucket should be',
    changes: [seeingBucket({ existence: 'anotherOwner' })],
    names: ['s3BucketOwner'],
    found: 'BucketOwnerMismatch cannotTell, session refused',
    certainly: 'BucketOwnerMismatch broken, session refused',
  },
  {
    because: 'whether a bucket that nobody sees is the one that is denied',
    changes: [
      ownBucket,
      seeingBucket({ existence: 'unknown', encryption: forbidden('x'), policy: forbidden('x') }),
      bearing({
        policies: [
          granting(
            { Action: '*' },
            {
              Effect: 'Deny',
              Action: 's3:*',
              Condition: { StringNotEquals: { 'aws:ResourceAccount': '444455556666' } },
            },
          ),
        ],
      }),
    ],
    names: ['s3BucketOwner'],
    found: 'IdentityDenies cannotTell, session refused',
    certainly: 'IdentityDenies broken, session refused',
  },
  {
    because: 'under which prefix logs are written',
    changes: [
      requiring({ bucket: { keyPrefix: '' } }),
      seeingBucketPolicy({ ...uploads, Resource: [`${BUCKET_ARN}/a/*`, `${BUCKET_ARN}/b/*`] }, reads),
    ],
    names: ['s3KeyPrefix'],
    found: 'BucketPolicyMissingGrant cannotTell, log lost',
    certainly: 'BucketPolicyMissingGrant broken, log lost',
  },
  {
    because: 'whether a log at the root is a log, where every prefix is refused',
    changes: [
      requiring({ bucket: { keyPrefix: '' } }),
      seeingBucketPolicy(uploads, reads, {
        ...uploads,
        Resource: `${BUCKET_ARN}/*/*`,
        Effect: 'Deny',
      }),
    ],
    names: ['s3KeyPrefix'],
    found: 'BucketPolicyMissingGrant cannotTell, log lost',
    certainly: 'BucketPolicyMissingGrant broken, log lost',
  },
  {
    because: 'whether the bucket that a policy names is for logs',
    changes: [missing('s3:PutObject'), ownBucket],
    names: ['s3BucketName'],
    source: 'policies',
    found: 'IdentityMissingGrant cannotTell, log lost',
    certainly: 'IdentityMissingGrant broken, log lost',
  },
  {
    because: 'whether the log group that a policy names is for logs of sessions',
    changes: [seeing({ logGroup: absent })],
    names: ['cloudWatchLogGroupName'],
    source: 'policies',
    found: 'LogGroupMissing cannotTell, session refused',
    certainly: 'LogGroupMissing broken, session refused',
  },
  {
    because: 'whether the key that a policy names is for sessions',
    changes: [withSessionKey, disabledKey],
    names: ['kmsKeyId'],
    source: 'policies',
    found: 'KeyUnusable cannotTell, session refused',
    certainly: 'KeyUnusable broken, session refused',
  },
  {
    because: 'whether the key that a policy names is for sessions, whatever is wrong with that of the bucket',
    changes: [withSessionKey, disabledKey, seeingKeyAs('bucketKey', { state: 'Disabled' })],
    names: ['kmsKeyId'],
    source: 'policies',
    found: 'KeyUnusable cannotTell, session refused',
    certainly: 'KeyUnusable broken, session refused',
  },
  {
    because: 'whether logs are written at the root, as is allowed, by an agent that must read nothing',
    changes: [
      requiring({ bucket: { keyPrefix: '' } }),
      bearing({
        policies: [
          granting(
            { Action: '*' },
            { Effect: 'Deny', Action: 's3:Get*' },
            { Effect: 'Deny', Action: 's3:PutObject', Resource: `${BUCKET_ARN}/*/*` },
          ),
        ],
      }),
      seeingBucketPolicy({ ...uploads, Resource: `${BUCKET_ARN}/*` }, reads),
    ],
    names: ['s3KeyPrefix', 's3EncryptionEnabled'],
    found: 'IdentityDenies cannotTell, session refused',
    certainly: 'IdentityDenies broken, session refused',
  },
  {
    because: 'whether the bucket still has the key that a policy names',
    changes: [
      withBucketKey,
      seeingBucket({ encryption: forbidden('x') }),
      seeingKeyAs('bucketKey', { state: 'Disabled' }),
    ],
    names: ['s3KmsKeyArn'],
    source: 'policies',
    found: 'KeyUnusable cannotTell, log lost',
    certainly: 'KeyUnusable broken, log lost',
  },
];

test.each(rows)('nobody can tell $because', ({ changes, names, source = 'assumed', found, certainly }) => {
  expect(weigh(changes, from(source, ...names)).map(words)).toContain(found);
  expect(weigh(changes, from('stated', ...names)).map(words)).toContain(certainly);
  expect(weigh(changes, {}).map(words)).toContain(certainly);
});

const everyGuess: Sources = {
  ...from('assumed', ...flags, 's3BucketOwner', 's3KeyPrefix'),
  ...from('policies', 's3BucketName', 'cloudWatchLogGroupName', 'kmsKeyId', 's3KmsKeyArn'),
};

test.each([
  { because: 'sessions want it, whatever is logged', changes: [missing('ssmmessages:*', 's3:*')] },
  {
    because: 'no prefix and no root is allowed',
    changes: [
      requiring({ bucket: { keyPrefix: '' } }),
      seeingBucketPolicy({ ...uploads, Resource: `${BUCKET_ARN}/*` }, reads),
      missing('s3:PutObject'),
    ],
    sources: from('assumed', 's3KeyPrefix'),
  },
  {
    because: 'the bucket is not there, whose ever',
    changes: [seeingBucket({ existence: 'missing' })],
    sources: from('assumed', ...flags, 's3BucketOwner', 's3KeyPrefix'),
  },
  {
    because: 'its owner says that the bucket is his',
    changes: [seeingKeyPolicy('bucketKey', toAccount('kms:Encrypt'))],
    sources: from('assumed', ...flags, 's3BucketOwner'),
  },
])('what no reading allows stays broken: $because', ({ changes, sources = everyGuess }) => {
  const certain = weigh(changes, {}).filter(({ verdict }) => verdict === 'broken');
  const found = weigh(changes, sources).filter(({ verdict }) => verdict === 'broken');
  expect(found.map(({ code, place }) => [code, place])).toEqual(certain.map(({ code, place }) => [code, place]));
  expect(found).not.toEqual([]);
});

test('what is right under the reading that demands the most is right', () => {
  const rightly = [withSessionKey, seeingKeyPolicy('bucketKey', bucketKeyUses)];
  expect(weigh(rightly, everyGuess)).toEqual([]);
});

test.each([
  { names: ['kmsKeyId'], changes: [withSessionKey, disabledKey], found: 'KeyUnusable', consequence: 'session refused' },
  {
    names: ['s3KeyPrefix'],
    changes: [seeingBucketPolicy({ ...uploads, Resource: `${BUCKET_ARN}/a/*` }, reads)],
    found: 'BucketPolicyMissingGrant',
    consequence: 'log lost',
  },
] as const)('what policies say that this function wrote is what a template asked for: $names', (row) => {
  const { names, changes, found, consequence } = row;
  const stackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/app/1';
  const own = ownershipTags({ stackId, stackName: 'app', logicalId: 'Role', physicalId: 'app-sessions' });
  const verdictFor = (tags: readonly Tag[]) => weigh(changes, from('policies', ...names), tags).map(words);
  expect(verdictFor(own)).toEqual([`${found} broken, ${consequence}`]);
  expect(verdictFor([])).toEqual([`${found} cannotTell, ${consequence}`]);
});

test('a finding says on what it rests, beside what else may spare it', () => {
  const node = requiringRole({ sessionName: 'mi-*' });
  const streamed = requiring({ logGroup: { encryptionEnabled: false } });
  const changes = [node, streamed, missing('ssm:UpdateInstanceInformation', 'logs:DescribeLogGroups')];
  const said = (sources: Sources) => weigh(changes, sources).map(renderFinding).join();
  expect(said(from('assumed', ...flags))).toContain(
    'needs "ssm:UpdateInstanceInformation" for sessions, AWS does not say; only if the preferences of sessions are as assumed)',
  );
  expect(said({})).not.toContain('assumed');
  const lost = weigh([missing('logs:DescribeLogGroups', 'logs:CreateLogStream')], from('assumed', ...flags));
  expect(lost.map(renderFinding).join()).toContain('(session refused if the preferences of sessions are as assumed)');
});

test('a key that was read out of the policies is not held against the bucket', () => {
  const changes = [requiring({ bucket: { kmsKeyArn: SESSION_KEY_ARN } })];
  const codesUnder = (source: Source) => weigh(changes, from(source, 's3KmsKeyArn')).map(({ code }) => code);
  expect(codesUnder('stated')).toContain('BucketKeyMismatch');
  expect(codesUnder('policies')).not.toContain('BucketKeyMismatch');
});

const sharedKey: Change = ({ requirements, identity, seen }) => ({
  requirements: { ...requirements, kmsKeyId: SESSION_KEY_ARN },
  identity,
  seen: {
    ...seen,
    ...(seen.bucket && {
      bucket: {
        ...seen.bucket,
        encryption: present({ algorithm: 'aws:kms', kmsMasterKeyId: SESSION_KEY_ARN, bucketKeyEnabled: true }),
      },
    }),
    ...(seen.sessionKey && { bucketKey: seen.sessionKey }),
  },
});

test('of one key that serves two, what is certain of sessions makes nothing certain of a bucket that only policies name', () => {
  const changes = [sharedKey, ownBucket, seeingKeyPolicy('sessionKey'), seeingKeyPolicy('bucketKey')];
  const { requirements, identity, seen } = changes.reduce((setting, change) => change(setting), right);
  const role = { name: requirements.role.name, tags: [], identity };
  const found = weighed(role, { requirements, seen }, { s3BucketName: 'policies', kmsKeyId: 'stated' });
  const ofKey = found.filter(({ code }) => code === 'KeyPolicyMissingGrant');
  expect(ofKey.map(({ verdict, consequence }) => `${verdict}, ${consequence}`).toSorted()).toEqual([
    'broken, session refused',
    'cannotTell, log lost',
  ]);
});

test('what passes at the root and not below a prefix nobody can tell, where nobody said which it is', () => {
  const below = {
    Effect: 'Deny',
    Sid: 'Below',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `${BUCKET_ARN}/*/*`,
  } as const;
  const anywhere = { ...uploads, Resource: `${BUCKET_ARN}/*` };
  const atRoot = requiring({ bucket: { keyPrefix: '' } });
  const changes = [atRoot, seeingBucketPolicy(reads, anywhere, below)];
  const { requirements, identity, seen } = changes.reduce((setting, change) => change(setting), right);
  const role = { name: requirements.role.name, tags: [], identity };
  const found = (s3KeyPrefix: Source) => weighed(role, { requirements, seen }, { s3KeyPrefix });
  const serious = (findings: readonly Finding[]) =>
    findings.filter(({ verdict }) => verdict !== 'advice').map(({ verdict, code }) => `${verdict} ${code}`);
  expect(serious(found('stated'))).toEqual([]);
  expect(serious(found('assumed'))).toEqual(['cannotTell BucketPolicyDenies']);
  // What a policy was written for is likely what is meant.
  expect(serious(found('policies'))).toEqual([]);
});
