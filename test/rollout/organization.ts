import { AwsError } from '../../handler/aws/aws-error';
import type { Operation as AwsOperation } from '../../handler/aws/operations';
import { createAccount, createWorld } from '../../local/aws/create';
import { type Hooks, tokens } from '../../local/aws/hooks';
import type { World } from '../../local/aws/world';
import { loadTemplate } from '../../local/cloudformation/template';
import { deployLogAccount } from '../../local/deploy-log-account';
import { LOG_ACCOUNT } from '../../local/two-accounts';
import { type VirtualClock, virtualClock } from '../local/cloudformation/virtual-clock';
import { openCloud } from './cloud';
import { type Operation, operate, stackSets } from './stack-set';

/** How a roll-out of function and roles went. */
export interface RollOut {
  readonly world: World;
  readonly operation: Operation;
  /** What each role's stack says of its verification, and the role's name, by account. */
  readonly statuses: readonly string[];
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Seconds that the stack set of the roles took. */
  readonly makespan: number;
  /** Of the log account, the throttled ones among them. */
  readonly logCalls: { readonly all: number; readonly throttled: number };
  /** Of each member. */
  readonly memberCalls: readonly number[];
}

/** Calls a second, after a burst of twice as many; the services publish but few of them, and these are taken low. */
export interface Rates {
  /** Of one account, in IAM. */
  readonly iam: number;
  /** Of the log account: each of STS, S3 and KMS, in all Regions together. */
  readonly log: number;
}

export interface Rolled {
  readonly accounts: number;
  readonly rates: Rates;
  /** What happens to the world before the roles are rolled out. */
  readonly before?: (world: World) => void;
}

/** Where the log account's bucket and key are. */
const HOME = 'eu-west-1';
const organizationId = 'o-a1b2c3d4e5';
const parameters = {
  ManagementAccountId: '999900001111',
  OrganizationalUnitIds: 'r-a1b2',
  Regions: 'eu-west-1,us-east-1,ap-southeast-2',
  CodeBucketPrefix: 'session-manager-role-code',
  CodeVersion: '1',
  S3BucketName: 'org-session-logs',
  S3BucketOwner: LOG_ACCOUNT,
  VerifierExternalId: 'session-logs',
};

/** Rolls function and roles out as examples/organization says, on a clock of its own. */
export async function rollOut({ accounts: count, rates, before }: Rolled): Promise<RollOut> {
  const { functions, roles } = stackSets(parameters);
  const accounts = Array.from({ length: count }, (_, number) => String(100_000_000_000 + number));
  const world = createWorld();
  for (const id of [LOG_ACCOUNT, ...accounts]) createAccount(world, id, { organizationId });
  const { S3BucketName: BucketName, VerifierExternalId } = parameters;
  const log = { BucketName, VerifierExternalId, OrganizationId: organizationId };
  deployLogAccount(world, { account: LOG_ACCOUNT, region: HOME, keyId: 'log-key', parameters: log });

  const clock = virtualClock();
  const limits = limited(world, rates, clock);
  const { play, deployFunction } = openCloud(world, { latency: 60, hooks: limits.hooks }, clock);
  const member = loadTemplate('examples/organization/member.yaml');
  const deployed = new Map(
    accounts.flatMap((account) =>
      functions.regions.map((region) => {
        const place = { account, region, parameters: functions.parameters, stackName: `StackSet-smr-${region}` };
        return [`${account} ${region}`, deployFunction(place, member)] as const;
      }),
    ),
  );
  before?.(world);

  const statuses: string[] = [];
  const names: Record<string, string[]> = {};
  const began = clock.now();
  const operation = await play(() =>
    operate(roles, accounts, async (account, region) => {
      const stackName = `StackSet-roles-${region}`;
      const instance = deployed.get(`${account} ${region}`);
      const stack = await instance?.deployStack(stackName, 'examples/organization/role.yaml', roles.parameters);
      statuses.push(String(stack?.outputs['VerificationStatus']));
      names[account] = [...(names[account] ?? []), String(stack?.outputs['InstanceProfileName'])];
    }),
  );
  const makespan = Math.round((clock.now() - began) / 1000);
  const { calls, throttled } = limits;
  const logCalls = { all: calls[LOG_ACCOUNT] ?? 0, throttled: throttled[LOG_ACCOUNT] ?? 0 };
  const memberCalls = accounts.map((account) => calls[account] ?? 0);
  return { world, operation, statuses, roles: names, makespan, logCalls, memberCalls };
}

/** IAM's rates count by account; the log account's are shared by all who read there, and by who takes its role. */
function limited(world: World, rates: Rates, { now }: VirtualClock) {
  const buckets = new Map<string, () => boolean>();
  const calls: Record<string, number> = {};
  const throttled: Record<string, number> = {};
  const hooks: Hooks = {
    before: async (operation, _input, { accessKeyId, region }) => {
      const caller = world.sessions[accessKeyId]?.account ?? '';
      const account = operation === 'sts:AssumeRole' ? LOG_ACCOUNT : caller;
      calls[account] = (calls[account] ?? 0) + 1;
      const rate = rateOf(operation, account === LOG_ACCOUNT, rates);
      // Elsewhere S3 says no more than where the bucket is.
      if (rate === undefined || (operation.startsWith('s3:') && region !== HOME)) return;
      const key = `${account} ${serviceOf(operation)}`;
      const take = buckets.get(key) ?? tokens(2 * rate, rate, now);
      buckets.set(key, take);
      if (take()) return;
      throttled[account] = (throttled[account] ?? 0) + 1;
      throw refusal(operation);
    },
  };
  return { hooks, calls, throttled };
}

const serviceOf = (operation: AwsOperation) => operation.split(':')[0] ?? '';

function rateOf(operation: AwsOperation, isLogAccount: boolean, { iam, log }: Rates): number | undefined {
  if (operation.startsWith('iam:')) return iam;
  return isLogAccount ? log : undefined;
}

// Each service has its own words for it.
const refusal = (operation: AwsOperation) =>
  operation.startsWith('s3:')
    ? new AwsError('SlowDown', 503, 'Please reduce your request rate.')
    : new AwsError('Throttling', 400, 'Rate exceeded');
