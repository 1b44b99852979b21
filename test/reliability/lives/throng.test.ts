import { throttling } from '../../../local/aws/hooks';
import { openTally } from '../tally';
import { company } from './company';
import { places } from './places';
import { run, type Stack } from './stacks';

const tell = openTally();
const STACKS = 200;
// IAM publishes no rates; these are what its throttling of an account looks like from outside, taken low.
const BURST = 100;
const PER_SECOND = 30;

test('of 200 stacks that are created, changed and deleted at once under the throttling of IAM none fails', async () => {
  const [place] = places;
  const { clock, drivers, play, record } = company({
    latency: 100,
    hooks: ({ now }) => throttling(BURST, PER_SECOND, now),
  });
  const [driver] = drivers;
  if (!place || !driver) throw new Error('There is no place');
  const stacks = Array.from({ length: STACKS }, (_, number): Stack => {
    return { place, driver, stackName: `app-${number}`, history: [] };
  });
  const declared = { logs: 'own', Verification: 'Enforce', PropagationWaitSeconds: 10 } as const;
  const inTurn = [
    { verb: 'CREATE', operation: { do: 'declare', declared, retain: false } },
    { verb: 'UPDATE', operation: { do: 'declare', declared: { ...declared, S3KeyPrefix: 'sessions' }, retain: false } },
    { verb: 'DELETE', operation: { do: 'remove' } },
  ] as const;
  for (const { verb, operation } of inTurn) {
    const began = clock.now();
    await play(() => Promise.all(stacks.map((stack, number) => run(stack, { ...operation, stack: number }))));
    const seconds = Math.round((clock.now() - began) / 1000);
    const statuses = stacks.map(({ history }) => history.at(-1)?.status);
    tell({
      table: 'Stacks at once',
      row: `${verb} of ${STACKS} under ${PER_SECOND} calls a second`,
      column: `${seconds} s`,
      held: statuses.every((status) => status === `${verb}_COMPLETE`),
    });
    expect(
      new Set(stacks.map(({ history }) => history.at(-1)).map((last) => `${last?.status} ${last?.reason}`)),
    ).toEqual(new Set([`${verb}_COMPLETE `]));
  }
  expect(record.unanswered()).toEqual([]);
});
