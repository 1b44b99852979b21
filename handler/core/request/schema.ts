import * as z from 'zod/mini';
import { keyArn, policyArn, sessionDocument, sessionKey } from './arn';
import { contextEntries } from './context-entries';
import { description, pathUnder, roleName, tags } from './iam-shapes';
import { bucketName, keyPrefix, logGroupName } from './session-shapes';
import type { Settings } from './settings';
import { flag, integer, list, mismatch, pattern, text, unique } from './shapes';
import { unknownName } from './suggestion';

/** Every property by its name in a template; names are append-only, since old templates keep arriving. */
export function propertiesSchema(settings: Settings, knownFindingCodes: readonly string[]) {
  return z.object({
    RoleName: z.optional(roleName),
    Path: z._default(pathUnder(settings.rolePath), settings.rolePath),
    Description: z._default(description, ''),
    MaxSessionDuration: z._default(integer(3600, 43_200), 3600),
    Tags: z._default(tags, []),
    PermissionsBoundary: z._default(policyArn(settings), settings.permissionsBoundaryArn),
    // IAM allows ten to a role unless asked for more, and one of them is ours.
    ManagedPolicyArns: z._default(once(list('managed policy ARNs', 9, policyArn(settings))), []),
    TrustedServices: z._default(trustedServices, ['ec2.amazonaws.com']),
    SessionDocumentName: z.optional(sessionDocument(settings)),
    S3BucketName: z.optional(bucketName),
    S3KeyPrefix: z.optional(keyPrefix),
    S3EncryptionEnabled: z.optional(flag()),
    S3BucketOwner: z._default(accountId, settings.account),
    S3KmsKeyArn: z.optional(keyArn(settings)),
    CloudWatchLogGroupName: z.optional(logGroupName),
    CloudWatchEncryptionEnabled: z.optional(flag()),
    CloudWatchStreamingEnabled: z.optional(flag()),
    KmsKeyId: z.optional(sessionKey(settings)),
    OrganizationId: z.optional(pattern('an organisation id such as o-a1b2c3d4e5', 34, /^o-[a-z0-9]{10,32}$/)),
    ContextEntries: z._default(contextEntries, []),
    Verification: z._default(oneOf(['Enforce', 'Report', 'Off']), 'Enforce'),
    AcceptedFindings: z._default(list('finding codes', 100, findingCode(knownFindingCodes)), []),
    PolicyScope: z._default(oneOf(['LeastPrivilege', 'Documented']), 'LeastPrivilege'),
    ForceDetachPolicies: z._default(flag(), false),
    PropagationWaitSeconds: z._default(integer(0, 120), 10),
    ReconcileToken: z.optional(text('a string', () => true)),
  });
}

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: ({ input }) => mismatch(values.join(' or '), input) });

const once = <T extends z.ZodMiniType<string[]>>(strings: T) =>
  strings.check(unique((element: string) => element, 'Must not be listed twice'));

const trustedServices = once(
  list('services', 2, oneOf(['ec2.amazonaws.com', 'ssm.amazonaws.com'])).check(
    z.refine(({ length }) => length > 0, { error: 'Expected at least one service' }),
  ),
);

const accountId = pattern('12 digits, quoted in YAML so that leading zeros stay', 12, /^\d{12}$/);

function findingCode(known: readonly string[]) {
  return z
    .string({ error: ({ input }) => mismatch('the code of a finding', input) })
    .check(
      z.refine((code) => known.includes(code), { error: ({ input }) => unknownName('finding', String(input), known) }),
    );
}
