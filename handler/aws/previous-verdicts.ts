import { type Verdict, verdicts } from '../core/access/verdict';
import { present, type Seen } from '../core/seen';
import type { Clock } from './clock';
import type { Call, Caller, Input } from './operations';
import { seen } from './seen';

/** The metric in which template.yaml keeps what each role was found to be. */
const VERDICT_METRIC = 'Verdict';

const DAY = 24 * 3600;
// Points of five minutes are kept for 63 days, those of an hour for 455; only a cron(...) may pause that long:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
const RECENT: Window = { memory: 36 * DAY, Period: 300 };
const REMOTE: Window = { memory: 455 * DAY, Period: 3600 };
// An hourly schedule makes 864 points a role, and one request answers 100,800.
const ROLES_A_REQUEST = 100;

interface Window {
  readonly memory: number;
  readonly Period: number;
}

type Verdicts = ReadonlyMap<string, Verdict>;

/** What each role was found to be when it was last judged, by its name; nothing of one that never was. */
export function previousVerdicts(
  call: Call,
  caller: Caller,
  { roleNames, namespace, clock }: { roleNames: readonly string[]; namespace: string; clock: Clock },
): Promise<Seen<Verdicts>> {
  const EndTime = Math.ceil(clock.now() / 1000);
  const read = async (names: readonly string[], { memory, Period }: Window): Promise<readonly Told[]> => {
    const newest = await newestValues(call, caller, {
      MetricDataQueries: names.map((name, index) => query(name, { Id: `m${index}`, Namespace: namespace, Period })),
      StartTime: EndTime - memory,
      EndTime,
      ScanBy: 'TimestampDescending',
    });
    return names.flatMap((name, index) => {
      const verdict = verdicts[newest.get(`m${index}`) ?? -1];
      return verdict === undefined ? [] : [[name, verdict] as const];
    });
  };
  return seen('cloudwatch:GetMetricData', async () => {
    const recent = new Map(await inBatches(roleNames, (names) => read(names, RECENT)));
    const silent = roleNames.filter((name) => !recent.has(name));
    return present(new Map([...recent, ...(await inBatches(silent, (names) => read(names, REMOTE)))]));
  });
}

type Told = readonly [roleName: string, Verdict];

async function inBatches(
  names: readonly string[],
  read: (names: readonly string[]) => Promise<readonly Told[]>,
): Promise<readonly Told[]> {
  const batches = Array.from({ length: Math.ceil(names.length / ROLES_A_REQUEST) }, (_, index) =>
    names.slice(index * ROLES_A_REQUEST, (index + 1) * ROLES_A_REQUEST),
  );
  return (await Promise.all(batches.map(read))).flat();
}

function query(roleName: string, { Id, Namespace, Period }: Record<'Id' | 'Namespace', string> & { Period: number }) {
  const Dimensions = [{ Name: 'RoleName', Value: roleName }];
  const Metric = { Namespace, MetricName: VERDICT_METRIC, Dimensions };
  // Of two runs within one period the worse is remembered.
  return { Id, MetricStat: { Metric, Period, Stat: 'Maximum' as const } };
}

/** The newest value of each query, by its id: pages go on where the one before ended, the newest first. */
async function newestValues(
  call: Call,
  caller: Caller,
  input: Input<'cloudwatch:GetMetricData'>,
): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  let NextToken: string | undefined;
  do {
    const page = { ...input, ...(NextToken !== undefined && { NextToken }) };
    const answer = await call('cloudwatch:GetMetricData', page, caller);
    for (const { Id = '', Values: [value] = [] } of answer.MetricDataResults ?? []) {
      if (value !== undefined && !newest.has(Id)) newest.set(Id, value);
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return newest;
}
