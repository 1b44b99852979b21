import type { Operation } from '../../../handler/aws/operations';
import { served } from '../../../local/aws/served';
import type { BotocoreCaller, BotocoreClient } from '../botocore/botocore-client';
import { normaliser, type Outcome, type Seen } from './normalise';
import type { Bindings, Script, Step } from './script';
import { assumedBy, type Side } from './sides';

/** A script's outcomes on one side, by the title of the step. */
export type Transcript = ReadonlyMap<string, Outcome>;

/** Plays a script on one side. */
export async function play(botocore: BotocoreClient, side: Side, { name, acts }: Script): Promise<Transcript> {
  const callers = new Map([['owner', side.owner]]);
  const normalise = normaliser();
  const transcript = new Map<string, Outcome>();
  let bound: Bindings = {};
  for (const act of acts) {
    if (act.kind === 'fixture') {
      bound = { ...bound, ...(await side.prepare(act, bound)) };
      continue;
    }
    const caller = callers.get(act.as);
    if (!caller || transcript.has(act.title)) throw new Error(`The step "${act.title}" of "${name}" cannot be played`);
    const seen = await asked(botocore, caller, act, bound);
    if (act.keep !== undefined) callers.set(act.keep, assumedBy(caller, seen));
    transcript.set(act.title, normalise(seen, { ...bound, ...bucketOf(act) }));
  }
  return transcript;
}

async function asked(botocore: BotocoreClient, caller: BotocoreCaller, step: Step, bound: Bindings): Promise<Seen> {
  try {
    const seen = await botocore.examine(caller, ...named(step.operation), substituted(step, bound));
    // Only of HeadBucket is it documented that refusals name the Region, and the product reads it there.
    return step.operation === 's3:ListBucket' ? seen : { result: seen.result };
  } catch (error) {
    // A server that fails may answer with a page for people.
    if (error instanceof Error && /^(JSONDecode|Key|ResponseParser)Error:/.test(error.message)) return 'unreadable';
    throw error;
  }
}

/** The service and the operation in the words of AWS's API models, where the port has the action that authorises it. */
function named(operation: Operation): [service: string, operation: string] {
  const [service = ''] = operation.split(':');
  return [service, served.operations[operation].name.replace(/Command$/, '')];
}

function substituted({ input }: Step, bound: Bindings): object {
  return JSON.parse(JSON.stringify(input).replace(/<(\w+)>/g, (whole, name) => bound[name] ?? whole));
}

function bucketOf({ input }: Step): Bindings {
  return 'Bucket' in input ? { Bucket: String(input.Bucket) } : {};
}
