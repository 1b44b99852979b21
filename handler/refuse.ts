import { answer, type Outcome } from './core/answer';
import type { ParsedEvent } from './core/request/event';
import { parseEvent } from './core/request/parse-event';
import { type Problem, renderProblems } from './core/request/problem';
import type { Home } from './core/request/settings';
import type { Effects } from './handle';

/** What it takes to answer where the deployment itself is broken. */
export interface Refusing extends Pick<Effects, 'respond' | 'log'> {
  readonly home: Home;
  readonly problems: readonly Problem[];
}

/** Answers a request that a broken deployment cannot serve: it reads and writes nothing. */
export async function refuse(event: unknown, { home, problems, respond, log }: Refusing): Promise<string> {
  const parsed = parseEvent(event, home);
  if (parsed.state === 'unanswerable') throw new Error(`Cannot answer this event: ${renderProblems(parsed.problems)}`);
  const { responseUrl } = parsed.state === 'accepted' ? parsed.request : parsed.origin;
  const outcome = outcomeOf(parsed, `The function is not deployed as it must be:\n${renderProblems(problems)}`);
  log({ event: 'answer', outcome });
  const body = answer(parsed.state === 'accepted' ? parsed.request : parsed.origin, outcome, home.logStream);
  await respond(responseUrl, body);
  return body;
}

/** A Create is refused under its logical id, so that the Delete which follows can be told from one of something real. */
function outcomeOf(parsed: Exclude<ParsedEvent, { state: 'unanswerable' }>, reason: string): Outcome {
  if (parsed.state === 'refused') {
    return { status: 'FAILED', physicalId: parsed.physicalId ?? parsed.origin.logicalId, reason };
  }
  const { request } = parsed;
  if (request.type === 'Create') return { status: 'FAILED', physicalId: request.logicalId, reason };
  const { type, physicalId, logicalId } = request;
  if (type === 'Delete' && physicalId === logicalId) return { status: 'DELETED', physicalId };
  return { status: 'FAILED', physicalId, reason };
}
