import { parseDeleteProperties, parseProperties } from '../../../handler/core/request/parse-properties';
import { type Problem, renderProblems } from '../../../handler/core/request/problem';
import { account, boundary, keyUuid, otherAccount, settings } from './fixture';

const codes = ['BucketMissing', 'SessionKeyDisabled'];
const key = `arn:aws:kms:eu-west-1:${otherAccount}:key/${keyUuid}`;
const alias = `arn:aws:kms:eu-west-1:${account}:alias/session`;
const policy = (name: string, owner = 'aws') => `arn:aws:iam::${owner}:policy/${name}`;

function properties(raw: Readonly<Record<string, unknown>>) {
  const parsed = parseProperties(raw, settings, codes);
  if ('problems' in parsed) throw new Error(renderProblems(parsed.problems));
  return parsed.properties;
}

function problems(raw: unknown): readonly Problem[] {
  const parsed = parseProperties(raw, settings, codes);
  return 'problems' in parsed ? parsed.problems : [];
}

test('no property at all gives the documented defaults', () => {
  expect(properties({ ServiceToken: 'arn', ServiceTimeout: '900' })).toEqual({
    path: '/session/',
    description: '',
    maxSessionDuration: 3600,
    tags: [],
    permissionsBoundary: boundary,
    managedPolicyArns: [],
    trustedServices: ['ec2.amazonaws.com'],
    verification: 'Enforce',
    acceptedFindings: [],
    policyScope: 'LeastPrivilege',
    forceDetachPolicies: false,
    propagationWaitSeconds: 10,
    contextEntries: [],
    stated: { s3BucketOwner: account },
  });
});

test('a log destination alone gives the defaults of the session document and of the stack’s account', () => {
  expect(properties({ S3BucketName: 'logs', CloudWatchLogGroupName: '/ssm/sessions' })).toMatchObject({
    s3: { bucketName: 'logs', keyPrefix: '', encryptionEnabled: true, bucketOwner: account },
    cloudWatch: { logGroupName: '/ssm/sessions', encryptionEnabled: true, streamingEnabled: true },
  });
});

const entry = (ContextKeyName: string, ...ContextKeyValues: readonly string[]) => ({
  ContextKeyName,
  ContextKeyValues,
});
const of = (Service: string, one: object) => ({ ...one, Service });
const [endpoint, address] = [entry('aws:SourceVpce', 'vpce-1'), entry('aws:SourceIp', '10.0.0.1')];

test.each([
  {
    given: { ContextEntries: [of('s3', endpoint), of('kms', entry('aws:SourceVpce', 'vpce-2')), address] },
    parsed: {
      contextEntries: [
        { key: 'aws:SourceVpce', values: ['vpce-1'], service: 's3' },
        { key: 'aws:SourceVpce', values: ['vpce-2'], service: 'kms' },
        { key: 'aws:SourceIp', values: ['10.0.0.1'] },
      ],
    },
    because: 'every service has its own endpoint',
  },
  {
    given: { ContextEntries: [entry('aws:SourceVpce'), entry('aws:ResourceTag/env')] },
    parsed: {
      contextEntries: [
        { key: 'aws:SourceVpce', values: [] },
        { key: 'aws:ResourceTag/env', values: [] },
      ],
    },
    because: 'what is sent nowhere is of no service',
  },
  { given: { RoleName: 'a+b=c,d.e@f-g_1' }, parsed: { roleName: 'a+b=c,d.e@f-g_1' }, because: 'IAM’s characters' },
  { given: { RoleName: 'x'.repeat(64) }, parsed: { roleName: 'x'.repeat(64) }, because: '64 is the longest' },
  { given: { Path: '/session/' }, parsed: { path: '/session/' }, because: 'RolePath itself is under RolePath' },
  { given: { Path: '/session/a/b/' }, parsed: { path: '/session/a/b/' }, because: 'it lies under RolePath' },
  { given: { Description: 'é\n' }, parsed: { description: 'é\n' }, because: 'IAM takes Latin text and line breaks' },
  {
    given: { MaxSessionDuration: '43200' },
    parsed: { maxSessionDuration: 43200 },
    because: 'CloudFormation sends text',
  },
  { given: { MaxSessionDuration: 3600 }, parsed: { maxSessionDuration: 3600 }, because: 'numbers are numbers' },
  {
    given: { Tags: [{ Key: 'cost centre', Value: '' }] },
    parsed: { tags: [{ Key: 'cost centre', Value: '' }] },
    because: 'values may be empty',
  },
  {
    given: { PermissionsBoundary: policy('wide', account) },
    parsed: { permissionsBoundary: policy('wide', account) },
    because: 'whether it is allowed is asked elsewhere',
  },
  {
    given: { ManagedPolicyArns: [policy('service-role/A'), policy('B', account)] },
    parsed: { managedPolicyArns: [policy('service-role/A'), policy('B', account)] },
    because: 'AWS’s and the account’s own can be attached',
  },
  {
    given: { TrustedServices: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] },
    parsed: { trustedServices: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] },
    because: 'both may be trusted',
  },
  {
    given: { S3BucketName: 'logs.example-1', S3EncryptionEnabled: 'false', S3BucketOwner: otherAccount },
    parsed: {
      s3: { bucketName: 'logs.example-1', keyPrefix: '', encryptionEnabled: false, bucketOwner: otherAccount },
    },
    because: '"false" is false',
  },
  {
    given: { S3BucketName: 'logs', S3KeyPrefix: '//a//b c/', S3KmsKeyArn: key },
    parsed: {
      s3: { bucketName: 'logs', keyPrefix: 'a/b c', encryptionEnabled: true, bucketOwner: account, kmsKeyArn: key },
    },
    because: 'the agent joins the prefix as a path',
  },
  {
    given: { S3BucketName: 'logs', S3KeyPrefix: '.a/b..c/...' },
    parsed: { s3: expect.objectContaining({ keyPrefix: '.a/b..c/...' }) },
    because: 'dots beside other characters are no parent',
  },
  {
    given: { CloudWatchLogGroupName: 'a', CloudWatchEncryptionEnabled: false, CloudWatchStreamingEnabled: 'true' },
    parsed: { cloudWatch: { logGroupName: 'a', encryptionEnabled: false, streamingEnabled: true } },
    because: 'booleans are booleans',
  },
  { given: { KmsKeyId: keyUuid }, parsed: { kmsKeyId: keyUuid }, because: 'an id is resolved later' },
  { given: { KmsKeyId: `mrk-${'1a'.repeat(16)}` }, parsed: {}, because: 'multi-Region keys have ids of their own' },
  { given: { KmsKeyId: 'alias/a/b-c' }, parsed: { kmsKeyId: 'alias/a/b-c' }, because: 'an alias is resolved later' },
  { given: { KmsKeyId: key }, parsed: { kmsKeyId: key }, because: 'a key may be of any account' },
  { given: { KmsKeyId: alias }, parsed: { kmsKeyId: alias }, because: 'an alias ARN of this account' },
  { given: { OrganizationId: 'o-a1b2c3d4e5' }, parsed: { organizationId: 'o-a1b2c3d4e5' }, because: 'AWS’s form' },
  { given: { Verification: 'Report' }, parsed: { verification: 'Report' }, because: 'one of three' },
  { given: { AcceptedFindings: ['BucketMissing'] }, parsed: { acceptedFindings: ['BucketMissing'] }, because: 'known' },
  { given: { PolicyScope: 'Documented' }, parsed: { policyScope: 'Documented' }, because: 'one of two' },
  { given: { ForceDetachPolicies: 'true' }, parsed: { forceDetachPolicies: true }, because: '"true" is true' },
  { given: { PropagationWaitSeconds: '0' }, parsed: { propagationWaitSeconds: 0 }, because: 'no wait is a choice' },
  { given: { ReconcileToken: 'now ☂' }, parsed: {}, because: 'any string will do' },
])('$given is taken, because $because', ({ given, parsed }) => {
  expect(properties(given)).toMatchObject(parsed);
});

const bucket = { S3BucketName: 'logs' };
const tagsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));

test.each([
  { given: { RoleName: '' }, path: 'RoleName', because: 'a name has a character' },
  { given: { RoleName: 'x'.repeat(65) }, path: 'RoleName', because: '64 is the longest' },
  { given: { RoleName: 'a/b' }, path: 'RoleName', because: 'a path is another property' },
  { given: { RoleName: 'a\n' }, path: 'RoleName', because: 'a line break is no word character' },
  { given: { RoleName: ['a'] }, path: 'RoleName', because: 'a list is no name' },
  { given: { RoleName: null }, path: 'RoleName', because: 'null is not the same as left out' },
  { given: { Path: '/session' }, path: 'Path', because: 'a path ends with a slash' },
  { given: { Path: '/session/*/' }, path: 'Path', because: 'ARNs in conditions are patterns' },
  { given: { Path: '/session/;/' }, path: 'Path', because: 'a policy takes a narrower path than a role' },
  { given: { Path: '/session//' }, path: 'Path', because: 'the path of a policy has no empty part' },
  { given: { Path: `/session/${'x'.repeat(512)}/` }, path: 'Path', because: '512 is the longest' },
  { given: { Path: '/sessions/' }, path: 'Path', says: 'RolePath "/session/"', because: 'it is beside RolePath' },
  { given: { Path: '/' }, path: 'Path', says: 'RolePath', because: 'it is above RolePath' },
  { given: { Description: '☂' }, path: 'Description', because: 'IAM stops at U+00FF' },
  { given: { Description: 'x'.repeat(1001) }, path: 'Description', because: '1000 is the longest' },
  { given: { MaxSessionDuration: '3599' }, path: 'MaxSessionDuration', says: '3600', because: 'an hour is the least' },
  { given: { MaxSessionDuration: 43201 }, path: 'MaxSessionDuration', because: 'twelve hours are the most' },
  { given: { MaxSessionDuration: '3600.5' }, path: 'MaxSessionDuration', because: 'seconds are whole' },
  { given: { MaxSessionDuration: '1e4' }, path: 'MaxSessionDuration', because: 'digits only' },
  { given: { MaxSessionDuration: '' }, path: 'MaxSessionDuration', because: 'nothing is no number' },
  { given: { MaxSessionDuration: true }, path: 'MaxSessionDuration', because: 'true is no number' },
  { given: { Tags: { Key: 'a', Value: 'b' } }, path: 'Tags', says: 'a list of tags', because: 'it is no list' },
  { given: { Tags: tagsOf(46) }, path: 'Tags', says: 'at most 45 tags, got 46', because: 'five are left for ours' },
  { given: { Tags: ['a=b'] }, path: 'Tags[0]', because: 'a tag has a key and a value' },
  { given: { Tags: [{ Key: 'a' }] }, path: 'Tags[0].Value', says: 'Is missing', because: 'IAM wants a value' },
  { given: { Tags: [{ Key: '', Value: '' }] }, path: 'Tags[0].Key', because: 'a key has a character' },
  { given: { Tags: [{ Key: 'x'.repeat(129), Value: '' }] }, path: 'Tags[0].Key', because: '128 is the longest' },
  { given: { Tags: [{ Key: 'a', Value: 'x'.repeat(257) }] }, path: 'Tags[0].Value', because: '256 is the longest' },
  { given: { Tags: [{ Key: 'a,b', Value: '' }] }, path: 'Tags[0].Key', because: 'IAM’s tags have no comma' },
  { given: { Tags: [{ Key: 'AWS:a', Value: '' }] }, path: 'Tags[0].Key', says: 'aws:', because: 'it is AWS’s' },
  { given: { Tags: [{ Key: 'session-manager-role:x', Value: '' }] }, path: 'Tags[0].Key', because: 'it is ours' },
  {
    given: { Tags: [...tagsOf(1), { Key: 'K0', Value: '' }] },
    path: 'Tags[1]',
    says: 'letter case',
    because: 'role tags know no case',
  },
  {
    given: { Tags: [{ key: 'a', Key: 'a', Value: '' }] },
    path: 'Tags[0]',
    says: 'did you mean "Key"',
    because: 'unknown',
  },
  { given: { PermissionsBoundary: 'wide' }, path: 'PermissionsBoundary', because: 'a boundary is named by ARN' },
  {
    given: { PermissionsBoundary: policy('b', otherAccount) },
    path: 'PermissionsBoundary',
    because: 'foreign account',
  },
  { given: { ManagedPolicyArns: policy('A') }, path: 'ManagedPolicyArns', says: 'a list', because: 'a lone string' },
  { given: { ManagedPolicyArns: [policy('A'), 'A'] }, path: 'ManagedPolicyArns[1]', because: 'it is no ARN' },
  { given: { ManagedPolicyArns: [policy('A'), policy('A')] }, path: 'ManagedPolicyArns[1]', because: 'it is a double' },
  { given: { ManagedPolicyArns: [policy('*')] }, path: 'ManagedPolicyArns[0]', because: 'a pattern is no policy' },
  {
    given: { ManagedPolicyArns: ['arn:aws-cn:iam::aws:policy/A'] },
    path: 'ManagedPolicyArns[0]',
    says: 'partition aws',
    because: 'it lies in another partition',
  },
  {
    given: { ManagedPolicyArns: Array.from('0123456789', (digit) => policy(digit)) },
    path: 'ManagedPolicyArns',
    says: 'at most 9',
    because: 'one of ten slots is ours',
  },
  { given: { TrustedServices: [] }, path: 'TrustedServices', because: 'nobody could use the role' },
  { given: { TrustedServices: ['lambda.amazonaws.com'] }, path: 'TrustedServices[0]', because: 'no free-form trust' },
  { given: { TrustedServices: Array(2).fill('ec2.amazonaws.com') }, path: 'TrustedServices[1]', because: 'a double' },
  { given: { S3BucketName: '' }, path: 'S3BucketName', because: 'an empty parameter would lose the logs silently' },
  { given: { S3BucketName: 'ab' }, path: 'S3BucketName', because: 'three is the least' },
  { given: { S3BucketName: 'x'.repeat(64) }, path: 'S3BucketName', because: '63 is the longest' },
  { given: { S3BucketName: 'Logs' }, path: 'S3BucketName', because: 'bucket names are lower-case' },
  { given: { S3BucketName: 'a..b' }, path: 'S3BucketName', because: 'two dots may not meet' },
  { given: { S3BucketName: '10.0.0.1' }, path: 'S3BucketName', because: 'an address is no name' },
  { given: { S3BucketName: 'arn:aws:s3:::logs' }, path: 'S3BucketName', because: 'the agent takes names' },
  { given: { S3BucketName: 'logs-abc-s3alias' }, path: 'S3BucketName', because: 'it is an access point' },
  { given: { S3BucketName: 'logs--use1-az4--x-s3' }, path: 'S3BucketName', because: 'it is a directory bucket' },
  { given: { ...bucket, S3KeyPrefix: 'a/../b' }, path: 'S3KeyPrefix', because: 'path.Join would climb' },
  { given: { ...bucket, S3KeyPrefix: './a' }, path: 'S3KeyPrefix', because: 'path.Join would drop it' },
  { given: { ...bucket, S3KeyPrefix: 'a/..' }, path: 'S3KeyPrefix', because: 'path.Join would climb' },
  { given: { ...bucket, S3KeyPrefix: '*' }, path: 'S3KeyPrefix', because: 'a policy reads a wildcard' },
  { given: { ...bucket, S3KeyPrefix: 'a?' }, path: 'S3KeyPrefix', because: 'a policy reads a wildcard' },
  { given: { ...bucket, S3KeyPrefix: 'a$b' }, path: 'S3KeyPrefix', because: 'a policy reads a variable' },
  { given: { ...bucket, S3KeyPrefix: 'a"' }, path: 'S3KeyPrefix', because: 'a quote' },
  { given: { ...bucket, S3KeyPrefix: "a'" }, path: 'S3KeyPrefix', because: 'a quote' },
  { given: { ...bucket, S3KeyPrefix: 'a\\b' }, path: 'S3KeyPrefix', because: 'a backslash' },
  { given: { ...bucket, S3KeyPrefix: 'a\tb' }, path: 'S3KeyPrefix', because: 'a control character' },
  { given: { ...bucket, S3KeyPrefix: 'Ā' }, path: 'S3KeyPrefix', because: 'policies stop at U+00FF' },
  { given: { ...bucket, S3KeyPrefix: 'x'.repeat(513) }, path: 'S3KeyPrefix', because: '512 is the longest' },
  { given: { ...bucket, S3BucketOwner: '12345678901' }, path: 'S3BucketOwner', says: 'zeros', because: '11 digits' },
  { given: { ...bucket, S3KmsKeyArn: alias }, path: 'S3KmsKeyArn', says: 'not of an alias', because: 'an alias moves' },
  { given: { ...bucket, S3KmsKeyArn: keyUuid }, path: 'S3KmsKeyArn', because: 'an id names no account' },
  { given: { ...bucket, S3KmsKeyArn: key.replace('aws', 'aws-cn') }, path: 'S3KmsKeyArn', because: 'other partition' },
  {
    given: { ...bucket, S3EncryptionEnabled: 'yes' },
    path: 'S3EncryptionEnabled',
    says: '"yes"',
    because: 'no boolean',
  },
  { given: { ...bucket, S3EncryptionEnabled: 1 }, path: 'S3EncryptionEnabled', because: 'no boolean' },
  { given: { S3KeyPrefix: 'a' }, path: 'S3KeyPrefix', says: 'without S3BucketName', because: 'there is no bucket' },
  { given: { S3BucketOwner: account }, path: 'S3BucketOwner', says: 'without S3BucketName', because: 'no bucket' },
  {
    given: { CloudWatchStreamingEnabled: 'true' },
    path: 'CloudWatchStreamingEnabled',
    because: 'there is no log group',
  },
  { given: { CloudWatchLogGroupName: 'a b' }, path: 'CloudWatchLogGroupName', because: 'groups have no spaces' },
  { given: { CloudWatchLogGroupName: 'x'.repeat(513) }, path: 'CloudWatchLogGroupName', because: '512 is the longest' },
  { given: { KmsKeyId: 'session' }, path: 'KmsKeyId', because: 'neither id nor alias' },
  {
    given: { KmsKeyId: alias.replace(account, otherAccount) },
    path: 'KmsKeyId',
    because: 'the agent cannot resolve it',
  },
  { given: { OrganizationId: 'o-A1B2C3D4E5' }, path: 'OrganizationId', because: 'ids are lower-case' },
  {
    given: { Verification: 'enforce' },
    path: 'Verification',
    says: 'Enforce or Report or Off',
    because: 'none of three',
  },
  {
    given: { AcceptedFindings: ['BucketMisssing'] },
    path: 'AcceptedFindings[0]',
    says: 'BucketMissing',
    because: 'a typo',
  },
  { given: { AcceptedFindings: 'BucketMissing' }, path: 'AcceptedFindings', says: 'a list', because: 'a lone string' },
  { given: { PolicyScope: 'Broad' }, path: 'PolicyScope', because: 'none of two' },
  { given: { ForceDetachPolicies: 'TRUE' }, path: 'ForceDetachPolicies', because: 'CloudFormation sends lower case' },
  { given: { PropagationWaitSeconds: '121' }, path: 'PropagationWaitSeconds', because: 'two minutes are the most' },
  { given: { PropagationWaitSeconds: -1 }, path: 'PropagationWaitSeconds', because: 'time goes forward' },
  { given: { ReconcileToken: {} }, path: 'ReconcileToken', because: 'an object is no string' },
  {
    given: { SessionDocumentName: 'a b' },
    path: 'SessionDocumentName',
    says: 'Expected',
    because: 'its shape is wrong',
  },
  {
    given: { ContextEntries: [entry('aws:SourceIp', '10.0.0.1'), entry('AWS:sourceip', '10.0.0.2')] },
    path: 'ContextEntries[1]',
    says: 'listed twice',
    because: 'condition keys have no case, and one of the two would be ignored',
  },
  {
    given: { ContextEntries: [of('s3', endpoint), of('s3', entry('AWS:sourcevpce', 'vpce-2'))] },
    path: 'ContextEntries[1]',
    says: 'listed twice for one service',
    because: 'requests to one service go through one endpoint',
  },
  {
    given: { ContextEntries: [of('s3', address), of('kms', address), address] },
    path: 'ContextEntries[2]',
    says: 'listed twice for one service: "aws:SourceIp"',
    because: 'what is said of every service is said of these two again',
  },
  {
    given: { ContextEntries: [endpoint] },
    path: 'ContextEntries[0].Service',
    says: 'An endpoint belongs to one service: say which in Service, s3 or kms or logs or ssm or ssmmessages',
    because: 'it would be believed of services that it does not lead to',
  },
  {
    given: { ContextEntries: [entry('AWS:resourcetag/env', 'prod')] },
    path: 'ContextEntries[0].Service',
    says: "A tag is one resource's",
    because: 'it would be believed of resources that do not bear it',
  },
  {
    given: { ContextEntries: [of('ssmmessages', entry('aws:ResourceTag/env', 'prod'))] },
    path: 'ContextEntries[0].Service',
    says: "A tag is one resource's",
    because: 'a channel is no resource that bears tags',
  },
  {
    given: { ContextEntries: [entry('kms:ResourceAliases', 'alias/sessions')] },
    path: 'ContextEntries[0].Service',
    says: "It is one key's: say which in Service, kms for the session key",
    because: "it would be believed of the bucket's key, too",
  },
  {
    given: { ContextEntries: [of('s3', entry('kms:RequestAlias', 'alias/sessions'))] },
    path: 'ContextEntries[0].Service',
    says: "It is one key's",
    because: 'S3 has no keys',
  },
  {
    given: { ContextEntries: [entry('KMS:keyorigin', 'EXTERNAL')] },
    path: 'ContextEntries[0].Service',
    says: "It is one key's",
    because: 'two keys may differ in what they are',
  },
  {
    given: { ContextEntries: [entry('aws:VpceAccount', '111122223333')] },
    path: 'ContextEntries[0].Service',
    says: 'An endpoint belongs to one service',
    because: 'an endpoint belongs to one account, too',
  },
  {
    given: { ContextEntries: [entry('aws:ResourceOrgID', 'o-a1b2c3d4e5')] },
    path: 'ContextEntries[0].Service',
    says: 'Resources may belong to several organisations',
    because: 'the bucket may be in another than its key',
  },
  {
    given: { ContextEntries: [of('S3', address)] },
    path: 'ContextEntries[0].Service',
    says: 'Expected s3 or kms or logs or ssm or ssmmessages, got "S3"',
    because: 'actions begin with lower case',
  },
  {
    given: { ContextEntries: [{ ContextKeyName: 'aws:SourceVpce' }] },
    path: 'ContextEntries[0].ContextKeyValues',
    says: 'Is missing',
    because: 'its shape is wrong',
  },
])('$path is refused, because $because', ({ given, path, says = '' }) => {
  expect(problems(given)).toEqual([{ path: `ResourceProperties.${path}`, message: expect.stringContaining(says) }]);
});

test('all problems are reported at once, unknown names among them', () => {
  const raw = { RoleName: '', Path: 'x', S3BucketNam: 'logs', S3KeyPrefix: 'a', Tags: [{ Key: '', Value: 1 }] };
  expect(renderProblems(problems(raw)).split('\n')).toEqual([
    'ResourceProperties.RoleName: Expected 1 to 64 characters of [\\w+=,.@-], got ""',
    expect.stringMatching(/^ResourceProperties\.Path: Expected at most 512 .*, got "x"$/),
    'ResourceProperties.Tags[0].Key: Must not be empty',
    expect.stringMatching(/^ResourceProperties\.Tags\[0\]\.Value: Expected a tag value .*, got 1$/),
    'ResourceProperties.S3KeyPrefix: Has no meaning without S3BucketName',
    'ResourceProperties: Unknown property "S3BucketNam": did you mean "S3BucketName"?',
  ]);
});

test.each([{ raw: undefined }, { raw: null }, { raw: 'x' }, { raw: [] }])('$raw is no object', ({ raw }) => {
  expect(problems(raw)).toEqual([{ path: 'ResourceProperties', message: expect.stringContaining('an object') }]);
});

test.each([
  {
    raw: { RoleName: 'r', Path: '/old/', ForceDetachPolicies: 'true' },
    because: 'FormerRolePath may still reach it',
    taken: { roleName: 'r', path: '/old/', managedPolicyArns: [], forceDetachPolicies: true },
  },
  {
    raw: { RoleName: 'a b', Path: 7, ForceDetachPolicies: 'yes', Tags: 'x', Gone: 1 },
    because: 'old shapes keep arriving',
    taken: { managedPolicyArns: [], forceDetachPolicies: false },
  },
  {
    raw: 'x',
    because: 'a Delete must not fail on its shape',
    taken: { managedPolicyArns: [], forceDetachPolicies: false },
  },
])('a Delete takes $taken from $raw, because $because', ({ raw, taken }) => {
  expect(parseDeleteProperties(raw)).toEqual(taken);
});

test('a context entry with a member of another name is refused', () => {
  const entry = { ContextKeyName: 'aws:SourceVpce', ContextKeyValues: [], Operator: 'StringEquals' };
  expect(problems({ ContextEntries: [entry] })).toContainEqual({
    path: 'ResourceProperties.ContextEntries[0]',
    message: expect.stringContaining('nothing else'),
  });
});

test('rendered problems stop at twenty lines and count the rest', () => {
  const many = Array.from({ length: 23 }, (_, index) => ({ path: `P${index}`, message: 'Is wrong' }));
  const lines = renderProblems(many).split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('and 3 more');
});
