import type { Discovered } from '../../../handler/core/identity/permissions';
import {
  expectRows,
  knownKey,
  logs,
  noKey,
  ownS3,
  type Row,
  s3,
  sessionKey,
  sessions,
  unknownKey,
  withSessionKey,
} from './policy-rows';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
const page = {
  encryption: ['s3:GetEncryptionConfiguration', '*'],
  logGroups: ['logs:CreateLogStream logs:DescribeLogGroups logs:DescribeLogStreams logs:PutLogEvents', '*'],
  objects: ['s3:PutObject', 'arn:aws:s3:::org-logs/app/prod/*'],
  foreignObjects: ['s3:PutObject s3:PutObjectAcl', 'arn:aws:s3:::org-logs/app/prod/*'],
  dataKeys: ['kms:GenerateDataKey', '*'],
  sessionKey: ['kms:Decrypt', sessionKey],
} as const satisfies Record<string, Row>;

test.each<{ raw: object; discovered: Discovered; rows: readonly Row[]; because: string }>([
  { raw: {}, discovered: noKey, rows: [sessions, page.encryption], because: 'nothing is logged' },
  {
    raw: {},
    discovered: withSessionKey(noKey),
    rows: [sessions, page.encryption, page.sessionKey],
    because: 'sessions are encrypted with a key',
  },
  {
    raw: { ...ownS3, ...logs },
    discovered: withSessionKey(knownKey),
    rows: [sessions, page.logGroups, page.objects, page.encryption, page.sessionKey, page.dataKeys],
    because: 'it is the page’s second policy whole',
  },
  {
    raw: { ...s3, ...logs },
    discovered: withSessionKey(knownKey),
    rows: [sessions, page.logGroups, page.foreignObjects, page.encryption, page.sessionKey, page.dataKeys],
    because: 'the page asks for s3:PutObjectAcl across accounts',
  },
  {
    raw: ownS3,
    discovered: unknownKey,
    rows: [sessions, page.objects, page.encryption, page.dataKeys],
    because: 'the page asks for every key whatever is known of one',
  },
  {
    raw: logs,
    discovered: noKey,
    rows: [sessions, page.logGroups, page.encryption],
    because: 'only S3 needs data keys',
  },
])('Documented is what the AWS page prints for $raw, where $because', ({ raw, discovered, rows }) => {
  expectRows({ ...raw, PolicyScope: 'Documented' }, discovered, rows);
});
