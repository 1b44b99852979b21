import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stateFolder } from '../tools';

/** A third-party server on loopback. */
export interface Server {
  readonly url: string;
  /** What it printed, for a person. */
  readonly logFile: string;
  readonly stop: () => Promise<void>;
}

export interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; nothing else of ours leaks in. */
  readonly environment: Readonly<Record<string, string>>;
  /** Answers 200 once the server is ready. */
  readonly readyPath: string;
}

/** Starts a server on a free port, with a folder of its own for what it writes, and waits until it answers. */
export async function startServer(describe: (port: number, state: string) => ServerCommand): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const state = stateFolder(`server-${port}`);
  mkdirSync(state, { recursive: true });
  const { name, command, args, environment, readyPath } = describe(port, state);
  const logFile = join(state, `${name}.log`);
  const child = spawn(command, args, { cwd: state, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject).once('close', () => resolve());
  });
  process.once('exit', () => child.kill('SIGKILL'));
  await ready(`${url}${readyPath}`, child, logFile);
  const stop = async () => {
    child.kill('SIGTERM');
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(stubborn);
    log.end();
  };
  return { url, logFile, stop };
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('Cannot find a free port on 127.0.0.1');
  return address.port;
}

const attempts = 300;

async function ready(url: string, child: ChildProcess, logFile: string): Promise<void> {
  for (let attempt = 0; attempt < attempts && child.exitCode === null; attempt += 1) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await pause(100);
  }
  child.kill('SIGKILL');
  throw new Error(`The server did not become ready at ${url}: see ${logFile}`);
}
