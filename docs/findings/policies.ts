import { type FindingPage, links, ofGroup, perhaps, seen, verifierRole } from './page';

const exempting =
  'Except the role from the statements that are named, by adding `"ArnNotEquals": { "aws:PrincipalArn": "ROLE_ARN" }` to their conditions, or let them match requests as the agent sends them. A `NotPrincipal` with Deny spares no role that has a permissions boundary, whomever it lists; the condition does.';
const accepting = (code: string) =>
  `Find out what AWS will send as the key that is named. Where nothing is known of it for any request of the agent, as of \`aws:SourceVpce\`, \`ContextEntries\` says it, with the service whose endpoint it is, and decides the matter; of the organisation \`OrganizationId\` does, where AWS does not tell the function. How far a \`Principal\` of \`*\` reaches matters only past a boundary that is silent: let the boundary of the role allow the actions. Else make sure that the statement does as intended, and accept \`${code}\` in \`AcceptedFindings\`.`;
const ofParts =
  'Of `s3:x-amz-acl` a template cannot speak, since it is known of all but the parts of a long log. Put the condition on `s3:PutObjectAcl` alone, for which no part asks; or let the statement match parts without the key and accept the code: `StringEqualsIfExists` in an Allow, `"Null": { "s3:x-amz-acl": "false" }` beside the condition in a Deny, since `StringNotEqualsIfExists` denies what lacks the key.';
const adding =
  'Add the statement that the finding prints to the policy that it names, in the account that it names; a bucket without a policy needs one that holds it. It names the account of the role as principal and the role as condition, so that it can be saved before the role exists. Two statements with one Sid are the same statement.';

/** Policies of buckets and keys. */
export const policies = {
  BucketPolicyMissingGrant: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: ['session refused', 'log lost', 'log lost above 5 MiB', 'advice'],
    seen: `If \`s3:GetEncryptionConfiguration\` is missing and encryption is demanded: ${seen.refusedByRead} If it is not demanded, uploads go without headers of encryption. If \`s3:PutObject\` or \`s3:PutObjectAcl\` is missing: ${seen.logLost} If \`s3:PutObject\` is for the parts of a long log alone: ${seen.longLogLost}`,
    why: 'Across accounts the policy of the bucket must allow what the policy of the role allows. The agent sends an ACL with every log, which needs `s3:PutObjectAcl` (the pages of S3 disagree on whether this policy must allow it: where it alone is missing, nobody can tell), and reads the encryption of the bucket at both ends of a session.',
    remedy: `${adding} All statements that the bucket must hold are in the attribute \`RequiredBucketPolicy\`.`,
    link: links.crossAccount,
  },
  BucketPolicyDenies: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: ['session refused', 'log lost', 'log lost above 5 MiB', 'advice'],
    seen: `If \`s3:GetEncryptionConfiguration\` is denied and encryption is demanded: ${seen.refusedByRead} If uploads are denied: ${seen.logLost} If the parts of a long log alone are: ${seen.longLogLost}`,
    why: "A Deny wins over any Allow, in the bucket's own account too. The agent sends `x-amz-acl: bucket-owner-full-control`, over TLS, and repeats the encryption of the bucket (`AES256`, or `aws:kms` with the key as the bucket names it; for `aws:kms:dsse` nothing): a Deny that wants other headers strikes it. A log over 5 MiB goes up in parts, under `s3:PutObject` too: a Deny of what makes no object (`s3:ObjectCreationOperation`) strikes those alone.",
    remedy: exempting,
    link: links.evaluation,
  },
  BucketPolicyUndecided: {
    verdicts: ['cannotTell', 'advice'],
    consequences: ['session refused', 'log lost', 'log lost above 5 MiB', 'advice'],
    seen: `${perhaps} as under [BucketPolicyMissingGrant](#bucketpolicymissinggrant) or [BucketPolicyDenies](#bucketpolicydenies).`,
    why: 'A statement tests what is not known before there is a session: the VPC endpoint or address from which the instance speaks, an organisation that was not named, some of the sessions or objects only. Or it tests the ACL, and no page of AWS says how S3 judges the parts of a log over 5 MiB, which carry none. Or it is written in a way of which AWS does not say what it means, such as a multivalued key without a set operator.',
    remedy: `${accepting('BucketPolicyUndecided')} ${ofParts}`,
    link: links.conditionKeys,
  },
  BucketPolicyUnreadable: {
    verdicts: ['cannotTell'],
    consequences: ['session refused', 'log lost'],
    seen: `${perhaps} as under [BucketPolicyMissingGrant](#bucketpolicymissinggrant) or [BucketPolicyDenies](#bucketpolicydenies).`,
    why: 'No other account may read a bucket policy, whatever it grants: S3 answers 405.',
    remedy: verifierRole,
    link: links.bucketPolicyRead,
  },
  KeyPolicyMissingGrant: {
    verdicts: ['broken', 'cannotTell'],
    consequences: ['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB'],
    seen: `Of the session key: ${seen.refusedByKey} Of the key of the bucket, if \`kms:GenerateDataKey\` is missing: ${seen.logLost} If \`kms:Decrypt\` alone is: ${seen.longLogLost} ${ofGroup}`,
    why: 'A key is used by nobody whom neither its policy nor a grant allows, in its own account either; across accounts the policy of the role must allow it too. S3 asks for the key in the name of the role (`kms:ViaService`), and for `kms:Decrypt` to read the parts of an upload over 5 MiB; for the session key the agent asks KMS itself, so that a statement bound to a service does not cover it. Where the role exists and nobody here may list the grants of the key (`kms:ListGrants`), one of them may allow it, and nobody can tell. Nor can anybody of the key of the log group: AWS says that who writes events *should* have rights to it through CloudWatch Logs, in its policy or in IAM, and not that they are refused without.',
    remedy: `${adding} All statements that the keys must hold are in the attribute \`RequiredKeyPolicy\`: a Sid that begins with \`SessionLogKey\` is for the key in \`S3KmsKeyArn\`, one that begins with \`SessionKey\` for the key in \`KmsKeyArn\`, one that begins with \`SessionLogGroupKey\` for the key of the log group.`,
    link: links.keyAccess,
  },
  KeyPolicyDenies: {
    verdicts: ['broken', 'cannotTell'],
    consequences: ['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB'],
    seen: `Of the session key: ${seen.refusedByKey} Of the key of the bucket, if \`kms:GenerateDataKey\` is denied: ${seen.logLost} If \`kms:Decrypt\` alone is: ${seen.longLogLost} ${ofGroup}`,
    why: 'A Deny in the policy of the key wins over any Allow.',
    remedy: exempting,
    link: links.keyPolicy,
  },
  KeyPolicyUndecided: {
    verdicts: ['cannotTell'],
    consequences: ['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB'],
    seen: `${perhaps} as under [KeyPolicyMissingGrant](#keypolicymissinggrant) or [KeyPolicyDenies](#keypolicydenies).`,
    why: 'A statement of the key, or a constraint of a grant on it, tests what is not known before there is a session, or is written in a way of which AWS does not say what it means.',
    remedy: accepting('KeyPolicyUndecided'),
    link: links.conditionKeys,
  },
  StalePrincipal: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: ['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB', 'advice'],
    seen: 'As under [BucketPolicyMissingGrant](#bucketpolicymissinggrant) or [KeyPolicyMissingGrant](#keypolicymissinggrant). It worked until the role was deleted and made again.',
    why: 'A policy that names a role by its ARN stores the unique id of that role. Once the role is deleted the policy shows the id (`AROA…`), and a new role of the same name is not it.',
    remedy:
      'In the statement that is named, remove the principal `AROA…`, or the statement with it if it names nobody else: AWS saves no policy that holds a dead id. Then add the statement that the finding prints; it does not go stale.',
    link: links.principal,
  },
} as const satisfies Readonly<Record<string, FindingPage>>;
