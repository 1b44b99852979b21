import { accountOf, page, type Services, validationError } from './service';

/** Log groups of the caller's account and Region. */
export const logGroups = {
  'logs:DescribeLogGroups'(world, scope, input) {
    const limit = input.limit ?? 50;
    if (limit < 1 || limit > 50)
      throw validationError(`Value '${limit}' at 'limit' failed to satisfy constraint: 1 to 50`);
    const prefix = `${scope.region}/${input.logGroupNamePrefix ?? ''}`;
    const found = Object.entries(accountOf(world, scope.account).logGroups)
      .filter(([key]) => key.startsWith(prefix))
      .map(([, group]) => group)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(found, limit, input.nextToken);
    return {
      logGroups: items.map(({ name, arn, kmsKeyArn }) => ({
        logGroupName: name,
        arn: `${arn}:*`,
        logGroupArn: arn,
        ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
      })),
      ...(next === undefined ? {} : { nextToken: next }),
    };
  },
} satisfies Partial<Services>;
