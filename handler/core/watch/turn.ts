import type { Finding } from '../access/findings';
import { renderFinding } from '../access/render';
import type { Verdict } from '../access/verdict';
import type { Home } from '../request/settings';

/** What was found of one role. */
export interface Judgement {
  readonly roleName: string;
  readonly roleArn: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly verdict: Verdict;
  /** What decided the verdict: no advice. */
  readonly findings: readonly Finding[];
}

/** What a role counts as: one that was broken stays so until it is seen to be good, whatever hides it meanwhile. */
export const standing = (verdict: Verdict, before: Verdict | undefined): Verdict =>
  before === 'BROKEN' && verdict === 'UNPROVEN' ? before : verdict;

/** An event as EventBridge takes it. */
export interface TurnEvent {
  readonly Source: typeof EVENT_SOURCE;
  readonly DetailType: string;
  readonly Resources: readonly string[];
  /** JSON. */
  readonly Detail: string;
}

const EVENT_SOURCE = 'session-manager-role';

/** The event of a verdict that differs from the one before; a first one is none unless it is bad. */
export function turnOf(judgement: Judgement, before: Verdict | undefined, home: Home): TurnEvent | undefined {
  const { roleName, roleArn, stackId, logicalId, verdict, findings } = judgement;
  if (standing(verdict, before) === before || (before === undefined && verdict !== 'BROKEN')) return undefined;
  const { account, region } = home;
  const previousVerdict = before ?? 'UNKNOWN';
  const place = { account, region, roleName, roleArn, stackId, logicalId };
  const Detail = JSON.stringify({ ...place, verdict, previousVerdict, findings: findings.map(shown) });
  return { Source: EVENT_SOURCE, DetailType: 'Session Manager Role Verdict', Resources: [roleArn], Detail };
}

const shown = (finding: Finding) => {
  const { code, verdict, consequence, place, account } = finding;
  return { code, verdict, consequence, place, account, text: renderFinding(finding) };
};
