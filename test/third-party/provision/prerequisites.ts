import { run } from './command';

/** A Python that can make environments; throws where there is none. */
export async function requirePython(): Promise<string> {
  const interpreter = await firstOf(pythons, suitable);
  if (interpreter !== undefined) return interpreter;
  throw new Error(`Cannot provision SAM CLI: this machine lacks ${pythonItself}`);
}

/** The Python to build with; throws one error that names everything this machine lacks. */
export async function requirePrerequisites(): Promise<string> {
  const [interpreter, ...tools] = await Promise.all([
    firstOf(pythons, suitable),
    ...compilers.map(async ({ oneOf, what }) => ((await firstOf(oneOf, runs)) === undefined ? what : undefined)),
  ]);
  const missing = [
    ...(process.platform === 'linux' ? [] : ['Linux, the only system that aws-lambda-ric builds on']),
    ...(interpreter === undefined ? [pythonItself] : []),
    ...tools.filter((what) => what !== undefined),
  ];
  if (interpreter !== undefined && missing.length === 0) return interpreter;
  throw new Error(`Cannot provision the third-party suite: this machine lacks ${missing.join('; ')}`);
}

const pythons = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'] as const;
const pythonItself = 'Python 3.10 or later with its venv and ensurepip modules';

// What aws-lambda-ric is compiled with; cmake comes from PyPI.
const compilers = [
  { oneOf: ['c++', 'g++', 'clang++'], what: 'a C++ compiler' },
  { oneOf: ['make'], what: 'make' },
  { oneOf: ['xz'], what: 'xz' },
] as const;

async function firstOf(commands: readonly string[], fits: (command: string) => Promise<unknown>) {
  for (const command of commands) {
    const found = await fits(command).then(
      () => true,
      () => false,
    );
    if (found) return command;
  }
  return undefined;
}

const suitable = (command: string) =>
  run(command, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']);
const runs = (command: string) => run(command, ['--version']);
