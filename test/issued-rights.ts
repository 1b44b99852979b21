import type { Operation } from '../handler/aws/operations';

/** What IAM asks of whoever issues an operation: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
export const actionsOf: Readonly<Record<Operation, readonly string[]>> = {
  'cloudformation:DescribeStackResource': ['cloudformation:DescribeStackResource'],
  'cloudformation:DescribeStacks': ['cloudformation:DescribeStacks'],
  'cloudwatch:GetMetricData': ['cloudwatch:GetMetricData'],
  'events:PutEvents': ['events:PutEvents'],
  'iam:AddRoleToInstanceProfile': ['iam:AddRoleToInstanceProfile', 'iam:PassRole'],
  'iam:AttachRolePolicy': ['iam:AttachRolePolicy'],
  // What is made bears its owner's tags from the start.
  'iam:CreateInstanceProfile': ['iam:CreateInstanceProfile', 'iam:TagInstanceProfile'],
  'iam:CreatePolicy': ['iam:CreatePolicy', 'iam:TagPolicy'],
  // SetAsDefault asks for no further action.
  'iam:CreatePolicyVersion': ['iam:CreatePolicyVersion'],
  'iam:CreateRole': ['iam:CreateRole', 'iam:TagRole'],
  'iam:DeleteInstanceProfile': ['iam:DeleteInstanceProfile'],
  'iam:DeletePolicy': ['iam:DeletePolicy'],
  'iam:DeletePolicyVersion': ['iam:DeletePolicyVersion'],
  'iam:DeleteRole': ['iam:DeleteRole'],
  'iam:DeleteRolePolicy': ['iam:DeleteRolePolicy'],
  'iam:DetachRolePolicy': ['iam:DetachRolePolicy'],
  'iam:GetInstanceProfile': ['iam:GetInstanceProfile'],
  'iam:GetPolicy': ['iam:GetPolicy'],
  'iam:GetPolicyVersion': ['iam:GetPolicyVersion'],
  'iam:GetRole': ['iam:GetRole'],
  'iam:GetRolePolicy': ['iam:GetRolePolicy'],
  'iam:ListAttachedRolePolicies': ['iam:ListAttachedRolePolicies'],
  'iam:ListEntitiesForPolicy': ['iam:ListEntitiesForPolicy'],
  'iam:ListInstanceProfilesForRole': ['iam:ListInstanceProfilesForRole'],
  'iam:ListPolicyVersions': ['iam:ListPolicyVersions'],
  'iam:ListRolePolicies': ['iam:ListRolePolicies'],
  'iam:ListRoles': ['iam:ListRoles'],
  'iam:PutRolePermissionsBoundary': ['iam:PutRolePermissionsBoundary'],
  'iam:RemoveRoleFromInstanceProfile': ['iam:RemoveRoleFromInstanceProfile'],
  'iam:TagInstanceProfile': ['iam:TagInstanceProfile'],
  'iam:TagPolicy': ['iam:TagPolicy'],
  'iam:TagRole': ['iam:TagRole'],
  'iam:UntagInstanceProfile': ['iam:UntagInstanceProfile'],
  'iam:UntagPolicy': ['iam:UntagPolicy'],
  'iam:UntagRole': ['iam:UntagRole'],
  'iam:UpdateAssumeRolePolicy': ['iam:UpdateAssumeRolePolicy'],
  'iam:UpdateRole': ['iam:UpdateRole'],
  'kms:DescribeKey': ['kms:DescribeKey'],
  'kms:GetKeyPolicy': ['kms:GetKeyPolicy'],
  'kms:ListGrants': ['kms:ListGrants'],
  'logs:DescribeLogGroups': ['logs:DescribeLogGroups'],
  'organizations:DescribeOrganization': ['organizations:DescribeOrganization'],
  's3:GetBucketOwnershipControls': ['s3:GetBucketOwnershipControls'],
  's3:GetBucketPolicy': ['s3:GetBucketPolicy'],
  's3:GetBucketPolicyStatus': ['s3:GetBucketPolicyStatus'],
  's3:GetBucketPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  's3:GetEncryptionConfiguration': ['s3:GetEncryptionConfiguration'],
  // HeadBucket names the Region on a 403 too, and nothing else is asked of it.
  's3:ListBucket': [],
  'ssm:GetDocument': ['ssm:GetDocument'],
  'sts:AssumeRole': ['sts:AssumeRole'],
};

const writesLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** What Lambda itself does with each role: write the log, call the OnFailure destination. */
export const runtimeActions = {
  ExecutionRole: ['lambda:InvokeFunction', ...writesLog],
  WatchRole: writesLog,
} satisfies Readonly<Record<string, readonly string[]>>;
