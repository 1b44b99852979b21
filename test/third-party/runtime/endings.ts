import { acting } from './clients';

/** What is changed in a copy of the bundle, or in how it is launched. */
export interface Broken {
  readonly change: (source: string) => string;
  readonly handlerName?: string;
  readonly timeoutSeconds?: number;
  readonly nodeOptions?: string;
}

/** How an invocation of it ends. */
export interface Ending extends Broken {
  readonly error: object;
  readonly because: string;
}

const exitError = (how: string) => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `Runtime exited with${how === '' ? 'out providing a reason' : ` error: ${how}`}`,
});

/** Endings after which the process is gone. */
export const fatal: Readonly<Record<string, Ending>> = {
  throwAtImport: {
    change: (source) => `throw new RangeError('Out of order');${source}`,
    error: { errorType: 'RangeError', errorMessage: 'Out of order' },
    because: 'an error at import is reported as it is',
  },
  syntaxError: {
    change: (source) => `${source}}`,
    error: { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: "SyntaxError: Unexpected token '}'" },
    because: 'a file that cannot be parsed has its own type',
  },
  absentModule: {
    change: (source) => `require('absent');${source}`,
    error: {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'absent'\nRequire stack:\n- .*\/index\.js$/),
    },
    because: 'what the bundler left out is missing',
  },
  absentHandler: {
    change: (source) => source,
    handlerName: 'index.handle',
    error: { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handle is undefined or not exported' },
    because: 'the template names what the bundle does not export',
  },
  unhandledRejection: {
    change: acting(`Promise.reject(new RangeError('Forgotten')); setInterval(() => {}, 1000); await never`),
    error: exitError('exit status 1'),
    because: 'since Node.js 24 nobody reports it',
  },
  rejectionBesideAnAnswer: {
    change: acting(`Promise.reject(new RangeError('Forgotten')); return 'done'`),
    error: exitError('exit status 1'),
    because: 'an answer waits for one turn of the event loop',
  },
  uncaughtException: {
    change: acting(`setTimeout(() => { throw new RangeError('Late'); }); await never`),
    error: exitError('exit status 1'),
    because: 'since Node.js 24 nobody reports it',
  },
  exit: {
    change: acting('process.exit(7)'),
    error: exitError('exit status 7'),
    because: 'the process has ended, whatever it had to say',
  },
  nothingToWaitFor: {
    change: acting('await never'),
    error: exitError(''),
    because: 'an event loop that is empty ends the process',
  },
  timeOut: {
    change: acting('setInterval(() => {}, 1000); await never'),
    timeoutSeconds: 1,
    error: {
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: 0{8}-\S+ Error: Task timed out after 1\.00 seconds$/),
    },
    because: 'Lambda kills what has not answered in time',
  },
  busy: {
    change: acting('for (;;);'),
    timeoutSeconds: 1,
    error: expect.objectContaining({ errorType: 'Sandbox.Timedout' }),
    because: 'Lambda does not ask the process for its consent',
  },
  exhaustion: {
    change: acting('exhaust()'),
    nodeOptions: '--max-old-space-size=64',
    error: exitError('signal: SIGABRT'),
    because: 'V8 aborts where the heap is full',
  },
};

/** Endings after which the process takes the next event. */
export const survived: Readonly<Record<string, Ending>> = {
  refusal: {
    change: (source) => source,
    error: {
      errorType: 'Error',
      errorMessage: expect.stringMatching(/^Cannot answer this event: /),
    },
    because: 'the function itself throws where there is nobody to answer',
  },
  thrownText: {
    change: acting(`throw 'text'`),
    error: { errorType: 'string', errorMessage: 'text' },
    because: 'whatever is thrown is an error',
  },
  longError: {
    change: acting(`throw new Error('x'.repeat(30_000))`),
    error: { errorType: 'Error', errorMessage: 'x'.repeat(30_000) },
    because: "Lambda's client repeats it in a header",
  },
  unserialisable: {
    change: acting('return 1n'),
    error: { errorType: 'Runtime.JSONStringifyError', errorMessage: 'Unable to stringify response body' },
    because: 'a result must be JSON',
  },
};
