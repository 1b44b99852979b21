import { observeAccess } from '../../handler/aws/observe-access';
import { observeLiveRole } from '../../handler/aws/observe-live-role';
import { observeSavedDocument, REGIONS_OWN } from '../../handler/aws/observe-session-document';
import type { Call } from '../../handler/aws/operations';
import type { Reading } from '../../handler/aws/readers';
import { contextProblems } from '../../handler/core/access/context-problems';
import type { Finding } from '../../handler/core/access/findings';
import type { LiveRole } from '../../handler/core/access/live-role';
import type { ObservedAccess } from '../../handler/core/access/observed';
import { withoutUnsaid } from '../../handler/core/access/readings';
import type { Requirements } from '../../handler/core/access/requirements';
import { requirementsOfRole, type Sources, type Told } from '../../handler/core/access/requirements-of-role';
import { weighed } from '../../handler/core/access/weighed';
import { parseArn } from '../../handler/core/arn';
import { isOwned } from '../../handler/core/identity/ownership';
import { renderProblems } from '../../handler/core/request/problem';
import type { Place } from '../../handler/core/request/settings';
import { notYetLogged } from './not-yet-logged';
import type { Options } from './options';

/** A role that was checked: what it requires, what was seen, and what is wrong. */
export interface Checked {
  readonly role: LiveRole;
  readonly place: Place;
  readonly requirements: Requirements;
  readonly sources: Sources;
  /** Whether a session document was there to go by, or was not to be asked. */
  readonly document: 'saved' | 'neverSaved' | 'notAsked';
  readonly seen: ObservedAccess;
  readonly findings: readonly Finding[];
}

/** Why there was nothing to check, or no way. */
export interface Unchecked {
  readonly problem: string;
}

/** Reads what the role really has and everything that decides its requests, and verifies it; changes nothing. */
export async function check(call: Call, region: string, options: Options): Promise<Checked | Unchecked> {
  const found = await observeLiveRole(call, { region }, options.roleName);
  if (found.state === 'absent') return { problem: `There is no role "${options.roleName}" in the account` };
  if (found.state === 'forbidden')
    return { problem: `Cannot read role "${options.roleName}": ${found.reason ?? found.action}` };
  const role = found.value;
  const { partition = '', account = '' } = parseArn(role.arn) ?? {};
  const place: Place = { partition, account, region };
  const told = await toldOf(call, place, options);
  const { requirements, sources } = requirementsOfRole(role, told, place);
  const seen = await observe(call, { role, place, told, requirements }, options);
  const problems = contextProblems({ requirements, evidence: { access: seen } });
  if (problems.length > 0) return { problem: renderProblems(problems) };
  const without = options.sessionDocument === '' ? 'notAsked' : 'neverSaved';
  const document = told.document === undefined ? without : 'saved';
  const known = { role, place, requirements, sources, document, seen } as const;
  return { ...known, findings: findingsOn(known) };
}

function findingsOn({ role, requirements, sources, document, seen }: Omit<Checked, 'findings'>): readonly Finding[] {
  const reading = { requirements, seen };
  const findings = weighed(role, reading, sources);
  // What this function wrote grants is what a template asked for.
  if (document !== 'neverSaved' || isOwned(role.tags, role.name)) return findings;
  return notYetLogged(findings, weighed(role, withoutUnsaid(reading, sources), sources));
}

/** The Region's own document is there to be asked once somebody saved it; until then nothing is logged, nor said. */
async function toldOf(call: Call, place: Place, options: Options): Promise<Told> {
  const { stated, contextEntries, organizationId, sessionDocument: name = REGIONS_OWN } = options;
  const told = { stated, contextEntries, ...(organizationId !== undefined && { organizationId }) };
  if (name === '') return told;
  const preferences = await observeSavedDocument(call, name, place);
  return preferences.state === 'absent' && name === REGIONS_OWN ? told : { ...told, document: { name, preferences } };
}

type Known = Pick<Checked, 'role' | 'place' | 'requirements'> & { readonly told: Told };

async function observe(
  call: Call,
  { role, place, told, requirements }: Known,
  { verifier }: Options,
): Promise<ObservedAccess> {
  const settings: Reading = { ...place, allowedS3BucketOwners: ['*'], ...(verifier !== undefined && { verifier }) };
  const grantees = [role.arn, `arn:${place.partition}:iam::${place.account}:root`];
  const access = await observeAccess(call, requirements, { settings, grantees });
  return told.document === undefined ? access : { ...access, sessionDocument: told.document.preferences };
}
