import { type Hooks, lagOfReads, lagOfTime, replicas } from '../../../local/aws/hooks';
import { isWrite } from '../../law/faults';
import { sample } from '../chance';
import { cellName } from '../matrix/cells';
import type { Fault } from '../matrix/faults';
import { type Life, live } from '../matrix/life';
import { requestKinds } from '../matrix/requests';
import { openTally } from '../tally';
import { rolledBack } from './rolled-back';

const tally = openTally();

/** How IAM may be behind itself, by the name under which the summary lists it. */
const lags: Readonly<Record<string, () => Hooks>> = {
  'reads 0.1 s behind': () => lagOfTime(100),
  'reads 1 s behind': () => lagOfTime(1_000),
  'reads 5 s behind': () => lagOfTime(5_000),
  'a replica 1 s behind': () => replicas(1_000),
  'a replica 5 s behind': () => replicas(5_000),
};

/** Behind by calls and not by time: however long one waits, so that only what needs no second look can be promised. */
const counted: Readonly<Record<string, () => Hooks>> = {
  '1 read behind': () => lagOfReads(1),
  '3 reads behind': () => lagOfReads(3),
  '10 reads behind': () => lagOfReads(10),
};

const consequential = ['lost', 'forbidden', 'dies-after', 'dies-always'] as const;
/** How many faults of a kind of request are drawn under each lag. */
const DRAWN = 10;

function judged(
  row: string,
  column: string,
  faults: readonly Fault[],
  { broken, exceptions }: Life,
): readonly string[] {
  tally({ table: 'Eventual consistency', row, column, held: broken.length === 0, exceptions });
  return broken.map((law) => `${cellName(row, faults)}, ${column}: ${law}`);
}

describe.each(Object.keys(requestKinds))('%s', (kind) => {
  test('keeps the laws undisturbed while reads lag', async () => {
    const broken: string[] = [];
    for (const [column, lag] of Object.entries({ ...lags, ...counted })) {
      broken.push(...judged(kind, column, [], await live(kind, [], { hooks: lag() })));
    }
    expect(broken).toEqual([]);
  });

  test('keeps the laws whatever befalls a write while reads lag', async () => {
    const broken: string[] = [];
    const { calls } = await live(kind, []);
    const writes = calls.flatMap((operation, index) => (isWrite(operation) ? [index + 1] : []));
    const faults = writes.flatMap((at) => consequential.map((fault): Fault => ({ at, kind: fault })));
    for (const [column, lag] of Object.entries(lags)) {
      for (const fault of sample(faults, DRAWN, `${kind} ${column}`)) {
        broken.push(...judged(kind, column, [fault], await live(kind, [fault], { hooks: lag() })));
      }
    }
    expect(broken).toEqual([]);
  });
});

/** `docs/decisions/0008-what-stays-possible.md` */
const unseen = 'the rollback of an Update in place comes before IAM shows what that wrote';

test.each([
  { kind: 'create', because: 'it is waited for what EC2 must see', exception: undefined },
  { kind: 'rename', because: 'it is waited for what EC2 must see', exception: undefined },
  { kind: 'update-policy', because: 'nothing tells what another invocation wrote', exception: unseen },
  { kind: 'update-in-place', because: 'nothing tells what another invocation wrote', exception: unseen },
])(
  '$kind ends as it began if it is rolled back at once, or is excepted, since $because',
  async ({ kind, exception }) => {
    const broken: string[] = [];
    for (const [column, lag] of Object.entries(lags)) {
      for (const seconds of [0, 3, 10]) {
        const held = await rolledBack(kind, lag(), seconds);
        const excepted = !held && exception !== undefined && seconds < 10;
        const exceptions = excepted ? [exception] : [];
        tally({ table: 'Rolled back while reads lag', row: kind, column, held: held || excepted, exceptions });
        if (!held && !excepted) broken.push(`${kind}, ${column}, rolled back after ${seconds} s`);
      }
    }
    expect(broken).toEqual([]);
  },
);
