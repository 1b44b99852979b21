import type { Context } from 'aws-lambda';
import { sdkCall } from './aws/call';
import { systemClock } from './aws/clock';
import { watchClients, watchOperations } from './aws/watch-operations';
import { parseHome, parseSettings } from './core/request/parse-settings';
import { renderProblems } from './core/request/problem';
import { watchRoles } from './watch-roles';

// Kept back for the summary of what could not be judged in time.
const RESERVE = 10_000;

const call = sdkCall({ operations: watchOperations, clients: watchClients });

/** The function that the schedule invokes; it fails where it could not see everything, so that Lambda's metric says so. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const home = parseHome(process.env, context.invokedFunctionArn);
  const parsed = parseSettings(process.env, home);
  if ('problems' in parsed) throw new Error(`Cannot watch: ${renderProblems(parsed.problems)}`);
  const clock = systemClock(Date.now() + context.getRemainingTimeInMillis() - RESERVE);
  const namespace = process.env['METRIC_NAMESPACE'] ?? '';
  const { settings } = parsed;
  const { roles, unjudged, memory } = await watchRoles({ call, clock, log: console.info, settings, namespace });
  if (memory === 'unread') throw new Error('Cannot read what the roles were found to be before');
  if (unjudged > 0) throw new Error(`Not judged: ${unjudged} of ${roles} roles`);
}
