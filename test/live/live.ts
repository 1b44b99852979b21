import { say, title } from '../../local/print';
import { provisionSam } from '../third-party/provision/provision';
import { deployFunction } from './deployment';
import { type Observation, observe } from './facts/fact';
import { keys } from './facts/keys';
import { limits } from './facts/limits';
import { principals } from './facts/principals';
import { deployProbe } from './facts/probe';
import { protocol } from './facts/protocol';
import { rights } from './facts/rights';
import { leftovers } from './leftovers';
import { live } from './life';
import { type LiveOptions, parseOptions, usage } from './options';
import { openSandbox, type Sandbox } from './sandbox';

/** `npm run test:live`: exit 0 if all was as assumed and nothing is left. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv, process.env);
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  if (typeof options === 'string') {
    console.error(`${options}\n\n${usage}`);
    return 2;
  }
  await provisionSam();
  return (await run(options)) ? 0 : 1;
}

async function run(options: LiveOptions): Promise<boolean> {
  const interruption = new AbortController();
  // What is under way is finished, so that all it makes is known and removed; a second signal ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interruption.abort(new Error('Interrupted')));
  }
  const sandbox = await openSandbox(options, interruption.signal);
  title(`Account ${options.account} in ${options.region}; everything is named ${sandbox.name}`);
  const went = await explore(sandbox).catch((error: unknown) => {
    say(`  ✗ ${error instanceof Error ? error.message : error}`, 'red');
    return false;
  });
  return (await clean(sandbox)) && went;
}

async function explore(sandbox: Sandbox): Promise<boolean> {
  const deployed = await deployFunction(sandbox);
  const probe = await deployProbe(sandbox);
  const facts = [...rights, ...keys, ...principals, ...limits, ...protocol(probe)];
  // CloudFormation and IAM let others wait for minutes: nothing here waits for anything else.
  // None is left running when another fails: what it makes has to be removed too.
  const [life, ...observed] = await Promise.allSettled([
    live(sandbox, deployed),
    ...facts.map((fact) => observe(fact, sandbox)),
  ]);
  if (life.status === 'rejected') throw life.reason;
  const steps = life.value;
  const observations = observed.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  title('The life of a role');
  for (const { step, problem } of steps) {
    say(problem === undefined ? `  ✓ ${step}` : `  ✗ ${step}: ${problem}`, problem === undefined ? 'green' : 'red');
  }
  title('What no document says');
  for (const observation of observations) report(observation);
  return steps.every(({ problem }) => problem === undefined) && observations.every(({ state }) => accepted.has(state));
}

const accepted: ReadonlySet<Observation['state']> = new Set(['as assumed', 'learned']);

function report({ question, state, answer, assumed }: Observation): void {
  say(`  ${question}`);
  say(`    ${state}: ${answer}`, accepted.has(state) ? 'green' : 'yellow');
  if (state === 'differs') say(`    assumed: ${assumed}`);
}

async function clean(sandbox: Sandbox): Promise<boolean> {
  title('Removing everything');
  const problems = [...(await sandbox.close()), ...(await leftovers(sandbox))];
  for (const problem of problems) say(`  ✗ left: ${problem}`, 'red');
  if (problems.length === 0) say('  ✓ nothing is left but KMS keys, which KMS deletes in 7 days', 'green');
  return problems.length === 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
