import { handle } from '../../../handler/handle';
import { all, type Hooks } from '../../../local/aws/hooks';
import { localCall } from '../../../local/aws/port';
import type { World } from '../../../local/aws/world';
import { createAnswers } from '../../../local/cloudformation/answers';
import { createDriver, type Driver } from '../../../local/cloudformation/driver';
import { inProcess } from '../../../local/cloudformation/in-process';
import { checkSecrets } from '../../law/secrets';
import { type VirtualClock, virtualClock } from '../../local/cloudformation/virtual-clock';
import { settingsOf } from '../../settings';
import { freshWorld, type Place, places } from './places';
import { createRecord, type Record } from './record';

/** CloudFormation, Lambda and the function in every place, over one world and on one clock. */
export interface Company {
  readonly world: World;
  readonly clock: VirtualClock;
  /** In the order of `places`. */
  readonly drivers: readonly Driver[];
  readonly record: Record;
  /** Whether events are delivered more than once. */
  readonly repeats: boolean;
  /** Awaits work and everything that it sets off. */
  readonly play: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

export interface CompanyOptions {
  readonly latency?: number;
  readonly duplicates?: readonly number[];
  readonly answersLost?: boolean;
  readonly hooks?: (clock: VirtualClock) => Hooks;
}

const SECONDS = 300;
const RESERVE = 10_000;

export function company({ latency = 0, duplicates = [], answersLost = false, hooks }: CompanyOptions): Company {
  const world = freshWorld();
  const clock = virtualClock();
  const fault = (_id: string, attempt: number) => (answersLost && attempt === 1 ? 'reset' : undefined);
  const stages = places.map((place) => ({ place, answers: createAnswers({ origin: originIn(place), clock, fault }) }));
  const record = createRecord(stages.map(({ answers }) => answers));
  const pause = () => (latency === 0 ? Promise.resolve() : clock.sleep(latency / 2));
  const around = all({ before: pause, after: pause }, ...(hooks ? [hooks(clock)] : []));
  const invoke =
    ({ place, answers }: (typeof stages)[number]) =>
    async (event: unknown) => {
      record.delivered(event);
      const logs: unknown[] = [];
      const respond = async (url: string, text: string) => {
        const body = Buffer.from(text);
        const outcome = answers.put({ url, contentType: '', contentLength: body.length, body });
        if (typeof outcome === 'string' || outcome.status !== 200) throw new Error('Cannot answer CloudFormation');
        record.answered(event);
      };
      const call = localCall(world, { role: place.main.accessKeyId, now: clock.now, hooks: around });
      const settings = settingsOf(place.main.environment, place.main.arn);
      const deadline = clock.now() + SECONDS * 1000 - RESERVE;
      const log = (entry: unknown) => void logs.push(entry);
      const returned = await handle(event, { call, respond, settings, log, clock: { ...clock, deadline } });
      checkSecrets({ logs, returned });
    };
  const handlers = Object.fromEntries(stages.map((one) => [one.place.main.arn, invoke(one)]));
  const lambda = inProcess(handlers, { clock, duplicateAfter: duplicates });
  const drivers = stages.map(({ place: { account, region }, answers }) =>
    createDriver({ world, account, region, clock, deliver: lambda.deliver, answers }),
  );
  const play = async <Result>(work: () => Promise<Result>) => {
    const result = await clock.run(work());
    await clock.run(lambda.idle());
    return result;
  };
  return { world, clock, drivers, record, play, repeats: duplicates.length > 0 || answersLost };
}

const originIn = ({ region }: Place) =>
  `https://cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.amazonaws.com`;
