import { parseArn } from '../arn';
import type { StatementDocument } from '../policy/document';
import type { AgentRequest, AgentRole, Consequence } from './agent-requests';
import type { Finding } from './findings';
import { policyOfGrants } from './grants';
import { judge, type ResourceSide, resourceSide, type Sides, type Verified } from './judge';
import type { KeyMetadata, ObservedKey } from './observed';
import { places } from './places';
import { unreadable } from './unreadable';
import { resourcePolicyFindings } from './verify-policy';

/** A key, what it is for, and who asks. */
export interface Subject {
  readonly role: AgentRole;
  readonly key: ObservedKey;
  readonly sides: Sides;
  /** Where the key must lie. */
  readonly region: string;
  readonly awsManaged: 'usable' | 'unusable';
  readonly worst: Consequence;
  /** Whether a key that cannot serve certainly means that. */
  readonly unusable: 'broken' | 'cannotTell';
  /** What one does to have another key: `name`. */
  readonly choose: string;
  /** Whose the key is taken to be where its ARN does not say. */
  readonly owner: string;
  readonly requests: (keyArn: string) => readonly AgentRequest[];
  readonly statementFor: (actions: readonly string[]) => StatementDocument;
}

/** Whether a key can serve, and is let serve. */
export function verifyKey(subject: Subject): Verified {
  const { key, role, sides, statementFor } = subject;
  const { metadata } = key;
  if (isElsewhere(subject)) return { findings: [elsewhere(subject)], judged: [] };
  const findings = metadataFindings(subject);
  const arn = metadata.state === 'present' ? metadata.value.arn : key.keyId;
  const account = parseArn(arn)?.account;
  if (metadata.state === 'absent' || account === undefined) return { findings, judged: [] };
  const side = withGrants(resourceSide(key.policy), key);
  const rule = account === role.account ? 'sameAccountKey' : 'crossAccount';
  const requests = subject.requests(arn);
  // A key has always a policy, so that one which is not there was not seen.
  const seenSide =
    side.is === 'none' ? ({ is: 'unseen', refusal: { reason: 'the key has no policy' } } as const) : side;
  const judged = requests.map((asked) => judge(asked, sides, seenSide, rule));
  const place = places.keyPolicy(arn);
  if (seenSide.is === 'unseen') {
    const facts = unreadable('KeyUnreadable', seenSide.refusal, account, role);
    const actions = requests.map(({ request }) => request.action);
    const finding: Finding = { ...facts, place, role: role.name, account, actions, consequence: subject.worst };
    return { findings: [...findings, finding], judged };
  }
  const { statements } = seenSide.policy;
  const policy = { kind: 'KeyPolicy', place, account, statements, statementFor } as const;
  const found = resourcePolicyFindings(role, policy, judged).map((finding) => unlessGranted(finding, subject));
  return { findings: [...findings, ...found], judged };
}

function withGrants(side: ResourceSide, { grants }: ObservedKey): ResourceSide {
  if (side.is !== 'policy' || grants?.state !== 'present') return side;
  return { ...side, grants: policyOfGrants(grants.value) };
}

/** What the key policy lacks a grant may allow, if the role is there to have one and nobody could look. */
function unlessGranted(finding: Finding, { key: { grants }, role }: Subject): Finding {
  const isMissing = finding.code === 'KeyPolicyMissingGrant' || finding.code === 'StalePrincipal';
  if (grants?.state !== 'forbidden' || role.roleId === undefined || !isMissing) return finding;
  const evidence = [grants.reason ?? `${grants.action} refused`];
  return { ...finding, code: 'KeyPolicyMissingGrant', verdict: 'cannotTell', evidence };
}

// An id or an alias is looked up in the Region where the key must lie.
function isElsewhere({ key, region }: Subject): boolean {
  const arn = parseArn(key.metadata.state === 'present' ? key.metadata.value.arn : key.keyId);
  return arn !== undefined && arn.region !== region;
}

const elsewhere = (subject: Subject): Finding =>
  unusable(subject, [`it lies outside ${subject.region}`], `${subject.choose} a key of ${subject.region}`);

function common({ key, role, owner, worst }: Subject) {
  const account = parseArn(key.keyId)?.account ?? owner;
  return { place: places.key(key.keyId), role: role.name, account, actions: [], consequence: worst };
}

function unusable(subject: Subject, evidence: readonly string[], instruction: string): Finding {
  const verdict = subject.unusable;
  return { ...common(subject), code: 'KeyUnusable', verdict, evidence, remedy: { kind: 'act', instruction } };
}

function metadataFindings(subject: Subject): readonly Finding[] {
  const { key, role } = subject;
  switch (key.metadata.state) {
    case 'absent':
      return [unusable(subject, ['it does not exist'], `${subject.choose} a key that exists, by its ARN`)];
    case 'forbidden':
      return [{ ...common(subject), ...unreadable('KeyUnreadable', key.metadata, common(subject).account, role) }];
    case 'present': {
      const wrongs = wrongsOf(key.metadata.value, subject);
      const instruction = `enable the key, or ${subject.choose} another: a symmetric, customer managed one`;
      return wrongs.length === 0 ? [] : [unusable(subject, wrongs, instruction)];
    }
    default:
      return key.metadata satisfies never;
  }
}

// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-update.html: "While the key state is Updating, you
// can use the keys in cryptographic operations".
const usable: ReadonlySet<string> = new Set(['Enabled', 'Updating']);

function wrongsOf({ state, spec, usage, managedBy }: KeyMetadata, { awsManaged }: Subject): readonly string[] {
  return [
    ...(usable.has(state) ? [] : [`its state is ${state}`]),
    ...(spec === 'SYMMETRIC_DEFAULT' && usage === 'ENCRYPT_DECRYPT' ? [] : [`it is ${spec} for ${usage}`]),
    ...(managedBy === 'AWS' && awsManaged === 'unusable' ? ['it is managed by AWS for one account'] : []),
  ];
}
