// Runs inside the function's own process, in place of Lambda's Node.js runtime interface client.
const http = require('node:http');
const path = require('node:path');
const util = require('node:util');

const { AWS_LAMBDA_RUNTIME_API: address, _HANDLER, LAMBDA_TASK_ROOT } = process.env;
let requestId;

// The parent's death closes this pipe; unref lets an invocation that waits for nothing end as it does in Lambda.
process.stdin.on('end', () => process.exit(0)).resume();
process.stdin.unref();
process.on('unhandledRejection', (reason) => die(reason, rejection(reason), 128));
process.on('uncaughtException', (error) => die(error, {}, 129));
for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'log']) console[level] = (...args) => log(level, args);

main();

async function main() {
  const handler = await load().catch((error) => die(error, {}, 1));
  while (handler) {
    const { headers, body } = await call('GET', '/invocation/next');
    requestId = headers['lambda-runtime-aws-request-id'];
    const outcome = await run(handler, JSON.parse(body), context(headers));
    await call('POST', `/invocation/${requestId}/${outcome.verb}`, outcome.body);
    requestId = undefined;
  }
}

async function load() {
  const [, file, name] = /^(.*)\.([^./]+)$/.exec(_HANDLER);
  const handler = require(path.join(LAMBDA_TASK_ROOT, file))[name];
  if (typeof handler !== 'function') throw new Error(`${_HANDLER} is undefined or not exported`);
  return handler;
}

async function run(handler, event, context) {
  try {
    return { verb: 'response', body: (await handler(event, context)) ?? null };
  } catch (error) {
    log('error', [error]);
    return { verb: 'error', body: describe(error) };
  }
}

const context = (headers) => ({
  awsRequestId: requestId,
  invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
});

/** Posts the error where Lambda expects it, then exits with the code of Lambda's own client. */
async function die(error, more, code) {
  log('error', [error]);
  const report = { ...describe(error), ...more };
  await call('POST', requestId ? `/invocation/${requestId}/error` : '/init/error', report).catch(() => undefined);
  process.exit(code);
}

const rejection = (reason) => ({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) });

const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

/** Lambda's JSON log format: one object a line. */
function log(level, [first, ...rest]) {
  const name = level === 'log' ? 'INFO' : level.toUpperCase();
  const message = typeof first === 'object' && rest.length === 0 ? first : util.format(first, ...rest);
  const content = message instanceof Error ? describe(message) : { message };
  const line = { timestamp: new Date().toISOString(), level: name, requestId, ...content };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function call(method, route, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(`http://${address}/2018-06-01/runtime${route}`, { method }, (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (chunk) => (received += chunk));
      response.on('end', () => resolve({ headers: response.headers, body: received })).on('error', reject);
    });
    request.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
