import type { Context } from 'aws-lambda';
import { systemClock } from './aws/clock';
import { respondFrom } from './aws/respond';
import { answer, type Outcome } from './core/answer';
import { attemptedId } from './core/identity/names';
import type { Request } from './core/request/event';
import { parseEvent } from './core/request/parse-event';
import { parseHome, parseSettings } from './core/request/parse-settings';
import { renderProblems } from './core/request/problem';
import type { Home } from './core/request/settings';

/** What Lambda hands to an OnFailure destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
type FailureRecord = {
  readonly requestPayload?: unknown;
  readonly requestContext?: { readonly condition?: unknown } | null;
} | null;

/** Answers FAILED in place of a function that died before it could answer: at import, out of memory, out of time. */
export async function handler(record: FailureRecord, context: Context): Promise<void> {
  // Where this is, Lambda says itself: whoever may invoke this function writes the record.
  const home = parseHome(process.env, context.invokedFunctionArn);
  const parsed = parseEvent(record?.requestPayload, home);
  if (parsed.state === 'unanswerable') throw new Error(`Cannot answer this event: ${renderProblems(parsed.problems)}`);
  const origin = parsed.state === 'accepted' ? parsed.request : parsed.origin;
  const physicalId = parsed.state === 'accepted' ? idOf(parsed.request, home) : parsed.physicalId;
  const { condition = 'unknown condition' } = record?.requestContext ?? {};
  const functionName = context.functionName.replace(/-undelivered$/, '');
  const reason = `The function did not answer (${condition}): see its log group /aws/lambda/${functionName}`;
  const outcome: Outcome = { status: 'FAILED', physicalId: physicalId ?? origin.logicalId, reason };
  const clock = systemClock(Date.now() + context.getRemainingTimeInMillis());
  await respondFrom(home, clock)(origin.responseUrl, answer(origin, outcome, home.logStream));
}

/** Under a broken deployment nothing was created, and any id will do. */
function idOf(request: Request, home: Home): string {
  const parsed = parseSettings(process.env, home);
  if ('settings' in parsed) return attemptedId(request, parsed.settings);
  return request.type === 'Create' ? request.logicalId : request.physicalId;
}
