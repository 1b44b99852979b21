import type { Context } from 'aws-lambda';
import { sdkCall } from './aws/call';
import { systemClock } from './aws/clock';
import { respondFrom } from './aws/respond';
import { parseHome, parseSettings } from './core/request/parse-settings';
import { handle } from './handle';
import { refuse } from './refuse';

// Kept back from the work for the answer: three attempts, their waits, and a margin.
const RESERVE = 10_000;

const call = sdkCall();

/** The function that CloudFormation invokes; it returns nothing but, under `sam local`, the answer. */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  const home = parseHome(process.env, context.invokedFunctionArn);
  const end = Date.now() + context.getRemainingTimeInMillis();
  const clock = systemClock(end - RESERVE);
  const respond = respondFrom(home, { ...clock, deadline: end });
  const parsed = parseSettings(process.env, home);
  const common = { respond, log: console.info };
  const body =
    'problems' in parsed
      ? await refuse(event, { ...common, home, problems: parsed.problems })
      : await handle(event, { ...common, call, clock, settings: parsed.settings });
  return home.samLocal ? JSON.parse(body) : undefined;
}
