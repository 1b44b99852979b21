import { createAccount, createRole, createWorld } from '../../../local/aws/create';
import { startSession } from '../../../local/aws/sessions';
import { startWire } from '../../../local/wire/start';
import type { BotocoreCaller, BotocoreClient, BotocoreResult } from '../botocore/botocore-client';
import { startMinistack } from '../servers/ministack';
import { startMoto } from '../servers/moto';
import type { Server } from '../servers/server';
import { allowing, trust } from './documents';
import { type Answer, type Ask, account, type Bindings, type Fixture, other, region } from './script';

/** One AWS of the three, with a role `owner` in either account that may do everything. */
export interface Side {
  /** A session of the calling account's owner. */
  readonly owner: BotocoreCaller;
  readonly prepare: (fixture: Fixture, bound: Bindings) => Promise<Bindings>;
  readonly stop: () => Promise<void>;
}

/** Our local AWS behind its wire. */
export async function startOurs(): Promise<Side> {
  const world = createWorld();
  for (const id of [account, other]) {
    createAccount(world, id);
    createRole(world, id, { RoleName: 'owner' }, { inline: { everything: JSON.parse(allowing('*')) } });
  }
  const { url, stop } = await startWire({ world, now: Date.now });
  const accessKeyId = startSession(world, account, 'owner', 'script');
  const { secretAccessKey = '', sessionToken = '' } = world.sessions[accessKeyId] ?? {};
  const owner = { endpoint: url, region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
  return { owner, prepare: async (fixture, bound) => fixture.ours(world, bound), stop };
}

/** ministack: an account's root has the account's id as its access key. */
export async function startMinistackSide(botocore: BotocoreClient): Promise<Side> {
  const server = await startMinistack({ account, region, policies: 'evaluated' });
  return peer(botocore, server, async (id) => rootOf(server, id));
}

/** moto: another account is entered by assuming any role of it. */
export async function startMotoSide(botocore: BotocoreClient): Promise<Side> {
  const server = await startMoto();
  const root = rootOf(server, account);
  return peer(botocore, server, async (id) => (id === account ? root : assumed(botocore, root, id)));
}

/** The caller that AssumeRole made. */
export function assumedBy(
  caller: BotocoreCaller,
  seen: { readonly result: BotocoreResult } | 'unreadable',
): BotocoreCaller {
  if (seen === 'unreadable' || seen.result.state === 'refusal')
    throw new Error('A role that is needed was not assumed');
  const { AccessKeyId, SecretAccessKey, SessionToken } = Object(seen.result.output['Credentials']);
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { ...caller, credentials };
}

type Root = (account: string) => Promise<BotocoreCaller>;

async function peer(botocore: BotocoreClient, { stop }: Server, root: Root): Promise<Side> {
  const owner = await ownerOf(botocore, await root(account), account);
  const otherOwner = await ownerOf(botocore, await root(other), other);
  const ask: Ask = (id, service, operation, input, at = region) =>
    must(botocore, { ...(id === account ? owner : otherOwner), region: at }, service, operation, input);
  return { owner, prepare: (fixture, bound) => fixture.theirs(ask, bound), stop };
}

async function ownerOf(botocore: BotocoreClient, root: BotocoreCaller, id: string): Promise<BotocoreCaller> {
  const RoleName = 'owner';
  const AssumeRolePolicyDocument = trust({ AWS: `arn:aws:iam::${id}:root` });
  await must(botocore, root, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument });
  const everything = { PolicyName: 'everything', PolicyDocument: allowing('*') };
  await must(botocore, root, 'iam', 'PutRolePolicy', { RoleName, ...everything });
  return assumed(botocore, root, id);
}

async function assumed(botocore: BotocoreClient, caller: BotocoreCaller, id: string): Promise<BotocoreCaller> {
  const input = { RoleArn: `arn:aws:iam::${id}:role/owner`, RoleSessionName: 'script' };
  return assumedBy(caller, await botocore.examine(caller, 'sts', 'AssumeRole', input));
}

function rootOf({ url }: Server, id: string): BotocoreCaller {
  return { endpoint: url, region, credentials: { accessKeyId: id, secretAccessKey: 'root' } };
}

async function must(
  botocore: BotocoreClient,
  caller: BotocoreCaller,
  service: string,
  operation: string,
  input: object,
): Promise<Answer> {
  const result = await botocore.call(caller, service, operation, input);
  if (result.state === 'output') return result.output;
  throw new Error(`${operation} prepares a script and was refused: ${result.code}: ${result.message}`);
}
