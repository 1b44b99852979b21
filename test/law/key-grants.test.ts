import { runSession } from '../../local/aws/agent';
import { createGrant } from '../../local/aws/create-resources';
import type { Key, World } from '../../local/aws/world';
import { REGION } from '../../local/two-accounts';
import { account, properties, stage } from './fixture';

const asked = { ...properties, CloudWatchEncryptionEnabled: 'false', PropagationWaitSeconds: '0' };

/** A role that logs to a bucket whose key's policy then loses every statement but the administrators'. */
async function withdrawn() {
  const { world, deliver } = stage();
  const { body } = await deliver({ type: 'Create', properties: asked });
  const key = keyOf(world);
  const reads = ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'];
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const Statement = [{ Sid: 'Read', Effect: 'Allow', Principal, Action: reads, Resource: '*' }];
  key.policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const update = () => deliver({ type: 'Update', properties: asked, id: body?.PhysicalResourceId ?? '' });
  return { world, key, grantee: body?.Data?.['RoleArn'] ?? '', update };
}

function keyOf(world: World): Key {
  const [key] = Object.values(world.accounts[account]?.keys ?? {});
  if (key === undefined) throw new Error('The account has no key');
  return key;
}

const preferences = { s3BucketName: 'app-session-logs', s3KeyPrefix: 'sessions' };
const longLog = 6 * 1024 * 1024;
const logOf = (world: World) =>
  runSession(world, { account, region: REGION, role: 'app-sessions', preferences }, longLog).s3Log.state;

test('a key policy that lost its statement is broken, and so is the log', async () => {
  const { world, update } = await withdrawn();
  const { body } = await update();
  expect(body).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('KeyPolicyMissingGrant, log lost: '),
  });
  expect(logOf(world)).toBe('lost');
});

test('a KMS grant to the role stands in for the statement', async () => {
  const { world, key, grantee, update } = await withdrawn();
  createGrant(world, key.arn, { grantee, operations: ['Decrypt', 'GenerateDataKey'] });
  expect((await update()).body).toMatchObject({ Status: 'SUCCESS', Data: { VerificationStatus: 'PASSED' } });
  expect(logOf(world)).toBe('written');
});

test.each([
  { operations: ['GenerateDataKey'], because: 'long logs need Decrypt too' },
  {
    operations: ['Decrypt', 'GenerateDataKey'],
    encryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::another-bucket' },
    because: 'it is for another bucket',
  },
] as const)(
  'a KMS grant that does not reach so far leaves it broken, since $because',
  async ({ because: _, ...grant }) => {
    const { world, key, grantee, update } = await withdrawn();
    createGrant(world, key.arn, { grantee, ...grant, operations: [...grant.operations] });
    expect((await update()).body).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('KeyPolicyMissingGrant'),
    });
    expect(logOf(world)).toBe('lost');
  },
);

test('where grants cannot be read, what the policy lacks is a doubt', async () => {
  const { key, update } = await withdrawn();
  key.policy = key.policy.replace(',"kms:ListGrants"', '');
  const { body } = await update();
  expect(body).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('KeyPolicyMissingGrant, cannot tell, if broken: log lost: '),
  });
});
