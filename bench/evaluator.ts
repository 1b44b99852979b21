import { existsSync } from 'node:fs';
import { evaluate } from '../handler/core/policy/evaluate';
import { parsePolicy } from '../handler/core/policy/parse';
import type { AccessRequest } from '../handler/core/policy/request';
import { corpus } from '../test/third-party/policy-engine/corpus';
import { engines, prepared } from '../test/third-party/policy-engine/engines';
import { ofPackage } from '../test/third-party/tools';

/** What the evaluator of policies costs. */
export interface MeasuredEvaluator {
  /** Median over the checked-in cases: three parsed policies and their combination, for one request. */
  readonly nanosecondsPerDecision: number;
  /** Our time over that of `@cloud-copilot/iam-simulate`, policies as text; null where it is not installed. */
  readonly ratioToIamSimulate: number | null;
  /** Time for 20 KB of wildcards over the time for 10 KB, of the worst kind of policy. */
  readonly hostileDoublingRatio: number;
}

const ROUNDS = 7;
const DECISIONS_A_ROUND = 20;
const DOUBLINGS = 20;
// Nanoseconds of work that the clock tells apart to a few in a thousand.
const MEASURABLE = 50_000_000;

/** Rounds in which what is compared takes turns, after one that only warms up; figures are medians, but for the doubling. */
export async function measureEvaluator(): Promise<MeasuredEvaluator> {
  const ratio = existsSync(ofPackage('@cloud-copilot/iam-simulate')) ? rounded(await measureRatio()) : null;
  return {
    nanosecondsPerDecision: Math.round(measureDecision()),
    ratioToIamSimulate: ratio,
    hostileDoublingRatio: rounded(Math.max(...HOSTILE.map(measureDoubling))),
  };
}

function measureDecision(): number {
  const decisions = corpus().map(({ asked }) => prepared(asked));
  const rounds = Array.from({ length: ROUNDS + 1 }, () =>
    decisions.map((decide) => timed(() => repeat(decide, DECISIONS_A_ROUND)) / DECISIONS_A_ROUND),
  ).slice(1);
  return median(decisions.map((_, index) => median(rounds.map((round) => round[index] ?? 0))));
}

function repeat(decide: () => unknown, times: number): void {
  for (let count = 0; count < times; count += 1) decide();
}

async function measureRatio(): Promise<number> {
  const cases = corpus().map(({ asked }) => asked);
  const ratios = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const ours = timed(() => cases.forEach(engines.handler));
    const started = processorTime();
    for (const asked of cases) await engines['iam-simulate'](asked);
    ratios.push(ours / (processorTime() - started));
  }
  return median(ratios.slice(1));
}

const REQUEST: AccessRequest = {
  principal: {
    partition: 'aws',
    account: '111122223333',
    roleArn: 'arn:aws:iam::111122223333:role/session-manager/session-role',
    roleName: 'session-role',
    sessionName: 'i-*',
    hasBoundary: true,
  },
  action: 's3:PutObject',
  resource: `arn:aws:s3:::org-session-logs/${'a'.repeat(500)}/*.log`,
  context: new Map([
    ['aws:useragent', { is: 'anyOf', pattern: `${'a*'.repeat(40)}.log` }],
    ['aws:principaltag/team', { is: 'known', values: ['a'] }],
    ['aws:principaltag/long', { is: 'known', values: ['a'.repeat(256)] }],
  ]),
};

/** Policies of a given size that make an evaluator work: one long pattern, many short ones, many variables. */
const HOSTILE: readonly ((characters: number) => object)[] = [
  (characters) => ({ Resource: `${filled('*a', characters)}*` }),
  (characters) => ({ Resource: `arn:aws:s3:::org-session-logs/${filled('*?a', characters)}*` }),
  (characters) => ({ Resource: Array.from({ length: characters / 9 }, () => '*a*b*') }),
  (characters) => ({ Resource: `*:*:*:*:*:${filled(`$\{aws:PrincipalTag/team}*`, characters)}` }),
  (characters) => ({ Resource: `arn:aws:s3:::org-session-logs/${filled(`$\{aws:PrincipalTag/long}*`, characters)}` }),
  (characters) => ({ Resource: '*', Condition: { StringLike: { 'aws:UserAgent': filled('a*', characters) } } }),
  (characters) => ({ Resource: '*', Condition: { ArnLike: { 'aws:UserAgent': `${filled('*:a', characters)}*` } } }),
];

function measureDoubling(elements: (typeof HOSTILE)[number]): number {
  const [single, double] = [hostile(elements, 10_000), hostile(elements, 20_000)];
  const judge = (text: string) => {
    const read = parsePolicy(text);
    if ('problem' in read) throw new Error(read.problem);
    return evaluate(REQUEST, read.policy);
  };
  judge(double);
  const times = Math.ceil(MEASURABLE / timed(() => judge(single)));
  const rounds = Array.from({ length: DOUBLINGS }, () => ({
    single: timed(() => repeat(() => judge(single), times)),
    double: timed(() => repeat(() => judge(double), times)),
  }));
  // The fastest of its rounds: whatever else the machine did only adds.
  return Math.min(...rounds.map((round) => round.double)) / Math.min(...rounds.map((round) => round.single));
}

function hostile(elements: (typeof HOSTILE)[number], characters: number): string {
  const statement = { Effect: 'Allow', Action: 's3:PutObject', ...elements(characters) };
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}

function filled(unit: string, characters: number): string {
  return unit.repeat(characters / unit.length);
}

/** Nanoseconds of processor time, which whatever else runs on the machine does not add to. */
function timed(work: () => unknown): number {
  const started = processorTime();
  work();
  return processorTime() - started;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const rounded = (ratio: number) => Math.round(ratio * 1000) / 1000;
