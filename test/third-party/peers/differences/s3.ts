import type { Ruling } from './ruling';

const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

/** How S3 shows a bucket, and to whom. */
export const s3: readonly Ruling[] = [
  {
    because: 'a new bucket is encrypted with SSE-S3, its objects belong to its owner, and public access is blocked',
    supports: 'ours',
    references: [`${api}/API_GetBucketEncryption.html`, `${guide}/create-bucket-faq.html`],
    found: [
      ...inDefaults('its encryption', 'ServerSideEncryptionConfigurationNotFoundError 404'),
      ...inDefaults('its object ownership', 'OwnershipControlsNotFoundError 404'),
      ...inDefaults('its public access block', 'NoSuchPublicAccessBlockConfiguration 404'),
      {
        script: 'buckets of another account',
        steps: ['peers-lent: expected of its owner'],
        ours: 'output',
        moto: 'ServerSideEncryptionConfigurationNotFoundError 404',
      },
      {
        script: 'a role of another account',
        steps: ['reads encryption there'],
        ours: 'output',
        moto: 'ServerSideEncryptionConfigurationNotFoundError 404',
      },
    ],
  },
  {
    because: 'a bucket that another account owns than the one expected is refused with 403',
    supports: 'ours',
    references: [`${guide}/bucket-owner-condition.html`],
    found: [
      expectedOwner('its encryption', {
        moto: 'ServerSideEncryptionConfigurationNotFoundError 404',
        ministack: 'output',
      }),
      expectedOwner('its policy', { moto: 'NoSuchBucketPolicy 404', ministack: 'NoSuchBucketPolicy 404' }),
      expectedOwner('whether it is public', { moto: 'NoSuchBucketPolicy 404', ministack: 'output' }),
      expectedOwner('its object ownership', { moto: 'OwnershipControlsNotFoundError 404', ministack: 'output' }),
      expectedOwner('its public access block', {
        moto: 'NoSuchPublicAccessBlockConfiguration 404',
        ministack: 'output',
      }),
      {
        script: 'buckets of the account',
        steps: ['peers-owned: its head'],
        ours: '403 403 from eu-west-1',
        moto: 'output',
        ministack: 'output',
      },
      {
        script: 'buckets of another account',
        steps: ['peers-lent: expected of another'],
        ours: 'AccessDenied 403',
        moto: 'ServerSideEncryptionConfigurationNotFoundError 404',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'nobody reads another account’s bucket without its leave: moto asks nobody for theirs',
    supports: 'ours',
    references: [`${guide}/how-s3-evaluates-access-control.html`],
    found: [
      closed('its encryption', 'ServerSideEncryptionConfigurationNotFoundError 404'),
      closed('its policy', 'NoSuchBucketPolicy 404'),
      closed('whether it is public', 'NoSuchBucketPolicy 404'),
      closed('its object ownership', 'OwnershipControlsNotFoundError 404'),
      closed('its public access block', 'NoSuchPublicAccessBlockConfiguration 404'),
      {
        script: 'buckets of another account',
        steps: ['peers-closed: its head'],
        ours: '403 403 from eu-west-1',
        moto: 'output',
      },
    ],
  },
  {
    because: 'the policy of another account’s bucket is not read, permission or not',
    supports: 'ours',
    references: [`${api}/API_GetBucketPolicy.html`],
    found: [
      {
        script: 'buckets of another account',
        steps: ['peers-lent: its policy'],
        ours: 'MethodNotAllowed 405',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'whether the status of a policy can be read where the policy cannot is nowhere said',
    supports: 'either',
    references: [`${api}/API_GetBucketPolicyStatus.html`],
    found: [
      {
        script: 'buckets of another account',
        steps: ['peers-lent: whether it is public'],
        ours: 'MethodNotAllowed 405',
        moto: 'output',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'a bucket with a policy is public or not, and one without has no policy to speak of',
    supports: 'ours',
    references: [`${api}/API_PolicyStatus.html`, `${api}/ErrorResponses.html#ErrorCodeList`],
    found: [
      {
        script: 'buckets of the account',
        steps: ['plain', 'sse', 'far'].map((name) => `peers-${name}: whether it is public`),
        ours: 'NoSuchBucketPolicy 404',
        ministack: 'output',
      },
      { operation: 's3:GetBucketPolicyStatus', member: 'PolicyStatus.IsPublic', ours: 'true', ministack: 'absent' },
      { operation: 's3:GetBucketPolicyStatus', member: 'PolicyStatus.IsPublic', ours: 'false', ministack: 'absent' },
    ],
  },
  {
    because: 'a head says whether the name is an access point’s alias, and has an ARN for directory buckets alone',
    supports: 'ours',
    references: [`${api}/API_HeadBucket.html`],
    found: [
      { operation: 's3:ListBucket', member: 'AccessPointAlias', ours: 'false', moto: 'absent', ministack: 'absent' },
      { operation: 's3:ListBucket', member: 'BucketArn', ours: 'absent', ministack: '"arn:aws:s3:::<Bucket>"' },
    ],
  },
];

function inDefaults(title: string, moto: string) {
  return [
    { script: 'buckets of the account', steps: [`peers-plain: ${title}`, `peers-far: ${title}`], ours: 'output', moto },
    { script: 'buckets of another account', steps: [`peers-lent: ${title}`], ours: 'output', moto },
  ];
}

function expectedOwner(title: string, theirs: { readonly moto: string; readonly ministack: string }) {
  return { script: 'buckets of the account', steps: [`peers-owned: ${title}`], ours: 'AccessDenied 403', ...theirs };
}

function closed(title: string, moto: string) {
  return { script: 'buckets of another account', steps: [`peers-closed: ${title}`], ours: 'AccessDenied 403', moto };
}
