import { sdkCall } from '../../../handler/aws/call';
import type { Input, Operation } from '../../../handler/aws/operations';
import { type Recorded, recording } from '../../../local/aws/hooks';
import { served } from '../../../local/aws/served';
import type { World } from '../../../local/aws/world';
import { startWire } from '../../../local/wire/start';
import { now, populated, region } from '../../wire/populated-world';
import { startBotocore } from '../botocore/botocore-client';
import { type Outcome, ourOutcome, theirOutcome, withoutWords } from './outcome';

export type Who = 'operator' | 'stranger';

/** What one client's call came to: what it saw, what the world had been asked, and how it is now. */
interface Side {
  readonly outcome: Outcome;
  readonly received: unknown;
  readonly world: World;
}

/** One call by AWS's Python client and by ours, each in a world of its own. */
interface Both {
  readonly theirs: Side & { readonly problems: readonly string[]; readonly declared: boolean };
  readonly ours: Side;
}

/** botocore and our own client before twin worlds, each behind a wire. */
export async function startBothClients() {
  const [theirs, ours] = [await mountWorld(), await mountWorld()];
  const botocore = startBotocore();
  process.env['AWS_ENDPOINT_URL'] = ours.url;
  const callOurs = sdkCall(served);
  return {
    botocore,
    callOurs,
    /** The worlds as `populated` makes them. */
    restore: (prepare: (world: World) => void = () => undefined): void => {
      for (const { world } of [theirs, ours]) prepare(Object.assign(world, populated().world));
    },
    callers: (who: Who) => ({ theirs: callerAt(theirs, who), ours: callerAt(ours, who) }),
    bothCall: async (operation: Operation, input: object, who: Who): Promise<Both> => {
      const { problems, declared, ...examination } = await botocore.examine(
        callerAt(theirs, who),
        ...modelNames(operation),
        input,
      );
      const outcome = await ourOutcome(callOurs(operation, input as Input<Operation>, callerAt(ours, who)));
      // HeadBucket has no body to put a code and a message into.
      const shown = (said: Outcome) => (operation === 's3:ListBucket' ? withoutWords(said) : said);
      return {
        theirs: { ...sideOf(theirs), outcome: shown(theirOutcome(examination)), problems, declared },
        ours: { ...sideOf(ours), outcome: shown(outcome) },
      };
    },
    stop: async () => {
      delete process.env['AWS_ENDPOINT_URL'];
      await Promise.all([botocore.stop(), theirs.stop(), ours.stop()]);
    },
  };
}

export type BothClients = Awaited<ReturnType<typeof startBothClients>>;

/** A service and an operation by their names in AWS's models, which the SDK's commands are made from. */
export function modelNames(operation: Operation): readonly [service: string, operation: string] {
  return [operation.slice(0, operation.indexOf(':')), served.operations[operation].name.replace(/Command$/, '')];
}

async function mountWorld() {
  const { world, ...keys } = populated();
  const calls: Recorded[] = [];
  const { url, stop } = await startWire({ world, now: () => now, hooks: recording(calls) });
  return { world, keys, calls, url, stop };
}

type Mounted = Awaited<ReturnType<typeof mountWorld>>;

function callerAt({ world, keys, url }: Mounted, who: Who) {
  const { secretAccessKey = '', sessionToken = '' } = world.sessions[keys[who]] ?? {};
  return { endpoint: url, region, credentials: { accessKeyId: keys[who], secretAccessKey, sessionToken } };
}

function sideOf({ world, calls }: Mounted) {
  return { world, received: calls.splice(0).at(-1)?.input };
}
