import { systemClock } from '../../../handler/aws/clock';
import { type Runtime, startEnvironment } from '../../../local/lambda/execution-environment';
import { acting, changed, freshBundles, ours, theirs } from './clients';
import { type Broken, type Ending, fatal, survived } from './endings';

const built = freshBundles();

/** How one invocation of a changed copy of the bundle ends, and whether its process takes another. */
async function ending(runtime: Runtime, name: string, { change, handlerName, timeoutSeconds, nodeOptions }: Broken) {
  const whole = (await built).functions['Function']?.file ?? '';
  const lines: string[] = [];
  const launch = {
    bundleFile: changed(whole, change, name),
    handlerName: handlerName ?? 'index.handler',
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:session-manager-role',
    environment: nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions },
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' },
    timeoutSeconds: timeoutSeconds ?? 20,
    memorySize: 256,
    runtime,
  };
  const clock = systemClock(Number.POSITIVE_INFINITY);
  const environment = await startEnvironment(launch, clock, (line) => lines.push(line));
  const completion = await environment.invoke({ requestId: '00000000-0000-0000-0000-000000000000', event: {} });
  const survives = environment.alive();
  await environment.stop();
  return { completion, survives, lines };
}

const both = (name: string, broken: Broken) =>
  Promise.all([ending(ours, `${name}-ours`, broken), ending(theirs, `${name}-theirs`, broken)]);

const rows = (endings: Readonly<Record<string, Ending>>, survives: { readonly survives: boolean }) =>
  Object.entries(endings).map(([name, row]) => ({ name, ...row, ...survives }));

test.each([...rows(fatal, { survives: false }), ...rows(survived, { survives: true })])(
  "$name ends an invocation under our bootstrap as under Lambda's client: $because",
  async ({ name, error, survives, because: _, ...broken }) => {
    const seen = (await both(name, broken)).map(({ completion, survives }) => ({
      survives,
      ...(completion.state === 'error' && { error: withoutTrace(completion.error) }),
    }));
    expect(seen).toEqual([
      { survives, error },
      { survives, error },
    ]);
  },
);

const withoutTrace = ({ errorType, errorMessage }: { readonly errorType: string; readonly errorMessage: string }) => ({
  errorType,
  errorMessage,
});

test("the function sees the same context and variables under our bootstrap as under Lambda's client", async () => {
  const seen = acting(
    'return { ...context, remaining: context.getRemainingTimeInMillis() > 0, variables: Object.keys(process.env).sort() }',
  );
  const [our, their] = await both('context', { change: seen });
  const logStreamName = expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(their.completion).toMatchObject({ state: 'response', payload: { remaining: true, logStreamName } });
  expect(our.completion).toEqual({
    state: 'response',
    payload: { ...(their.completion.state === 'response' && Object(their.completion.payload)), logStreamName },
  });
});

test("what the function logs reads the same under our bootstrap as under Lambda's client", async () => {
  const speaking = acting(`
    console.info({ event: 'request', cause: Object.assign(new TypeError('Deep'), { code: 7 }) });
    console.warn('Beside %s:', 'it', new RangeError('Far'));
    console.error(new Error('Alone'));
    console.log(1n);
    console.debug(2, undefined);
    console.trace('100%');
    const round = {}; round.round = round;
    console.info(round);
    return null`);
  const [our, their] = await both('log', { change: speaking });
  expect(their.lines.map(withoutPlace)).toHaveLength(7);
  expect(our.lines.map(withoutPlace)).toEqual(their.lines.map(withoutPlace));
});

/** A line of the log without its time, and without the frames that differ as the clients do. */
function withoutPlace(line: string): unknown {
  return JSON.parse(line, (key, value) => {
    if (key === 'timestamp') return typeof value;
    if (key === 'stackTrace') return value[0];
    return typeof value === 'string' ? value.replace(/\n {4}at .*/s, '') : value;
  });
}
