import type { PolicyDocument } from '../policy/document';
import type { Origin } from '../request/event';
import type { Problem } from '../request/problem';
import type { Properties, Tag } from '../request/properties';
import type { Settings } from '../request/settings';
import { type Names, shortHash } from './names';
import { MANAGED_POLICIES_TAG, type Owner, ownerOf, ownershipTags, SESSION_DOCUMENT_TAG } from './ownership';
import { type Discovered, permissionsPolicy } from './permissions';
import { trustPolicy } from './trust';

/** Role, policy and instance profile as they shall be: data that prints. */
export interface DesiredIdentity {
  readonly names: Names;
  readonly owner: Owner;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly trustPolicy: PolicyDocument;
  readonly policy: PolicyDocument;
  /** The live policy's JSON, which stays where nobody can say what the policy should be. */
  readonly keptPolicy?: string;
  readonly permissionsBoundary: string;
  readonly managedPolicyArns: readonly string[];
  readonly sessionDocumentName?: string;
  /** On all three. */
  readonly tags: readonly Tag[];
}

/** What the template asks for, with what was discovered of its keys. */
export function desiredIdentity(wanted: {
  readonly origin: Origin;
  readonly names: Names;
  readonly properties: Properties;
  readonly discovered: Discovered;
  readonly settings: Settings;
}): DesiredIdentity {
  const { origin, names, properties, discovered, settings } = wanted;
  const owner = ownerOf(origin, names.name);
  const { sessionDocumentName } = properties;
  return {
    names,
    owner,
    description: properties.description,
    maxSessionDuration: properties.maxSessionDuration,
    trustPolicy: trustPolicy(properties.trustedServices, settings),
    policy: permissionsPolicy(properties, discovered, settings),
    permissionsBoundary: properties.permissionsBoundary,
    managedPolicyArns: properties.managedPolicyArns,
    ...(sessionDocumentName !== undefined && { sessionDocumentName }),
    tags: [...properties.tags, ...ownershipTags(owner)],
  };
}

/** The permissions policy's JSON, as it shall be or stay. */
export function policyText({ policy, keptPolicy }: DesiredIdentity): string {
  return keptPolicy ?? JSON.stringify(policy);
}

/** The tags of the role: those of all three, and the records of its session document and of the further policies in `arns`. */
export function roleTags({ tags, sessionDocumentName }: DesiredIdentity, arns: readonly string[]): readonly Tag[] {
  return [
    ...tags,
    ...(sessionDocumentName === undefined ? [] : [{ Key: SESSION_DOCUMENT_TAG, Value: sessionDocumentName }]),
    ...(arns.length === 0 ? [] : [{ Key: MANAGED_POLICIES_TAG, Value: managedPoliciesRecord(arns) }]),
  ];
}

function managedPoliciesRecord(arns: readonly string[]): string {
  return [...new Set(arns.map(shortHash))].sort().join(' ');
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: IAM does not count white space.
const POLICY_CHARACTERS = 6144;
const TRUST_POLICY_CHARACTERS = 2048;

/** What IAM would refuse for its size, found before the first write. */
export function quotaProblems({ policy, trustPolicy }: DesiredIdentity): readonly Problem[] {
  return [
    ...tooLong(policy, POLICY_CHARACTERS, 'permissions policy', 'S3BucketName, S3KeyPrefix or CloudWatchLogGroupName'),
    ...tooLong(trustPolicy, TRUST_POLICY_CHARACTERS, 'trust policy', 'TrustedServices'),
  ];
}

function tooLong(document: PolicyDocument, quota: number, what: string, shorten: string): readonly Problem[] {
  const characters = JSON.stringify(document).replaceAll(/\s/g, '').length;
  if (characters <= quota) return [];
  return [
    {
      path: 'ResourceProperties',
      message: `The ${what} would have ${characters} characters, and IAM allows ${quota}: shorten ${shorten}`,
    },
  ];
}
