import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sam } from '../sam/sam';
import { folder } from '../tools';

/** The template that `sam build` makes; the first who asks builds, everybody else waits for that build. */
export async function builtTemplate(): Promise<string> {
  const target = join(folder, 'state', `build-${fingerprint()}`);
  const finished = join(target, 'finished');
  const until = Date.now() + patience;
  while (!existsSync(finished)) {
    if (claim(target)) await build(target, finished);
    else if (Date.now() > until) throw new Error(`The build in ${target} has not finished: remove it`);
    else await pause(200);
  }
  return join(target, 'built/template.yaml');
}

// Longer than `sam build` takes on a busy machine.
const patience = 10 * 60_000;

const repository = resolve(__dirname, '../../..');

// What `sam build` reads. It gets a folder of its own, so that nothing else of this one can take part.
const sources = ['.npmrc', 'handler', 'package-lock.json', 'package.json', 'template.yaml', 'tsconfig.json'];

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(source)).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(repository, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

function filesIn(path: string): readonly string[] {
  const absolute = join(repository, path);
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute).flatMap((name) => filesIn(join(path, name)));
}

/** Whether it was this process that made the folder: only one can, and mkdir names what it made. */
function claim(target: string): boolean {
  mkdirSync(dirname(target), { recursive: true });
  return mkdirSync(target, { recursive: true }) !== undefined;
}

async function build(target: string, finished: string): Promise<void> {
  const clone = join(target, 'clone');
  for (const source of sources) cpSync(join(repository, source), join(clone, source), { recursive: true });
  try {
    const places = ['--template-file', join(clone, 'template.yaml'), '--build-dir', join(target, 'built')];
    await sam(['build', '--parallel', ...places]);
    writeFileSync(finished, '');
  } catch (error) {
    rmSync(target, { recursive: true });
    throw error;
  }
}
