import type { Clock } from './aws/clock';
import { each } from './aws/each';
import { guarded } from './aws/guarded';
import { inTime } from './aws/in-time';
import { judgeRole } from './aws/judge-role';
import { lasting } from './aws/lasting';
import { onceAnswered } from './aws/once-answered';
import type { Call, Caller } from './aws/operations';
import { previousVerdicts } from './aws/previous-verdicts';
import { reading, retrying } from './aws/retry';
import { rolesUnder } from './aws/roles-under';
import { renderFinding } from './core/access/render';
import { type Verdict, verdicts } from './core/access/verdict';
import type { Settings } from './core/request/settings';
import { type Judgement, standing, turnOf } from './core/watch/turn';
import type { LogEntry } from './handle';

/** Everything by which a watch touches the world. */
export interface Watching {
  readonly call: Call;
  readonly clock: Clock;
  readonly log: (entry: LogEntry) => void;
  readonly settings: Settings;
  /** Of the metrics that template.yaml makes of the log. */
  readonly namespace: string;
}

/** What one run came to, in numbers of roles; `broken` counts what was broken and was not seen to be good again. */
export interface Watched {
  readonly roles: number;
  /** Missing where none is known, but what some were before could not be read. */
  readonly broken?: number;
  readonly unproven: number;
  readonly unjudged: number;
  /** Whether it could be read what each role was found to be before. */
  readonly memory: 'read' | 'unread';
}

// IAM answers some 20 calls a second; what CloudFormation asks meanwhile must not wait for us.
const AT_ONCE = 4;

/** Verifies every role of this function once more, and tells what turned; the log is the metrics' source and so its memory. */
export async function watchRoles({ call: issue, clock, log, settings, namespace }: Watching): Promise<Watched> {
  const call = retrying(issue, clock, reading);
  const caller: Caller = { region: settings.region };
  const { rolePath, formerRolePath } = settings;
  const paths = formerRolePath === undefined ? [rolePath] : [rolePath, formerRolePath];
  const roleNames = await rolesUnder(call, caller, paths);
  const told = await previousVerdicts(call, caller, { roleNames, namespace, clock });
  if (told.state === 'forbidden') log({ event: 'unread', reason: told.reason ?? told.action });
  const memory = told.state === 'forbidden' ? 'unread' : 'read';
  const before = told.state === 'present' ? told.value : new Map<string, Verdict>();

  // Credentials of 900 seconds outlive any run of Lambda's that assumed them.
  const look = onceAnswered(call);
  const outcomes = await each(roleNames, AT_ONCE, async (roleName) => {
    const outcome = await outcomeOf(roleName, before.get(roleName), { call, look, clock, settings });
    const known = { ...outcome, verdict: knownOf(outcome, before.get(roleName), memory) };
    if (known.is !== 'foreign') log(lineOf(roleName, known));
    return known;
  });

  const watched: Watched = { ...summaryOf(outcomes, memory), memory };
  log({ event: 'watched', ...watched });
  return watched;
}

type Outcome =
  | { readonly is: 'judged'; readonly judgement: Judgement }
  | { readonly is: 'unjudged'; readonly reason: string }
  /** Not of this function, or gone. */
  | { readonly is: 'foreign' };

interface Looking extends Pick<Watching, 'call' | 'clock' | 'settings'> {
  /** Reads what the roles have in common once a run. */
  readonly look: Call;
}

/** A role that cannot be judged hides no other. */
function outcomeOf(
  roleName: string,
  before: Verdict | undefined,
  { call, look, clock, settings }: Looking,
): Promise<Outcome> {
  const unjudged = (reason: string): Outcome => ({ is: 'unjudged', reason });
  const late = () => unjudged('the time of this run was up');
  if (clock.now() >= clock.deadline) return Promise.resolve(late());
  return inTime(
    clock,
    (signal) =>
      judged({ call: guarded(call, signal), look: guarded(look, signal), settings }, roleName, before).catch(
        (error: unknown) => unjudged(error instanceof Error ? error.message : String(error)),
      ),
    late,
  );
}

/** The event goes out before the verdict is logged: where it does not, the next run finds the same turn. */
async function judged(
  { call, look, settings }: Omit<Looking, 'clock'>,
  name: string,
  before: Verdict | undefined,
): Promise<Outcome> {
  const judgement = await judgeRole(lasting(look), name, settings);
  if (judgement === undefined) return { is: 'foreign' };
  const turn = turnOf(judgement, before, settings);
  if (turn === undefined) return { is: 'judged', judgement };
  const { FailedEntryCount = 0, Entries: [entry] = [] } = await call(
    'events:PutEvents',
    { Entries: [turn] },
    { region: settings.region },
  );
  if (FailedEntryCount > 0) throw new Error(`events:PutEvents: the event is refused (${entry?.ErrorCode})`);
  return { is: 'judged', judgement };
}

type Known = Outcome & { readonly verdict: Verdict | undefined };

/** What a role counts as now; unknown where only the memory could tell a doubt from what was broken. */
function knownOf(outcome: Outcome, before: Verdict | undefined, memory: Watched['memory']): Verdict | undefined {
  if (outcome.is !== 'judged') return before;
  const { verdict } = outcome.judgement;
  return memory === 'unread' && verdict === 'UNPROVEN' ? undefined : standing(verdict, before);
}

function lineOf(roleName: string, outcome: Exclude<Known, { is: 'foreign' }>): LogEntry {
  if (outcome.is === 'unjudged') return { event: 'unjudged', roleName, reason: outcome.reason };
  const { verdict, findings, roleArn, stackId, logicalId } = outcome.judgement;
  const role = { roleName, roleArn, stackId, logicalId };
  const found = findings.map((finding) => ({ code: finding.code, text: renderFinding(finding) }));
  const value = outcome.verdict && { value: verdicts.indexOf(outcome.verdict) };
  return { event: 'verdict', ...role, verdict, ...value, findings: found };
}

function summaryOf(outcomes: readonly Known[], memory: Watched['memory']) {
  const ours = outcomes.filter(({ is }) => is !== 'foreign');
  const count = (verdict: Verdict | undefined) => ours.filter((one) => one.verdict === verdict).length;
  const unjudged = ours.filter(({ is }) => is === 'unjudged').length;
  const broken = count('BROKEN');
  const unknown = memory === 'unread' ? count(undefined) : 0;
  // A sum of none that is a guess would call the alarm off.
  const known = broken === 0 && unknown > 0 ? {} : { broken };
  return { roles: ours.length, ...known, unproven: ours.filter(isDoubt).length, unjudged };
}

const isDoubt = (one: Known) => (one.verdict ?? (one.is === 'judged' && one.judgement.verdict)) === 'UNPROVEN';
