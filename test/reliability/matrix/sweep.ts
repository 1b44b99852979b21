import type { Operation } from '../../../handler/aws/operations';
import { isWrite } from '../../law/faults';
import { chance, seed } from '../chance';
import { openTally, type Trial } from '../tally';
import { cellName } from './cells';
import { type Fault, type FaultKind, kindsOfFault } from './faults';
import { type Life, live } from './life';

type Pair = readonly [Fault, Fault];

/** Faults that differ in what comes of them: every other one is one of these, or is waited out. */
const consequential: readonly FaultKind[] = ['lost', 'forbidden', 'dies-after'];
/** Kinds that write as another does: their pairs of writes are that one's. */
const writesAsAnother: ReadonlySet<string> = new Set(['create-across-accounts', 'create-by-document']);
/** How many pairs of a kind of request are drawn from all others. */
const DRAWN = 60;

/** Proves kinds of requests against every fault at every call, and against pairs of faults. */
export function sweep(kinds: readonly string[]): void {
  const tally = openTally();

  describe.each(kinds)('%s', (kind) => {
    test('keeps the laws whatever befalls any one of its calls', async () => {
      const broken: string[] = [];
      for (const [fault, life] of await singlesOf(kind)) {
        broken.push(...judged(kind, [fault], life, (trial) => tally({ ...trial, table: 'Every call, every fault' })));
      }
      expect(broken).toEqual([]);
    });

    test('keeps the laws whatever befalls two of its calls', async () => {
      const broken: string[] = [];
      const singles = await singlesOf(kind);
      const writes = writesAsAnother.has(kind) ? [] : writesOf(singles);
      const all = writes.map((pair) => ['all that differ, of writes', pair] as const);
      const drawn = drawnFrom(singles, kind).map((pair) => ['drawn from all others', pair] as const);
      for (const [column, pair] of [...all, ...drawn]) {
        const count = (trial: Trial) => tally({ ...trial, table: 'Pairs of faults', column });
        broken.push(...judged(kind, pair, await live(kind, pair), count));
      }
      expect(broken).toEqual([]);
    });
  });
}

type Singles = readonly (readonly [Fault, Life])[];
const lived = new Map<string, Promise<Singles>>();

/** The lives of a kind of request under each single fault, lived once. */
function singlesOf(kind: string): Promise<Singles> {
  const known = lived.get(kind) ?? liveSingles(kind);
  lived.set(kind, known);
  return known;
}

/** The cells follow from the calls that an undisturbed life makes. */
async function liveSingles(kind: string): Promise<Singles> {
  const { calls, broken } = await live(kind, []);
  if (broken.length > 0) throw new Error(`${kind} breaks laws undisturbed: ${broken}`);
  const singles: [Fault, Life][] = [];
  for (const fault of faultsFrom(1, calls, kindsOfFault)) singles.push([fault, await live(kind, [fault])]);
  return singles;
}

const faultsFrom = (first: number, calls: readonly Operation[], kinds: readonly FaultKind[]): readonly Fault[] =>
  calls.slice(first - 1).flatMap((_, index) => kinds.map((kind) => ({ at: first + index, kind })));

function writesOf(singles: Singles): readonly Pair[] {
  const isOne = ({ at, kind }: Fault, { calls }: Life) =>
    consequential.includes(kind) && calls.slice(at - 1, at).some(isWrite);
  return singles.flatMap(([first, life]) =>
    isOne(first, life)
      ? faultsFrom(first.at + 1, life.calls, consequential)
          .filter((second) => isOne(second, life))
          .map((second): Pair => [first, second])
      : [],
  );
}

function drawnFrom(singles: Singles, kind: string): readonly Pair[] {
  const next = chance(`pairs of ${kind}`);
  const oneOf = <T>(choices: readonly T[]): T | undefined => choices[Math.floor(next() * choices.length)];
  return Array.from({ length: DRAWN }, () => {
    const [first, { calls }] = oneOf(singles) ?? [undefined, { calls: [] }];
    const second = first && oneOf(faultsFrom(first.at + 1, calls, kindsOfFault));
    return first && second ? [[first, second] satisfies Pair] : [];
  }).flat();
}

function judged(
  kind: string,
  faults: readonly Fault[],
  { broken, exceptions }: Life,
  count: (trial: Trial) => void,
): readonly string[] {
  count({ table: '', row: kind, column: faults[0]?.kind ?? '', held: broken.length === 0, exceptions });
  const name = cellName(kind, faults);
  const replay = `npm run test:reliability -- --cell ${name} --seed ${seed()}`;
  return broken.length === 0 ? [] : [`${name}: ${broken.join('; ')}. Replay: ${replay}`];
}
