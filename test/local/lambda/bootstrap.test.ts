import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLambda, type Lambda } from '../../../local/lambda/lambda';

const directory = mkdtempSync(join(tmpdir(), 'bootstrap-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A function of this source, and what becomes of one invocation. */
async function invoked(source: string, handlerName = 'index.handler') {
  const bundleFile = join(mkdtempSync(join(directory, 'task-')), 'index.js');
  writeFileSync(bundleFile, source);
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
  const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:toy';
  const given = { bundleFile, handlerName, functionArn, credentials, environment: {}, timeoutSeconds: 10 };
  const lambda = createLambda(given);
  const completion = await lambda.invoke({});
  await lambda.stop();
  return { completion, logged: loggedBy(lambda) };
}

const loggedBy = ({ logs }: Lambda) => logs.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));

// test/third-party/runtime holds the same against Lambda's own client.
test.each([
  { source: '}', errorType: 'Runtime.UserCodeSyntaxError', errorMessage: "SyntaxError: Unexpected token '}'" },
  {
    source: `require('./absent')`,
    errorType: 'Runtime.ImportModuleError',
    errorMessage: /^Error: Cannot find module '\.\/absent'\nRequire stack:\n- .*\/index\.js$/,
  },
  { source: `throw new RangeError('Out of order')`, errorType: 'RangeError', errorMessage: 'Out of order' },
  {
    source: 'exports.handle = () => 1',
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'index.handler is undefined or not exported',
  },
  {
    source: 'exports.handler = 1',
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'index.handler is not a function',
  },
  {
    source: 'exports.handler = async () => { Promise.reject(new Error()); return 1; }',
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited with error: exit status 1',
  },
  {
    source: 'exports.handler = async () => 1n',
    errorType: 'Runtime.JSONStringifyError',
    errorMessage: 'Unable to stringify response body',
  },
])('$source ends an invocation as in Lambda: $errorType', async ({ source, errorType, errorMessage }) => {
  const { completion } = await invoked(source);
  expect(completion).toMatchObject({ state: 'error', error: { errorType } });
  if (completion.state === 'error') expect(completion.error.errorMessage).toMatch(errorMessage);
});

test('a handler without a file is malformed', async () => {
  const { completion } = await invoked('', 'handler');
  expect(completion).toMatchObject({
    error: { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' },
  });
});

test('a log line holds the errors in it, wherever they stand, and survives what JSON cannot hold', async () => {
  const source = `exports.handler = async () => {
    console.info({ cause: Object.assign(new TypeError('Deep'), { code: 7 }) });
    console.warn('Beside:', new RangeError('Far'));
    console.log(1n);
  }`;
  const { logged } = await invoked(source);
  const stackTrace = expect.arrayContaining([expect.stringContaining('Error: ')]);
  const message = expect.stringMatching(/^Beside: RangeError: Far/);
  expect(logged).toMatchObject([
    { level: 'INFO', message: { cause: { errorType: 'TypeError', errorMessage: 'Deep', code: 7, stackTrace } } },
    { level: 'WARN', message, errorType: 'RangeError', errorMessage: 'Far', stackTrace },
    { level: 'INFO', message: '1n' },
  ]);
});
