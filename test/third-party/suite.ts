import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { provision } from './provision/provision';
import { folder } from './tools';

/** Provisions, then runs the tests of this folder; arguments are jest's. */
async function suite(args: readonly string[]): Promise<number> {
  await provision();
  const state = join(folder, 'state');
  rmSync(state, { recursive: true, force: true });
  const jest = join(__dirname, '../../node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, '--config', join(__dirname, 'jest.config.js'), ...args], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 1)));
}

suite(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
