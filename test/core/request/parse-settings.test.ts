import { settingsOf } from '../../settings';
import { account, boundary } from './fixture';

const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:session-manager-role`;
const least = { ROLE_PATH: '/session/', PERMISSIONS_BOUNDARY_ARN: boundary };

test('the least environment gives a closed deployment: nothing further is allowed and no verifier is asked', () => {
  expect(settingsOf(least, functionArn)).toEqual({
    partition: 'aws',
    region: 'eu-west-1',
    account,
    rolePath: '/session/',
    permissionsBoundaryArn: boundary,
    allowedManagedPolicyArns: [],
    allowedPermissionsBoundaryArns: [],
    allowedS3BucketOwners: [],
    endpointOverride: false,
    samLocal: false,
    logStream: '',
  });
});

test('every variable of a full environment is taken, and blanks in its lists are ignored', () => {
  const environment = {
    ...least,
    FORMER_ROLE_PATH: '/old/',
    ALLOWED_MANAGED_POLICY_ARNS: ' arn:aws:iam::aws:policy/AmazonSSM* ,, *',
    ALLOWED_PERMISSIONS_BOUNDARY_ARNS: `arn:aws:iam::${account}:policy/boundaries/*,`,
    ALLOWED_S3_BUCKET_OWNERS: '444455556666, 777788889999,',
    VERIFIER_ROLE_NAME: 'session-log-verifier',
    VERIFIER_EXTERNAL_ID: 'a-shared-phrase',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
  };
  expect(settingsOf(environment, `${functionArn}:live`)).toMatchObject({
    formerRolePath: '/old/',
    allowedManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSM*', '*'],
    allowedPermissionsBoundaryArns: [`arn:aws:iam::${account}:policy/boundaries/*`],
    allowedS3BucketOwners: ['444455556666', '777788889999'],
    verifier: { roleName: 'session-log-verifier', externalId: 'a-shared-phrase' },
    logStream: 'stream',
  });
});

test('under sam local, which invents a Region and an account, the function is where its deployment would be', () => {
  const invented = 'arn:aws:lambda:us-east-1:012345678912:function:Function';
  const environment = { ...least, AWS_SAM_LOCAL: 'true', AWS_REGION: 'eu-west-1' };
  expect(settingsOf(environment, invented)).toMatchObject({ region: 'eu-west-1', account, samLocal: true });
});

test.each([
  { variable: 'AWS_ENDPOINT_URL', value: 'http://127.0.0.1:4566', override: true, because: 'it moves every service' },
  { variable: 'AWS_ENDPOINT_URL_IAM', value: 'http://127.0.0.1:4566', override: true, because: 'it moves one service' },
  { variable: 'AWS_ENDPOINT_URL_S3', value: '', override: false, because: 'an empty variable is not set' },
  { variable: 'AWS_ENDPOINT_URLS', value: 'x', override: false, because: 'the SDK does not read such a variable' },
])('$variable = "$value" is an endpoint override: $override, because $because', ({ variable, value, override }) => {
  expect(settingsOf({ ...least, [variable]: value }, functionArn).endpointOverride).toBe(override);
});

test.each([
  { arn: functionArn, partition: 'aws', region: 'eu-west-1', because: 'it is unqualified' },
  { arn: `${functionArn}:$LATEST`, partition: 'aws', region: 'eu-west-1', because: '$LATEST is a qualifier' },
  {
    arn: `arn:aws-cn:lambda:cn-north-1:${account}:function:f:7`,
    partition: 'aws-cn',
    region: 'cn-north-1',
    because: 'a version is a qualifier',
  },
  {
    arn: `arn:aws-iso-b:lambda:us-isob-east-1:${account}:function:f`,
    partition: 'aws-iso-b',
    region: 'us-isob-east-1',
    because: 'partitions may have two hyphens',
  },
])('$arn tells partition and Region, because $because', ({ arn, partition, region }) => {
  const environment = { ...least, PERMISSIONS_BOUNDARY_ARN: boundary.replace('aws', partition) };
  expect(settingsOf(environment, arn)).toMatchObject({ partition, region, account });
});

test.each([
  { arn: '', because: 'there is none' },
  { arn: `arn:aws:iam::${account}:role/f`, because: 'it names no function' },
  { arn: `arn:aws:lambda:eu-west-1:1:function:f`, because: 'its account is none' },
])('"$arn" cannot be the invoked function, because $because', ({ arn }) => {
  expect(() => settingsOf(least, arn)).toThrow('invokedFunctionArn: Expected the ARN of a function');
});

test.each([
  { change: { ROLE_PATH: undefined }, names: 'ROLE_PATH: Is missing', because: 'nothing can be created without it' },
  { change: { ROLE_PATH: '  ' }, names: 'ROLE_PATH: Is missing', because: 'a blank parameter is none' },
  { change: { ROLE_PATH: 'session' }, names: 'ROLE_PATH: Expected', because: 'paths begin and end with a slash' },
  { change: { FORMER_ROLE_PATH: '/*/' }, names: 'FORMER_ROLE_PATH: Expected', because: 'a path is no pattern' },
  {
    change: { PERMISSIONS_BOUNDARY_ARN: undefined },
    names: 'PERMISSIONS_BOUNDARY_ARN: Is missing',
    because: 'required',
  },
  {
    change: { PERMISSIONS_BOUNDARY_ARN: 'arn:aws:iam::444455556666:policy/b' },
    names: 'PERMISSIONS_BOUNDARY_ARN: Expected',
    because: 'a boundary of another account cannot be set',
  },
  {
    change: { PERMISSIONS_BOUNDARY_ARN: boundary.replace('aws', 'aws-cn') },
    names: 'PERMISSIONS_BOUNDARY_ARN: Expected',
    because: 'another partition cannot be reached',
  },
  {
    change: { ALLOWED_S3_BUCKET_OWNERS: '444455556666,everyone' },
    names: 'ALLOWED_S3_BUCKET_OWNERS[1]: Expected',
    because: 'owners are account ids',
  },
  {
    change: { ALLOWED_MANAGED_POLICY_ARNS: 'AmazonSSM*' },
    names: 'ALLOWED_MANAGED_POLICY_ARNS[0]: Expected',
    because: 'policies are named by ARN',
  },
  {
    change: { VERIFIER_ROLE_NAME: 'verifier' },
    names: 'VERIFIER_EXTERNAL_ID: Is missing',
    because: 'the verifier role trusts only with an external id',
  },
])('a deployment with $change is broken, because $because', ({ change, names }) => {
  expect(() => settingsOf({ ...least, ...change }, functionArn)).toThrow(names);
});

test('an external id without a verifier role asks nobody', () => {
  expect(settingsOf({ ...least, VERIFIER_EXTERNAL_ID: 'phrase' }, functionArn).verifier).toBeUndefined();
});

test('one error names everything that is wrong with a deployment', () => {
  const environment = { FORMER_ROLE_PATH: 'x', ALLOWED_S3_BUCKET_OWNERS: '1', VERIFIER_ROLE_NAME: 'verifier' };
  const names = [
    'ROLE_PATH',
    'FORMER_ROLE_PATH',
    'PERMISSIONS_BOUNDARY_ARN',
    'ALLOWED_S3_BUCKET_OWNERS',
    'VERIFIER_EXTERNAL_ID',
  ];
  for (const name of names) expect(() => settingsOf(environment, functionArn)).toThrow(`\n${name}`);
});
