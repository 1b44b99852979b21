import type { Hooks } from '../../../local/aws/hooks';
import { isWrite } from '../../law/faults';
import { type Delivery, type How, type Requested, type Stage, stage } from '../../law/fixture';

/** Two deliveries of which the second begins while the first runs. */
export interface Meeting {
  /** What was there before. */
  readonly before: readonly Requested[];
  readonly first: Requested;
  readonly second: Requested;
  /** The circumstances of the first alone. */
  readonly how?: (there: Stage) => How;
}

/** How fast the second runs, once it has begun. */
export const paces = {
  'at once': 0,
  'faster than the first': 10,
  'as fast as the first': 100,
  'slower than the first': 450,
} as const;

export type Pace = keyof typeof paces;

/** What has come of a meeting. */
export interface Met {
  readonly there: Stage;
  /** Before which call of the first the second began. */
  readonly nth: number;
  readonly first: Delivery;
  readonly second: Delivery;
  /** Which of both was answered first: CloudFormation reads that one of two deliveries of one request. */
  readonly earlier: 'first' | 'second';
  /** Whether the first wrote anything once the second had begun. */
  readonly crossed: boolean;
  /** Milliseconds from the beginning of the first to the later answer. */
  readonly lasted: number;
}

const OF_FIRST = 100;

/** Lets the second begin before the nth call of the first, from 1; after its answer where it makes fewer calls. */
export async function meet({ before, first, second, how }: Meeting, nth: number, pace: Pace): Promise<Met> {
  const there = stage();
  for (const request of before) await there.deliver(request);
  await there.clock.run(there.clock.sleep(60_000));
  const { clock, begin } = there;
  const began = clock.now();
  const answered: Met['earlier'][] = [];
  let calls = 0;
  let crossed = false;
  let other: Promise<Delivery> | undefined;
  const start = () => {
    const slow: Hooks = { before: () => clock.sleep(paces[pace] / 2), after: () => clock.sleep(paces[pace] / 2) };
    const begun = begin(second, pace === 'at once' ? {} : { hooks: slow }).finally(() => answered.push('second'));
    other = begun;
    return begun;
  };
  const own = how?.(there) ?? {};
  const hooks: Hooks = {
    before: async (operation, ...call) => {
      calls += 1;
      if (calls === nth && pace === 'at once') await start();
      else if (calls === nth) start();
      else await clock.sleep(OF_FIRST);
      crossed ||= other !== undefined && isWrite(operation);
      await own.hooks?.before?.(operation, ...call);
    },
  };
  const run = async () => {
    const one = await begin(first, { ...own, hooks }).finally(() => answered.push('first'));
    return { one, two: await (other ?? start()) };
  };
  const { one, two } = await clock.run(run());
  const [earlier = 'first'] = answered;
  return { there, nth, first: one, second: two, earlier, crossed, lasted: clock.now() - began };
}

/** How many calls the first makes if nothing comes between. */
export async function callsOf({ before, first, how }: Meeting): Promise<number> {
  const there = stage();
  for (const request of before) await there.deliver(request);
  return (await there.deliver(first, how?.(there))).calls.length;
}
