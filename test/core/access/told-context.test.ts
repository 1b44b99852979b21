import { contextProblems } from '../../../handler/core/access/context-problems';
import type { ContextEntry } from '../../../handler/core/request/properties';
import { present } from '../../../handler/core/seen';
import { telling } from './role-changes';
import {
  bearing,
  bucketKeyUses,
  type Change,
  findingsAfter,
  policy,
  reads,
  right,
  seeingBucketPolicy,
  seeingKeyPolicy,
  toAccount,
  uploads,
  type Wording,
} from './setting';

const boundedBy = (...statements: readonly Wording[]) =>
  bearing({ boundary: { name: 'boundary', document: present(policy(...statements)) } });
const unless = (condition: object, Action = '*'): Wording => ({
  Effect: 'Deny',
  Sid: 'Unless',
  Action,
  Condition: condition,
});
const everything: Wording = { Action: '*' };

const endpoint = (service: ContextEntry['service'], value: string): ContextEntry => {
  return { key: 'aws:SourceVpce', values: [value], ...(service && { service }) };
};
const eachEndpoint = (['s3', 'kms', 'logs', 'ssm', 'ssmmessages'] as const).map((service) => {
  return endpoint(service, `vpce-${service}`);
});
const outside = (value: string) => ({
  StringNotEquals: { 'aws:SourceVpce': value },
  Bool: { 'aws:ViaAWSService': 'false' },
});
const onlyS3Endpoint = boundedBy(everything, unless(outside('vpce-s3')));
const bothEndpoints: readonly Change[] = [
  seeingBucketPolicy(uploads, reads, { ...unless(outside('vpce-s3'), 's3:*'), Principal: '*' }),
  seeingKeyPolicy('sessionKey', toAccount('kms:*'), { ...unless(outside('vpce-kms'), 'kms:Decrypt'), Principal: '*' }),
];

const tag = (service: ContextEntry['service']): ContextEntry => {
  return { key: 'aws:ResourceTag/env', values: ['prod'], ...(service && { service }) };
};
const inProduction = { StringEquals: { 'aws:ResourceTag/env': 'prod' } };
const elsewhere = { StringNotEquals: { 'aws:ResourceTag/env': 'prod' } };
const onlyTagged = boundedBy({ Action: '*', Condition: inProduction });
const onlyTaggedGroups = boundedBy(
  { Action: ['ssm:*', 'ssmmessages:*', 's3:*', 'kms:*'] },
  { Action: 'logs:*', Condition: inProduction },
);
const onlyTaggedKey = (which: 'bucketKey' | 'sessionKey') =>
  seeingKeyPolicy(which, which === 'bucketKey' ? bucketKeyUses : toAccount('kms:*'), {
    ...unless(elsewhere, 'kms:Decrypt'),
    Principal: '*',
  });

const instance = (id: string): ContextEntry => {
  return { key: 'ec2:SourceInstanceARN', values: [`arn:aws:ec2:eu-west-1:111122223333:instance/${id}`] };
};
const onlyInstance = boundedBy(
  everything,
  unless({
    ArnNotLike: { 'ec2:SourceInstanceARN': 'arn:aws:ec2:*:*:instance/i-1' },
    Bool: { 'aws:ViaAWSService': 'false' },
  }),
);

test.each<{ told: readonly ContextEntry[]; changes: readonly Change[]; codes: readonly string[]; because: string }>([
  {
    told: [endpoint('s3', 'vpce-s3')],
    changes: [onlyS3Endpoint],
    codes: ['IdentityUndecided'],
    because: 'through which endpoints the other services are reached was not told',
  },
  {
    told: eachEndpoint,
    changes: [onlyS3Endpoint],
    codes: ['BoundaryBlocks'],
    because: 'no other service is reached through the endpoint of S3',
  },
  {
    told: [endpoint('s3', 'vpce-s3'), endpoint('kms', 'vpce-kms')],
    changes: bothEndpoints,
    codes: [],
    because: 'each is reached through its own endpoint',
  },
  {
    told: [endpoint('s3', 'vpce-s3')],
    changes: bothEndpoints,
    codes: ['KeyPolicyUndecided'],
    because: 'the endpoint of S3 says nothing of that of KMS',
  },
  {
    told: [endpoint('s3', 'vpce-kms'), endpoint('kms', 'vpce-s3')],
    changes: bothEndpoints,
    codes: ['BucketPolicyDenies', 'KeyPolicyDenies'],
    because: 'each policy admits another endpoint',
  },
  {
    told: [tag('s3'), tag('kms'), tag('logs')],
    changes: [onlyTagged],
    codes: ['IdentityUndecided'],
    because: 'channels bear no tags of bucket, key and log group',
  },
  {
    told: [tag('logs')],
    changes: [onlyTaggedGroups],
    codes: ['IdentityUndecided'],
    because: 'who lists groups names none that has tags',
  },
  {
    told: [{ key: 'aws:ResourceTag/env', values: [] }],
    changes: [boundedBy(everything, unless({ Null: { 'aws:ResourceTag/env': 'true' } }, 'logs:DescribeLogGroups'))],
    codes: ['BoundaryBlocks'],
    because: 'what is sent nowhere is not sent by who lists groups either',
  },
  { told: [tag('kms')], changes: [onlyTaggedKey('sessionKey')], codes: [], because: 'the session key bears the tag' },
  {
    told: [tag('kms')],
    changes: [onlyTaggedKey('bucketKey')],
    codes: ['KeyPolicyUndecided'],
    because: "the bucket's key is another, and S3 asks for it",
  },
  { told: [], changes: [onlyInstance], codes: ['IdentityUndecided'], because: 'it may be any instance' },
  { told: [instance('i-1')], changes: [onlyInstance], codes: [], because: 'it is the one instance' },
  { told: [instance('i-2')], changes: [onlyInstance], codes: ['BoundaryBlocks'], because: 'it is another' },
])('with what is told it comes to $codes, since $because', ({ told, changes, codes }) => {
  const serious = findingsAfter(telling(...told), ...changes).filter(({ verdict }) => verdict !== 'advice');
  expect([...new Set(serious.map(({ code }) => code))]).toEqual(codes);
});

test.each<{ told: ContextEntry; problem: string | undefined; because: string }>([
  { told: instance('i-1'), problem: undefined, because: 'which instance it is nobody else knows' },
  {
    told: { key: 'ec2:SourceInstanceARN', values: ['arn:aws:ec2:eu-west-1:444455556666:instance/i-1'] },
    problem: 'ResourceProperties.ContextEntries[0].ContextKeyValues',
    because: "the role is for its own account's instances",
  },
  {
    told: { key: 's3:TlsVersion', values: [] },
    problem: 'ResourceProperties.ContextEntries[0].ContextKeyValues',
    because: 'no request is without one',
  },
  {
    told: { key: 's3:x-amz-acl', values: ['private'] },
    problem: 'ResourceProperties.ContextEntries[0].ContextKeyName',
    because: 'it is known of requests to S3',
  },
  {
    told: { key: 's3:x-amz-acl', values: ['private'], service: 'kms' },
    problem: undefined,
    because: 'an entry is judged by the requests to its service',
  },
  {
    told: { key: 'aws:SecureTransport', values: ['false'], service: 'logs' },
    problem: 'ResourceProperties.ContextEntries[0].ContextKeyName',
    because: 'it is known of requests to every service',
  },
  { told: endpoint('s3', 'vpce-1'), problem: undefined, because: 'nobody can know it from here' },
  {
    told: { key: 'ec2:SourceInstanceARN', values: [] },
    problem: 'ResourceProperties.ContextEntries[0].ContextKeyValues',
    because: 'an instance is always named',
  },
])('an entry is refused at $problem, since $because', ({ told, problem }) => {
  const { requirements, seen } = telling(told)(right);
  const paths = contextProblems({ requirements, evidence: { access: seen } }).map(({ path }) => path);
  expect(paths).toEqual(problem === undefined ? [] : [problem]);
});

const elsewhereOrganized = { key: 'aws:PrincipalOrgPaths', values: ['o-other1234/r-1/ou-1/'] };

test('an entry that contradicts the organisation which AWS named is refused, and not passed over', () => {
  const { requirements, seen } = telling(elsewhereOrganized)(right);
  const problemsIn = (organizationId: string) =>
    contextProblems({ requirements, evidence: { access: { ...seen, organizationId: present(organizationId) } } });
  expect(problemsIn('o-a1b2c3d4e5')).toHaveLength(1);
  expect(problemsIn('o-other1234')).toEqual([]);
});
