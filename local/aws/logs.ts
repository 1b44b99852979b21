import { AwsError } from '../../handler/aws/aws-error';
import { accountOf, page, type Services } from './service';

/** Log groups of the caller's account and Region. */
export const logGroups = {
  'logs:DescribeLogGroups'(world, scope, input, now) {
    const limit = input.limit ?? 50;
    if (limit < 1 || limit > 50)
      throw invalidParameter(`Value '${limit}' at 'limit' failed to satisfy constraint: 1 to 50`);
    const prefix = `${scope.region}/${input.logGroupNamePrefix ?? ''}`;
    const found = Object.entries(accountOf(world, scope.account).logGroups)
      .filter(([key]) => key.startsWith(prefix))
      .map(([, group]) => group)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(found, limit, input.nextToken, invalidParameter);
    return {
      logGroups: items.map(({ name, arn, kmsKeyArn }) => ({
        logGroupName: name,
        arn: `${arn}:*`,
        logGroupArn: arn,
        creationTime: now,
        metricFilterCount: 0,
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
      })),
      ...(next === undefined ? {} : { nextToken: next }),
    };
  },
} satisfies Partial<Services>;

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html#API_DescribeLogGroups_Errors
function invalidParameter(problem: string): AwsError {
  return new AwsError('InvalidParameter', 400, `1 validation error detected: ${problem}`);
}
