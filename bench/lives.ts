import { createSessionDocument } from '../local/aws/create-resources';
import type { Recorded } from '../local/aws/hooks';
import type { World } from '../local/aws/world';
import type { Driver, StackOutcome } from '../local/cloudformation/driver';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT, REGION } from '../local/two-accounts';
import { askedTwice, countsOf, depthBound, leastCalls, sum, toldBy } from './bounds';
import type { Asked } from './dependencies';

/** Where requests are measured: the bundle on the wire, or the source at the port. */
export interface Theatre {
  readonly world: World;
  readonly driver: Driver;
  readonly functionArn: string;
  /** What the function knows before it asks. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every call as it arrived. */
  readonly calls: Recorded[];
  /** Milliseconds. */
  readonly now: () => number;
  /** Awaits the work, on whatever clock the theatre has. */
  readonly play: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** What one request took, and what its data dependencies make of the calls that it made. */
export interface Sample {
  readonly milliseconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly least: Readonly<Record<string, number>>;
  /** Round trips in sequence that the calls need at least, the answer included. */
  readonly bound: number;
  readonly twice: readonly string[];
}

/** Puts onto a role, or into its policy, what others might; `count` of each. */
export type Crowd = Readonly<Partial<Record<'foreignPolicies' | 'inlinePolicies' | 'versions', number>>>;

const own = { S3BucketName: 'app-session-logs' };
const foreign = { S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT };
const documented = { SessionDocumentName: 'session-preferences' };
const ofOwn = { bucket: 'own', keys: 1 } as const;
const ofForeign = { bucket: 'foreign', keys: 1 } as const;
const ofDocument = { ...ofOwn, sessionDocument: true, logGroup: true } as const;

/** One life of a resource in its own account, one that logs to another, one that a session document describes. */
export async function live(theatre: Theatre, round: number): Promise<Readonly<Record<string, Sample>>> {
  createPreferences(theatre.world);
  const [name, abroad, told] = [`own${round}`, `abroad${round}`, `told${round}`] as const;
  const again = { ReconcileToken: 'again' };
  const step = (stack: string, asked: Asked, properties: object = {}) => perform(theatre, { stack, asked, properties });
  return {
    create: await step(name, { type: 'Create', ...ofOwn }, own),
    updateUnchanged: await step(name, { type: 'Update', ...ofOwn }, { ...own, ...again }),
    updatePolicy: await step(name, { type: 'Update', changed: true, ...ofOwn }, { ...own, S3KeyPrefix: 'a' }),
    updatePolicyPruning: await crowded(theatre, name, { versions: 3 }).then(() =>
      step(name, { type: 'Update', changed: true, versions: 5, ...ofOwn }, { ...own, S3KeyPrefix: 'b' }),
    ),
    delete: await step(name, { type: 'Delete', versions: 5 }),
    createCrossAccount: await step(abroad, { type: 'Create', ...ofForeign }, foreign),
    updateUnchangedCrossAccount: await step(abroad, { type: 'Update', ...ofForeign }, { ...foreign, ...again }),
    deleteCrossAccount: await step(abroad, { type: 'Delete' }),
    createWithSessionDocument: await step(told, { type: 'Create', ...ofDocument }, documented),
    updateUnchangedWithSessionDocument: await step(
      told,
      { type: 'Update', ...ofDocument },
      { ...documented, ...again },
    ),
    deleteWithSessionDocument: await step(told, { type: 'Delete' }),
  };
}

/** One request of one stack, which must succeed. */
export async function perform(theatre: Theatre, request: Performed): Promise<Sample> {
  const { calls, now, play, environment } = theatre;
  const { stack, asked } = request;
  const properties = { RoleName: stack, PropagationWaitSeconds: 0, ...request.properties };
  const before = calls.length;
  const started = now();
  const { status, reason } = await play(() => act(theatre, asked.type, stack, properties));
  const milliseconds = now() - started;
  if (!/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) throw new Error(`Cannot measure: ${status} ${reason ?? ''}`);
  const made = calls.slice(before);
  const bound = depthBound(made, toldBy({ properties, environment }));
  return { milliseconds, counts: countsOf(made), least: leastCalls(asked), bound, twice: askedTwice(made) };
}

export interface Performed {
  readonly stack: string;
  readonly asked: Asked;
  readonly properties: object;
}

function act(theatre: Theatre, type: Asked['type'], stack: string, properties: object): Promise<StackOutcome> {
  const { driver, functionArn: ServiceToken } = theatre;
  const all = { ServiceToken, ...properties };
  const template = { resources: { SessionRole: { type: 'Custom::SessionManagerRole', properties: all } } } as const;
  if (type === 'Create') return driver.createStack(stack, template);
  return type === 'Update' ? driver.updateStack(stack, template) : driver.deleteStack(stack);
}

/** Lets others crowd the role of a stack. */
export async function crowded({ world }: Theatre, name: string, crowd: Crowd): Promise<void> {
  const { roles, policies } = world.accounts[APPLICATION_ACCOUNT] ?? {};
  const role = roles?.[name];
  const policy = Object.values(policies ?? {}).find((one) => one.name === name);
  if (!role || !policy) throw new Error(`There is no role "${name}" to crowd`);
  const some = (count = 0) => Array.from({ length: count }, (_, index) => index);
  const [version] = policy.versions;
  for (const index of some(crowd.foreignPolicies)) {
    const arn = `${policy.arn}-foreign-${index}`;
    if (policies) policies[arn] = { ...structuredClone(policy), arn, name: `foreign-${index}`, tags: [] };
    role.attached.push(arn);
  }
  for (const index of some(crowd.inlinePolicies)) role.inline[`inline-${index}`] = version?.document ?? '';
  for (const _ of some(crowd.versions)) {
    if (version) policy.versions.push({ ...version, id: `v${policy.nextVersion}`, isDefault: false });
    policy.nextVersion += 1;
  }
}

function createPreferences(world: World): void {
  const inputs = { s3BucketName: own.S3BucketName, s3EncryptionEnabled: true, cloudWatchLogGroupName: '/ssm/sessions' };
  const content = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs };
  createSessionDocument(world, {
    ...{ owner: APPLICATION_ACCOUNT, region: REGION, name: documented.SessionDocumentName, content },
  });
}

export const total = ({ counts, least }: Sample) => ({ calls: sum(counts), least: sum(least) });
