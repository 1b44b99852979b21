import type { Operation } from '../../../handler/aws/operations';
import { served } from '../../../local/aws/served';
import { type AnyCase, cases } from '../../wire/operation-cases';
import { type BothClients, modelNames, startBothClients } from './both-clients';
import { undeclared } from './undeclared';

const table = Object.entries(cases) as [Operation, AnyCase][];

let clients: BothClients;
beforeAll(async () => {
  clients = await startBothClients();
});
afterAll(() => clients.stop());
beforeEach(() => clients.restore());

test('every operation of the table has a case', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(served.operations).sort());
});

describe.each(table)('%s', (operation, [succeeds, fails, code, unless]) => {
  const bothCall = async (input: object, who: 'operator' | 'stranger') => {
    const { theirs, ours } = await clients.bothCall(operation, input, who);
    expect(theirs.problems).toEqual([]);
    expect(theirs.outcome).toEqual(ours.outcome);
    expect([theirs.received, ours.received]).toEqual([input, input]);
    expect(theirs.world).toEqual(ours.world);
    return ours.outcome;
  };

  test("answers botocore as it answers us, to the same effect and within AWS's model", async () => {
    expect(await bothCall(succeeds, 'operator')).toMatchObject({ state: 'answered', status: 200 });
  });

  test("refuses botocore as it refuses us, and as AWS's model has refusals", async () => {
    clients.restore(unless);
    expect(await bothCall(fails, 'operator')).toMatchObject({ state: 'refused', code });
  });

  test('refuses a stranger who comes with botocore as one who comes with our client', async () => {
    expect(await bothCall(succeeds, 'stranger')).toMatchObject({ state: 'refused', code: 'AccessDenied' });
  });
});

test('the refusals that no model declares are those listed, each for a reason', async () => {
  const found = new Set<string>();
  for (const [operation, [succeeds, fails, , unless]] of table) {
    const refused = [
      [fails, 'operator', unless],
      [succeeds, 'stranger', undefined],
    ] as const;
    for (const [input, who, prepare] of refused) {
      clients.restore(prepare);
      const { theirs } = await clients.bothCall(operation, input, who);
      const [service] = modelNames(operation);
      if (theirs.outcome.state === 'refused' && !theirs.declared) {
        found.add(`${service} ${theirs.outcome.code} ${theirs.outcome.status}`);
      }
    }
  }
  expect([...found].sort()).toEqual(undeclared.map(([refusal]) => refusal).sort());
});
