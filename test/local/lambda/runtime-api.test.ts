import { startRuntimeApi } from '../../../local/lambda/runtime-api';

test("a long error is taken with its copy in a header, which Lambda's own clients add for X-Ray", async () => {
  const api = await startRuntimeApi('arn:aws:lambda:eu-west-1:111122223333:function:toy');
  const error = { errorType: 'Error', errorMessage: 'x'.repeat(100_000) };
  const completion = api.invoke({ requestId: '1', event: {}, deadline: 0 });
  const route = `http://${api.address}/2018-06-01/runtime/invocation`;
  await fetch(`${route}/next`);
  const { status } = await fetch(`${route}/1/error`, {
    method: 'POST',
    headers: { 'Lambda-Runtime-Function-XRay-Error-Cause': JSON.stringify(error) },
    body: JSON.stringify(error),
  });
  expect(status).toBe(202);
  expect(await completion).toEqual({ state: 'error', error });
  await api.close();
});
