import { createBucket, createKey, createRole, putBucketPolicy } from './aws/create';
import type { World } from './aws/world';
import { executionRole } from './cloudformation/deployed-function';
import { type Deployment, resolve } from './cloudformation/resolve';
import { asMap, loadTemplate, type Values } from './cloudformation/template';

/** Where and with which parameters examples/log-account.yaml is deployed. */
export interface LogAccount {
  readonly account: string;
  readonly region: string;
  readonly keyId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Creates what examples/log-account.yaml creates: key, bucket, bucket policy, verifier role; returns the key's ARN. */
export function deployLogAccount(world: World, { account, region, keyId, parameters }: LogAccount): string {
  const { partition } = world;
  const template = loadTemplate('examples/log-account.yaml');
  const keyArn = `arn:${partition}:kms:${region}:${account}:key/${keyId}`;
  const stackId = `arn:${partition}:cloudformation:${region}:${account}:stack/session-logs/0`;
  const pseudo = { partition, accountId: account, region, stackName: 'session-logs', stackId };
  const name = parameters['BucketName'] ?? '';
  const resources = {
    Key: { Ref: keyId, Arn: keyArn },
    Bucket: { Ref: name, Arn: `arn:${partition}:s3:::${name}` },
  };
  const deployment: Deployment = { parameters, pseudo, resources };
  const propertiesOf = (logicalId: string): Values =>
    asMap(resolve(template.resources[logicalId]?.properties ?? null, template, deployment), logicalId);

  createKey(world, { account, region, id: keyId, policy: asMap(propertiesOf('Key')['KeyPolicy'], 'KeyPolicy') });
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId: keyArn, bucketKeyEnabled: true } as const;
  createBucket(world, { name, owner: account, region, encryption });
  putBucketPolicy(world, name, propertiesOf('BucketPolicy')['PolicyDocument']);
  const role = executionRole(template, 'VerifierRole', deployment);
  const input = { RoleName: role.name, Path: role.path, AssumeRolePolicyDocument: JSON.stringify(role.trustPolicy) };
  createRole(world, account, input, { inline: role.inlinePolicies });
  return keyArn;
}
