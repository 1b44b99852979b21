import type { Input, Operation } from '../../handler/aws/operations';
import type { World } from '../../local/aws/world';
import { account, document, policyArn, sparePolicyArn, stackId, Tags, trust } from './populated-world';

type Case<O extends Operation> = readonly [
  succeeds: Input<O>,
  fails: Input<O>,
  code: string,
  /** What must have happened to the world for it to be refused. */
  unless?: (world: World) => void,
];

const absentRole = { RoleName: 'absent<&"\'>' };
const absentProfile = { InstanceProfileName: 'absent' };
const absentPolicy = { PolicyArn: `arn:aws:iam::${account}:policy/absent` };
const spareProfile = { InstanceProfileName: 'spare' };
const role = { RoleName: 'app' };

const metric = { Namespace: 'a', MetricName: 'b', Dimensions: [{ Name: 'c', Value: 'd<&>' }] };
const metricData = {
  MetricDataQueries: [{ Id: 'm0', MetricStat: { Metric: metric, Period: 60, Stat: 'Maximum' as const } }],
  StartTime: 0,
  EndTime: 4_102_444_800,
  ScanBy: 'TimestampDescending' as const,
};
const entry = { Source: 'a', DetailType: 'b', Resources: [], Detail: '{"c":"é😀"}' };

/** A case of any operation, as a table's row has it. */
export type AnyCase = readonly [succeeds: object, fails: object, code: string, unless?: (world: World) => void];

/** One input that works, one that is refused, and the refusal's code, for each operation. */
export const cases: { readonly [O in Operation]: Case<O> } = {
  'cloudformation:DescribeStackResource': [
    { StackName: stackId, LogicalResourceId: 'Role' },
    { StackName: stackId, LogicalResourceId: 'absent' },
    'ValidationError',
  ],
  'cloudformation:DescribeStacks': [{ StackName: 'app' }, { StackName: 'absent' }, 'ValidationError'],
  'cloudwatch:GetMetricData': [metricData, { ...metricData, NextToken: 'another' }, 'InvalidNextToken'],
  'events:PutEvents': [{ Entries: [entry] }, { Entries: [] }, 'Validation'],
  'iam:AddRoleToInstanceProfile': [
    { ...spareProfile, RoleName: 'spare' },
    { InstanceProfileName: 'app', RoleName: 'spare' },
    'LimitExceeded',
  ],
  'iam:AttachRolePolicy': [{ ...role, PolicyArn: sparePolicyArn }, { ...role, ...absentPolicy }, 'NoSuchEntity'],
  'iam:CreateInstanceProfile': [
    { InstanceProfileName: 'new', Path: '/of/', Tags },
    spareProfile,
    'EntityAlreadyExists',
  ],
  'iam:CreatePolicy': [
    { PolicyName: 'new', PolicyDocument: document, Description: ' <b> & \r\n"é" ', Tags },
    { PolicyName: 'new', PolicyDocument: '{' },
    'MalformedPolicyDocument',
  ],
  'iam:CreatePolicyVersion': [
    { PolicyArn: policyArn, PolicyDocument: document, SetAsDefault: true },
    { ...absentPolicy, PolicyDocument: document },
    'NoSuchEntity',
  ],
  'iam:CreateRole': [
    {
      RoleName: 'new',
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: 7200,
      PermissionsBoundary: policyArn,
      Tags,
    },
    { ...role, AssumeRolePolicyDocument: trust },
    'EntityAlreadyExists',
  ],
  'iam:DeleteInstanceProfile': [spareProfile, { InstanceProfileName: 'app' }, 'DeleteConflict'],
  'iam:DeletePolicy': [{ PolicyArn: sparePolicyArn }, { PolicyArn: policyArn }, 'DeleteConflict'],
  'iam:DeletePolicyVersion': [
    { PolicyArn: policyArn, VersionId: 'v2' },
    { PolicyArn: policyArn, VersionId: 'v1' },
    'DeleteConflict',
  ],
  'iam:DeleteRole': [{ RoleName: 'spare' }, role, 'DeleteConflict'],
  'iam:DeleteRolePolicy': [{ ...role, PolicyName: 'everything' }, { ...role, PolicyName: 'absent' }, 'NoSuchEntity'],
  'iam:DetachRolePolicy': [{ ...role, PolicyArn: policyArn }, { ...role, PolicyArn: sparePolicyArn }, 'NoSuchEntity'],
  'iam:GetInstanceProfile': [{ InstanceProfileName: 'app' }, absentProfile, 'NoSuchEntity'],
  'iam:GetPolicy': [{ PolicyArn: policyArn }, absentPolicy, 'NoSuchEntity'],
  'iam:GetPolicyVersion': [
    { PolicyArn: policyArn, VersionId: 'v1' },
    { ...absentPolicy, VersionId: 'v1' },
    'NoSuchEntity',
  ],
  'iam:GetRole': [{ RoleName: 'spare' }, absentRole, 'NoSuchEntity'],
  'iam:GetRolePolicy': [{ ...role, PolicyName: 'everything' }, { ...role, PolicyName: 'absent' }, 'NoSuchEntity'],
  'iam:ListAttachedRolePolicies': [role, absentRole, 'NoSuchEntity'],
  'iam:ListEntitiesForPolicy': [{ PolicyArn: policyArn }, absentPolicy, 'NoSuchEntity'],
  'iam:ListInstanceProfilesForRole': [role, absentRole, 'NoSuchEntity'],
  'iam:ListPolicyVersions': [{ PolicyArn: policyArn, MaxItems: 1 }, absentPolicy, 'NoSuchEntity'],
  'iam:ListRolePolicies': [{ RoleName: 'spare' }, absentRole, 'NoSuchEntity'],
  'iam:ListRoles': [{ PathPrefix: '/', MaxItems: 2 }, { PathPrefix: 'app' }, 'ValidationError'],
  'iam:PutRolePermissionsBoundary': [
    { ...role, PermissionsBoundary: policyArn },
    { ...absentRole, PermissionsBoundary: policyArn },
    'NoSuchEntity',
  ],
  'iam:RemoveRoleFromInstanceProfile': [
    { InstanceProfileName: 'app', ...role },
    { ...spareProfile, ...role },
    'NoSuchEntity',
  ],
  'iam:TagInstanceProfile': [{ ...spareProfile, Tags }, { ...absentProfile, Tags }, 'NoSuchEntity'],
  'iam:TagPolicy': [{ PolicyArn: policyArn, Tags }, { ...absentPolicy, Tags }, 'NoSuchEntity'],
  'iam:TagRole': [{ RoleName: 'spare', Tags }, { ...role, Tags: [...Tags, ...Tags] }, 'InvalidInput'],
  'iam:UntagInstanceProfile': [
    { InstanceProfileName: 'app', TagKeys: ['stage'] },
    { ...absentProfile, TagKeys: ['stage'] },
    'NoSuchEntity',
  ],
  'iam:UntagPolicy': [{ PolicyArn: policyArn, TagKeys: [] }, { ...absentPolicy, TagKeys: ['stage'] }, 'NoSuchEntity'],
  'iam:UntagRole': [{ ...role, TagKeys: ['owner', 'stage'] }, { ...absentRole, TagKeys: ['stage'] }, 'NoSuchEntity'],
  'iam:UpdateAssumeRolePolicy': [
    { ...role, PolicyDocument: trust },
    { ...role, PolicyDocument: '[]' },
    'MalformedPolicyDocument',
  ],
  'iam:UpdateRole': [
    { ...role, Description: '', MaxSessionDuration: 3600 },
    { ...role, MaxSessionDuration: 1 },
    'ValidationError',
  ],
  'kms:DescribeKey': [{ KeyId: 'alias/logs' }, { KeyId: 'absent' }, 'NotFound'],
  'kms:GetKeyPolicy': [{ KeyId: 'k', PolicyName: 'default' }, { KeyId: 'absent' }, 'NotFound'],
  'kms:ListGrants': [{ KeyId: 'k', Limit: 1 }, { KeyId: 'k', Marker: 'another' }, 'InvalidMarker'],
  'logs:DescribeLogGroups': [{ logGroupNamePrefix: '/ssm' }, { limit: 51 }, 'InvalidParameter'],
  'organizations:DescribeOrganization': [
    {},
    {},
    'AWSOrganizationsNotInUse',
    (world) => delete world.accounts[account]?.organizationId,
  ],
  's3:GetBucketOwnershipControls': [{ Bucket: 'logs' }, { Bucket: 'bare' }, 'OwnershipControlsNotFoundError'],
  's3:GetBucketPolicy': [{ Bucket: 'logs', ExpectedBucketOwner: account }, { Bucket: 'bare' }, 'NoSuchBucketPolicy'],
  's3:GetBucketPolicyStatus': [
    { Bucket: 'logs' },
    { Bucket: 'logs', ExpectedBucketOwner: '999988887777' },
    'AccessDenied',
  ],
  's3:GetBucketPublicAccessBlock': [
    { Bucket: 'elsewhere' },
    { Bucket: 'bare' },
    'NoSuchPublicAccessBlockConfiguration',
  ],
  's3:GetEncryptionConfiguration': [
    { Bucket: 'logs' },
    { Bucket: 'bare' },
    'ServerSideEncryptionConfigurationNotFoundError',
  ],
  's3:ListBucket': [{ Bucket: 'elsewhere' }, { Bucket: 'absent' }, 'NotFound'],
  'ssm:GetDocument': [{ Name: 'SSM-SessionManagerRunShell' }, { Name: 'absent' }, 'InvalidDocument'],
  'sts:AssumeRole': [
    { RoleArn: `arn:aws:iam::${account}:role/verifier`, RoleSessionName: 'check', DurationSeconds: 900 },
    { RoleArn: `arn:aws:iam::${account}:role/absent`, RoleSessionName: 'check' },
    'AccessDenied',
  ],
};
