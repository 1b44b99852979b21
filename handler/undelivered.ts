import type { Context } from 'aws-lambda';
import { systemClock } from './aws/clock';
import { respondFrom } from './aws/respond';
import { answer, type Outcome } from './core/answer';
import { attemptedId } from './core/identity/names';
import { parseEvent } from './core/request/parse-event';
import { parseSettings } from './core/request/parse-settings';
import { renderProblems } from './core/request/problem';

/** What Lambda hands to an OnFailure destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
interface FailureRecord {
  readonly requestPayload?: unknown;
  readonly requestContext?: { readonly functionArn?: string; readonly condition?: string };
}

/** Answers FAILED in place of a function that died before it could answer: at import, out of memory, out of time. */
export async function handler(record: FailureRecord, context: Context): Promise<void> {
  const functionArn = record.requestContext?.functionArn ?? context.invokedFunctionArn;
  const settings = parseSettings(process.env, functionArn);
  const parsed = parseEvent(record.requestPayload, settings);
  if (parsed.state === 'unanswerable') throw new Error(`Cannot answer this event: ${renderProblems(parsed.problems)}`);
  const origin = parsed.state === 'accepted' ? parsed.request : parsed.origin;
  const physicalId = parsed.state === 'accepted' ? attemptedId(parsed.request, settings) : parsed.physicalId;
  const reason = `The function did not answer (${record.requestContext?.condition ?? 'unknown condition'}): see its log`;
  const outcome: Outcome = { status: 'FAILED', physicalId: physicalId ?? origin.logicalId, reason };
  const clock = systemClock(Date.now() + context.getRemainingTimeInMillis());
  await respondFrom(settings, clock)(origin.responseUrl, answer(origin, outcome, settings.logStream));
}
