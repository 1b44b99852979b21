import { parseSessionDocument } from '../../../handler/core/request/parse-session-document';
import type { Preferences } from '../../../handler/core/request/properties';
import { settings } from '../identity/fixture';

const document = (inputs: unknown, rest: object = {}) =>
  JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs, ...rest });
const read = (content: string) => parseSessionDocument(content, settings);

const silent: Preferences = {
  s3KeyPrefix: '',
  s3EncryptionEnabled: false,
  cloudWatchEncryptionEnabled: false,
  cloudWatchStreamingEnabled: false,
};

test('the document that the console writes is read preference by preference', () => {
  const inputs = {
    s3BucketName: 'org-logs',
    s3KeyPrefix: 'sessions/',
    s3EncryptionEnabled: true,
    cloudWatchLogGroupName: '/ssm/sessions',
    cloudWatchEncryptionEnabled: false,
    cloudWatchStreamingEnabled: true,
    idleSessionTimeout: '20',
    maxSessionDuration: '',
    kmsKeyId: 'alias/sessions',
    runAsEnabled: false,
    runAsDefaultUser: '',
    shellProfile: { windows: '', linux: '' },
  };
  expect(read(document(inputs, { description: 'Region preferences' }))).toEqual({
    state: 'present',
    value: {
      s3BucketName: 'org-logs',
      s3KeyPrefix: 'sessions',
      s3EncryptionEnabled: true,
      cloudWatchLogGroupName: '/ssm/sessions',
      cloudWatchEncryptionEnabled: false,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: 'alias/sessions',
    },
  });
});

test.each([
  { inputs: {}, because: 'nothing is stated' },
  { inputs: undefined, because: 'a document need not have inputs' },
  { inputs: { s3BucketName: '', cloudWatchLogGroupName: '', kmsKeyId: '' }, because: 'an empty name is none' },
  { inputs: { s3EncryptionEnabled: '', cloudWatchEncryptionEnabled: 'false' }, because: 'Go reads texts as booleans' },
  { inputs: { s3EncryptionEnabled: 'F', cloudWatchEncryptionEnabled: '0' }, because: 'Go has many words for false' },
])('sessions are neither logged nor encrypted, because $because', ({ inputs }) => {
  expect(read(document(inputs))).toEqual({ state: 'present', value: silent });
});

test.each(['1', 't', 'T', 'TRUE', 'true', 'True', true])('the flag %j is true to the agent', (s3EncryptionEnabled) => {
  expect(read(document({ s3EncryptionEnabled }))).toEqual({
    state: 'present',
    value: { ...silent, s3EncryptionEnabled: true },
  });
});

test('what runs through a port is neither logged nor encrypted, whatever the document says', () => {
  const content = document({ s3BucketName: 'org-logs', kmsKeyId: 'alias/sessions' }, { sessionType: 'Port' });
  expect(read(content)).toEqual({ state: 'present', value: expect.not.objectContaining({ s3BucketName: 'org-logs' }) });
});

test.each([
  { content: '{', reason: 'its content is no session document', because: 'it is no JSON' },
  { content: 'null', reason: 'its content is no session document', because: 'it is no object' },
  { content: document([]), reason: 'its content is no session document', because: 'its inputs are a list' },
  {
    content: document({}, { schemaVersion: '2.2' }),
    reason: 'its content is no session document',
    because: 'the agent reads 1.0 and no other',
  },
  {
    content: document({}, { sessionType: 'Chat' }),
    reason: 'its content is no session document',
    because: 'the agent has no such session',
  },
  {
    content: document({ s3BucketName: '{{ bucket }}', kmsKeyId: '{{ssm:key}}' }),
    reason:
      'inputs.s3BucketName is a parameter, inputs.kmsKeyId is a parameter, it reads Parameter Store, which takes ssm:GetParameters of the role',
    because: 'who starts the session gives the values',
  },
  {
    content: document({ s3BucketName: 'logs', s3KeyPrefix: '{{ prefix }}', cloudWatchLogGroupName: '{{ssm:group}}' }),
    reason:
      'inputs.cloudWatchLogGroupName is a parameter, inputs.s3KeyPrefix is a parameter, it reads Parameter Store, which takes ssm:GetParameters of the role',
    because: 'a prefix of braces is no prefix',
  },
  {
    content: document({}, { sessionType: 'Port', properties: { portNumber: '{{ssm:/fleet/port}}' } }),
    reason: 'it reads Parameter Store, which takes ssm:GetParameters of the role',
    because: 'the agent resolves what stands in properties, of a port too',
  },
  {
    content: document({ shellProfile: { linux: '{{ ssm:profile }}' } }),
    reason: 'it reads Parameter Store, which takes ssm:GetParameters of the role',
    because: 'and in every input, whether this function reads it or not',
  },
  {
    content: document({}, { parameters: { command: { type: 'String', default: '{{ssm:command}}' } } }),
    reason: 'it reads Parameter Store, which takes ssm:GetParameters of the role',
    because: 'and in defaults',
  },
  {
    content: document({}, { Inputs: { s3BucketName: 'logs' } }),
    reason: 'its Inputs are not spelled as Session Manager spells them',
    because: 'the agent reads them in any case, and this function would not',
  },
  {
    content: document({ S3BucketName: 'logs' }),
    reason: 'inputs.S3BucketName is not of the form that Session Manager takes',
    because: 'the agent reads names in any case, and this function would not',
  },
  {
    content: document({ s3KeyPrefix: 'logs/*', cloudWatchStreamingEnabled: 'true' }),
    reason:
      'inputs.s3KeyPrefix is not of the form that Session Manager takes, inputs.cloudWatchStreamingEnabled is not of the form that Session Manager takes',
    because: 'a wildcard would widen the policy, and the agent takes no text for this flag',
  },
  {
    content: document({ s3EncryptionEnabled: 'yes', s3BucketName: 'a"b' }),
    reason: expect.not.stringContaining('a"b'),
    because: 'the text of a document, which may be a stranger’s, is not repeated',
  },
])('what the document says cannot be told, because $because', ({ content, reason }) => {
  expect(read(content)).toEqual({ state: 'forbidden', action: 'ssm:GetDocument', reason });
});

test.each(['InteractiveCommands', 'NonInteractiveCommands'])(
  'a document of %s never streams, whatever it says',
  (sessionType) => {
    const content = document({ cloudWatchStreamingEnabled: true }, { sessionType });
    expect(read(content)).toEqual({ state: 'present', value: silent });
  },
);
