import fc from 'fast-check';
import { findingCodes } from '../../../handler/core/access/findings';
import type { ObservedAccess } from '../../../handler/core/access/observed';
import { namesOf } from '../../../handler/core/identity/names';
import { propose } from '../../../handler/core/proposal';
import { parseProperties } from '../../../handler/core/request/parse-properties';
import { parseSessionDocument } from '../../../handler/core/request/parse-session-document';
import { underDocument } from '../../../handler/core/request/preferences';
import { forbidden, present } from '../../../handler/core/seen';
import { seenBuckets } from '../proposals';
import { account, origin, otherAccount, settings } from './fixture';
import { neighbours, otherKeys, own, type Purpose, type Reach, reaches } from './reach';

const where = { ...settings, allowedS3BucketOwners: ['*'] };
const hostile = [
  ...['*', '?', '**', '/*', `\${aws:username}`, `\${*}`, '$', '"', "'", '\\', '","Resource":"*', '%2a', '\u202e'],
  ...['\u0000', '\ud800', 'e\u0301', '\uff0a', '\u2217', '../', '..', '//', ':', '\n', 'arn:aws:s3:::*', '{{ name }}'],
];

/** A value as it should be, or with something hostile in it. */
function near(...values: readonly string[]): fc.Arbitrary<string> {
  const spoilt = fc.tuple(fc.constantFrom(...values), fc.constantFrom(...hostile), fc.nat()).map(([value, bad, at]) => {
    const index = at % (value.length + 1);
    return value.slice(0, index) + bad + value.slice(index);
  });
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: spoilt });
}

const sessionKey = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const preferences = fc.record(
  {
    s3BucketName: near('app-logs', 'org.logs', 'logs'),
    s3KeyPrefix: near('sessions', '/a//b/', 'ünïcode', ''),
    cloudWatchLogGroupName: near('/ssm/sessions', 'group'),
    kmsKeyId: near(sessionKey),
  },
  { requiredKeys: [] },
);
const declared = fc.record(
  {
    S3BucketName: near('app-logs', 'org.logs'),
    S3KeyPrefix: near('sessions', '/a//b/', 'ünïcode', 'x y'),
    S3BucketOwner: near(account, otherAccount),
    CloudWatchLogGroupName: near('/ssm/sessions', 'group.with#all-signs/'),
    KmsKeyId: near(sessionKey),
    RoleName: near('app-sessions'),
    Path: near('/session/', '/session/app/'),
  },
  { requiredKeys: [] },
);
const { encrypted, ...others } = seenBuckets;
const unread = { metadata: forbidden('kms:DescribeKey'), policy: forbidden('kms:GetKeyPolicy') };
const bucketKey = {
  keyId: `arn:aws:kms:eu-west-1:${otherAccount}:key/66666666-7777-8888-9999-000000000000`,
  ...unread,
};
const logGroupKeyArn = `arn:aws:kms:eu-west-1:${account}:key/77777777-8888-9999-0000-111111111111`;
const seen = fc
  .tuple(
    fc.constantFrom<ObservedAccess>({}, ...Object.values(others), { ...encrypted, bucketKey }),
    fc.constantFrom<ObservedAccess>(
      {},
      { logGroup: present({}) },
      { logGroup: present({ kmsKeyArn: logGroupKeyArn }) },
    ),
  )
  .map(([access, group]): ObservedAccess => ({ ...access, ...group }));

type Given = Readonly<Record<string, string>>;

/** The document that would be written, or nothing where the properties are refused. */
function written(raw: Given, inputs: Given | undefined, access: ObservedAccess): string | undefined {
  const asked = { ...raw, Verification: 'Off', ...(inputs && { SessionDocumentName: 'SSM-SessionManagerRunShell' }) };
  const parsed = parseProperties(asked, where, findingCodes);
  if ('problems' in parsed) return undefined;
  const { properties } = parsed;
  const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
  const sessionDocument = inputs && parseSessionDocument(content, where);
  const keyId = underDocument(properties, sessionDocument).kmsKeyId;
  const keys = keyId === undefined ? {} : { sessionKey: { keyId, ...unread } };
  const observed = { ...access, ...keys, ...(sessionDocument && { sessionDocument }) };
  const absent = { state: 'absent' } as const;
  const identity = { role: absent, policy: absent, instanceProfile: absent };
  const wanted = {
    type: 'Create',
    origin,
    names: namesOf(origin, properties, where),
    properties,
    settings: where,
  } as const;
  const { desired } = propose(wanted, { identity, access: observed, beside: { policies: [] } });
  return JSON.stringify(desired.policy);
}

/** What the values mean as text, whatever any part of them could mean to IAM. */
function purposeOf(raw: Given, inputs: Given): Purpose {
  const name = raw['S3BucketName'] ?? (inputs['s3BucketName'] || undefined);
  const prefix = (raw['S3KeyPrefix'] ?? inputs['s3KeyPrefix'] ?? '')
    .split('/')
    .filter((part) => part !== '')
    .join('/');
  const logGroup = raw['CloudWatchLogGroupName'] ?? (inputs['cloudWatchLogGroupName'] || undefined);
  const key = raw['KmsKeyId'] ?? (inputs['kmsKeyId'] || undefined);
  return {
    ...{ partition: 'aws', account, region: 'eu-west-1' },
    ...(name !== undefined && {
      bucket: { name, owner: raw['S3BucketOwner'] ?? account, prefix, region: 'eu-west-1' },
    }),
    ...(logGroup !== undefined && { logGroup }),
    ...(key !== undefined && { sessionKeyArn: key }),
  };
}

const keysOf = ({ bucketKey: key, logGroup }: ObservedAccess) => ({
  ...(key !== undefined && { bucketKeyArn: key.keyId }),
  ...(logGroup?.state === 'present' && logGroup.value.kmsKeyArn && { logGroupKeyArn: logGroup.value.kmsKeyArn }),
});

const told = ({ action, resource }: Reach) => `${action} on ${resource}`;

test('no properties and no session document open more than the own bucket prefix, keys and log group', () => {
  let count = 0;
  const law = fc.property(declared, fc.option(preferences, { nil: undefined }), seen, (raw, inputs, access) => {
    const document = written(raw, inputs, access);
    if (document === undefined) return;
    count += 1;
    // A document with one preference of no known form is not read at all.
    const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
    const readable = inputs !== undefined && parseSessionDocument(content, where).state === 'present';
    const purpose = { ...purposeOf(raw, readable ? inputs : {}), ...keysOf(access) };
    expect(
      neighbours(purpose)
        .filter((reach) => reaches(document, reach))
        .map(told),
    ).toEqual([]);
    expect(
      own(purpose)
        .filter((reach) => !reaches(document, reach))
        .map(told),
    ).toEqual([]);
    if (access.bucket)
      expect(
        otherKeys(purpose)
          .filter((reach) => reaches(document, reach))
          .map(told),
      ).toEqual([]);
  });
  fc.assert(law, { numRuns: 1500 });
  expect(count).toBeGreaterThan(300);
});

test.each(hostile)('what the evaluator would obey is refused, or is text: %j in each value', (bad) => {
  for (const name of ['S3BucketName', 'S3KeyPrefix', 'CloudWatchLogGroupName', 'KmsKeyId', 'Path', 'RoleName']) {
    const raw = { S3BucketName: 'app-logs', [name]: `x${bad}` };
    const document = written(raw, undefined, {});
    const purpose = purposeOf(raw, {});
    const widened = document === undefined ? [] : neighbours(purpose).filter((reach) => reaches(document, reach));
    expect({ name, widened: widened.map(told) }).toEqual({ name, widened: [] });
  }
});
