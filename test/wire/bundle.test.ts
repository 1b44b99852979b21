import { AwsError } from '../../handler/aws/aws-error';
import { type Operation, operations } from '../../handler/aws/operations';
import type { Hooks } from '../../local/aws/hooks';
import type { World } from '../../local/aws/world';
import { connectionReset } from '../../local/wire/faults';
import { refusalRows } from './bundle-refusals';
import { before, parameters, type Request, requests } from './bundle-requests';
import { type Body, type Bundled, openBundled } from './bundled';

interface Played {
  readonly body: Body;
  /** What was answered with 200, and what was not. */
  readonly answered: readonly string[];
  readonly failed: readonly string[];
  readonly start: World;
  readonly end: World;
}

type Plays = Readonly<Record<Request, Played>>;

let stage: Bundled;
let undisturbed: Plays;
let disturbed: Plays;

beforeAll(async () => {
  stage = await openBundled({ parameters });
  const empty = structuredClone(stage.world);
  undisturbed = await playAll();
  stage.restore(empty);
  stage.suffer(eachOnce());
  disturbed = await playAll();
}, 20_000);

afterAll(() => stage.stop());

const everything = Object.keys(operations).sort();
const names: readonly Request[] = ['create', 'update', 'delete'];

describe('Through the bundle', () => {
  test('every operation of the table is called, and answered', () => {
    const answered = names.flatMap((name) => undisturbed[name].answered);
    expect([...new Set(answered)].sort()).toEqual(everything);
    expect(names.map((name) => undisturbed[name].body.Status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  });

  test('every operation fails once in passing, and nobody learns of it', () => {
    const failed = names.flatMap((name) => disturbed[name].failed);
    expect([...new Set(failed)].sort()).toEqual(everything);
    for (const name of names) {
      expect(named(disturbed[name].body)).toEqual(named(undisturbed[name].body));
      expect(lasting(disturbed[name].end)).toEqual(lasting(undisturbed[name].end));
    }
  });
});

describe('An operation that is refused for good', () => {
  test('is any of the table', () => {
    expect(refusalRows.map(({ operation }) => operation).sort()).toEqual(everything);
  });

  test.each(refusalRows)(
    '$operation, during $during, ends in $ends: $because',
    async ({ operation, during, ends, reason }) => {
      const { start, end } = undisturbed[during];
      stage.restore(start);
      stage.suffer(refusing(operation));
      const body = await stage.ask(requests[during]);
      expect(body).toMatchObject({ Status: ends, PhysicalResourceId: 'app-sessions' });
      if (ends === 'FAILED') expect(body.Reason).toContain(reason);
      // A Create that fails leaves nothing, and who cannot read writes nothing.
      if (ends === 'FAILED' && (during === 'create' || reads(operation)))
        expect(lasting(stage.world)).toEqual(lasting(start));
      if (ends === 'SUCCESS') expect(lasting(stage.world)).toEqual(lasting(end));
    },
  );
});

async function playAll(): Promise<Plays> {
  return { create: await play('create'), update: await play('update'), delete: await play('delete') };
}

async function play(request: Request): Promise<Played> {
  before[request](stage);
  const start = structuredClone(stage.world);
  const first = stage.wire.calls.length;
  const body = await stage.ask(requests[request]);
  const calls = stage.wire.calls.slice(first);
  const operationsOf = (ok: boolean) =>
    calls.filter(({ status }) => (status === 200) === ok).map(({ operation }) => operation);
  return { body, answered: operationsOf(true), failed: operationsOf(false), start, end: structuredClone(stage.world) };
}

const throttling = new AwsError('Throttling', 400, 'Rate exceeded');
const unavailable = new AwsError('ServiceUnavailable', 503, 'Come back later');

/** Each operation's first call meets one of four faults; a Create* is throttled, since its lost answer costs a long look. */
function eachOnce(): Hooks {
  const calls = new Set<string>();
  const fault = (operation: Operation) => (/:Create/.test(operation) ? 0 : everything.indexOf(operation) % 4);
  return {
    before: async (operation) => {
      if (calls.has(operation)) return;
      const kind = fault(operation);
      if (kind < 3) calls.add(operation);
      if (kind === 0) throw throttling;
      if (kind === 1) throw unavailable;
      if (kind === 2) throw connectionReset;
    },
    after: async (operation) => {
      if (calls.has(operation)) return;
      calls.add(operation);
      throw connectionReset;
    },
  };
}

function refusing(operation: Operation): Hooks {
  // A Create waits for rights of its own that may be seconds old; other refusals it takes at once.
  const error = reads(operation)
    ? new AwsError('AccessDenied', 403, 'Not authorized')
    : new AwsError('InvalidInput', 400, 'Not like this');
  return {
    before: async (called) => {
      if (called === operation) throw error;
    },
  };
}

const reads = (operation: Operation) => /:(Assume|Describe|Get|List)/.test(operation);

/** The answer without what differs from request to request. */
function named({ Status, PhysicalResourceId, Data }: Body): object {
  return { Status, PhysicalResourceId, Data: { ...Data, RoleId: '', InstanceProfileId: '' } };
}

/** Everything that lasts, without the ids, times and orders that depend on who came first. */
function lasting({ accounts, buckets }: World): unknown {
  const passing = ['id', 'createDate', 'nextVersion'];
  const steady = (key: string, value: unknown) => {
    if (passing.includes(key)) return undefined;
    return key === 'attached' && Array.isArray(value) ? value.toSorted() : value;
  };
  return JSON.parse(JSON.stringify({ accounts, buckets }, steady));
}
