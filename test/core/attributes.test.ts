import { requirementsOf } from '../../handler/core/access/requirements';
import { succeeded } from '../../handler/core/answer';
import { attributesOf, type Settled } from '../../handler/core/attributes';
import type { Discovered } from '../../handler/core/identity/permissions';
import { runSession } from '../../local/aws/agent';
import {
  createAccount,
  createBucket,
  createKey,
  createLogGroup,
  delegatingKeyPolicy,
  putBucketPolicy,
  putKeyPolicy,
} from '../../local/aws/create';
import {
  account,
  desiredFrom,
  names,
  nothingDiscovered,
  origin,
  otherAccount,
  propertiesFrom,
  settings,
} from './identity/fixture';
import { emptyIam, settle } from './identity/local-iam';
import { finding } from './proposals';

const ids = { roleId: 'AROA1', instanceProfileId: 'AIPA1' };
const cross = { S3BucketName: 'org-logs', S3KeyPrefix: 'app', S3BucketOwner: otherAccount };
const own = { S3BucketName: 'org-logs' };
const keyArn = (owner: string, id: string) =>
  `arn:aws:kms:eu-west-1:${owner}:key/${id.repeat(8)}-0000-0000-0000-000000000000`;
const bucketKey = keyArn(otherAccount, 'b');
const sessionKey = keyArn(otherAccount, 'c');

function settledWith(raw: object, changed: Partial<Settled> = {}): Settled {
  const properties = propertiesFrom({ RoleName: names.name, ...raw });
  const requirements = requirementsOf(properties, names, settings);
  const { verification } = properties;
  return { names, ids, requirements, discovered: nothingDiscovered, findings: [], verification, ...changed };
}

test('every attribute is a string, and empty where it does not apply', () => {
  expect(attributesOf(settledWith({}))).toEqual({
    RoleArn: 'arn:aws:iam::111122223333:role/session/app-sessions',
    RoleName: 'app-sessions',
    RoleId: 'AROA1',
    PolicyArn: 'arn:aws:iam::111122223333:policy/session/app-sessions',
    InstanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/session/app-sessions',
    InstanceProfileName: 'app-sessions',
    InstanceProfileId: 'AIPA1',
    S3KmsKeyArn: '',
    KmsKeyArn: '',
    VerificationStatus: 'PASSED',
    VerificationSummary: '',
    RequiredBucketPolicy: '',
    RequiredKeyPolicy: '',
  });
});

const [broken, doubt, advice] = [finding('broken'), finding('cannotTell'), finding('advice')];

test.each([
  { Verification: 'Enforce', findings: [], status: 'PASSED', because: 'everything was read and allowed' },
  { Verification: 'Enforce', findings: [advice], status: 'PASSED', because: 'advice is no doubt' },
  { Verification: 'Enforce', findings: [doubt, advice], status: 'UNPROVEN', because: 'the doubt was accepted' },
  { Verification: 'Report', findings: [doubt, broken], status: 'BROKEN', because: 'the worst is told' },
  { Verification: 'Off', findings: [], status: 'OFF', because: 'nobody looked' },
])('under $Verification the status is $status, because $because', ({ Verification, findings, status }) => {
  const told = attributesOf(settledWith({ Verification }, { findings }));
  expect(told.VerificationStatus).toBe(status);
  for (const { code } of findings) expect(told.VerificationSummary).toContain(code);
});

const underKey: Discovered = { ...nothingDiscovered, bucketKey: { is: 'key', arn: bucketKey } };

test.each([
  { raw: {}, discovered: nothingDiscovered, required: [false, false], because: 'there is no bucket' },
  {
    raw: own,
    discovered: nothingDiscovered,
    required: [false, false],
    because: 'in one account the role’s policy suffices',
  },
  { raw: own, discovered: underKey, required: [false, true], because: 'a key’s policy decides in any account' },
  {
    raw: cross,
    discovered: nothingDiscovered,
    required: [true, false],
    because: 'both sides must allow, and there is no key',
  },
  { raw: cross, discovered: underKey, required: [true, true], because: 'both sides must allow' },
  {
    raw: cross,
    discovered: { ...nothingDiscovered, bucketKey: { is: 'unknown' } } as const,
    required: [true, true],
    because: 'a key that nobody may see may be there',
  },
  {
    raw: { KmsKeyId: sessionKey },
    discovered: { ...nothingDiscovered, sessionKeyArn: sessionKey },
    required: [false, true],
    because: 'the session key’s policy decides too',
  },
])('bucket and key policy that owners must hold are told $required: $because', ({ raw, discovered, required }) => {
  const { RequiredBucketPolicy, RequiredKeyPolicy, ...told } = attributesOf(settledWith(raw, { discovered }));
  expect([RequiredBucketPolicy, RequiredKeyPolicy].map((policy) => policy !== '')).toEqual(required);
  expect(told.S3KmsKeyArn).toBe(discovered.bucketKey.is === 'key' ? bucketKey : '');
  expect(told.KmsKeyArn).toBe('sessionKeyArn' in discovered ? sessionKey : '');
});

test('each key is told its own statement by the Sid, and one key that serves several is told each', () => {
  const raw = { ...cross, KmsKeyId: sessionKey, CloudWatchLogGroupName: '/ssm/sessions' };
  const { RequiredKeyPolicy } = attributesOf(
    settledWith(raw, { discovered: { ...underKey, sessionKeyArn: sessionKey, logGroupKeyArn: sessionKey } }),
  );
  expect(JSON.parse(RequiredKeyPolicy)).toEqual([
    expect.objectContaining({ Sid: expect.stringMatching(/^SessionLogKey[0-9a-f]{12}$/) }),
    expect.objectContaining({ Sid: expect.stringMatching(/^SessionKey[0-9a-f]{12}$/) }),
    expect.objectContaining({ Sid: expect.stringMatching(/^SessionLogGroupKey[0-9a-f]{12}$/) }),
  ]);
});

test('with every statement and long names the answer still fits', () => {
  const raw = {
    S3BucketName: 'b'.repeat(63),
    S3KeyPrefix: 'p'.repeat(100),
    S3BucketOwner: otherAccount,
    CloudWatchLogGroupName: 'g'.repeat(512),
  };
  const discovered = { ...underKey, sessionKeyArn: sessionKey, logGroupKeyArn: sessionKey };
  const name = 'r'.repeat(64);
  const arn = (kind: string) => `arn:aws-us-gov:iam::${account}:${kind}/session-manager/${name}`;
  const long = {
    ...names,
    name,
    roleArn: arn('role'),
    policyArn: arn('policy'),
    instanceProfileArn: arn('instance-profile'),
  };
  const { requirements, ...settled } = settledWith(raw, { discovered, names: long });
  const role = { ...requirements.role, name, arn: long.roleArn, partition: 'aws-us-gov' };
  const attributes = attributesOf({ ...settled, requirements: { ...requirements, role } });
  const sized = succeeded(origin, { status: 'SUCCESS', physicalId: name, attributes });
  expect(sized).toEqual({ fits: true, body: expect.stringContaining('SessionLogGroupKey') });
});

const LARGE = 6 * 1024 * 1024;
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

test.each([
  { bucketPolicy: true, keyPolicy: true, s3Log: 'written', because: 'both owners hold what was told' },
  { bucketPolicy: false, keyPolicy: true, s3Log: 'lost', because: 'the bucket’s owner does not' },
  { bucketPolicy: true, keyPolicy: false, s3Log: 'lost', because: 'the key’s owner does not' },
])('pasted, the required policies let the agent log a long session: $s3Log, because $because', async (row) => {
  const raw = { ...cross, S3EncryptionEnabled: 'false' };
  const iam = emptyIam();
  const { world } = iam;
  createAccount(world, otherAccount);
  createKey(world, { account: otherAccount, region: 'eu-west-1', id: bucketKey.split('/')[1] ?? '' });
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId: bucketKey, bucketKeyEnabled: false } as const;
  createBucket(world, { name: 'org-logs', owner: otherAccount, region: 'eu-west-1', encryption });
  await settle(iam, desiredFrom({ raw, discovered: underKey }));
  const told = attributesOf(settledWith(raw, { discovered: underKey }));
  if (row.bucketPolicy) putBucketPolicy(world, 'org-logs', document(...JSON.parse(told.RequiredBucketPolicy)));
  if (row.keyPolicy) {
    const delegating = delegatingKeyPolicy(world, otherAccount) as { Statement: object[] };
    putKeyPolicy(world, bucketKey, document(...delegating.Statement, ...JSON.parse(told.RequiredKeyPolicy)));
  }
  const preferences = { s3BucketName: 'org-logs', s3KeyPrefix: 'app' };
  const run = runSession(world, { account, region: 'eu-west-1', role: names.name, preferences }, LARGE);
  expect(run).toMatchObject({ session: { state: 'ran' }, s3Log: { state: row.s3Log } });
});

test.each([
  { pasted: true, cloudWatchLog: 'written', because: 'the key’s owner holds what was told' },
  { pasted: false, cloudWatchLog: 'hangs', because: 'a key that delegates nothing lets nobody write' },
])('of an encrypted log group the log is $cloudWatchLog, because $because', async ({ pasted, cloudWatchLog }) => {
  const iam = emptyIam();
  const { world } = iam;
  const administration = { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:PutKeyPolicy', Resource: '*' };
  const policy = document(administration);
  const { arn: logGroupKeyArn } = createKey(world, { account, region: 'eu-west-1', policy });
  createLogGroup(world, account, 'eu-west-1', '/ssm/sessions', logGroupKeyArn);
  const raw = { CloudWatchLogGroupName: '/ssm/sessions' };
  const discovered = { ...nothingDiscovered, logGroupKeyArn };
  await settle(iam, desiredFrom({ raw, discovered }));
  const { RequiredKeyPolicy } = attributesOf(settledWith(raw, { discovered }));
  if (pasted) putKeyPolicy(world, logGroupKeyArn, document(administration, ...JSON.parse(RequiredKeyPolicy)));
  const preferences = { cloudWatchLogGroupName: '/ssm/sessions' };
  const run = runSession(world, { account, region: 'eu-west-1', role: names.name, preferences });
  expect(run).toMatchObject({ session: { state: 'ran' }, cloudWatchLog: { state: cloudWatchLog } });
});
