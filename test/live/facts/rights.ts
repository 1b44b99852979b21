import { DescribeLogGroupsCommand, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createBucket } from '../buckets';
import { eventually, refusalOf } from '../patience';
import type { Sandbox } from '../sandbox';
import { actAs, createRole } from './actor';
import type { Fact } from './fact';

/** What AWS authorises, where its documentation leaves it open. */
export const rights: readonly Fact[] = [
  {
    question: 'Is a read of a role that does not exist authorised on its name without a path?',
    assumed: 'AccessDenied for a caller who may read under the path alone',
    observe: readMissingRole,
  },
  {
    question: 'Is logs:DescribeLogGroups authorised on one log group where its name is asked for?',
    assumed: 'AccessDenied for a caller who may describe this group alone',
    observe: describeOneLogGroup,
  },
  {
    question: 'Does a BucketOwnerEnforced bucket waive s3:PutObjectAcl for the ACL that the agent sends?',
    assumed: 'AccessDenied for a caller who has s3:PutObject alone',
    observe: putWithAcl,
  },
];

async function readMissingRole(sandbox: Sandbox): Promise<string> {
  const { name, options, partition } = sandbox;
  const RoleName = `${name}-present`;
  await createRole(sandbox, RoleName);
  const Resource = `arn:${partition}:iam::${options.account}:role/${name}/*`;
  const { iam } = await actAs(sandbox, 'reader', [{ Effect: 'Allow', Action: 'iam:GetRole', Resource }]);
  await eventually('the right to read roles', () => iam.send(new GetRoleCommand({ RoleName })));
  const code = await refusalOf(iam.send(new GetRoleCommand({ RoleName: `${name}-absent` })));
  return `${code} for a caller who may read under the path alone`;
}

async function describeOneLogGroup(sandbox: Sandbox): Promise<string> {
  const { name, options, partition } = sandbox;
  const logGroupName = `/${name}/one`;
  const Resource = `arn:${partition}:logs:${options.region}:${options.account}:log-group:${logGroupName}:*`;
  const Action = ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'];
  const { logs } = await actAs(sandbox, 'describer', [{ Effect: 'Allow', Action, Resource }]);
  // Only once the statement is in force, a refusal says something: the streams of a group that is not there are asked for.
  await eventually('the right to describe log streams', async () => {
    const code = await refusalOf(logs.send(new DescribeLogStreamsCommand({ logGroupName })));
    return code === 'ResourceNotFound' ? code : undefined;
  });
  const code = await refusalOf(logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName })));
  return `${code} for a caller who may describe this group alone`;
}

async function putWithAcl(sandbox: Sandbox): Promise<string> {
  const { name, options, partition } = sandbox;
  const Bucket = await createBucket(sandbox, `${name}-${options.account}-acl`);
  const Resource = `arn:${partition}:s3:::${Bucket}/*`;
  const { s3 } = await actAs(sandbox, 'writer', [{ Effect: 'Allow', Action: 's3:PutObject', Resource }]);
  const object = { Bucket, Key: 'log', Body: 'log' };
  await eventually('the right to write objects', () => s3.send(new PutObjectCommand(object)));
  const code = await refusalOf(s3.send(new PutObjectCommand({ ...object, ACL: 'bucket-owner-full-control' })));
  return `${code} for a caller who has s3:PutObject alone`;
}
