import { type Discovered, permissionsPolicy } from '../../../handler/core/identity/permissions';
import type { StatementDocument } from '../../../handler/core/policy/document';
import { propertiesFrom, settings } from './fixture';

export const key = 'arn:aws:kms:eu-west-1:444455556666:key/66666666-7777-8888-9999-000000000000';
export const sessionKey = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

export const s3 = { S3BucketName: 'org-logs', S3KeyPrefix: 'app/prod', S3BucketOwner: '444455556666' };
export const ownS3 = { S3BucketName: 'org-logs', S3KeyPrefix: 'app/prod' };
export const logs = { CloudWatchLogGroupName: '/ssm/sessions' };
export const noKey: Discovered = { bucketKey: { is: 'none' }, bucketRegion: 'eu-central-1' };
export const knownKey: Discovered = { ...noKey, bucketKey: { is: 'key', arn: key } };
export const unknownKey: Discovered = { ...noKey, bucketKey: { is: 'unknown' } };
export const withSessionKey = (discovered: Discovered): Discovered => ({ ...discovered, sessionKeyArn: sessionKey });

export const logGroupKey = 'arn:aws:kms:eu-west-1:111122223333:key/77777777-8888-9999-0000-111111111111';
export const withGroupKey = (logGroupKeyArn: string) => (discovered: Discovered) => ({ ...discovered, logGroupKeyArn });

/** A statement as the tables write it: actions, resource, and the condition's one key where there is one. */
export type Row = readonly [actions: string, resource: string, condition?: Readonly<Record<string, string>>];

const rowOf = ({ Action, Resource, Condition }: StatementDocument): Row => {
  const row = [[Action].flat().toSorted().join(' '), [Resource].flat().join(' ')] as const;
  if (Condition === undefined) return row;
  const { StringEquals, ...others } = Condition;
  expect(others).toEqual({});
  return [...row, StringEquals as Readonly<Record<string, string>>];
};

const byText = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).toSorted();

/** Expects a policy that allows exactly these rows. */
export function expectRows(raw: object, discovered: Discovered, rows: readonly Row[]): void {
  const { Version, Statement } = permissionsPolicy(propertiesFrom({ ...raw }), discovered, settings);
  expect(Version).toBe('2012-10-17');
  expect(Statement.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
  expect(byText(Statement.map(rowOf))).toEqual(byText(rows));
}

export const sessions: Row = [
  'ssm:UpdateInstanceInformation ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel',
  '*',
];
