import { bundleFunctions } from '../local/stage';
import { type MeasuredColdStart, measureColdStart } from './cold-start/cold-start';
import { printColdStart } from './cold-start/print';
import { type MeasuredEvaluator, measureEvaluator } from './evaluator';
import { measureRoundTrips, printRoundTrips, type RoundTrips } from './round-trips';

/** `npm run bench [-- --json]`: what one request costs in calls and round trips in sequence, and what the evaluator does. */
async function bench(format: 'text' | 'json'): Promise<void> {
  const bundles = await bundleFunctions();
  const bundleBytes = bundles.functions['Function']?.bytes ?? 0;
  const roundTrips = await measureRoundTrips(bundles);
  const coldStart = await measureColdStart(bundles);
  const evaluator = await measureEvaluator();
  const measured: Figures = { bundleBytes, roundTrips, coldStart, evaluator };
  if (format === 'json') console.log(JSON.stringify(forMachines(measured), null, 2));
  else print(measured);
}

interface Figures {
  readonly bundleBytes: number;
  readonly roundTrips: RoundTrips;
  readonly coldStart: MeasuredColdStart;
  readonly evaluator: MeasuredEvaluator;
}

function forMachines({ roundTrips, coldStart, ...rest }: Figures): object {
  return { ...rest, ...roundTrips, coldStart: coldStart.ratios };
}

function print({ bundleBytes, roundTrips, coldStart, evaluator }: Figures): void {
  const { nanosecondsPerDecision, ratioToIamSimulate, hostileDoublingRatio } = evaluator;
  console.log(`Bundle: ${(bundleBytes / 1024).toFixed(1)} KB\n`);
  printRoundTrips(roundTrips);
  printColdStart(coldStart);
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
