import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListInstanceProfilesCommand, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Sandbox } from './sandbox';

/** What of this run the account still holds, read from CloudFormation, CloudWatch Logs, IAM and S3 themselves. */
export async function leftovers({ cloudformation, iam, logs, name, s3 }: Sandbox): Promise<readonly string[]> {
  const PathPrefix = `/${name}/`;
  const [roles, policies, profiles, buckets, stacks, ...groups] = await Promise.all([
    iam.send(new ListRolesCommand({ PathPrefix })),
    iam.send(new ListPoliciesCommand({ PathPrefix, Scope: 'Local' })),
    iam.send(new ListInstanceProfilesCommand({ PathPrefix })),
    s3.send(new ListBucketsCommand()),
    cloudformation.send(new DescribeStacksCommand()),
    logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/${name}` })),
    logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${name}` })),
  ]);
  return [
    ...(roles.Roles ?? []).map(({ Arn }) => String(Arn)),
    ...(policies.Policies ?? []).map(({ Arn }) => String(Arn)),
    ...(profiles.InstanceProfiles ?? []).map(({ Arn }) => String(Arn)),
    ...(buckets.Buckets ?? []).flatMap(({ Name = '' }) => (Name.startsWith(name) ? [`Bucket ${Name}`] : [])),
    ...(stacks.Stacks ?? []).flatMap(({ StackName = '' }) =>
      StackName.startsWith(name) ? [`Stack ${StackName}`] : [],
    ),
    ...groups.flatMap(({ logGroups = [] }) => logGroups.map(({ logGroupName }) => `Log group ${logGroupName}`)),
  ];
}
