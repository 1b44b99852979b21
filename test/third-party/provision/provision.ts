import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { cdkFolder, folder, npmFolder, type PythonEnvironment, python } from '../tools';
import { run } from './command';
import { requirePrerequisites, requirePython } from './prerequisites';

/** Installs every third-party part at its pinned version; what is there already is kept. */
export async function provision(): Promise<void> {
  const interpreter = await requirePrerequisites();
  const inPython = (environment: PythonEnvironment) => installPython(interpreter, environment);
  // Two at a time: one waits for compilers, the other for downloads.
  await Promise.all([
    inPython('cmake')
      .then(() => install('npm', pinsIn(__dirname), () => provisionNpm(__dirname, npmFolder)))
      .then(() => install('cdk', pinsIn(cdk), () => provisionNpm(cdk, cdkFolder))),
    inPython('aws')
      .then(() => inPython('ministack'))
      .then(() => inPython('sam')),
  ]);
}

/** Installs SAM CLI alone, which needs no compiler. */
export async function provisionSam(): Promise<void> {
  await installPython(await requirePython(), 'sam');
}

const cdk = join(__dirname, 'cdk');
const pinsIn = (place: string) => ['package.json', 'package-lock.json'].map((name) => join(place, name));
const requirements = (environment: PythonEnvironment) => join(__dirname, 'requirements', `${environment}.txt`);

function installPython(interpreter: string, environment: PythonEnvironment): Promise<void> {
  return install(environment, [requirements(environment)], () => provisionPython(interpreter, environment));
}

/** Runs `provide` unless its folder was completed from the same pins. */
async function install(name: string, pins: readonly string[], provide: () => Promise<void>): Promise<void> {
  const target = join(folder, name);
  const stamp = join(target, 'provisioned');
  const wanted = fingerprint(pins);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const started = performance.now();
  // Not on standard output, which may be the test runner's report.
  console.error(`${name}: installing`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await provide();
  writeFileSync(stamp, wanted);
  console.error(`${name}: installed in ${Math.round((performance.now() - started) / 1000)} s`);
}

function fingerprint(pins: readonly string[]): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of pins) hash.update(readFileSync(file));
  return hash.digest('hex');
}

async function provisionPython(interpreter: string, environment: PythonEnvironment): Promise<void> {
  await run(interpreter, ['-m', 'venv', join(folder, environment)]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  await run(python(environment), [...pip, '-r', requirements(environment)]);
}

async function provisionNpm(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  for (const file of pinsIn(from)) copyFileSync(file, join(to, basename(file)));
  const path = [dirname(python('cmake')), process.env['PATH']].join(delimiter);
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['ci', ...options], { cwd: to, env: { ...process.env, PATH: path } });
}
