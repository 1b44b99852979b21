import { createApp, obey, put, stageOf, token, toy } from './toy';

describe('the queue in front of the function', () => {
  test('repeats a delivery that failed, after one minute and after two more', async () => {
    const times: number[] = [];
    const stage = stageOf((event, { clock }) => {
      times.push(clock.now());
      if (times.length < 3) throw new Error('Out of memory');
      return obey(event);
    });
    expect((await createApp(stage, { Role: toy('a') })).status).toBe('CREATE_COMPLETE');
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60_000, 180_000]);
  });

  test('hands an event that failed three times to the destination, with the request inside', async () => {
    const records: unknown[] = [];
    const onFailure = { invokeAsync: async (record: unknown) => void records.push(record) };
    const stage = stageOf(() => Promise.reject(new TypeError('Broken')), { onFailure });
    await createApp(stage, { Role: toy('a', { serviceTimeoutSeconds: 300 }) });
    expect(records[0]).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3, functionArn: `${token}:$LATEST` },
      requestPayload: { RequestType: 'Create', ResponseURL: expect.stringContaining('X-Amz-Signature=') },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'TypeError', errorMessage: 'Broken' },
    });
  });

  test('drops an event that has grown older than its maximum age', async () => {
    const records: unknown[] = [];
    const onFailure = { invokeAsync: async (record: unknown) => void records.push(record) };
    const stage = stageOf(() => Promise.reject(new Error('Broken')), { onFailure, maximumEventAgeSeconds: 90 });
    await createApp(stage, { Role: toy('a', { serviceTimeoutSeconds: 300 }) });
    expect(records[0]).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } });
  });

  test('may deliver an event twice; CloudFormation reads the first answer alone', async () => {
    const stage = stageOf((event) => ({ ...obey(event), PhysicalResourceId: `id-${stage.requests.length}` }), {
      duplicateAfter: [1000],
    });
    const outcome = await createApp(stage, { Role: toy('a') });
    await stage.clock.run(stage.functions.idle());
    expect(stage.requests).toEqual(['Create a', 'Create a']);
    expect(outcome.physicalIds).toEqual({ Role: 'id-1' });
    expect(stage.answers.delivered.map(({ read }) => read)).toEqual([true, false]);
  });
});

test('an upload that meets a fault is answered by the fault, and the next one counts', async () => {
  const seen: unknown[] = [];
  const fault = (_: string, attempt: number) => (attempt <= 2 ? { status: 503, message: 'Slow Down' } : undefined);
  const stage = stageOf(
    (event, { answers }) => {
      seen.push(...[1, 2, 3].map(() => put(answers, event, obey(event))));
      return undefined;
    },
    { fault },
  );
  expect((await createApp(stage, { Role: toy('a') })).status).toBe('CREATE_COMPLETE');
  expect(seen).toMatchObject([{ status: 503 }, { status: 503 }, { status: 200 }]);
});
