import type { Context } from 'aws-lambda';
import { sdkCall } from './aws/call';
import { systemClock } from './aws/clock';
import { respondFrom } from './aws/respond';
import { parseSettings } from './core/request/parse-settings';
import { handle } from './handle';

// Kept back from the work for the answer: three attempts, their waits, and a margin.
const RESERVE = 10_000;

const call = sdkCall();

/** The function that CloudFormation invokes; it returns nothing but, under `sam local`, the answer. */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  const settings = parseSettings(process.env, context.invokedFunctionArn);
  const end = Date.now() + context.getRemainingTimeInMillis();
  const clock = systemClock(end - RESERVE);
  const respond = respondFrom(settings, { ...clock, deadline: end });
  const body = await handle(event, { call, clock, respond, settings, log: console.info });
  return settings.samLocal ? JSON.parse(body) : undefined;
}
