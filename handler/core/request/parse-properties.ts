import * as z from 'zod/mini';
import type { Allowable } from './allow-lists';
import { iamPath, roleName } from './iam-shapes';
import { logging } from './preferences';
import type { Problem } from './problem';
import type { DeleteProperties, ParsedProperties, Properties, Stated } from './properties';
import { propertiesSchema } from './schema';
import type { Settings } from './settings';
import { flag, isRecord, mismatch, problemsOf } from './shapes';
import { unknownName } from './suggestion';

const root = 'ResourceProperties';

/** Checks the properties of a Create or an Update and fills in their defaults, or names everything wrong with them. */
export function parseProperties(
  raw: unknown,
  settings: Settings,
  knownFindingCodes: readonly string[],
): ParsedProperties {
  if (!isRecord(raw)) return { problems: [{ path: root, message: mismatch('an object', raw) }] };
  const schema = propertiesSchema(settings, knownFindingCodes);
  const parsed = schema.safeParse(raw);
  const found = parsed.success ? [] : problemsOf(parsed.error, root);
  const problems = [...found, ...pointless(raw), ...unknownNames(Object.keys(raw), Object.keys(schema.shape))];
  return parsed.success && problems.length === 0 ? { properties: propertiesOf(parsed.data) } : { problems };
}

/** Of properties that may be malformed elsewhere, what the deployer has a word in; whatever is malformed asks for nothing. */
export function parseAllowable(raw: Readonly<Record<string, unknown>>, settings: Settings): Allowable {
  const { S3BucketOwner, ManagedPolicyArns, PermissionsBoundary } = propertiesSchema(settings, []).shape;
  const owner = S3BucketOwner.safeParse(raw['S3BucketOwner']);
  const arns = ManagedPolicyArns.safeParse(raw['ManagedPolicyArns']);
  const boundary = PermissionsBoundary.safeParse(raw['PermissionsBoundary']);
  return {
    s3: { bucketOwner: owner.success ? owner.data : settings.account },
    managedPolicyArns: arns.success ? arns.data : [],
    permissionsBoundary: boundary.success ? boundary.data : settings.permissionsBoundaryArn,
  };
}

/** Takes of a Delete's properties what is usable; whatever is malformed counts as absent. */
export function parseDeleteProperties(raw: unknown): DeleteProperties {
  const given = isRecord(raw) ? raw : {};
  const name = roleName.safeParse(given['RoleName']);
  const path = iamPath.safeParse(given['Path']);
  const arns = z.array(z.string()).safeParse(given['ManagedPolicyArns']);
  const forceDetachPolicies = flag().safeParse(given['ForceDetachPolicies']);
  return {
    ...(name.success && { roleName: name.data }),
    ...(path.success && { path: path.data }),
    managedPolicyArns: arns.success ? arns.data : [],
    forceDetachPolicies: forceDetachPolicies.success && forceDetachPolicies.data,
  };
}

const dependants: Readonly<Record<string, readonly string[]>> = {
  S3BucketName: ['S3KeyPrefix', 'S3EncryptionEnabled', 'S3BucketOwner', 'S3KmsKeyArn'],
  CloudWatchLogGroupName: ['CloudWatchEncryptionEnabled', 'CloudWatchStreamingEnabled'],
};

// A session document may name what the template does not.
function pointless(raw: Readonly<Record<string, unknown>>): readonly Problem[] {
  if (raw['SessionDocumentName'] !== undefined) return [];
  return Object.entries(dependants)
    .filter(([owner]) => raw[owner] === undefined)
    .flatMap(([owner, names]) => names.map((name) => ({ owner, name })))
    .filter(({ name }) => raw[name] !== undefined)
    .map(({ owner, name }) => ({ path: `${root}.${name}`, message: `Has no meaning without ${owner}` }));
}

// CloudFormation passes its own two on; suggestions stop where the rendered list does.
function unknownNames(given: readonly string[], known: readonly string[]): readonly Problem[] {
  const expected = new Set([...known, 'ServiceToken', 'ServiceTimeout']);
  return given
    .filter((name) => !expected.has(name))
    .map((name, index) => ({ path: root, message: unknownName('property', name, index < 20 ? known : []) }));
}

type Parsed = z.infer<ReturnType<typeof propertiesSchema>>;

function propertiesOf(parsed: Parsed): Properties {
  const stated = statedIn(parsed);
  return {
    ...(parsed.RoleName !== undefined && { roleName: parsed.RoleName }),
    path: parsed.Path,
    description: parsed.Description,
    maxSessionDuration: parsed.MaxSessionDuration,
    tags: parsed.Tags,
    permissionsBoundary: parsed.PermissionsBoundary,
    managedPolicyArns: parsed.ManagedPolicyArns,
    trustedServices: parsed.TrustedServices,
    ...(parsed.SessionDocumentName !== undefined && { sessionDocumentName: parsed.SessionDocumentName }),
    stated,
    ...logging(stated),
    ...(parsed.OrganizationId !== undefined && { organizationId: parsed.OrganizationId }),
    contextEntries: parsed.ContextEntries,
    verification: parsed.Verification,
    acceptedFindings: parsed.AcceptedFindings,
    policyScope: parsed.PolicyScope,
    forceDetachPolicies: parsed.ForceDetachPolicies,
    propagationWaitSeconds: parsed.PropagationWaitSeconds,
  };
}

function statedIn(parsed: Parsed): Stated {
  return {
    ...(parsed.S3BucketName !== undefined && { s3BucketName: parsed.S3BucketName }),
    ...(parsed.S3KeyPrefix !== undefined && { s3KeyPrefix: parsed.S3KeyPrefix }),
    ...(parsed.S3EncryptionEnabled !== undefined && { s3EncryptionEnabled: parsed.S3EncryptionEnabled }),
    ...(parsed.CloudWatchLogGroupName !== undefined && { cloudWatchLogGroupName: parsed.CloudWatchLogGroupName }),
    ...(parsed.CloudWatchEncryptionEnabled !== undefined && {
      cloudWatchEncryptionEnabled: parsed.CloudWatchEncryptionEnabled,
    }),
    ...(parsed.CloudWatchStreamingEnabled !== undefined && {
      cloudWatchStreamingEnabled: parsed.CloudWatchStreamingEnabled,
    }),
    ...(parsed.KmsKeyId !== undefined && { kmsKeyId: parsed.KmsKeyId }),
    s3BucketOwner: parsed.S3BucketOwner,
    ...(parsed.S3KmsKeyArn !== undefined && { s3KmsKeyArn: parsed.S3KmsKeyArn }),
  };
}
