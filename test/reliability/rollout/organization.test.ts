import { rollOut } from '../../rollout/organization';
import { openTally } from '../tally';

const tell = openTally();

test('500 accounts in three Regions get their roles while the log account throttles: none fails', async () => {
  const { operation, statuses, roles, makespan, logCalls, memberCalls } = await rollOut({
    accounts: 500,
    rates: { iam: 5, log: 20 },
  });
  const held = operation.failed.length === 0;
  const most = Math.max(...memberCalls);
  tell({ table: 'Roll-out', row: '500 accounts × 3 Regions, 20 calls a second', column: `${makespan} s`, held });
  tell({
    table: 'Calls of a roll-out',
    row: 'log account, throttled ones among them',
    column: `${logCalls.all}`,
    held,
  });
  tell({ table: 'Calls of a roll-out', row: 'the account that calls most', column: `${most}`, held });
  expect(operation).toEqual({ succeeded: 1500, failed: [], cancelled: 0 });
  expect(new Set(statuses)).toEqual(new Set(['PASSED']));
  expect(Object.values(roles).filter((names) => new Set(names).size !== 3)).toEqual([]);
  expect(logCalls.throttled).toBeGreaterThan(0);
});
