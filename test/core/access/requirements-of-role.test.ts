import type { ObservedAccess } from '../../../handler/core/access/observed';
import { requirementsOfRole, type Told } from '../../../handler/core/access/requirements-of-role';
import { verifySessionDocument } from '../../../handler/core/access/verify-session-document';
import { ownershipTags } from '../../../handler/core/identity/ownership';
import type { Preferences } from '../../../handler/core/request/properties';
import { absent, forbidden, present } from '../../../handler/core/seen';
import { handMade } from './live-role';

const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };
const nothingTold: Told = { stated: {}, contextEntries: [] };
const allow = (Action: string | readonly string[], Resource: string | readonly string[], rest: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
const uploads = allow('s3:PutObject', 'arn:aws:s3:::org-logs/app/*');
const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/ssm/sessions';

const derived = (statements: readonly object[], told: Partial<Told> = {}) =>
  requirementsOfRole(handMade(...statements), { ...nothingTold, ...told }, place);

const rows = [
  {
    because: 'objects below a prefix name bucket and prefix',
    statements: [uploads],
    values: { bucket: { name: 'org-logs', keyPrefix: 'app', owner: '111122223333' } },
    sources: { s3BucketName: 'policies', s3KeyPrefix: 'policies', s3BucketOwner: 'assumed' },
  },
  {
    because: 'a condition on aws:ResourceAccount names the owner',
    statements: [{ ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } }],
    values: { bucket: { owner: '444455556666' } },
    sources: { s3BucketOwner: 'policies' },
  },
  {
    because: 'a condition on two accounts names none',
    statements: [{ ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': ['444455556666', '1'] } } }],
    values: { bucket: { owner: '111122223333' } },
    sources: { s3BucketOwner: 'assumed' },
  },
  {
    because: 'a grant beside it that no owner limits leaves the owner open',
    statements: [
      { ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } },
      allow('s3:*', 'arn:aws:s3:::org-logs*'),
    ],
    told: { stated: { s3BucketName: 'org-logs' } },
    values: { bucket: { owner: '111122223333' } },
    sources: { s3BucketOwner: 'assumed' },
  },
  {
    because: 'a grant beside it that a variable may lead there leaves the owner open',
    statements: [
      { ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } },
      allow('s3:PutObject', `arn:aws:s3:::$\{aws:PrincipalTag/bucket}/app/*`),
    ],
    told: { stated: { s3BucketName: 'org-logs' } },
    values: { bucket: { owner: '111122223333' } },
    sources: { s3BucketOwner: 'assumed' },
  },
  {
    because: 'a grant of objects elsewhere says nothing of the owner',
    statements: [
      { ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } },
      allow('s3:PutObject', ['arn:aws:s3:::org-logs/backup/*', 'arn:aws:s3:::app-images/*']),
    ],
    told: { stated: { s3BucketName: 'org-logs', s3KeyPrefix: 'app' } },
    values: { bucket: { owner: '444455556666' } },
    sources: { s3BucketOwner: 'policies' },
  },
  {
    because: 'of two prefixes nobody says which is for logs',
    statements: [allow('s3:PutObject', ['arn:aws:s3:::org-logs/a/*', 'arn:aws:s3:::org-logs/b/*'])],
    told: { stated: { s3BucketName: 'org-logs' } },
    values: { bucket: { keyPrefix: '' } },
    sources: { s3KeyPrefix: 'assumed' },
  },
  {
    because: 'of two buckets nobody says which is for logs',
    statements: [uploads, allow('s3:Put*', 'arn:aws:s3:::app-images/*')],
    values: { bucket: undefined },
    sources: { s3BucketName: 'open' },
  },
  {
    because: 'every bucket is no bucket',
    statements: [allow('s3:*', '*')],
    values: { bucket: undefined },
    sources: { s3BucketName: 'open' },
  },
  {
    because: 'a person says which of two it is',
    statements: [uploads, allow('s3:Put*', 'arn:aws:s3:::app-images/*')],
    told: { stated: { s3BucketName: 'org-logs', s3BucketOwner: '444455556666' } },
    values: { bucket: { name: 'org-logs', keyPrefix: 'app', owner: '444455556666' } },
    sources: { s3BucketName: 'stated', s3KeyPrefix: 'policies', s3BucketOwner: 'stated' },
  },
  {
    because: 'a Deny grants nothing',
    statements: [{ ...uploads, Effect: 'Deny' }],
    values: { bucket: undefined },
    sources: { s3BucketName: undefined },
  },
  {
    because: 'a log group is named with or without its streams',
    statements: [allow(['logs:PutLogEvents', 'logs:CreateLogStream'], [group, `${group}:*`, `${group}:log-stream:*`])],
    values: { logGroup: { name: '/ssm/sessions', encryptionEnabled: true, streamingEnabled: true } },
    sources: { cloudWatchLogGroupName: 'policies', cloudWatchEncryptionEnabled: 'assumed' },
  },
  {
    because: 'a log group of another Region takes no logs of sessions here',
    statements: [allow('logs:PutLogEvents', group.replace('eu-west-1', 'us-east-1'))],
    values: { logGroup: undefined },
    sources: { cloudWatchLogGroupName: undefined },
  },
  {
    because: 'the page of AWS allows every log group',
    statements: [allow('logs:PutLogEvents', '*')],
    values: { logGroup: undefined },
    sources: { cloudWatchLogGroupName: 'open', cloudWatchEncryptionEnabled: undefined },
  },
  {
    because: 'the key of the session is one that the role only decrypts with',
    statements: [allow('kms:Decrypt', key)],
    values: { kmsKeyId: key },
    sources: { kmsKeyId: 'policies' },
  },
  {
    because: 'a key of another Region opens no session here',
    statements: [allow('kms:Decrypt', key.replace('eu-west-1', 'us-east-1'))],
    values: { kmsKeyId: undefined },
    sources: { kmsKeyId: undefined },
  },
  {
    because: 'a key that opens the events of a log group opens no session',
    statements: [
      {
        ...allow('kms:Decrypt', key),
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:*:log-group:*' } },
      },
    ],
    values: { kmsKeyId: undefined },
    sources: { kmsKeyId: undefined },
  },
  {
    because: 'a key that may make data keys is a key of a bucket',
    statements: [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key)],
    values: { kmsKeyId: undefined },
    sources: { kmsKeyId: undefined },
  },
  {
    because: 'a key that is used through S3 alone opens no session',
    statements: [
      allow('kms:Decrypt', key, { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
    ],
    values: { kmsKeyId: undefined },
    sources: { kmsKeyId: undefined },
  },
  {
    because: 'a key that is used through CloudWatch Logs alone is none of the bucket either',
    statements: [
      uploads,
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], key, {
        Condition: { StringEquals: { 'kms:ViaService': 'logs.eu-west-1.amazonaws.com' } },
      }),
    ],
    values: { bucket: { name: 'org-logs' }, kmsKeyId: undefined },
    sources: { s3KmsKeyArn: undefined, kmsKeyId: undefined },
  },
  {
    because: 'where a document says what is logged, buckets of an application are not asked',
    statements: [uploads, allow('kms:Decrypt', key)],
    told: { document: { name: 'd', preferences: present({ cloudWatchLogGroupName: '/ssm/sessions' }) } },
    values: { bucket: undefined, kmsKeyId: undefined, logGroup: { name: '/ssm/sessions' } },
    sources: { s3BucketName: undefined, cloudWatchLogGroupName: 'sessionDocument' },
  },
  {
    because: 'the document comes before the policies, which still say whose its bucket is',
    statements: [{ ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } }],
    told: {
      document: {
        name: 'd',
        preferences: present({ s3BucketName: 'org-logs', s3KeyPrefix: '', s3EncryptionEnabled: false }),
      },
    },
    values: { bucket: { name: 'org-logs', keyPrefix: '', owner: '444455556666', encryptionEnabled: false } },
    sources: { s3BucketName: 'sessionDocument', s3KeyPrefix: 'sessionDocument', s3BucketOwner: 'policies' },
  },
  {
    because: 'a document that cannot be read says nothing',
    statements: [uploads],
    told: { document: { name: 'd', preferences: forbidden('ssm:GetDocument') } },
    values: { bucket: { name: 'org-logs' }, sessionDocument: { name: 'd', stated: {} } },
    sources: { s3BucketName: 'policies' },
  },
] as const satisfies readonly { because: string; told?: Partial<Told>; [key: string]: unknown }[];

test.each<(typeof rows)[number] & { readonly told?: Partial<Told> }>(rows)(
  'requirements are derived: $because',
  ({ statements, told, values, sources }) => {
    const { requirements, sources: found } = derived(statements, told);
    const absentToo = Object.fromEntries(Object.keys(values).map((name) => [name, undefined]));
    expect({ ...absentToo, ...requirements }).toMatchObject(values);
    expect({ ...Object.fromEntries(Object.keys(sources).map((name) => [name, undefined])), ...found }).toMatchObject(
      sources,
    );
  },
);

/** A role that this function wrote for a bucket, a log group and a session key. */
const written = (...statements: readonly object[]) => {
  const [physicalId, stackId] = ['app', 'arn:aws:cloudformation:eu-west-1:111122223333:stack/app/1'];
  const tags = ownershipTags({ stackId, stackName: 'app', logicalId: 'Role', physicalId });
  return { ...handMade(...statements), tags };
};
const everyPlace = [uploads, allow('logs:PutLogEvents', `${group}:*`), allow('kms:Decrypt', key)];
const whole: Preferences = { s3BucketName: 'org-logs', cloudWatchLogGroupName: '/ssm/sessions', kmsKeyId: key };

test.each([
  { because: 'it says the same', said: whole, stated: {}, found: [] },
  {
    because: 'nothing is logged to the bucket any more',
    said: { cloudWatchLogGroupName: '/ssm/sessions', kmsKeyId: key },
    stated: { s3BucketName: 'org-logs' },
    found: ['broken S3BucketName, log lost'],
  },
  {
    because: 'nothing is logged to the log group any more',
    said: { s3BucketName: 'org-logs', kmsKeyId: key },
    stated: { cloudWatchLogGroupName: '/ssm/sessions' },
    found: ['broken CloudWatchLogGroupName, log lost'],
  },
  {
    because: 'a session without a key is refused nothing, as the template is told',
    said: { s3BucketName: 'org-logs', cloudWatchLogGroupName: '/ssm/sessions' },
    stated: { kmsKeyId: key },
    found: ['advice KmsKeyId, advice'],
  },
])('a document is held to what the policies were written for: $because', ({ said, stated, found }) => {
  const document = { name: 'd', preferences: present<Preferences>(said) };
  const role = written(...everyPlace);
  const { requirements, sources } = requirementsOfRole(role, { ...nothingTold, document }, place);
  expect(requirements.sessionDocument).toEqual({ name: 'd', stated });
  for (const name of Object.keys(stated)) expect(Object.keys(sources)).not.toContain(name);
  const seen: ObservedAccess = { organizationId: absent, sessionDocument: document.preferences };
  const judged = verifySessionDocument(
    { ...requirements.role, hasBoundary: false, organization: { is: 'absent' } },
    requirements,
    seen,
  );
  expect(judged.map(({ verdict, evidence, consequence }) => `${verdict} ${evidence}, ${consequence}`)).toEqual(found);
});

test('an option stands in for the document, which is not compared with it', () => {
  const document = { name: 'd', preferences: present<Preferences>({}) };
  const stated = { s3BucketName: 'org-logs', cloudWatchLogGroupName: '/ssm/sessions', kmsKeyId: key };
  const { requirements } = requirementsOfRole(written(...everyPlace), { ...nothingTold, document, stated }, place);
  expect(requirements).toMatchObject({ bucket: { name: 'org-logs' }, sessionDocument: { stated: {} } });
});

test('whose the bucket is the policy says that this function wrote, whatever another allows beside it', () => {
  const role = written({ ...uploads, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } });
  const [administrator] = handMade(allow('*', '*')).identity.policies;
  if (administrator === undefined) throw new Error('There is no policy');
  const further = { ...administrator, name: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  const policies = [...role.identity.policies, further];
  const { requirements } = requirementsOfRole(
    { ...role, identity: { ...role.identity, policies } },
    nothingTold,
    place,
  );
  expect(requirements).toMatchObject({ bucket: { name: 'org-logs', owner: '444455556666' } });
});
