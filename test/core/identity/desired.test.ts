import { quotaProblems, roleTags } from '../../../handler/core/identity/desired';
import type { PolicyDocument } from '../../../handler/core/policy/document';
import { desiredFrom, origin, otherOrigin } from './fixture';

/** A policy of exactly so many characters, white space left out. */
function ofLength(characters: number, filler = 'x'): PolicyDocument {
  const document = (resource: string): PolicyDocument => ({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Long', Effect: 'Allow', Action: 's3:PutObject', Resource: resource }],
  });
  return document(filler.repeat(characters - JSON.stringify(document('')).length));
}

test.each([
  { policy: ofLength(6144), trust: ofLength(2048), problems: [], because: 'IAM allows as much' },
  { policy: ofLength(6145), trust: ofLength(2048), problems: ['6145'], because: 'the policy is one too long' },
  { policy: ofLength(6144), trust: ofLength(2049), problems: ['2049'], because: 'the trust policy is one too long' },
  { policy: ofLength(9000), trust: ofLength(3000), problems: ['9000', '3000'], because: 'both are, and both are told' },
  { policy: ofLength(9000, ' '), trust: ofLength(1000), problems: [], because: 'IAM does not count white space' },
])('quotas are told before the first write: $problems, because $because', ({ policy, trust, problems }) => {
  const found = quotaProblems({ ...desiredFrom(), policy, trustPolicy: trust });
  expect(found.map(({ message }) => /would have (\d+) characters/.exec(message)?.[1])).toEqual(problems);
});

test('the largest policy that properties can ask for fits', () => {
  const raw = {
    S3BucketName: 'b'.repeat(63),
    S3KeyPrefix: 'p'.repeat(512),
    S3BucketOwner: '444455556666',
    CloudWatchLogGroupName: 'g'.repeat(512),
    TrustedServices: ['ec2.amazonaws.com', 'ssm.amazonaws.com'],
  };
  const bucketKey = { is: 'key', arn: `arn:aws:kms:eu-west-1:444455556666:key/${'k'.repeat(36)}` } as const;
  for (const PolicyScope of ['LeastPrivilege', 'Documented']) {
    const discovered = { bucketKey, bucketRegion: 'eu-west-1', sessionKeyArn: bucketKey.arn };
    expect(quotaProblems(desiredFrom({ raw: { ...raw, PolicyScope }, discovered }))).toEqual([]);
  }
});

test('all three bear the template’s tags and say whose they are', () => {
  const { tags } = desiredFrom({ raw: { Tags: [{ Key: 'Team', Value: 'platform' }] } });
  expect(tags).toEqual([
    { Key: 'Team', Value: 'platform' },
    { Key: 'session-manager-role:stack-id', Value: origin.stackId },
    { Key: 'session-manager-role:logical-id', Value: 'SessionRole' },
    { Key: 'session-manager-role:physical-id-hash', Value: expect.stringMatching(/^[0-9a-f]{12}$/) },
  ]);
});

test('the same properties in another stack differ in their owner alone', () => {
  const { owner, tags, ...ours } = desiredFrom();
  const { owner: otherOwner, tags: otherTags, ...theirs } = desiredFrom({ origin: otherOrigin });
  expect(theirs).toEqual(ours);
  expect(otherOwner).not.toEqual(owner);
  expect(otherTags).not.toEqual(tags);
});

const arns = (count: number) => Array.from({ length: count }, (_, n) => `arn:aws:iam::aws:policy/P${n}`);
const recordOf = (count: number) => roleTags(desiredFrom(), arns(count)).filter(({ Key }) => /managed/.test(Key));

test.each([
  { count: 0, tags: 0, because: 'there is nothing to remember' },
  { count: 1, tags: 1, because: 'one policy is remembered' },
  { count: 18, tags: 1, because: 'nine were attached and nine others are wanted' },
])('the role’s record of $count further policies is $tags tag that IAM accepts: $because', ({ count, tags }) => {
  const record = recordOf(count);
  expect(record).toHaveLength(tags);
  for (const { Value } of record) expect(Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
});

test('the record has no order and names each policy once', () => {
  const [a = '', b = ''] = arns(2);
  expect(roleTags(desiredFrom(), [b, a, b])).toEqual(roleTags(desiredFrom(), [a, b]));
});

test.each(['Preferences', 'arn:aws:ssm:eu-west-1:444455556666:document/Org.Preferences_1'])(
  'the role alone says which session document it serves: %s',
  (SessionDocumentName) => {
    const desired = desiredFrom({ raw: { SessionDocumentName } });
    const [record, ...others] = roleTags(desired, []).filter(
      ({ Key }) => Key === 'session-manager-role:session-document',
    );
    expect(others).toEqual([]);
    expect(record?.Value).toBe(SessionDocumentName);
    expect(record?.Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
    expect(desired.tags).not.toContainEqual(record);
  },
);

test('a role that serves no session document says nothing of one', () => {
  expect(roleTags(desiredFrom(), []).map(({ Key }) => Key)).not.toContain('session-manager-role:session-document');
});
