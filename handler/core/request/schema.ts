import * as z from 'zod/mini';
import { keyArn, policyArn, sessionDocument, sessionKey } from './arn';
import { description, pathUnder, roleName, tags } from './iam-shapes';
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
    SessionDocumentName: z.optional(
      sessionDocument(settings).check(unsupported('repeat its preferences as properties of this resource')),
    ),
    S3BucketName: z.optional(bucketName),
    S3KeyPrefix: z._default(keyPrefix, ''),
    S3EncryptionEnabled: z._default(flag(), true),
    S3BucketOwner: z._default(accountId, settings.account),
    S3KmsKeyArn: z.optional(keyArn(settings)),
    CloudWatchLogGroupName: z.optional(logGroupName),
    CloudWatchEncryptionEnabled: z._default(flag(), true),
    CloudWatchStreamingEnabled: z._default(flag(), true),
    KmsKeyId: z.optional(sessionKey(settings)),
    OrganizationId: z.optional(pattern('an organization id such as o-a1b2c3d4e5', 34, /^o-[a-z0-9]{10,32}$/)),
    ContextEntries: z.optional(
      contextEntries.check(unsupported('accept the findings that it would answer through AcceptedFindings')),
    ),
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

const unsupported = (instead: string) => z.refine<unknown>(() => false, { error: `Is not supported yet: ${instead}` });

const accountId = pattern('12 digits, quoted in YAML so that leading zeros stay', 12, /^\d{12}$/);

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; the refused suffixes are those of
// access points, directory buckets and table buckets, to which the agent cannot log.
const bucketName = pattern(
  'the name of a general purpose bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
  63,
  /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$|.*\.\.|.*(?:-s3alias|--ol-s3|--x-s3|--table-s3|\.mrap)$)[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
);

// The prefix becomes part of a policy's Resource, where wildcards, variables and characters past U+00FF have no place.
const keyPrefix = z.pipe(
  pattern(
    'at most 512 characters of Latin text without segments "." and "..", wildcards, "$", quotes and backslashes',
    512,
    /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[ !#%&(-)+->@-[\]-~\u00A1-\u00FF]*$/,
  ),
  // As the agent's path.Join does.
  z.transform((prefix) => prefix.split('/').filter(Boolean).join('/')),
);

const logGroupName = pattern('a log group name: 1 to 512 characters of [._/#A-Za-z0-9-]', 512, /^[\w./#-]+$/);

const contextEntries = list(
  'context entries',
  50,
  z.strictObject(
    {
      ContextKeyName: pattern('a condition key such as aws:SourceVpce', 256, /^[!-~]{5,}$/),
      ContextKeyValues: list(
        'values',
        50,
        text('a string of at most 1024 characters', ({ length }) => length <= 1024),
      ),
    },
    { error: 'Expected an object with ContextKeyName and ContextKeyValues and nothing else' },
  ),
);

function findingCode(known: readonly string[]) {
  return z
    .string({ error: ({ input }) => mismatch('the code of a finding', input) })
    .check(
      z.refine((code) => known.includes(code), { error: ({ input }) => unknownName('finding', String(input), known) }),
    );
}
