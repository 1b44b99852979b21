// Runs inside the function's own process, in place of Lambda's Node.js runtime interface client.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const util = require('node:util');

const { AWS_LAMBDA_RUNTIME_API: address, _HANDLER, LAMBDA_TASK_ROOT } = process.env;
let requestId = '-';

// The parent's death closes this pipe; unref lets an invocation that waits for nothing end as it does in Lambda.
process.stdin.on('end', () => process.exit(0)).resume();
process.stdin.unref();
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'log'];
for (const level of levels) console[level] = (...args) => log(level, args);

// What nobody catches ends the process with status 1, this very promise included: Lambda's client for Node.js 24 reports
// neither rejections nor exceptions (https://github.com/aws/aws-lambda-base-images/issues/392).
main();

async function main() {
  const handler = await load().catch(refuse);
  for (;;) {
    const { headers, body } = await call('GET', '/invocation/next');
    requestId = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    const outcome = await run(handler, JSON.parse(body), context(headers));
    await call('POST', `/invocation/${requestId}/${outcome.verb}`, outcome.body);
  }
}

async function load() {
  const [, file, name] = /^(.*)\.([^./]+)$/.exec(_HANDLER) ?? [];
  if (!file) throw fault('Runtime.MalformedHandlerName', 'Bad handler');
  const module = await importModule(path.resolve(LAMBDA_TASK_ROOT, file));
  const handler = module[name] ?? module.default?.[name];
  if (!handler) throw fault('Runtime.HandlerNotFound', `${_HANDLER} is undefined or not exported`);
  if (typeof handler !== 'function') throw fault('Runtime.HandlerNotFound', `${_HANDLER} is not a function`);
  return handler;
}

async function importModule(file) {
  const found = ['.js', '.mjs', '.cjs'].map((extension) => file + extension).find(fs.existsSync);
  try {
    return await import(found ?? require.resolve(path.basename(file), { paths: [path.dirname(file)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw fault('Runtime.UserCodeSyntaxError', String(error), error.stack);
    if (error?.code === 'MODULE_NOT_FOUND') throw fault('Runtime.ImportModuleError', String(error));
    throw error;
  }
}

/** Posts the error where Lambda expects it, then ends the process. */
async function refuse(error) {
  log('error', [asError(error)]);
  await call('POST', '/init/error', JSON.stringify(describe(error)));
  throw error;
}

async function run(handler, event, context) {
  try {
    const result = await handler(event, context);
    await turn();
    return { verb: 'response', body: stringify(result) };
  } catch (error) {
    await turn();
    log('error', [asError(error)]);
    return { verb: 'error', body: JSON.stringify(describe(error)) };
  }
}

/** A rejection that nobody handles ends the process before the answer is posted. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const context = (headers) => ({
  awsRequestId: requestId,
  invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
  xRayTraceId: headers['lambda-runtime-trace-id'],
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
});

function stringify(result) {
  try {
    return JSON.stringify(result ?? null);
  } catch {
    throw fault('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

function fault(name, message, stack) {
  return Object.assign(new Error(message), { name }, stack && { stack });
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function asError(error) {
  return error instanceof Error ? error : new Error(String(error));
}

/** Lambda's JSON log format: one object a line. */
function log(level, [message, ...more]) {
  const error = more.find((one) => one instanceof Error);
  const content = { message: more.length === 0 ? message : util.format(message, ...more), ...(error && logged(error)) };
  const line = {
    timestamp: new Date().toISOString(),
    level: level === 'log' ? 'INFO' : level.toUpperCase(),
    requestId,
  };
  process.stdout.write(`${writable({ ...line, ...content })}\n`);
}

function writable(line) {
  try {
    return JSON.stringify(line, (_, value) => (value instanceof Error ? { ...logged(value), ...value } : value));
  } catch {
    return JSON.stringify({ ...line, message: util.format(line.message) });
  }
}

function logged(error) {
  const { name: errorType } = error.constructor;
  return { errorType, errorMessage: error.message, stackTrace: (error.stack ?? '').split('\n') };
}

function call(method, route, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(`http://${address}/2018-06-01/runtime${route}`, { method }, (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (chunk) => (received += chunk));
      response.on('end', () => resolve({ headers: response.headers, body: received })).on('error', reject);
    });
    request.on('error', reject).end(body);
  });
}
