import { REGIONS_OWN } from '../../handler/aws/observe-session-document';
import type { PolicyDocument, StatementDocument } from '../../handler/core/policy/document';
import type { Options } from './options';

/** The policy with the rights that this check uses, and no others. */
export function policyFor(options: Options, partition: string): PolicyDocument {
  const { stated, sessionDocument = REGIONS_OWN, verifier } = options;
  const arn = (rest: string) => `arn:${partition}:${rest}`;
  const document = sessionDocument.startsWith('arn:') ? sessionDocument : arn(`ssm:*:*:document/${sessionDocument}`);
  const Statement = [
    allow('ReadRole', roleActions, arn('iam::*:role/*')),
    allow('ReadPolicies', ['iam:GetPolicy', 'iam:GetPolicyVersion'], arn('iam::*:policy/*')),
    ...(sessionDocument === '' ? [] : [allow('ReadSessionDocument', ['ssm:GetDocument'], document)]),
    allow('ReadBucket', bucketActions, arn(`s3:::${stated.s3BucketName ?? '*'}`)),
    allow('ReadKeys', ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'], arn('kms:*:*:key/*')),
    allow('ReadPlaces', ['logs:DescribeLogGroups', 'organizations:DescribeOrganization'], '*'),
    ...(verifier === undefined
      ? []
      : [
          allow(
            'ReadOtherAccounts',
            ['sts:AssumeRole'],
            arn(`iam::${stated.s3BucketOwner ?? '*'}:role/${verifier.roleName}`),
          ),
        ]),
  ];
  return { Version: '2012-10-17', Statement };
}

const roleActions = [
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
];

const bucketActions = [
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetEncryptionConfiguration',
];

function allow(Sid: string, Action: readonly string[], Resource: string): StatementDocument {
  return { Sid, Effect: 'Allow', Action, Resource };
}
