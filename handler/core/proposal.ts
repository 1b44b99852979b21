import { contextProblems } from './access/context-problems';
import { discover } from './access/discover';
import type { Finding } from './access/findings';
import type { IdentityPolicies, ObservedAccess } from './access/observed';
import { renderFindings } from './access/render';
import { type Requirements, requirementsOf } from './access/requirements';
import { verify } from './access/verify';
import { type Outcome, succeeded } from './answer';
import { attributesOf, type Ids } from './attributes';
import { attachments } from './identity/attachments';
import type { Plan } from './identity/change';
import { claimProblems } from './identity/claim';
import { type DesiredIdentity, desiredIdentity, policyText, quotaProblems } from './identity/desired';
import type { Names } from './identity/names';
import type { ObservedIdentity } from './identity/observed';
import { ownsAny } from './identity/ownership';
import { plan } from './identity/plan';
import { allowanceProblems } from './request/allow-lists';
import type { Origin } from './request/event';
import { underDocument } from './request/preferences';
import { type Problem, renderProblems } from './request/problem';
import type { Properties } from './request/properties';
import type { Settings } from './request/settings';
import { present } from './seen';

/** What a template asks for, in its own terms and in the agent's. */
export interface Wanted {
  readonly type: 'Create' | 'Update';
  readonly origin: Origin;
  readonly names: Names;
  readonly properties: Properties;
  readonly settings: Settings;
}

/** The live state of everything that decides it. */
export interface Evidence {
  readonly identity: ObservedIdentity;
  readonly access: ObservedAccess;
  /** All that speaks for the role beside the policy that is about to be written. */
  readonly beside: IdentityPolicies;
}

/** All that is known before the first write. */
export interface Proposal {
  /** With what the session document adds to the properties. */
  readonly wanted: Wanted;
  readonly requirements: Requirements;
  readonly evidence: Evidence;
  readonly desired: DesiredIdentity;
  readonly findings: readonly Finding[];
  readonly plan: Plan;
  /** What others put on the role: reported, never touched. */
  readonly foreignPolicies: readonly string[];
  /** The success that is answered once these ids are known. */
  readonly success: (ids: Ids) => Extract<Outcome, { status: 'SUCCESS' }>;
}

/** Desired state, verification and plan, from what was asked and what was seen. */
export function propose(asked: Wanted, evidence: Evidence): Proposal {
  const properties = underDocument(asked.properties, evidence.access.sessionDocument);
  const wanted = { ...asked, properties };
  const { names, settings } = wanted;
  const requirements = requirementsOf(properties, names, settings);
  const discovered = discover(requirements, evidence.access);
  const desired = { ...desiredIdentity({ ...wanted, discovered }), ...keptPolicy(wanted, evidence) };
  const { verification } = properties;
  const findings = verification === 'Off' ? [] : verify(requirements, policiesOf(desired, evidence), evidence.access);
  const success = (ids: Ids) => ({
    status: 'SUCCESS' as const,
    physicalId: names.name,
    attributes: attributesOf({ names, ids, requirements, discovered, findings, verification }),
  });
  const foreignPolicies = foreignPoliciesOn(desired, evidence.identity);
  const changes = plan(desired, evidence.identity);
  return { wanted, requirements, evidence, desired, findings, foreignPolicies, plan: changes, success };
}

function foreignPoliciesOn(desired: DesiredIdentity, { role }: ObservedIdentity): readonly string[] {
  if (role.state === 'absent') return [];
  const { foreign } = attachments(role.value, [desired.names.policyArn, ...desired.managedPolicyArns]);
  return [...foreign, ...role.value.inlinePolicyNames];
}

/** Without its session document, a role that works goes on as it is: a policy that grants too little would lose logs. */
function keptPolicy({ properties }: Wanted, { access, identity }: Evidence): Pick<DesiredIdentity, 'keptPolicy'> {
  const untold = properties.sessionDocumentName !== undefined && access.sessionDocument?.state !== 'present';
  return untold && identity.policy.state === 'present' ? { keptPolicy: identity.policy.value.document } : {};
}

function policiesOf(desired: DesiredIdentity, { beside }: Evidence): IdentityPolicies {
  const own = { name: desired.names.policyArn, document: present(policyText(desired)) };
  return { ...beside, policies: [own, ...beside.policies] };
}

/**
 * Why the proposal must not be carried out, all reasons at once. While a stack rolls back, neither findings nor the
 * deployer's allow-lists are reasons: what worked before must be written again.
 */
export function refusal(proposal: Proposal, knownId: string, stack: 'forward' | 'rollingBack'): string | undefined {
  const { properties, settings, names, origin } = proposal.wanted;
  const { identity, beside } = proposal.evidence;
  const problems = [
    ...(stack === 'forward' ? allowanceProblems(properties, settings) : []),
    ...(stack === 'forward' && properties.verification === 'Enforce' ? contextProblems(proposal) : []),
    ...(stack === 'forward' ? [] : cancelledReplacement(proposal, knownId)),
    ...renamingProblems(knownId, names),
    ...claimProblems(names, proposal.desired.owner, identity),
    ...missingPolicies(properties, beside),
    ...quotaProblems(proposal.desired),
    ...sizeProblems(proposal, origin),
  ];
  const failing = stack === 'forward' ? failingFindings(proposal) : [];
  const reasons = [
    ...(failing.length === 0 ? [] : [renderFindings(failing)]),
    ...(problems.length === 0 ? [] : [renderProblems(problems)]),
  ];
  return reasons.length === 0 ? undefined : reasons.join('\n');
}

function failingFindings({ findings, wanted: { properties } }: Proposal): readonly Finding[] {
  if (properties.verification !== 'Enforce') return [];
  return findings.filter(({ verdict, code }) => verdict !== 'advice' && !properties.acceptedFindings.includes(code));
}

// A rollback finds the trio to which it goes back: where there is none, this Update was cancelled, and nobody awaits it.
function cancelledReplacement({ desired, evidence }: Proposal, knownId: string): readonly Problem[] {
  const { names, owner } = desired;
  if (knownId === names.name || ownsAny(names, owner, evidence.identity)) return [];
  const message = `The stack rolls back, and no role "${names.name}" of this resource is there to go back to`;
  return [{ path: 'ResourceProperties.RoleName', message }];
}

// IAM compares names regardless of case: the new role cannot be created beside the old one.
function renamingProblems(knownId: string, { name }: Names): readonly Problem[] {
  if (knownId === name || knownId.toLowerCase() !== name.toLowerCase()) return [];
  const message = `Only the letter case differs from the present name "${knownId}": choose a name that differs otherwise`;
  return [{ path: 'ResourceProperties.RoleName', message }];
}

function missingPolicies(properties: Properties, { policies, boundary }: IdentityPolicies): readonly Problem[] {
  const all = boundary === undefined ? policies : [boundary, ...policies];
  const missing = new Set(all.filter(({ document }) => document.state === 'absent').map(({ name }) => name));
  const named = [
    { path: 'ResourceProperties.PermissionsBoundary', arn: properties.permissionsBoundary },
    ...properties.managedPolicyArns.map((arn) => ({ path: 'ResourceProperties.ManagedPolicyArns', arn })),
  ];
  return named
    .filter(({ arn }) => missing.has(arn))
    .map(({ path, arn }) => ({ path, message: `The policy ${arn} does not exist` }));
}

// The real ones come after the first write; only their length counts: 21 characters, as IAM gives them.
const idsToCome: Ids = { roleId: 'AROA'.padEnd(21, '0'), instanceProfileId: 'AIPA'.padEnd(21, '0') };

function sizeProblems({ success }: Proposal, origin: Origin): readonly Problem[] {
  const sized = succeeded(origin, success(idsToCome));
  if (sized.fits) return [];
  const message = `The answer would be ${sized.excess} bytes longer than CloudFormation reads: shorten RoleName, Path, S3BucketName, S3KeyPrefix or CloudWatchLogGroupName`;
  return [{ path: 'ResourceProperties', message }];
}
