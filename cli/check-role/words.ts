/** A finding's sentence as a person understands it who has no template: by options of this command. */
export function inOptions(sentence: string): string {
  return words.reduce((text, [expression, replacement]) => text.replaceAll(expression, replacement), sentence);
}

// The longer first.
const words: readonly (readonly [RegExp, string])[] = [
  [/, and have the account among AllowedS3BucketOwners/g, ''],
  [/ResourceProperties\.ContextEntries\[\d+\]\.ContextKey(?:Name|Values)/g, '--context'],
  [/say which in Service,/g, 'say which before the key, as in s3/KEY=VALUE:'],
  [/ResourceProperties\.OrganizationId/g, '--organization-id'],
  [/, then accept \w+ in AcceptedFindings/g, ', or say with --context what AWS sends'],
  [/; PolicyScope LeastPrivilege grants what the agent needs/g, ''],
  [/, or name another in PermissionsBoundary/g, ', or give the role another'],
  [/deploy the function with a PermissionsBoundaryArn/g, 'give the role a boundary'],
  [/take it out of ManagedPolicyArns/g, 'take it off the role'],
  [
    /it in the function's parameters VerifierRoleName and VerifierExternalId/g,
    'it with --verifier-role-name and --verifier-external-id',
  ],
  [/the function has no VerifierRoleName/g, 'no --verifier-role-name was given'],
  [/state its preferences as properties in its stead/g, 'state what it says as options'],
  [/the function/g, 'whoever runs this check'],
  [/SessionDocumentName/g, '--session-document'],
  [/S3BucketOwner/g, '--bucket-owner'],
  [/S3BucketName/g, '--bucket'],
  [/S3KmsKeyArn/g, '--s3-kms-key-arn'],
  [/S3EncryptionEnabled/g, 's3EncryptionEnabled of the session document'],
  [/CloudWatchEncryptionEnabled/g, 'cloudWatchEncryptionEnabled of the session document'],
];
