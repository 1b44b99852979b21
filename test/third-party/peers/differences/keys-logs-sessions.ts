import type { Ruling } from './ruling';

const kms = 'https://docs.aws.amazon.com/kms/latest/APIReference';
const logs = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference';
const sts = 'https://docs.aws.amazon.com/STS/latest/APIReference';
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** KMS, CloudWatch Logs and STS. */
export const keysLogsAndSessions: readonly Ruling[] = [
  {
    because: 'GetKeyPolicy takes an id or a key’s ARN, and the only other policy is one of Resource Access Manager',
    supports: 'ours',
    references: [`${kms}/API_GetKeyPolicy.html`],
    found: [
      {
        script: 'keys',
        steps: ['by alias: its policy', 'by alias ARN: its policy', 'the policy of another name'],
        ours: 'NotFoundException 400',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'GetKeyPolicy asks for the policy named default unless told otherwise, and returns the name',
    supports: 'ours',
    references: [`${kms}/API_GetKeyPolicy.html`],
    found: [
      { script: 'keys', steps: ['the policy without a name'], ours: 'output', moto: 'NotFoundException 400' },
      { operation: 'kms:GetKeyPolicy', member: 'PolicyName', ours: '"default"', moto: 'absent' },
    ],
  },
  {
    because: 'a key that is not of more than one Region is found in its own alone',
    supports: 'ours',
    references: ['https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html'],
    found: [
      {
        script: 'keys',
        steps: ['by an ARN of another Region: the key', 'by an ARN of another Region: its policy'],
        ours: 'NotFoundException 400',
        moto: 'output',
      },
    ],
  },
  {
    because: 'DescribeKey reads another account’s key by its ARN, where that account lets it',
    supports: 'ours',
    references: [`${kms}/API_DescribeKey.html`],
    found: [
      {
        script: 'keys',
        steps: ['of another account, lent: the key'],
        ours: 'output',
        moto: 'NotFoundException 400',
        ministack: 'NotFoundException 400',
      },
    ],
  },
  {
    because: 'no page says with which code KMS refuses another account’s key, there or not',
    supports: 'either',
    references: [`${kms}/API_DescribeKey.html`, `${kms}/API_GetKeyPolicy.html`],
    found: [
      {
        script: 'keys',
        steps: [
          'of another account: the key',
          'of another account: its policy',
          'of another account, lent: its policy',
          'of another account, not there: the key',
          'of another account, not there: its policy',
        ],
        ours: 'AccessDeniedException 400',
        moto: 'NotFoundException 400',
        ministack: 'NotFoundException 400',
      },
    ],
  },
  {
    because: 'a key that encrypts has no signing algorithms, and each of the other members',
    supports: 'ours',
    references: [`${kms}/API_KeyMetadata.html`],
    found: [
      { ...describing('SigningAlgorithms'), ours: 'absent', moto: '[]', ministack: '[]' },
      { ...describing('AWSAccountId'), ours: '"123456789012"', ministack: 'absent' },
      { ...describing('KeyUsage'), ours: '"ENCRYPT_DECRYPT"', moto: 'absent' },
      { ...describing('MultiRegion'), ours: 'false', moto: 'absent' },
      { ...describing('CurrentKeyMaterialId'), ours: '"<opaque>"', moto: 'absent' },
    ],
  },
  {
    because: 'a page has 50 log groups at most',
    supports: 'ours',
    references: [`${logs}/API_DescribeLogGroups.html`],
    found: [
      {
        script: 'log groups',
        steps: ['a page that is too long'],
        ours: 'InvalidParameterException 400',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'a log group has a class',
    supports: 'ours',
    references: [`${logs}/API_LogGroup.html`],
    found: [
      {
        operation: 'logs:DescribeLogGroups',
        member: 'logGroups[].logGroupClass',
        ours: '"STANDARD"',
        moto: 'absent',
      },
    ],
  },
  {
    because: 'how full the session policies are is said, but not whether so where there are none',
    supports: 'either',
    references: [`${sts}/API_AssumeRole.html`],
    found: [{ operation: 'sts:AssumeRole', member: 'PackedPolicySize', ours: 'absent', moto: '6', ministack: '0' }],
  },
  {
    because: 'a role assumes another for an hour at most, under a name of 2 to 64 characters without spaces',
    supports: 'ours',
    references: [`${sts}/API_AssumeRole.html`],
    found: [
      {
        script: 'a role of another account',
        steps: ['is not assumed for two hours by a role', 'is not assumed under a bad name'],
        ours: 'ValidationError 400',
        moto: 'output',
        ministack: 'output',
      },
      {
        script: 'a role of another account',
        steps: ['is not assumed under too long a name'],
        ours: 'ValidationError 400',
        ministack: 'output',
      },
    ],
  },
  {
    because: 'whatever no policy allows is denied: moto lets everybody do everything',
    supports: 'ours',
    references: [`${guide}/reference_policies_evaluation-logic.html`],
    found: [
      {
        script: 'a role of another account',
        steps: [
          'is not assumed without its external id',
          'is not assumed by another external id',
          'is not assumed by whom it does not trust',
          'is not there',
          'reads no other role',
          'of the own account reads what it may not',
        ],
        ours: 'AccessDenied 403',
        moto: 'output',
      },
      {
        script: 'a role of another account',
        steps: ['reads nothing more'],
        ours: 'AccessDenied 403',
        moto: 'NoSuchPublicAccessBlockConfiguration 404',
      },
      {
        script: 'a role of another account',
        steps: ['sees no log groups'],
        ours: 'AccessDeniedException 400',
        moto: 'output',
      },
    ],
  },
];

function describing(member: string) {
  return { operation: 'kms:DescribeKey', member: `KeyMetadata.${member}` } as const;
}
