import { type FindingPage, links, perhaps, seen, verifierRole } from './page';

/** The bucket itself: that it is the right one, how it is encrypted, and its settings. */
export const bucket = {
  BucketMissing: {
    verdicts: ['broken'],
    consequences: ['session refused', 'log lost'],
    seen: `Where encryption is demanded: ${seen.refusedByRead} Else: ${seen.logLost}`,
    why: 'The agent asks how the bucket is encrypted and writes to it by name; it creates none, and a name that is free today can be taken by a stranger.',
    remedy: 'Create the bucket in the account of `S3BucketOwner`, or correct `S3BucketName`.',
    link: links.sessionLogging,
  },
  BucketOwnerMismatch: {
    verdicts: ['broken'],
    consequences: ['session refused', 'log lost'],
    seen: `${seen.strangersLog} Else as under [BucketPolicyMissingGrant](#bucketpolicymissinggrant).`,
    why: 'S3 refused the request that expected `S3BucketOwner` to own the bucket, and did not refuse the same request without that expectation. Names of buckets are global, and one that was deleted can be taken by anyone.',
    remedy:
      'Correct `S3BucketOwner` or `S3BucketName` in the template. If the bucket was deleted and taken, choose another name.',
    link: links.bucketOwner,
  },
  BucketUnreadable: {
    verdicts: ['cannotTell'],
    consequences: ['session refused', 'log lost'],
    seen: `${perhaps} as under [BucketEncryptionRefused](#bucketencryptionrefused) or [BucketKeyNotArn](#bucketkeynotarn); or the role lacks a grant on a key that nobody here knows. ${seen.longLogLost}`,
    why: 'Nobody here may read the default encryption of the bucket, which decides what the agent sends and which key it needs. A refusal of the function proves nothing of the role.',
    remedy: `${verifierRole} If the bucket is another account's and the template does not say so, name it in \`S3BucketOwner\`.`,
    link: links.bucketEncryption,
  },
  BucketEncryptionRefused: {
    verdicts: ['broken'],
    consequences: ['session refused'],
    seen: seen.refusedByBucket,
    why: 'The agent takes a bucket for encrypted if its first rule says `AES256` or `aws:kms`, and for nothing else: dual-layer encryption (`aws:kms:dsse`) counts as none.',
    remedy:
      'Make `aws:kms` or `AES256` the default encryption of the bucket; or set `S3EncryptionEnabled` to `false`, in the session document too, and S3 encrypts all the same.',
    link: links.dsse,
  },
  BucketKeyNotArn: {
    verdicts: ['cannotTell'],
    consequences: ['log lost'],
    seen: `Where the account that writes has no such key: ${seen.logLost} Where it has one, its \`aws/s3\` among them, logs are written under that key, and the owner of the bucket cannot read them.`,
    why: 'The agent repeats in every upload the key as the bucket names it. An id or an alias then means a key of the account that writes; `aws/s3`, or no name at all, means the key that serves that account alone.',
    remedy: 'Encrypt the bucket with a customer managed key, and name it by its ARN in the default encryption.',
    link: links.bucketKms,
  },
  BucketKeyMismatch: {
    verdicts: ['broken'],
    consequences: ['log lost'],
    seen: seen.logLost,
    why: 'The bucket is encrypted otherwise than `S3KmsKeyArn` says. The role is granted the key that the agent will really use; a template that says another was written for another bucket, or before the key was changed.',
    remedy:
      'Let `S3KmsKeyArn` and the bucket name the same key, or leave `S3KmsKeyArn` out: it is needed only where nobody may read the encryption of the bucket.',
    link: links.bucketEncryption,
  },
  BucketPublicAccessRestricted: {
    verdicts: ['broken', 'cannotTell'],
    consequences: ['session refused', 'log lost'],
    seen: `Where encryption is demanded: ${seen.refusedByRead} Else: ${seen.logLost}`,
    why: '`RestrictPublicBuckets` with a single public statement in the policy cuts off every other account, also those that another statement grants access by name. The setting exists for the bucket and for its whole account; the latter cannot be read from here, so that where it would decide this cannot be told.',
    remedy:
      'Take the public statements out of the bucket policy: name accounts instead of `*`, or bind `*` to `aws:PrincipalOrgID`.',
    link: links.publicAccess,
  },
  BucketObjectWriter: {
    verdicts: ['advice'],
    consequences: ['advice'],
    seen: seen.writersLog,
    why: 'Under `ObjectWriter` an object belongs to the account that uploads it; the ACL that the agent sends gives the owner of the bucket access, not ownership.',
    remedy: 'Set Object Ownership of the bucket to `BucketOwnerEnforced`.',
    link: links.objectOwnership,
  },
} as const satisfies Readonly<Record<string, FindingPage>>;
