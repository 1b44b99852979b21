import {
  createAccount,
  createBucket,
  createGrant,
  createKey,
  createLogGroup,
  createPolicy,
  createRole,
  createSessionDocument,
  createWorld,
  putBucketPolicy,
  trusting,
} from '../../local/aws/create';
import { serve } from '../../local/aws/serve';
import { startSession } from '../../local/aws/sessions';
import type { World } from '../../local/aws/world';

export const account = '111122223333';
export const region = 'eu-west-1';
export const now = Date.UTC(2030, 0, 2, 3, 4, 5);

export const stackId = `arn:aws:cloudformation:${region}:${account}:stack/app/1`;
export const policyArn = `arn:aws:iam::${account}:policy/app`;
export const sparePolicyArn = `arn:aws:iam::${account}:policy/spare`;
export const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
});
export const trust = JSON.stringify(trusting({ Service: 'ec2.amazonaws.com' }));
export const Tags = [
  { Key: 'stage', Value: 'prod: é + a@b=/c' },
  { Key: 'owner', Value: '' },
];

/** What the session document says. */
const preferences = {
  schemaVersion: '1.0',
  description: 'Sessions "é"',
  sessionType: 'Standard_Stream',
  inputs: { s3BucketName: 'logs', s3KeyPrefix: '', s3EncryptionEnabled: true, kmsKeyId: '' },
};

/** A world in which every operation finds what it needs, with a caller who may do everything and one who may nothing. */
export function populated(): { world: World; operator: string; stranger: string } {
  const world = createWorld();
  const kmsKeyArn = `arn:aws:kms:${region}:${account}:key/k`;
  createAccount(world, account, { organizationId: 'o-a1b2c3d4e5' });
  createKey(world, { account, region, id: 'k', alias: 'alias/logs' });
  createLogGroup(world, account, region, '/ssm/sessions', kmsKeyArn);
  createSessionDocument(world, { owner: account, region, content: preferences });
  populateBuckets(world, kmsKeyArn);
  populatePolicies(world);
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  createRole(world, account, { RoleName: 'operator' }, { inline: { everything } });
  createRole(world, account, { RoleName: 'stranger' });
  createRole(
    world,
    account,
    { RoleName: 'app', Path: '/of/', Tags },
    { attached: [policyArn], inline: { everything } },
  );
  createRole(world, account, { RoleName: 'spare', Description: 'A\r\nspare "<role>"' });
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  createRole(world, account, { RoleName: 'verifier', AssumeRolePolicyDocument: JSON.stringify(trusting(Principal)) });
  const resources = { Role: { logicalId: 'Role', type: 'Custom::SessionManagerRole', status: 'CREATE_IN_PROGRESS' } };
  world.stacks[stackId] = { stackId, stackName: 'app', status: 'CREATE_IN_PROGRESS', account, region, resources };
  const told = { region, namespace: 'a', name: 'b', dimensions: { c: 'd<&>' }, at: now };
  Object.assign(world.accounts[account] ?? {}, { metrics: [1, 2].map((value) => ({ ...told, value })) });
  const operator = startSession(world, account, 'operator', 'test');
  populateProfiles(world, operator);
  populateGrants(world, kmsKeyArn);
  return { world, operator, stranger: startSession(world, account, 'stranger', 'test') };
}

function populateBuckets(world: World, kmsMasterKeyId: string): void {
  const owner = account;
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' }];
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId, bucketKeyEnabled: true } as const;
  createBucket(world, { name: 'logs', owner, region, encryption });
  putBucketPolicy(world, 'logs', { Version: '2012-10-17', Statement });
  createBucket(world, { name: 'elsewhere', owner, region: 'us-west-2' });
  const bare = createBucket(world, { name: 'bare', owner, region, encryption: 'none' });
  delete bare.publicAccessBlock;
  delete bare.ownership;
}

function populatePolicies(world: World): void {
  const { versions } = createPolicy(world, account, 'app', JSON.parse(document));
  versions.push({ id: 'v2', document, isDefault: false, createDate: now });
  createPolicy(world, account, 'spare', JSON.parse(document));
}

function populateProfiles(world: World, accessKeyId: string): void {
  const caller = { accessKeyId, region };
  serve(world, 'iam:CreateInstanceProfile', { InstanceProfileName: 'app', Tags }, caller, now);
  serve(world, 'iam:AddRoleToInstanceProfile', { InstanceProfileName: 'app', RoleName: 'app' }, caller, now);
  serve(world, 'iam:CreateInstanceProfile', { InstanceProfileName: 'spare' }, caller, now);
}

function populateGrants(world: World, keyArn: string): void {
  const grantee = `arn:aws:iam::${account}:role/spare`;
  const encryptionContextSubset = { 'aws:s3:arn': 'arn:aws:s3:::logs' };
  createGrant(world, keyArn, {
    grantee,
    operations: ['Decrypt', 'DescribeKey'],
    encryptionContextSubset,
    name: 'logs',
  });
  createGrant(world, keyArn, { grantee, operations: ['GenerateDataKey'], retiring: account, createDate: now });
}
