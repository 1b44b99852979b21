import { bundleFunctions } from '../local/stage';
import { measureColdStart } from './cold-start/cold-start';
import { printColdStart } from './cold-start/print';
import { type MeasuredEvaluator, measureEvaluator } from './evaluator';
import { type Measured, measureOperations } from './operations';

/** `npm run bench [-- --json]`: what one request costs in calls and round trips in sequence, and what the evaluator does. */
async function bench(format: 'text' | 'json'): Promise<void> {
  const bundles = await bundleFunctions();
  const bundleBytes = bundles.functions['Function']?.bytes ?? 0;
  const operations = await measureOperations(bundles);
  const coldStart = await measureColdStart(bundles);
  const evaluator = await measureEvaluator();
  if (format === 'json') {
    console.log(JSON.stringify({ bundleBytes, operations, coldStart: coldStart.ratios, evaluator }, null, 2));
    return;
  }
  print(bundleBytes, operations, evaluator);
  printColdStart(coldStart);
}

function print(
  bundleBytes: number,
  operations: Readonly<Record<string, Measured>>,
  { nanosecondsPerDecision, ratioToIamSimulate, hostileDoublingRatio }: MeasuredEvaluator,
): void {
  console.log(`Bundle: ${(bundleBytes / 1024).toFixed(1)} KB\n`);
  console.log('operation             calls  depth (round trips in sequence, the answer included)');
  for (const [name, { calls, depth }] of Object.entries(operations)) {
    console.log(`${name.padEnd(20)} ${String(calls).padStart(6)} ${depth.toFixed(2).padStart(6)}`);
  }
  const ratio =
    ratioToIamSimulate === null
      ? 'not compared with iam-simulate (npm run test:third-party installs it)'
      : `${ratioToIamSimulate} of the time of iam-simulate`;
  console.log(`\nEvaluator: ${nanosecondsPerDecision} ns a decision, ${ratio};`);
  console.log(`           20 KB of wildcards take ${hostileDoublingRatio} times as long as 10 KB`);
}

bench(process.argv.includes('--json') ? 'json' : 'text').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
