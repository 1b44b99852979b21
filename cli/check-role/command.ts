import { partition } from '@aws-sdk/core/client';
import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { AwsError } from '../../handler/aws/aws-error';
import type { Clock } from '../../handler/aws/clock';
import type { Call } from '../../handler/aws/operations';
import { reading, retrying } from '../../handler/aws/retry';
import { renderProblems } from '../../handler/core/request/problem';
import { type Checked, check } from './check';
import { type Options, parseOptions } from './options';
import { policyFor } from './print-policy';
import { renderJson, renderMarkdown, renderText } from './render';
import { type Report, reportOn } from './report';
import { usage } from './usage';
import { inOptions } from './words';

/** How the command ends: what it prints, and its exit code. */
export interface Ended {
  readonly code: 0 | 1 | 2 | 3;
  readonly out: string;
  readonly err: string;
}

export interface Effects {
  /** The process's own, in which a profile takes the place of other credentials. */
  readonly environment: Record<string, string | undefined>;
  readonly connect: () => Call;
  readonly clock: Clock;
}

/** `npm run check-role`: whether a role that exists will serve Session Manager and deliver its logs; changes nothing. */
export async function checkRole(argv: readonly string[], effects: Effects): Promise<Ended> {
  const parsed = parseOptions(argv);
  if ('problems' in parsed) return refused(`${renderProblems(parsed.problems)} (npm run check-role -- --help)`);
  const { options } = parsed;
  if (options.action === 'help') return { code: 0, out: usage, err: '' };
  try {
    if (options.action === 'printPolicy') return printed(policyFor(options, await partitionOf(options, effects)));
    const region = await regionOf(options, effects);
    useProfile(options, effects);
    const checked = await check(patient(effects), region, options);
    if ('problem' in checked) return refused(inOptions(checked.problem));
    const report = reportOn(checked);
    return { code: codes[report.verdict], out: renderers[options.format](checked, report), err: '' };
  } catch (error) {
    return refused(`Could not check the role: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const codes = { ok: 0, broken: 1, cannotTell: 2 } as const satisfies Record<Report['verdict'], Ended['code']>;
const renderers: Readonly<Record<Options['format'], (checked: Checked, report: Report) => string>> = {
  text: renderText,
  json: renderJson,
  markdown: renderMarkdown,
};

const refused = (err: string): Ended => ({ code: 3, out: '', err });
const printed = (data: unknown): Ended => ({ code: 0, out: JSON.stringify(data, null, 2), err: '' });

/** A policy holds in every Region: where none is configured it is printed for the partition of most. */
async function partitionOf(options: Options, effects: Effects): Promise<string> {
  const region = await regionOf(options, effects).catch(() => undefined);
  return region === undefined ? 'aws' : partition(region).name;
}

async function regionOf({ region, profile }: Options, { environment }: Effects): Promise<string> {
  // AWS_DEFAULT_REGION is the AWS CLI's, and the SDK does not read it.
  const told = region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (told !== undefined) return told;
  const ofProfile = profile === undefined ? {} : { profile };
  return loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...ofProfile })().catch(() => {
    throw new Error('no Region is configured: name one with --region');
  });
}

/** As in the AWS CLI, a profile that is named comes before credentials in the environment. */
function useProfile({ profile }: Options, { environment }: Effects): void {
  if (profile === undefined) return;
  environment['AWS_PROFILE'] = profile;
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete environment[name];
}

/** What no answer came from was not refused: a person waits for no network, and is told what is missing. */
function patient({ connect, clock }: Effects): Call {
  const call = connect();
  const answered: Call = async (operation, input, caller) => {
    try {
      return await call(operation, input, caller);
    } catch (error) {
      if (!(error instanceof AwsError) || error.status !== 0) throw error;
      // It only decides doubts, and may be out of reach.
      if (operation === 'organizations:DescribeOrganization') throw error;
      throw new Error(`${operation} was not answered: ${error.message}`, { cause: error });
    }
  };
  return retrying(answered, clock, reading);
}
