import { AwsError } from '../../handler/aws/aws-error';
import type { Input } from '../../handler/aws/operations';
import { accountOf, page, type Services } from './service';
import type { MetricValue } from './world';

type Query = Input<'cloudwatch:GetMetricData'>['MetricDataQueries'][number];

/** Metrics of the caller's account and Region: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const metrics = {
  'cloudwatch:GetMetricData'(world, scope, input) {
    const { MetricDataQueries: queries, StartTime, EndTime, NextToken } = input;
    const ids = new Set(queries.map(({ Id }) => Id));
    if (queries.length > 500 || ids.size < queries.length) throw invalid('at most 500 queries, each with its own Id');
    if (!(StartTime < EndTime)) throw invalid('StartTime must be less than EndTime');
    const told = (accountOf(world, scope.account).metrics ?? []).filter(
      ({ region, at }) => region === scope.region && at >= StartTime * 1000 && at < EndTime * 1000,
    );
    const points = queries.flatMap((query) =>
      pointsOf(query, kept(query, told, EndTime)).map((point) => ({ Id: query.Id, ...point })),
    );
    const { items, next } = page(points, POINTS_A_PAGE, NextToken, () => new AwsError('InvalidNextToken', 400, 'Bad'));
    return {
      MetricDataResults: queries.map(({ Id, MetricStat: { Metric } }) => {
        const own = items.filter((item) => item.Id === Id);
        return {
          Id,
          Label: Metric.MetricName,
          Values: own.map(({ value }) => value),
          Timestamps: own.map(({ at }) => new Date(at * 1000)),
          StatusCode: 'Complete',
        };
      }),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  },
} satisfies Partial<Services>;

// Points of less than an hour are gone after 63 days, whose hours are kept for 455:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
function kept({ MetricStat: { Period } }: Query, told: readonly MetricValue[], now: number): readonly MetricValue[] {
  const days = Period % 3600 === 0 ? 455 : 63;
  return told.filter(({ at }) => at / 1000 >= now - days * 24 * 3600);
}

// CloudWatch may page wherever it likes, up to 100,800 points.
const POINTS_A_PAGE = 100;

/** Newest first, one for each period in which anything was told; `at` in seconds. */
function pointsOf({ Id, MetricStat: { Metric, Period } }: Query, told: readonly MetricValue[]) {
  if (!/^[a-z]\w*$/.test(Id)) throw invalid(`Id '${Id}' must begin with a lower-case letter`);
  if (Period % 60 !== 0) throw invalid('Period must be a multiple of 60');
  const dimensions = JSON.stringify(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]).sort());
  const own = told.filter(
    (one) =>
      one.namespace === Metric.Namespace &&
      one.name === Metric.MetricName &&
      JSON.stringify(Object.entries(one.dimensions).sort()) === dimensions,
  );
  const periodOf = ({ at }: MetricValue) => Math.floor(at / 1000 / Period) * Period;
  const begins = [...new Set(own.map(periodOf))].sort((a, b) => b - a);
  const highest = (at: number) => Math.max(...own.filter((one) => periodOf(one) === at).map(({ value }) => value));
  return begins.map((at) => ({ at, value: highest(at) }));
}

function invalid(problem: string): AwsError {
  return new AwsError('InvalidParameterValue', 400, `The parameter is not valid: ${problem}`);
}
