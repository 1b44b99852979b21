import { ownershipTags } from '../../handler/core/identity/ownership';
import type { LogEntry } from '../../handler/handle';
import { type Watched, watchRoles } from '../../handler/watch-roles';
import { putKeyPolicy } from '../../local/aws/create';
import { all, type Hooks, type Recorded, recording } from '../../local/aws/hooks';
import { localCall } from '../../local/aws/port';
import type { BusEvent, MetricValue, World } from '../../local/aws/world';
import { metricsOf } from '../../local/cloudformation/metric-filters';
import { createTwoAccounts, crossAccountParameters, LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { deployed as deployment, template } from '../deployments';
import { settingsOf } from '../settings';
import { account, furtherPolicy, type Given, stackId, stage } from './fixture';

const parameters = {
  ...{ ...crossAccountParameters, AllowedManagedPolicyArns: furtherPolicy },
  ...{ VerificationSchedule: 'rate(1 day)', FormerRolePath: '/former/' },
};
const deployed = createTwoAccounts(parameters);
const { watch } = deployed.functions;
if (watch === undefined) throw new Error('The template deploys no watch');
const settings = settingsOf(watch.environment, watch.arn);
const namespace = watch.environment['METRIC_NAMESPACE'] ?? '';

/** The tags of a role of a stack of this account. */
export function ownersTags(physicalId: string, region = REGION) {
  const ofStack = stackId.replace(REGION, region);
  return [...ownershipTags({ stackId: ofStack, stackName: 'app', logicalId: 'Role', physicalId })];
}

/** Session logs to the log account's bucket. */
const crossAccount = {
  RoleName: 'app-sessions',
  S3BucketName: 'org-session-logs',
  S3BucketOwner: LOG_ACCOUNT,
  PropagationWaitSeconds: '0',
};

export interface Run {
  readonly watched: Watched;
  readonly logs: readonly LogEntry[];
  /** Of this run. */
  readonly events: readonly BusEvent[];
  readonly calls: readonly Recorded[];
}

/** Two accounts, the function, a role that it created, and its watch. */
export async function created(given: { properties?: Given | undefined; prepare?: (world: World) => void } = {}) {
  const there = watching();
  given.prepare?.(there.world);
  const { body } = await there.deliver({ type: 'Create', properties: given.properties ?? crossAccount });
  if (body?.Status !== 'SUCCESS') throw new Error(String(body?.Reason));
  return there;
}

function watching() {
  const { world, clock, deliver } = stage(structuredClone(deployed.world));
  const run = async (how: { hooks?: Hooks; secondsLeft?: number } = {}): Promise<Run> => {
    const [logs, calls]: [LogEntry[], Recorded[]] = [[], []];
    const before = eventsIn(world).length;
    const hooks = all(recording(calls), how.hooks ?? {});
    const work = watchRoles({
      call: localCall(world, { role: watch?.accessKeyId ?? '', now: clock.now, hooks }),
      clock: { ...clock, deadline: clock.now() + (how.secondsLeft ?? 890) * 1000 },
      log: (entry) => logs.push(structuredClone(entry)),
      ...{ settings, namespace },
    });
    const watched = await clock.run(work);
    publish(world, logs, clock.now());
    clock.jump(24 * 3600 * 1000);
    return { watched, logs, calls, events: eventsIn(world).slice(before) };
  };
  return { world, clock, deliver, run, logKeyArn: deployed.logKeyArn };
}

const eventsIn = (world: World) => world.accounts[account]?.events ?? [];

/** What CloudWatch makes of the log. */
function publish(world: World, logs: readonly LogEntry[], at: number): void {
  const told = logs.flatMap((message) =>
    metricsOf(template, deployment(parameters), JSON.parse(JSON.stringify({ message }))),
  );
  const home = world.accounts[account];
  if (home) home.metrics = [...(home.metrics ?? []), ...told.map((one) => ({ ...one, region: REGION, at }))];
}

/** Every value of a metric, in the order of the runs. */
export function valuesOf(world: World, name: string, dimensions: MetricValue['dimensions'] = {}): readonly number[] {
  return (world.accounts[account]?.metrics ?? [])
    .filter((one) => one.name === name && JSON.stringify(one.dimensions) === JSON.stringify(dimensions))
    .map(({ value }) => value);
}

/** The world without the traces of having looked: sessions, events, metrics. */
export function unmoved(world: World): unknown {
  const { sessions, serial, ...rest } = structuredClone(world);
  for (const one of Object.values(rest.accounts)) {
    delete one.events;
    delete one.metrics;
  }
  return rest;
}

/** The log account tidies up its key policy, and may think better of it. */
export function withoutKeyGrant(world: World, keyArn: string): () => void {
  const whole = JSON.parse(world.accounts[LOG_ACCOUNT]?.keys[keyArn]?.policy ?? '');
  const Statement = whole.Statement.filter(({ Sid }: { Sid: string }) => Sid !== 'SessionLogs');
  putKeyPolicy(world, keyArn, { ...whole, Statement });
  return () => putKeyPolicy(world, keyArn, whole);
}
