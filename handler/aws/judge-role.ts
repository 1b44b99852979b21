import { requirementsOfRole } from '../core/access/requirements-of-role';
import { verdictOf } from '../core/access/verdict';
import { weighed } from '../core/access/weighed';
import { claimantOf, SESSION_DOCUMENT_TAG, tagValue } from '../core/identity/ownership';
import type { Settings } from '../core/request/settings';
import type { Judgement } from '../core/watch/turn';
import { observeAccess } from './observe-access';
import { observeLiveRole } from './observe-live-role';
import { observeSessionDocument } from './observe-session-document';
import type { Call } from './operations';

/** A role of this function and Region as it is now, against what its own policies and session document require; nothing of another. */
export async function judgeRole(call: Call, name: string, settings: Settings): Promise<Judgement | undefined> {
  const live = await observeLiveRole(call, { region: settings.region }, name);
  if (live.state === 'absent') return undefined;
  if (live.state === 'forbidden') throw new Error(live.reason ?? `${live.action} refused`);
  const role = live.value;
  const claimant = claimantOf(role.tags, role.name, settings);
  if (claimant === undefined) return undefined;

  const documentName = tagValue(role.tags, SESSION_DOCUMENT_TAG);
  const preferences = documentName && (await observeSessionDocument(call, documentName, settings));
  const document = documentName && preferences ? { document: { name: documentName, preferences } } : {};
  const told = { stated: {}, contextEntries: [], ...document };
  const { requirements, sources } = requirementsOfRole(role, told, settings);
  const grantees = [role.arn, `arn:${settings.partition}:iam::${settings.account}:root`];
  const access = await observeAccess(call, requirements, { settings, grantees });
  const seen = preferences ? { ...access, sessionDocument: preferences } : access;
  const findings = weighed(role, { requirements, seen }, sources);
  const verdict = verdictOf(findings);
  const deciding = findings.filter((finding) => finding.verdict !== 'advice');
  return { roleName: role.name, roleArn: role.arn, ...claimant, verdict, findings: deciding };
}
