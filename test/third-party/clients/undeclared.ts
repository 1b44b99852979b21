const s3Codes = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList';

/** Refusals that AWS's models leave out: by service, code and status, with who has seen them. */
export const undeclared: readonly (readonly [refusal: string, because: string])[] = [
  ['cloudformation AccessDenied 403', 'no model declares it; seen as anomalyco/sst#3006'],
  [
    'cloudformation ValidationError 400',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html',
  ],
  [
    'cloudwatch AccessDenied 403',
    'no model declares it; seen as prometheus-community/yet-another-cloudwatch-exporter#57',
  ],
  ['events AccessDenied 400', 'no model declares it; seen as ministryofjustice/modernisation-platform#1253'],
  ['events Validation 400', 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html'],
  ['iam AccessDenied 403', 'no model declares it; seen as elastic/apm-aws-lambda#526'],
  ['iam ValidationError 400', 'https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html'],
  ['kms AccessDenied 400', 'https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html'],
  ['logs AccessDenied 400', 'no operation of ours declares it; seen as elastic/apm-aws-lambda#526'],
  ['s3 AccessDenied 403', s3Codes],
  ['s3 NoSuchBucketPolicy 404', s3Codes],
  ['s3 NoSuchPublicAccessBlockConfiguration 404', s3Codes],
  ['s3 NotFound 404', 'HeadBucket declares NoSuchBucket, and has no body to say so in'],
  ['s3 OwnershipControlsNotFoundError 404', s3Codes],
  ['s3 ServerSideEncryptionConfigurationNotFoundError 404', s3Codes],
  ['ssm AccessDenied 400', 'no operation of ours declares it; seen as prowler-cloud/prowler#1016'],
  ['sts AccessDenied 403', 'no model declares it; seen as Netflix/security_monkey#77'],
];
