import { execFile } from 'node:child_process';
import * as z from 'zod/mini';
import { trusting } from '../../../local/aws/create';
import { pagePolicy } from '../../../local/hand-made-role';
import { type BotocoreClient, startBotocore } from '../botocore/botocore-client';
import { type Account, accountAt, region } from '../deployment/account';
import { deployLogAccount } from '../deployment/log-account';
import { crossAccountParameters } from '../deployment/stage';
import { startMinistack } from '../servers/ministack';
import type { Server } from '../servers/server';
import { folder } from '../tools';

let ministack: Server;
let client: BotocoreClient;
let application: Account;
let log: Account;

beforeAll(async () => {
  ministack = await startMinistack({ account: '111122223333', region, policies: 'ignored' });
  client = startBotocore();
  application = accountAt(ministack.url, client, '111122223333');
  log = accountAt(ministack.url, client, '444455556666');
});

afterAll(() => Promise.all([ministack?.stop(), client?.stop()]));

/** `npm run check-role` by the root of the application account, which ministack takes from the access key. */
async function checkRole(...argv: readonly string[]) {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ACCESS_KEY_ID: application.id,
    AWS_SECRET_ACCESS_KEY: 'check',
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: ministack.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const args = ['--import', 'tsx', 'cli/check-role.ts', ...argv, '--json'];
  const ended = await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, args, { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
  if (ended.out === '') return { ...ended, codes: [], statements: [] };
  const { findings } = report.parse(JSON.parse(ended.out));
  const codes = findings.map(({ verdict, code }) => `${verdict} ${code}`);
  return { ...ended, codes, statements: findings.flatMap(({ statements }) => statements) };
}

const report = z.object({
  findings: z.array(z.object({ code: z.string(), verdict: z.string(), statements: z.array(z.unknown()) })),
});

/** A role made by hand as the page says, with its instance profile. */
async function makeRole(name: string, path: string, bucket: string): Promise<void> {
  const { call } = application;
  const AssumeRolePolicyDocument = JSON.stringify(trusting({ Service: 'ec2.amazonaws.com' }));
  await call('iam', 'CreateRole', { RoleName: name, Path: path, AssumeRolePolicyDocument });
  const PolicyDocument = JSON.stringify(pagePolicy(bucket));
  await call('iam', 'CreatePolicy', { PolicyName: name, PolicyDocument });
  await call('iam', 'AttachRolePolicy', { RoleName: name, PolicyArn: `arn:aws:iam::${application.id}:policy/${name}` });
  await call('iam', 'CreateInstanceProfile', { InstanceProfileName: name });
  await call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: name });
}

const addToRole = (RoleName: string, Statement: readonly unknown[]) => {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return application.call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'added', PolicyDocument });
};

async function makeBucket(Bucket: string): Promise<void> {
  const { call } = application;
  const made = await call('kms', 'CreateKey', {});
  const { KeyMetadata } = z.object({ KeyMetadata: z.object({ Arn: z.string() }) }).parse(made);
  await call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyMetadata.Arn };
  const Rules = [{ BucketKeyEnabled: true, ApplyServerSideEncryptionByDefault }];
  await call('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } });
}

// ministack knows no session documents: what the role's policies say goes, and those of the page allow any log group, so
// that nobody can tell whether that is all, with no finding.
const undocumented = ['--session-document', ''];

test('of a role made by the page nobody can tell, no longer once what is printed was added, and it is broken by a Deny', async () => {
  await makeBucket('app-logs');
  await makeRole('web', '/', 'app-logs');
  const check = () => checkRole('--role-name', 'web', ...undocumented);
  const first = await check();
  // ministack keeps no encryption of a bucket, so that no key is concerned.
  expect(first).toMatchObject({ code: 2, err: '', codes: ['cannotTell IdentityMissingGrant'] });
  await addToRole('web', first.statements);
  expect(await check()).toMatchObject({ code: 2, err: '', codes: [] });

  const deny = {
    Sid: 'NoLogs',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::app-logs/*',
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
  await application.call('s3', 'PutBucketPolicy', { Bucket: 'app-logs', Policy });
  expect(await check()).toMatchObject({ code: 2, err: '', codes: ['cannotTell BucketPolicyDenies'] });
  // Who says that sessions are logged there is told for certain.
  expect(await checkRole('--role-name', 'web', ...undocumented, '--bucket', 'app-logs')).toMatchObject({
    code: 1,
    err: '',
    codes: ['broken BucketPolicyDenies'],
  });
});

test('a role that logs to the log account of the examples is let in, as its verifier role alone can tell', async () => {
  const bucket = await deployLogAccount(log, application);
  await makeRole('remote', '/session-manager/', bucket.name);
  const { VerifierRoleName, VerifierExternalId } = crossAccountParameters;
  const known = ['--role-name', 'remote', ...undocumented, '--bucket', bucket.name, '--bucket-owner', log.id];
  const verifier = ['--verifier-role-name', VerifierRoleName, '--verifier-external-id', VerifierExternalId];
  const first = await checkRole(...known, ...verifier);
  expect(first).toMatchObject({ code: 1, err: '', codes: ['broken IdentityMissingGrant'] });
  await addToRole('remote', first.statements);
  expect(await checkRole(...known, ...verifier)).toMatchObject({ code: 2, err: '', codes: [] });
  const blind = await checkRole(...known);
  expect(blind).toMatchObject({ code: 2, err: '' });
  expect(blind.codes).toContain('cannotTell BucketPolicyUnreadable');
});

test('a role that nobody made could not be checked', async () => {
  expect(await checkRole('--role-name', 'nobody')).toMatchObject({
    code: 3,
    out: '',
    err: 'There is no role "nobody" in the account\n',
  });
});

test('a server that knows no session documents said nothing of them', async () => {
  await makeRole('untold', '/', 'nowhere');
  const { code, codes } = await checkRole('--role-name', 'untold', '--bucket', 'app-logs');
  expect(codes).toContain('cannotTell SessionDocumentUnreadable');
  expect(code).not.toBe(0);
});
