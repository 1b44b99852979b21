import { absent, forbidden, present } from '../../../handler/core/seen';
import { type Judgement, type Row, row } from './row';
import { ACCOUNT, SESSION_KEY_ARN, seeingKey, serving } from './setting';

const refused: Judgement = { verdict: 'broken', consequence: 'session refused', account: ACCOUNT, remedy: 'act' };
const lost: Judgement = { ...refused, consequence: 'log lost' };
const said = { s3BucketName: 'org-logs', s3KeyPrefix: 'sessions', s3EncryptionEnabled: true } as const;

const disagreements: readonly Row[] = [
  row(
    'SessionDocumentDisagrees',
    refused,
    {
      says: 'otherwise of S3BucketName, S3KeyPrefix',
      because: 'the agent asks for the encryption of a bucket it may not read',
    },
    serving(present({ ...said, s3BucketName: 'other-logs', s3KeyPrefix: '' }), said),
  ),
  row(
    'SessionDocumentDisagrees',
    lost,
    { says: 'otherwise of CloudWatchLogGroupName', because: 'a document that names no log group sends no log there' },
    serving(present(said), { cloudWatchLogGroupName: '/ssm/sessions' }),
  ),
  row(
    'SessionDocumentDisagrees',
    refused,
    { says: 'otherwise of KmsKeyId', because: 'the agent asks for the key of the document' },
    serving(present({ kmsKeyId: SESSION_KEY_ARN.replace(/.$/, 'x') }), { kmsKeyId: SESSION_KEY_ARN }),
  ),
  row(
    'SessionDocumentDisagrees',
    { ...lost, verdict: 'advice', consequence: 'advice' },
    { says: 'otherwise of KmsKeyId', because: 'an agent that is told of no key asks for none' },
    serving(present({}), { kmsKeyId: SESSION_KEY_ARN }),
  ),
  row(
    'SessionDocumentDisagrees',
    lost,
    { says: 'otherwise of S3BucketName', because: 'without the demand the agent finds out at the end' },
    serving(present({ ...said, s3BucketName: 'other-logs', s3EncryptionEnabled: false }), { s3BucketName: 'org-logs' }),
  ),
  row(
    'SessionDocumentDisagrees',
    { ...refused, verdict: 'cannotTell' },
    { says: 'otherwise of KmsKeyId', because: 'the alias may be of the same key' },
    serving(present({ kmsKeyId: 'alias/sessions' }), { kmsKeyId: SESSION_KEY_ARN }),
  ),
  row(
    'SessionDocumentDisagrees',
    { ...lost, verdict: 'advice', consequence: 'advice' },
    { says: 'otherwise of S3EncryptionEnabled', because: 'a demand that the agent does not make refuses nobody' },
    serving(present({ ...said, s3EncryptionEnabled: false }), said),
  ),
];

/** What goes wrong between a template and the session document that it names. */
export const sessionDocumentRows: readonly Row[] = [
  row(
    'SessionDocumentMissing',
    refused,
    { says: 'does not exist', because: 'no session starts under a document that is not there' },
    serving(absent),
  ),
  row(
    'SessionDocumentUnreadable',
    { ...lost, verdict: 'cannotTell' },
    { says: 'ssm:GetDocument refused', because: 'a right that the function lacks says nothing of the agent' },
    serving(forbidden('ssm:GetDocument')),
  ),
  row(
    'SessionDocumentUnreadable',
    { ...lost, verdict: 'cannotTell' },
    { says: 'inputs.s3BucketName is a parameter', because: 'whoever starts the session chooses its value' },
    serving(forbidden('ssm:GetDocument', 'inputs.s3BucketName is a parameter')),
  ),
  ...disagreements,
];

/** One key has many names: these are all of the session key. */
export const namesOfOneKey = [
  { stated: SESSION_KEY_ARN, told: SESSION_KEY_ARN.replace(/^.*:key\//, ''), because: 'an id is the end of its ARN' },
  { stated: 'alias/sessions', told: SESSION_KEY_ARN, because: 'DescribeKey resolved the alias' },
  { stated: 'alias/sessions', told: 'alias/sessions', because: 'they are one word' },
] as const;

export const unresolved = seeingKey('sessionKey', { metadata: forbidden('kms:DescribeKey') });
