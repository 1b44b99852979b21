import { byWhereTheRoleIs } from './aws/by-where-the-role-is';
import { clear } from './aws/clear';
import type { Clock } from './aws/clock';
import { converge, type Writing } from './aws/converge';
import { guarded } from './aws/guarded';
import { inTime } from './aws/in-time';
import { observe, observeStatus } from './aws/observe';
import { observeKnown } from './aws/observe-stack';
import { once, onceBetweenWrites } from './aws/once';
import type { Call } from './aws/operations';
import { awaiting } from './aws/propagation';
import type { Respond } from './aws/respond';
import { creating, deleting, type Patience, reading, readingFor, retrying, updating } from './aws/retry';
import { type Attempt, asFound, takeBack } from './aws/take-back';
import { checksOf } from './core/access/checks';
import { findingCodes } from './core/access/findings';
import { answer, type Outcome } from './core/answer';
import { attemptedId, knownId, namesOf, namesToDelete } from './core/identity/names';
import { ownerOf } from './core/identity/ownership';
import { planDelete } from './core/identity/plan-delete';
import { propose, refusal, type Wanted } from './core/proposal';
import { allowanceProblems } from './core/request/allow-lists';
import type { CreateRequest, DeleteRequest, ParsedEvent, Request, UpdateRequest } from './core/request/event';
import { parseEvent } from './core/request/parse-event';
import { parseAllowable, parseDeleteProperties, parseProperties } from './core/request/parse-properties';
import { renderProblems } from './core/request/problem';
import type { Settings } from './core/request/settings';
import { absent } from './core/seen';
import { cancelledSince, settledResource, standingOf } from './core/standing';

/** Everything by which one invocation touches the world. */
export interface Effects {
  readonly call: Call;
  readonly clock: Clock;
  readonly respond: Respond;
  readonly log: (entry: LogEntry) => void;
  readonly settings: Settings;
}

/** One line of the log: what happened, and the data that shows it. */
export type LogEntry = { readonly event: string } & Readonly<Record<string, unknown>>;

/** Answers one CloudFormation request, whatever happens; rejects only where no answer could be delivered. */
export async function handle(event: unknown, effects: Effects): Promise<string> {
  const { settings, log, respond } = effects;
  const parsed = parseEvent(event, settings);
  if (parsed.state === 'unanswerable') throw new Error(`Cannot answer this event: ${renderProblems(parsed.problems)}`);
  const origin = parsed.state === 'accepted' ? parsed.request : parsed.origin;
  const { type } = parsed.state === 'accepted' ? parsed.request : parsed;
  log({ event: 'request', type, stackId: origin.stackId });
  const outcome = parsed.state === 'accepted' ? await outcomeOf(parsed.request, effects) : refused(parsed);
  log({ event: 'answer', outcome });
  const body = answer(origin, outcome, settings.logStream);
  await respond(origin.responseUrl, body);
  return body;
}

/** An envelope that is refused never created anything, so that its Delete has nothing to do. */
function refused({ type, problems, physicalId, origin }: Extract<ParsedEvent, { state: 'refused' }>): Outcome {
  const id = physicalId ?? origin.logicalId;
  if (type === 'Delete') return { status: 'DELETED', physicalId: id };
  return { status: 'FAILED', physicalId: id, reason: renderProblems(problems) };
}

function outcomeOf(request: Request, effects: Effects): Promise<Outcome> {
  const { clock, call, settings } = effects;
  const failed = (physicalId: string, reason: string): Outcome => ({ status: 'FAILED', physicalId, reason });
  const late = `${request.type} could not be finished within the function's time: deploy again to continue`;
  return inTime(
    clock,
    (signal) =>
      settle(request, { ...effects, call: guarded(call, signal) }).catch((error: unknown) =>
        failed(attemptedId(request, settings), `${request.type} failed: ${messageOf(error)}`),
      ),
    () => failed(attemptedId(request, settings), late),
  );
}

function settle(request: Request, effects: Effects): Promise<Outcome> {
  switch (request.type) {
    case 'Create':
    case 'Update':
      return createOrUpdate(request, effects);
    case 'Delete':
      return remove(request, effects);
    default:
      throw new Error(`Unknown request: ${request satisfies never}`);
  }
}

/** Parse, observe, verify, plan, apply: one path, since an Update starts from the live state as a Create does. */
async function createOrUpdate(request: CreateRequest | UpdateRequest, effects: Effects): Promise<Outcome> {
  const { settings, clock, call, log } = effects;
  const physicalId = knownId(request, settings);
  const failed = (reason: string): Outcome => ({ status: 'FAILED', physicalId, reason });
  const parsed = parseProperties(request.rawProperties, settings, findingCodes);
  if ('problems' in parsed) {
    const forbidden = allowanceProblems(parseAllowable(request.rawProperties, settings), settings);
    return failed(renderProblems([...parsed.problems, ...forbidden]));
  }

  const { properties } = parsed;
  const names = namesOf(request, properties, settings);
  const wanted: Wanted = { type: request.type, origin: request, names, properties, settings };
  const seen = await observe(once(retrying(call, clock, readingFor[request.type])), wanted);

  const proposal = propose(wanted, seen);
  const { findings, requirements } = proposal;
  const checks = properties.verification === 'Off' ? [] : checksOf(requirements, seen.access, findings);
  log({ event: 'verification', cloudFormation: seen.status, checks, findings });
  const standing = standingOf(request.type, seen.status);
  const attempt: Attempt = { proposal, standing, physicalId };
  if ('status' in standing) {
    const late = `${request.type} came too late: CloudFormation says ${standing.status}`;
    // An earlier delivery may have died after its cancellation; what a stack retains is nobody's to remove.
    const mayRemove = standing.is === 'cancelled' && standing.status !== 'DELETE_SKIPPED';
    return mayRemove ? takeBack(writingOf(effects, deleting), attempt, late) : failed(late);
  }
  const reason = refusal(proposal, physicalId, standing.is);
  if (reason !== undefined) return asFound(attempt, reason);

  log({ event: 'plan', changes: proposal.plan, foreignPolicies: proposal.foreignPolicies });
  return carryOut(attempt, effects);
}

/** Writes, and takes it back if that fails, or if CloudFormation no longer waits for it. */
async function carryOut(attempt: Attempt, effects: Effects): Promise<Outcome> {
  const { proposal, standing } = attempt;
  const { wanted, evidence, desired, plan, success } = proposal;
  const { type } = wanted;
  const asked = writingOf(effects, type === 'Create' ? creating : updating);
  const { write, propagation } = awaiting(asked.write, effects.clock);
  const writing = { ...asked, write };
  const failed = (because: string) => takeBack(writingOf(effects, deleting), attempt, because);
  try {
    const ids = await converge(writing, desired, evidence.identity);
    if (plan.length === 0) return success(ids);
    await propagation(wanted.properties.propagationWaitSeconds);
    // Asked last: of a replacement that is cancelled later than this nobody learns.
    const now = standingOf(type, await observeStatus(writing.read, writing.caller, wanted));
    const cancelled = cancelledSince(standing, now);
    if (cancelled !== undefined) return failed(`${type} was cancelled: CloudFormation says ${cancelled}`);
    return success(ids);
  } catch (error) {
    return failed(`${type} failed: ${messageOf(error)}`);
  }
}

/** Removes what bears this resource's own tags, and nothing else. */
async function remove(request: DeleteRequest, effects: Effects): Promise<Outcome> {
  const { settings, log } = effects;
  const { physicalId } = request;
  const properties = parseDeleteProperties(request.rawProperties);
  const { managedPolicyArns } = properties;
  const foreignPolicies = properties.forceDetachPolicies ? 'Detach' : 'Keep';
  const writing = onceBetweenWrites(writingOf(effects, deleting));
  // Asked beside the first look; where CloudFormation cannot be asked, we go on as told.
  const known = observeKnown(writing.read, writing.caller, request).catch((error: unknown) => {
    log({ event: 'notAsked', error: messageOf(error) });
    return { stack: absent, physicalId: absent };
  });
  for (const names of await byWhereTheRoleIs(writing, namesToDelete(request, properties, settings))) {
    const deletion = await clear(writing, names, async (observed) => {
      const inUse = settledResource(await known, physicalId);
      if (inUse !== undefined) return { state: 'obstructed', obstacles: [inUse] };
      const planned = planDelete(names, ownerOf(request, names.name), observed, foreignPolicies, managedPolicyArns);
      if (planned.state === 'planned') log({ event: 'plan', changes: planned.plan, leftAlone: planned.leftAlone });
      return planned;
    });
    if (deletion.state === 'obstructed') {
      return { status: 'FAILED', physicalId, reason: `Not deleted, since ${deletion.obstacles.join('; ')}` };
    }
  }
  return { status: 'DELETED', physicalId };
}

function writingOf({ call, clock, settings }: Effects, patience: Patience): Writing {
  const read = retrying(call, clock, reading);
  return { read, write: retrying(call, clock, patience), caller: { region: settings.region }, clock };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
