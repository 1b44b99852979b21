import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { applicationTemplate } from './application';
import { underRolePath } from './identity';
import { deployLogAccount, type LogBucket } from './log-account';
import { createStack, deleteStack, failures, updateStack } from './stack';
import { onStage } from './stage';

const stage = onStage('ignored');
let bucket: LogBucket;
beforeAll(async () => {
  const { application, log } = stage();
  bucket = await deployLogAccount(log, application);
});

// Not claimed: that the key of single-account.yaml is verified as its bucket's, since ministack's AWS::S3::Bucket leaves
// BucketEncryption out; that a key is described without a verifier role, since ministack shows nobody a foreign key.
test('the examples deploy as they are, are verified, and leave no role behind', async () => {
  const { application, log } = stage();
  const parameters = { S3BucketName: bucket.name, S3BucketOwner: log.id };
  const examples = {
    'single-account': {},
    'cross-account': { parameters },
    'organization/role': { parameters },
    'hybrid-activation': {},
  };
  const stackName = (name: string) => `example-${name.replace('/', '-')}`;
  const created = await Promise.all(
    Object.entries(examples).map(([name, given]) => {
      const template = readFileSync(`examples/${name}.yaml`, 'utf8');
      return createStack(application, stackName(name), { template, ...given });
    }),
  );
  expect(created.map(({ status, outputs }) => [status, outputs['VerificationStatus']])).toEqual(
    Array(created.length).fill(['CREATE_COMPLETE', 'PASSED']),
  );
  const made = await underRolePath(application, 'example');
  const named = created.flatMap(
    ({ outputs }) => outputs['RoleArn'] ?? outputs['IamRole'] ?? outputs['InstanceProfileName'],
  );
  expect(named.filter((name) => !made.some((arn) => arn.endsWith(name ?? '?')))).toEqual([]);
  const deleted = await Promise.all(Object.keys(examples).map((name) => deleteStack(application, stackName(name))));
  expect(deleted.map(({ status }) => status)).toEqual(deleted.map(() => 'DELETE_COMPLETE'));
  expect(await underRolePath(application, 'example')).toEqual([]);
});

const policies = {
  bucket: {
    read: async () => withPolicy.parse(await stage().log.call('s3', 'GetBucketPolicy', { Bucket: bucket.name })).Policy,
    write: (Policy: string) => stage().log.call('s3', 'PutBucketPolicy', { Bucket: bucket.name, Policy }),
    attribute: 'RequiredBucketPolicy',
    finding: 'BucketPolicyMissingGrant',
  },
  key: {
    read: async () =>
      withPolicy.parse(await stage().log.call('kms', 'GetKeyPolicy', { KeyId: bucket.keyArn, PolicyName: 'default' }))
        .Policy,
    write: (Policy: string) =>
      stage().log.call('kms', 'PutKeyPolicy', { KeyId: bucket.keyArn, PolicyName: 'default', Policy }),
    attribute: 'RequiredKeyPolicy',
    finding: 'KeyPolicyMissingGrant',
  },
} as const;

const withPolicy = z.object({ Policy: z.string() });
const onlyOwner = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: '*', Resource: '*' };
const documentOf = (statements: readonly unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

test.each(['bucket', 'key'] as const)(
  'the log account can break its %s policy, and mend it by what we say',
  async (of) => {
    const { application, log } = stage();
    const { read, write, attribute, finding } = policies[of];
    const name = `cross-${of}`;
    const given = (S3KeyPrefix: string) => {
      const properties = { S3BucketName: bucket.name, S3BucketOwner: log.id, S3KeyPrefix };
      return { template: applicationTemplate({ properties }) };
    };
    const original = await read();
    const { outputs } = await createStack(application, name, given('app'));
    expect(outputs).toMatchObject({ VerificationStatus: 'PASSED', S3KmsKeyArn: bucket.keyArn });
    const required = JSON.parse(outputs[attribute] ?? '');

    await write(documentOf([onlyOwner]));
    expect(await updateStack(application, name, given('app/'))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    const [reason] = await failures(application, name);
    expect(reason).toContain(`SessionRole UPDATE_FAILED: ${finding}`);
    expect(reason).toContain(`add it in account ${log.id}: ${JSON.stringify(required[0])}`);

    await write(documentOf([onlyOwner, ...required]));
    expect(await updateStack(application, name, given('app/'))).toMatchObject({ status: 'UPDATE_COMPLETE' });
    await write(original);
  },
);
