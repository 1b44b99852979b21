import type { StatementDocument } from '../policy/document';
import type { Consequence } from './agent-requests';

/** One thing that is wrong, or that nobody can tell from here; data, until it is rendered. */
export interface Finding {
  readonly code: FindingCode;
  readonly verdict: 'broken' | 'cannotTell' | 'advice';
  readonly consequence: Consequence;
  /** What it is about, as a person would look it up: `BucketPolicy of "org-logs"`. */
  readonly place: string;
  /** Name of the role that makes the requests. */
  readonly role: string;
  /** Of the agent's requests, those concerned. */
  readonly actions: readonly string[];
  /** What was found: names of statements, unknown condition keys, states. Never the text of a foreign policy. */
  readonly evidence: readonly string[];
  /** Why it may be none, although everything that decides was seen. */
  readonly caveat?: string;
  /** The account whose owner must act. */
  readonly account: string;
  readonly remedy: Remedy;
}

export type Remedy =
  | {
      readonly kind: 'addStatement';
      readonly statement: StatementDocument;
      /** Statements that name a dead role by its id: AWS saves no policy that still holds one. */
      readonly stale?: readonly string[];
    }
  | { readonly kind: 'amendStatement'; readonly statements: readonly string[]; readonly why: string }
  | { readonly kind: 'act'; readonly instruction: string };

/** The remedy of what no statement can mend. */
export const act = (instruction: string): Remedy => ({ kind: 'act', instruction });

type Facts = Pick<Finding, 'role' | 'actions' | 'evidence'>;

// What each code says of its place. `AcceptedFindings` names these codes, so that a code is never renamed.
const catalogue = {
  BoundaryBlocks: ({ actions }: Facts) => `the permissions boundary does not allow ${quoted(actions)}`,
  BucketEncryptionRefused: ({ evidence }: Facts) =>
    `the SSM Agent (3.3, October 2024) takes ${quoted(evidence)} for not encrypted`,
  BucketKeyMismatch: ({ evidence }: Facts) => `the bucket is encrypted with ${list(evidence)}, not with S3KmsKeyArn`,
  BucketKeyNotArn: ({ evidence }: Facts) =>
    `the bucket names its key as ${quoted(evidence)}, which resolves in the account that writes, not in the owner's`,
  BucketMissing: () => 'the bucket does not exist',
  BucketObjectWriter: () => 'Object Ownership is ObjectWriter: the logs will belong to the account that writes them',
  BucketOwnerMismatch: ({ evidence }: Facts) => `the bucket does not belong to account ${list(evidence)}`,
  BucketPolicyDenies: ({ actions, evidence, role }: Facts) =>
    `statement ${quoted(evidence)} denies ${quoted(actions)} to role "${role}"`,
  BucketPolicyMissingGrant: ({ actions, role }: Facts) => `no statement allows ${quoted(actions)} to role "${role}"`,
  BucketPolicyUndecided: ({ actions, evidence, role }: Facts) =>
    `whether ${quoted(actions)} is allowed to role "${role}" depends on ${list(evidence)}`,
  BucketPolicyUnreadable: ({ evidence }: Facts) => `cannot be read from here (${list(evidence)})`,
  BucketPublicAccessRestricted: ({ evidence }: Facts) =>
    `a public policy is cut off from other accounts by ${list(evidence)}`,
  BucketUnreadable: ({ evidence }: Facts) => `the bucket's encryption cannot be read from here (${list(evidence)})`,
  IdentityDenies: ({ actions, evidence }: Facts) => `statement ${quoted(evidence)} denies ${quoted(actions)}`,
  IdentityMissingGrant: ({ actions }: Facts) => `no policy of the role allows ${quoted(actions)}`,
  IdentityUndecided: ({ actions, evidence }: Facts) =>
    `whether ${quoted(actions)} is allowed depends on ${list(evidence)}`,
  KeyPolicyDenies: ({ actions, evidence, role }: Facts) =>
    `statement ${quoted(evidence)} denies ${quoted(actions)} to role "${role}"`,
  KeyPolicyMissingGrant: ({ actions, evidence, role }: Facts) =>
    `no statement allows ${quoted(actions)} to role "${role}"${unlessGranted(evidence)}`,
  KeyPolicyUndecided: ({ actions, evidence, role }: Facts) =>
    `whether ${quoted(actions)} is allowed to role "${role}" depends on ${list(evidence)}`,
  KeyUnreadable: ({ evidence }: Facts) => `cannot be read from here (${list(evidence)})`,
  KeyUnusable: ({ evidence }: Facts) => `the key cannot serve: ${list(evidence)}`,
  LogGroupMissing: () => 'the log group does not exist in this account and Region',
  LogGroupNotEncrypted: () =>
    'no KMS key is associated with the log group, and CloudWatchEncryptionEnabled demands one',
  LogGroupUnreadable: ({ evidence }: Facts) => `the log group cannot be read from here (${list(evidence)})`,
  ManagedPolicyInert: () => 'the permissions boundary leaves nothing of this policy',
  RoleUnusable: ({ evidence }: Facts) => `no instance gets the role: ${list(evidence)}`,
  SessionDocumentDisagrees: ({ evidence }: Facts) =>
    `the document says otherwise of ${list(evidence)}, and the agent does what the document says`,
  SessionDocumentMissing: () => 'the session document does not exist in this Region',
  SessionDocumentUnreadable: ({ evidence }: Facts) => `the preferences cannot be told from here (${list(evidence)})`,
  StalePrincipal: ({ actions, evidence, role }: Facts) =>
    `statement ${quoted(evidence)} names a role that was deleted, by its dead id AROA…, and nothing allows ${quoted(actions)} to role "${role}"`,
} as const;

export type FindingCode = keyof typeof catalogue;

/** Every code, for `AcceptedFindings` and the documentation. */
export const findingCodes: readonly string[] = Object.keys(catalogue);

/** The problem in one clause, without its place and remedy. */
export function problemOf({ code, caveat, ...facts }: Facts & Pick<Finding, 'code' | 'caveat'>): string {
  return `${catalogue[code](facts)}${caveat === undefined ? '' : ` (${caveat})`}`;
}

/** Worst first: what breaks before what cannot be told, what refuses sessions before what loses logs. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ verdict, consequence }: Finding) =>
    verdicts.indexOf(verdict) * consequences.length + consequences.indexOf(consequence);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

const verdicts: readonly Finding['verdict'][] = ['broken', 'cannotTell', 'advice'];
const consequences: readonly Consequence[] = [
  'session refused',
  'session hangs',
  'log lost',
  'log lost above 5 MiB',
  'advice',
];

// A key may also be granted beside its policy, where nobody here may look.
const unlessGranted = (evidence: readonly string[]) =>
  evidence.length === 0 ? '' : `, unless a grant on the key does, which cannot be read from here (${list(evidence)})`;
const list = (words: readonly string[]) => words.join(', ');
const quoted = (words: readonly string[]) => words.map((word) => `"${word}"`).join(', ');
