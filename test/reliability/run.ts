import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { replay } from './matrix/replay';

/** `npm run test:reliability`, with `--cell` to live one cell of the matrix again, and `--seed` to draw as another run did. */
async function run(): Promise<void> {
  const options = { cell: { type: 'string' }, seed: { type: 'string' } } as const;
  const { cell, seed } = parseArgs({ options, strict: false }).values;
  if (typeof seed === 'string') process.env['RELIABILITY_SEED'] = seed;
  if (typeof cell === 'string') {
    process.exitCode = (await replay(cell)) ? 0 : 1;
    return;
  }
  const jest = [require.resolve('jest/bin/jest'), '--config', 'test/reliability/jest.config.js'];
  const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
