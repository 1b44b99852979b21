import { type FindingPage, links, ofGroup, perhaps, seen, verifierRole } from './page';

/** Keys themselves: of the bucket, of the session, and of the log group. */
export const keys = {
  KeyUnusable: {
    verdicts: ['broken', 'cannotTell'],
    consequences: ['session refused', 'session hangs', 'log lost'],
    seen: `Of the session key: ${seen.refusedByKey} Of the key of the bucket: ${seen.logLost} ${ofGroup}`,
    why: 'The key must exist, be enabled, symmetric and for encryption. The key of the bucket must lie in the Region of the bucket, the session key in the Region of the instances, where the agent asks KMS. A key that AWS manages (`aws/s3`) serves its own account only. Whether CloudWatch Logs takes events under a key that cannot serve, AWS does not say.',
    remedy:
      'Enable the key, or cancel its deletion; or name another by its ARN, in the Region that the finding names: in the default encryption of the bucket, in `KmsKeyId` and the session document, or by `AssociateKmsKey` for the log group.',
    link: links.keyState,
  },
  KeyUnreadable: {
    verdicts: ['cannotTell'],
    consequences: ['session refused', 'session hangs', 'log lost'],
    seen: `${perhaps} as under [KeyUnusable](#keyunusable), [KeyPolicyMissingGrant](#keypolicymissinggrant) or [KeyPolicyDenies](#keypolicydenies).`,
    why: 'Nobody here may describe the key, or read its policy: `kms:DescribeKey` of a key of another account needs a grant in its policy, and `kms:GetKeyPolicy` works in the account of the key only.',
    remedy: verifierRole,
    link: links.keyRead,
  },
} as const satisfies Readonly<Record<string, FindingPage>>;

/** The log group. */
export const logGroup = {
  LogGroupMissing: {
    verdicts: ['broken'],
    consequences: ['session refused', 'log lost'],
    seen: `Where encryption is demanded, though nothing is wrong with it: ${seen.refusedByLogGroup} Else: ${seen.streamLost}`,
    why: 'The agent creates log streams and no log group, and looks for the exact name in the account and Region of the instance.',
    remedy: 'Create the log group in the account and Region of the instances, or correct `CloudWatchLogGroupName`.',
    link: links.sessionLogging,
  },
  LogGroupNotEncrypted: {
    verdicts: ['broken'],
    consequences: ['session refused'],
    seen: seen.refusedByLogGroup,
    why: 'The agent takes a log group for encrypted if a KMS key is associated with it; the encryption that every log group has does not count.',
    remedy:
      'Associate a KMS key with the log group, one that allows `logs.REGION.amazonaws.com`; or set `CloudWatchEncryptionEnabled` to `false`, in the session document too.',
    link: links.logGroupEncryption,
  },
  LogGroupUnreadable: {
    verdicts: ['cannotTell'],
    consequences: ['session refused', 'log lost'],
    seen: `${perhaps} as under [LogGroupMissing](#loggroupmissing) or [LogGroupNotEncrypted](#loggroupnotencrypted).`,
    why: 'The function was refused `logs:DescribeLogGroups` in its own account.',
    remedy:
      'Allow the function `logs:DescribeLogGroups`: its template does, so that a policy of the organisation is the likeliest to deny it.',
    link: links.sessionLogging,
  },
} as const satisfies Readonly<Record<string, FindingPage>>;

const disagreeing = [
  'It depends on the property, and what the document says in its stead.',
  `  - Another \`KmsKeyId\`: ${seen.refusedByKey}`,
  `  - Another \`S3BucketName\`, where the document demands encryption: ${seen.refusedByRead}`,
  `  - Another \`S3BucketName\` else, or another \`S3KeyPrefix\`: ${seen.logLost}`,
  `  - Another \`CloudWatchLogGroupName\`: ${seen.streamRefused}`,
  `  - No bucket, no log group or no key at all: ${seen.unlogged}`,
  '  - `S3EncryptionEnabled`, `CloudWatchEncryptionEnabled`, `CloudWatchStreamingEnabled`: nothing, since the document was verified as it is.',
].join('\n');

/** The session document that `SessionDocumentName` names. */
export const sessionDocument = {
  SessionDocumentMissing: {
    verdicts: ['broken'],
    consequences: ['session refused'],
    seen: seen.documentMissing,
    why: "Session documents belong to one Region, and a shared one is found by its ARN only. `SSM-SessionManagerRunShell`, by that name, is never missing: before preferences are saved in the Region for the first time it need not exist, and sessions run with AWS's defaults, neither logged nor encrypted by a key of yours.",
    remedy: 'Create the session document in the Region of the instances, or correct `SessionDocumentName`.',
    link: links.sessionDocument,
  },
  SessionDocumentUnreadable: {
    verdicts: ['cannotTell'],
    consequences: ['log lost'],
    seen: `${perhaps} as under [SessionDocumentDisagrees](#sessiondocumentdisagrees).`,
    why: 'The function may not read the document, or the document leaves a preference to whoever starts the session. While it cannot be read, a role that exists keeps the policy that it has, also where the finding is accepted; a new one is granted what the properties say.',
    remedy:
      'Let the function read it, which a shared document wants of its owner; or state the preferences as properties in its stead.',
    link: links.documentRead,
  },
  SessionDocumentDisagrees: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: ['session refused', 'log lost', 'advice'],
    seen: disagreeing,
    why: 'A property that is set overrides what is read from the session document for the role, and not for the agent, which does what the document says: the role was not granted its bucket, prefix, log group or key. Whether two names mean one key can be told only of an id or ARN, not of an alias in the document.',
    remedy:
      'Take the properties that are named out of the template, or let the document say the same; name the key by its ARN in both.',
    link: links.sessionDocument,
  },
} as const satisfies Readonly<Record<string, FindingPage>>;
