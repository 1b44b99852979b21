import fc from 'fast-check';
import { type Discovered, permissionsPolicy } from '../../../handler/core/identity/permissions';
import type { Settings } from '../../../handler/core/request/settings';
import { propertiesFrom, settings } from './fixture';
import {
  expectRows,
  key,
  knownKey,
  logGroupKey,
  logs,
  noKey,
  ownS3,
  type Row,
  s3,
  sessionKey,
  sessions,
  unknownKey,
  withGroupKey,
  withSessionKey,
} from './policy-rows';

const ofOwner = { 'aws:ResourceAccount': '444455556666' };
const ofAccount = { 'aws:ResourceAccount': '111122223333' };
const viaS3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' };
const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/ssm/sessions:*';
const viaLogs = {
  'kms:ViaService': 'logs.eu-west-1.amazonaws.com',
  'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/ssm/sessions',
};
const table = {
  objects: ['s3:PutObject s3:PutObjectAcl', 'arn:aws:s3:::org-logs/app/prod/*', ofOwner],
  bucket: ['s3:GetEncryptionConfiguration', 'arn:aws:s3:::org-logs', ofOwner],
  ownObjects: ['s3:PutObject s3:PutObjectAcl', 'arn:aws:s3:::org-logs/app/prod/*', ofAccount],
  ownBucket: ['s3:GetEncryptionConfiguration', 'arn:aws:s3:::org-logs', ofAccount],
  knownKey: ['kms:Decrypt kms:GenerateDataKey', key, viaS3],
  anyKey: ['kms:Decrypt kms:GenerateDataKey', '*', viaS3],
  sessionKey: ['kms:Decrypt', sessionKey],
  streams: ['logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents', group],
  groups: ['logs:DescribeLogGroups', '*'],
  groupKey: ['kms:Decrypt kms:GenerateDataKey', logGroupKey, viaLogs],
  anyGroupKey: ['kms:Decrypt kms:GenerateDataKey', '*', viaLogs],
} as const satisfies Record<string, Row>;

const bucketCases = [
  { raw: {}, rows: [], logsToS3: false, where: 'nowhere in S3' },
  { raw: s3, rows: [table.objects, table.bucket], logsToS3: true, where: 'a bucket of another account' },
  { raw: ownS3, rows: [table.ownObjects, table.ownBucket], logsToS3: true, where: 'a bucket of the own account' },
];
const keyCases = [
  { discovered: noKey, rows: [], key: 'no key' },
  { discovered: knownKey, rows: [table.knownKey], key: 'a known key' },
  { discovered: unknownKey, rows: [table.anyKey], key: 'an unknown key' },
];

const sessionKeyCases = [
  { seen: (discovered: Discovered) => discovered, rows: [], sessions: 'no session key' },
  { seen: withSessionKey, rows: [table.sessionKey], sessions: 'a session key' },
];
const groupRows = [table.streams, table.groups];
const asSeen = (discovered: Discovered) => discovered;
const groupCases = [
  { raw: {}, found: asSeen, rows: [], group: 'no log group' },
  { raw: logs, found: asSeen, rows: groupRows, group: 'a log group' },
  {
    raw: logs,
    found: withGroupKey(logGroupKey),
    rows: [...groupRows, table.groupKey],
    group: 'an encrypted log group',
  },
  { raw: logs, found: withGroupKey('*'), rows: [...groupRows, table.anyGroupKey], group: 'an unread log group' },
];

const across = <A, B>(some: readonly A[], others: readonly B[]) =>
  some.flatMap((one) => others.map((other) => [one, other] as const));

const combinations = across(across(bucketCases, keyCases), across(sessionKeyCases, groupCases)).map(
  ([[bucket, key], [session, group]]) => ({
    raw: { ...bucket.raw, ...group.raw },
    discovered: group.found(session.seen(key.discovered)),
    rows: [sessions, ...bucket.rows, ...(bucket.logsToS3 ? key.rows : []), ...session.rows, ...group.rows],
    title: `${bucket.where} under ${key.key}, ${session.sessions}, ${group.group}`,
  }),
);

test.each(combinations)('LeastPrivilege grants exactly its table for $title', ({ raw, discovered, rows }) => {
  expectRows(raw, discovered, rows);
});

test('without a prefix the objects are those of the whole bucket', () => {
  const { Statement } = permissionsPolicy(propertiesFrom({ S3BucketName: 'org-logs' }), noKey, settings);
  expect(Statement.find(({ Sid }) => Sid === 'SessionLogs')?.Resource).toBe('arn:aws:s3:::org-logs/*');
});

const partitions: readonly (readonly [partition: string, region: string, suffix: string])[] = [
  ['aws', 'eu-west-1', 'amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
  ['aws-iso', 'us-iso-east-1', 'c2s.ic.gov'],
  ['aws-iso-b', 'us-isob-east-1', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'eu-isoe-west-1', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'us-isof-south-1', 'csp.hci.ic.gov'],
  ['aws-eusc', 'eusc-de-east-1', 'amazonaws.eu'],
];

test.each(partitions)(
  'in partition %s every ARN is of that partition, and KMS is reached through its own services',
  (...row) => {
    const [partition, region, suffix] = row;
    const where: Settings = {
      ...settings,
      partition,
      region,
      permissionsBoundaryArn: `arn:${partition}:iam::aws:policy/B`,
    };
    const discovered: Discovered = { bucketKey: { is: 'unknown' }, bucketRegion: region, logGroupKeyArn: '*' };
    for (const PolicyScope of ['LeastPrivilege', 'Documented']) {
      const text = JSON.stringify(
        permissionsPolicy(propertiesFrom({ ...s3, ...logs, PolicyScope }, where), discovered, where),
      );
      const arns = text.match(/"arn:[^"]*/g) ?? [];
      expect(arns.length).toBeGreaterThan(0);
      expect(arns.filter((arn) => !arn.startsWith(`"arn:${partition}:`))).toEqual([]);
      const services = text.match(/"(s3|logs)\.[^"]*"/g) ?? [];
      expect(services).toEqual(
        PolicyScope === 'Documented' ? [] : ['s3', 'logs'].map((name) => `"${name}.${region}.${suffix}"`),
      );
    }
  },
);

test('every statement has a Sid of its own that IAM accepts', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...combinations),
      fc.constantFrom('LeastPrivilege', 'Documented'),
      (one, PolicyScope) => {
        const { Statement } = permissionsPolicy(propertiesFrom({ ...one.raw, PolicyScope }), one.discovered, settings);
        const sids = Statement.map(({ Sid }) => Sid);
        expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
        expect(new Set(sids).size).toBe(sids.length);
      },
    ),
  );
});
