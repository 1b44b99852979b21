import { ListInstanceProfilesCommand, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Sandbox } from './sandbox';

/** What of this run the account still holds, read from IAM and S3 themselves. */
export async function leftovers({ iam, name, s3 }: Sandbox): Promise<readonly string[]> {
  const PathPrefix = `/${name}/`;
  const [roles, policies, profiles, buckets] = await Promise.all([
    iam.send(new ListRolesCommand({ PathPrefix })),
    iam.send(new ListPoliciesCommand({ PathPrefix, Scope: 'Local' })),
    iam.send(new ListInstanceProfilesCommand({ PathPrefix })),
    s3.send(new ListBucketsCommand()),
  ]);
  return [
    ...(roles.Roles ?? []).map(({ Arn }) => String(Arn)),
    ...(policies.Policies ?? []).map(({ Arn }) => String(Arn)),
    ...(profiles.InstanceProfiles ?? []).map(({ Arn }) => String(Arn)),
    ...(buckets.Buckets ?? []).flatMap(({ Name = '' }) => (Name.startsWith(name) ? [`Bucket ${Name}`] : [])),
  ];
}
