import type { Settings } from '../../handler/core/request/settings';
import { type Effects, handle, type LogEntry } from '../../handler/handle';
import { all, type Hooks, type Recorded, recording } from '../../local/aws/hooks';
import { localCall } from '../../local/aws/port';
import type { World } from '../../local/aws/world';
import { APPLICATION_ACCOUNT, createTwoAccounts, crossAccountParameters, REGION } from '../../local/two-accounts';
import { type VirtualClock, virtualClock } from '../local/cloudformation/virtual-clock';
import { settingsOf } from '../settings';
import { type Death, lifeUntil, never } from './faults';
import { checkSecrets, responseUrl } from './secrets';

export const account = APPLICATION_ACCOUNT;
export const stackId = `arn:aws:cloudformation:${REGION}:${account}:stack/app/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f`;
/** A policy that the deployer lets templates attach. */
export const furtherPolicy = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';

const deployed = createTwoAccounts({ ...crossAccountParameters, AllowedManagedPolicyArns: furtherPolicy });
export const { functions } = deployed;
const { main } = functions;
export const settings = settingsOf({ ...main.environment, AWS_LAMBDA_LOG_STREAM_NAME: 'log/1' }, main.arn);

/** Session logs to the account's own bucket and log group, both under a key. */
export const properties = {
  ServiceToken: main.arn,
  ServiceTimeout: '1200',
  RoleName: 'app-sessions',
  Description: 'Sessions on the instances of app',
  S3BucketName: 'app-session-logs',
  S3KeyPrefix: 'sessions',
  CloudWatchLogGroupName: '/ssm/sessions',
  Tags: [{ Key: 'Team', Value: 'platform' }],
} as const;

/** The least that makes a trio: what is laws of IAM alone needs no bucket. */
export const plain = {
  ServiceToken: main.arn,
  RoleName: 'app-sessions',
  Verification: 'Off',
  PropagationWaitSeconds: '0',
} as const;

export type Given = Readonly<Record<string, unknown>>;

/** One request, and what CloudFormation says of resource and stack while it runs. */
export interface Requested {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly properties?: Given;
  /** PhysicalResourceId. */
  readonly id?: string;
  readonly stack?: string;
  readonly resource?: string;
  /** Whatever else of the event shall differ. */
  readonly event?: Given;
}

/** The circumstances of one delivery. */
export interface How {
  readonly hooks?: Hooks;
  readonly secondsLeft?: number;
  /** What the deployer changed since. */
  readonly redeployed?: Partial<Settings>;
  /** The function dies at this call, from 1; nothing of it happens any more. */
  readonly dies?: Death;
}

export interface Body {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

export interface Delivery {
  /** What CloudFormation reads first; absent where the function died. */
  readonly body: Body | undefined;
  /** Every body that was sent. */
  readonly bodies: readonly Body[];
  readonly logs: readonly LogEntry[];
  readonly calls: readonly Recorded[];
  /** Calls that began after the answer was sent, until everything came to rest. */
  readonly late: readonly Recorded[];
}

export interface Stage {
  readonly world: World;
  readonly clock: VirtualClock;
  /** Delivers a request and awaits its end. */
  readonly deliver: (request: Requested, how?: How) => Promise<Delivery>;
  /** Delivers a request without moving the clock. */
  readonly begin: (request: Requested, how?: How) => Promise<Delivery>;
}

/** A fresh copy of the two accounts, with the function in them. */
export function stage(world: World = structuredClone(deployed.world)): Stage {
  const clock = virtualClock();
  const begin = (request: Requested, how: How = {}) => deliverOnce({ world, clock }, request, how);
  return { world, clock, begin, deliver: (request, how) => clock.run(begin(request, how)) };
}

const inProgress = {
  Create: 'CREATE_IN_PROGRESS',
  Update: 'UPDATE_IN_PROGRESS',
  Delete: 'DELETE_IN_PROGRESS',
} as const;

/** Lets CloudFormation say something else of stack and resource. */
export function standing(world: World, stack: string, resource = stack, physicalId?: string): void {
  const role = { logicalId: 'Role', type: 'Custom::SessionManagerRole', status: resource };
  const resources = { Role: { ...role, ...(physicalId !== undefined && { physicalId }) } };
  world.stacks[stackId] = { stackId, stackName: 'app', status: stack, account, region: REGION, resources };
}

/** Deploys the function anew with other parameters: its rights change in the world, and so do its settings. */
export function redeploy(world: World, parameters: Readonly<Record<string, string>>): Partial<Settings> {
  const { main: again } = createTwoAccounts(parameters).functions;
  const inline = Object.entries(again.role.inlinePolicies).map(([name, policy]) => [name, JSON.stringify(policy)]);
  Object.assign(world.accounts[account]?.roles[main.role.name] ?? {}, { inline: Object.fromEntries(inline) });
  const { formerRolePath, ...redeployed } = settingsOf(again.environment, again.arn);
  return formerRolePath === undefined ? redeployed : { ...redeployed, formerRolePath };
}

let requests = 0;

export function eventOf({ type, id, properties: given = properties, event }: Requested): Given {
  requests += 1;
  const RequestId = `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`;
  return {
    RequestType: type,
    ServiceToken: main.arn,
    ResponseURL: responseUrl(RequestId),
    StackId: stackId,
    RequestId,
    LogicalResourceId: 'Role',
    ResourceType: 'Custom::SessionManagerRole',
    ResourceProperties: given,
    ...(id !== undefined && { PhysicalResourceId: id }),
    ...event,
  };
}

async function deliverOnce({ world, clock }: Pick<Stage, 'world' | 'clock'>, request: Requested, how: How) {
  const status = inProgress[request.type];
  standing(world, request.stack ?? status, request.resource ?? request.stack ?? status, request.id);
  const [logs, calls, late, bodies]: [LogEntry[], Recorded[], Recorded[], Body[]] = [[], [], [], []];
  const life = lifeUntil(how.dies);
  const heard: Hooks = { before: async (...call) => recordingInto(bodies.length === 0 ? calls : late, call) };
  const hooks = all(heard, ...(how.hooks ? [how.hooks] : []), life.hooks);
  const effects: Effects = {
    call: localCall(world, { role: main.accessKeyId, now: clock.now, hooks }),
    clock: {
      now: clock.now,
      sleep: (milliseconds, signal) => (life.over() ? never : clock.sleep(milliseconds, signal)),
      deadline: clock.now() + (how.secondsLeft ?? 290) * 1000,
    },
    respond: async (_url, body) => {
      if (life.over()) return never;
      bodies.push(JSON.parse(body));
    },
    log: (entry) => logs.push(structuredClone(entry)),
    settings: { ...settings, ...how.redeployed },
  };
  const returned = await Promise.race([handle(eventOf(request), effects), life.death]);
  checkSecrets({ logs, bodies, returned });
  return { body: bodies[0], bodies, logs, calls, late };
}

const recordingInto = (calls: Recorded[], call: Parameters<NonNullable<Hooks['before']>>) =>
  recording(calls).before?.(...call);
