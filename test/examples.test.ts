import { evaluatePolicy } from '../local/aws/naive-policy';
import { executionRole } from '../local/cloudformation/deployed-function';
import { type Deployment, resolve } from '../local/cloudformation/resolve';
import { asMap, loadTemplate, type Value } from '../local/cloudformation/template';
import { account, allowedActions, byDefault, deployed, statementsIn, template, unique } from './deployments';
import { actionsOf } from './issued-rights';

const logAccount = loadTemplate('examples/log-account.yaml');
const given = { BucketName: 'org-session-logs', RoleAccountIds: '111122223333', VerifierExternalId: 'session-logs' };
const bucket = 'arn:aws:s3:::org-session-logs';
const key = 'arn:aws:kms:eu-west-1:444455556666:key/99999999-8888-7777-6666-555555555555';
const deployment = {
  ...deployed(given),
  resources: { Key: { Arn: key }, Bucket: { Arn: bucket, Ref: given.BucketName } },
};
const verifier = executionRole(logAccount, 'VerifierRole', deployment);

test('the verifier role may read what a verification reads, and nothing else', () => {
  const reads = Object.entries(actionsOf).flatMap(([name, actions]) => (/^(s3|kms):/.test(name) ? actions : []));
  expect(allowedActions(verifier.inlinePolicies['Verify'])).toEqual(unique(reads));
});

const execution = executionRole(template, 'ExecutionRole', byDefault).arn;
const undelivered = executionRole(template, 'UndeliveredRole', byDefault).arn;

test.each([
  { decision: 'delegate', caller: execution, externalId: 'session-logs', because: 'it is the execution role' },
  { decision: 'silent', caller: execution, externalId: 'other', because: 'of the external ID' },
  { decision: 'silent', caller: undelivered, externalId: 'session-logs', because: 'it verifies nothing' },
  { decision: 'silent', caller: `${account}:role/admin`, externalId: 'session-logs', because: 'it is anybody' },
])('the verifier role is $decision for $caller, because $because', ({ decision, caller, externalId }) => {
  // A trust policy has no Resource; the evaluator wants one.
  const trust = { Statement: statementsIn(verifier.trustPolicy).map((statement) => ({ ...statement, Resource: '*' })) };
  const context = { 'aws:principalarn': caller, 'sts:externalid': externalId };
  const question = { action: 'sts:AssumeRole', resource: verifier.arn, context, principal: principalOf(caller) };
  expect(evaluatePolicy(JSON.stringify({ Version: '2012-10-17', ...trust }), question)).toBe(decision);
});

const sessions = `${account}:role/session-manager/app`;
const object = `${bucket}/app/session.log`;

test.each([
  { decision: 'delegate', action: 's3:PutObject', caller: sessions, tls: true, because: 'it logs a session' },
  { decision: 'delegate', action: 's3:PutObjectAcl', caller: sessions, tls: true, because: 'the agent sends an ACL' },
  { decision: 'deny', action: 's3:PutObject', caller: sessions, tls: false, because: 'only TLS will do' },
  { decision: 'silent', action: 's3:GetObject', caller: sessions, tls: true, because: 'the agent never reads logs' },
  {
    decision: 'silent',
    action: 's3:PutObject',
    caller: `${account}:role/app`,
    tls: true,
    because: 'it has no sessions',
  },
])('the bucket policy is $decision for $action by $caller, because $because', ({ decision, action, caller, tls }) => {
  const context = { 'aws:principalarn': caller, 'aws:securetransport': String(tls) };
  const question = { action, resource: object, context, principal: principalOf(caller) };
  expect(evaluatePolicy(policyOf('BucketPolicy', 'PolicyDocument'), question)).toBe(decision);
});

test.each([
  { decision: 'delegate', action: 'kms:GenerateDataKey', context: bucket, because: 'S3 writes for the role' },
  { decision: 'delegate', action: 'kms:Decrypt', context: bucket, because: 'logs over 5 MiB come in parts' },
  { decision: 'silent', action: 'kms:Decrypt', context: 'arn:aws:s3:::other', because: 'that is another bucket' },
  { decision: 'silent', action: 'kms:PutKeyPolicy', context: bucket, because: 'the key is not theirs' },
])('the key policy is $decision for $action in context $context, because $because', ({ decision, action, context }) => {
  const known = {
    'aws:principalarn': sessions,
    'kms:viaservice': 's3.eu-west-1.amazonaws.com',
    'kms:encryptioncontext:aws:s3:arn': context,
  };
  const question = { action, resource: key, context: known, principal: principalOf(sessions) };
  expect(evaluatePolicy(policyOf('Key', 'KeyPolicy'), question)).toBe(decision);
});

const member = {
  'aws:principalorgid': 'o-a1b2c3d4e5',
  'aws:securetransport': 'true',
  'kms:viaservice': 's3.eu-west-1.amazonaws.com',
  'kms:encryptioncontext:aws:s3:arn': bucket,
  'sts:externalid': 'session-logs',
};
const stranger = { ...member, 'aws:principalorgid': 'o-9876543210' };
const { 'aws:principalorgid': _, ...alone } = member;

describe.each([
  { action: 's3:PutObject', caller: sessions, resource: object, policy: ['BucketPolicy', 'PolicyDocument'] },
  {
    action: 's3:GetEncryptionConfiguration',
    caller: sessions,
    resource: bucket,
    policy: ['BucketPolicy', 'PolicyDocument'],
  },
  { action: 'kms:GenerateDataKey', caller: sessions, resource: key, policy: ['Key', 'KeyPolicy'] },
  { action: 'sts:AssumeRole', caller: execution, resource: '*', policy: ['VerifierRole', 'AssumeRolePolicyDocument'] },
] as const)('given an organisation, $action', ({ action, caller, resource, policy: [logicalId, property] }) => {
  test.each([
    { allowed: true, known: { ...member, 'aws:principalarn': caller }, because: 'it is of the organisation' },
    { allowed: false, known: { ...stranger, 'aws:principalarn': caller }, because: 'it is of another' },
    { allowed: false, known: { ...alone, 'aws:principalarn': caller }, because: 'it is of none' },
    { allowed: false, known: { ...member, 'aws:principalarn': `${account}:role/admin` }, because: 'it is anybody' },
  ])('is allowed: $allowed, because $because', ({ allowed, known }) => {
    const parameters = { ...given, RoleAccountIds: '', OrganizationId: 'o-a1b2c3d4e5' };
    const byOrganization = { ...deployment, parameters };
    const document = JSON.parse(policyOf(logicalId, property, byOrganization));
    const Statement = statementsIn(document).map((statement) => ({
      ...statement,
      Resource: statement['Resource'] ?? '*',
    }));
    const question = { action, resource, context: known, principal: principalOf(known['aws:principalarn']) };
    const verdict = evaluatePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), question);
    expect(verdict !== 'silent' && verdict !== 'deny').toBe(allowed);
  });
});

test('session logs expire, and the parts of one that was never finished do too', () => {
  const { properties } = logAccount.resources['Bucket'] ?? { properties: {} };
  const resolved = asMap(resolve(properties, logAccount, deployment), 'Bucket');
  expect(resolved['LifecycleConfiguration']).toEqual({
    Rules: [
      expect.objectContaining({
        Status: 'Enabled',
        ExpirationInDays: '365',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
    ],
  });
});

function principalOf(arn: string) {
  return { session: '', itself: [arn], account: ['111122223333'], hasBoundary: true };
}

function policyOf(logicalId: string, property: string, deployedAs: Deployment = deployment): string {
  const properties: Value = logAccount.resources[logicalId]?.properties ?? null;
  return JSON.stringify(asMap(resolve(properties, logAccount, deployedAs), logicalId)[property]);
}
