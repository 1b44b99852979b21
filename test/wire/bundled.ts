import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../handler/aws/clock';
import type { Hooks } from '../../local/aws/hooks';
import type { World } from '../../local/aws/world';
import { createDriver, type Driver } from '../../local/cloudformation/driver';
import type { DriverOptions } from '../../local/cloudformation/stack';
import { type Bundles, bundle } from '../../local/lambda/bundle';
import { openStage, type Stage, type StageOptions } from '../../local/stage';
import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { expectNoSecrets } from './secrets';

export type Given = Readonly<Record<string, unknown>>;

/** A stage under the real bundle whose faults and whose world can be changed between requests. */
export interface Bundled extends Stage {
  /** What befalls the calls from now on, instead of what befell them before. */
  readonly suffer: (faults: Hooks) => void;
  /** Puts the world back as it was. */
  readonly restore: (past: World) => void;
  /** Delivers one request without CloudFormation around it, and reads its only answer. */
  readonly ask: (request: Requested) => Promise<Body>;
}

export interface Requested {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly properties: Given;
  /** PhysicalResourceId; a Create has none. */
  readonly id?: string;
}

export interface Body {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/** Opens a stage; stopping it checks that nothing the functions said in all that time was a secret. */
export async function openBundled(options: Partial<StageOptions> = {}): Promise<Bundled> {
  let faults: Hooks = {};
  const hooks: Hooks = {
    before: async (...call) => faults.before?.(...call),
    after: async (...call) => faults.after?.(...call),
  };
  const stage = await openStage({ hooks, bundles: await bundled(), ...options });
  const stop = async () => {
    await stage.stop();
    expectNoSecrets(stage.main.logs, stage.undelivered.logs, stage.watch?.logs, stage.endpoint.answers.delivered);
  };
  const suffer = (next: Hooks) => {
    faults = next;
  };
  // Credentials that were handed out stay valid: the function may hold them still.
  const restore = (past: World) =>
    void Object.assign(stage.world, structuredClone({ ...past, sessions: stage.world.sessions }));
  return { ...stage, driver: driverOf(stage), stop, suffer, restore, ask: (request) => ask(stage, request) };
}

const type = 'Custom::SessionManagerRole';
const logicalId = 'SessionRole';
const stackId = `arn:aws:cloudformation:${REGION}:${APPLICATION_ACCOUNT}:stack/app/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f`;

async function ask({ world, endpoint, main, functions }: Stage, request: Requested): Promise<Body> {
  const status = `${request.type.toUpperCase()}_IN_PROGRESS`;
  const place = { stackId, stackName: 'app', account: APPLICATION_ACCOUNT, region: REGION };
  world.stacks[stackId] = { ...place, status, resources: { [logicalId]: { logicalId, type, status } } };
  const echo = { StackId: stackId, RequestId: randomUUID(), LogicalResourceId: logicalId };
  const slot = endpoint.answers.open(echo);
  const completion = await main.invoke({
    ...{ ...echo, RequestType: request.type, ResourceType: type, ResponseURL: slot.url },
    ...{ ServiceToken: functions.main.arn, ResourceProperties: request.properties },
    ...(request.id !== undefined && { PhysicalResourceId: request.id }),
  });
  slot.close();
  expect(completion).toEqual({ state: 'response', payload: null });
  const bodies = endpoint.answers.delivered.filter(({ requestId }) => requestId === echo.RequestId);
  expect(bodies).toHaveLength(1);
  return JSON.parse(bodies[0]?.body ?? '');
}

/** A stack of one role, as the driver takes it. */
export function stackOf({ functions }: Stage, properties: Given, serviceTimeoutSeconds?: number) {
  const given = { ServiceToken: functions.main.arn, PropagationWaitSeconds: 0, ...properties };
  const timeout = serviceTimeoutSeconds === undefined ? {} : { serviceTimeoutSeconds };
  return { resources: { [logicalId]: { type, properties: given, ...timeout } } } as const;
}

/**
 * A CloudFormation over the stage. It asks only once both functions have come to rest, so that no more processes start
 * than must, unless it delivers in its own way.
 */
export function driverOf(stage: Stage, own: Partial<DriverOptions> = {}): Driver {
  const { world, main, undelivered, endpoint } = stage;
  const deliver = async (_functionArn: string, event: unknown) => {
    await main.idle();
    await undelivered.idle();
    await main.invokeAsync(event);
  };
  const clock = systemClock(Number.POSITIVE_INFINITY);
  const place = { account: APPLICATION_ACCOUNT, region: REGION };
  return createDriver({ world, ...place, clock, deliver, answers: endpoint.answers, ...own });
}

/** Something that one side waits for and the other lets happen. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** The account of the function, as it stands. */
export function applicationAccount({ world }: Pick<Stage, 'world'>) {
  const account = world.accounts[APPLICATION_ACCOUNT];
  if (account === undefined) throw new Error(`The world has no account ${APPLICATION_ACCOUNT}`);
  return account;
}

/** What of a trio has effect: not the versions of its policy that no longer do. */
export function inForce(stage: Stage, name: string) {
  const { roles, instanceProfiles, policies } = applicationAccount(stage);
  const policy = Object.values(policies).find((one) => one.name === name);
  const document = policy?.versions.find(({ isDefault }) => isDefault)?.document;
  return structuredClone({ role: roles[name], profile: instanceProfiles[name], tags: policy?.tags, document });
}

/** The functions as `sam build` makes them, built once for each state of what they are built from. */
export async function bundled(): Promise<Bundles> {
  const home = join(tmpdir(), `session-manager-role-${digestOfSources()}`);
  if (!existsSync(home)) await buildInto(home);
  const files = { Function: 'index.js', UndeliveredFunction: 'undelivered.js', WatchFunction: 'watch.js' } as const;
  const read = ([logicalId, name]: readonly [string, string]) => {
    const file = join(home, logicalId, name);
    return [logicalId, { entry: name, file, bytes: readFileSync(file).length, inputs: {} }] as const;
  };
  return { functions: Object.fromEntries(Object.entries(files).map(read)) };
}

/** Another worker may do the same at the same time: whoever renames first has built it for both. */
async function buildInto(home: string): Promise<void> {
  const draft = mkdtempSync(`${home}-`);
  await bundle(resolve('template.yaml'), draft);
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    rmSync(draft, { recursive: true });
  }
}

function digestOfSources(): string {
  const handler = readdirSync('handler', { recursive: true, withFileTypes: true });
  const sources = handler.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), 'template.yaml', 'package-lock.json', 'local/lambda/bundle.ts']) {
    hash.update(`${file}\n`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
