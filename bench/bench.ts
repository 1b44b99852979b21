import { bundleFunctions } from '../local/stage';
import { type MeasuredEvaluator, measureEvaluator } from './evaluator';
import { measureRoundTrips, printRoundTrips, type RoundTrips } from './round-trips';

/** `npm run bench [-- --json]`: what one request costs in calls and round trips in sequence, and what the evaluator does. */
async function bench(format: 'text' | 'json'): Promise<void> {
  const bundles = await bundleFunctions();
  const bundleBytes = bundles.functions['Function']?.bytes ?? 0;
  const roundTrips = await measureRoundTrips(bundles);
  const evaluator = await measureEvaluator();
  if (format === 'json') console.log(JSON.stringify({ bundleBytes, ...roundTrips, evaluator }, null, 2));
  else print(bundleBytes, roundTrips, evaluator);
}

function print(
  bundleBytes: number,
  roundTrips: RoundTrips,
  { nanosecondsPerDecision, ratioToIamSimulate, hostileDoublingRatio }: MeasuredEvaluator,
): void {
  console.log(`Bundle: ${(bundleBytes / 1024).toFixed(1)} KB\n`);
  printRoundTrips(roundTrips);
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
