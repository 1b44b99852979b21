import { bundleFunctions } from '../local/stage';
import { type Measured, measureOperations } from './operations';

/** `npm run bench [-- --json]`: what one request costs in calls and in round trips that wait for one another. */
async function bench(format: 'text' | 'json'): Promise<void> {
  const bundles = await bundleFunctions();
  const bundleBytes = bundles.functions['Function']?.bytes ?? 0;
  const operations = await measureOperations(bundles);
  if (format === 'json') console.log(JSON.stringify({ bundleBytes, operations }, null, 2));
  else print(bundleBytes, operations);
}

function print(bundleBytes: number, operations: Readonly<Record<string, Measured>>): void {
  console.log(`Bundle: ${(bundleBytes / 1024).toFixed(1)} KB\n`);
  console.log('operation             calls  depth (round trips in sequence, the answer included)');
  for (const [name, { calls, depth }] of Object.entries(operations)) {
    console.log(`${name.padEnd(20)} ${String(calls).padStart(6)} ${depth.toFixed(2).padStart(6)}`);
  }
}

bench(process.argv.includes('--json') ? 'json' : 'text').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
