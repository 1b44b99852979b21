import { runSession } from '../../../local/aws/agent';
import { createBucket, createKey, createLogGroup, createRole } from '../../../local/aws/create';
import { preferencesOf } from '../../../local/aws/session-preferences';
import { account, everything, outcome, region, twoAccounts } from './admin';

const document = (inputs: object, rest: object = {}) =>
  JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs, ...rest });
const nothing = {
  s3BucketName: '',
  s3KeyPrefix: '',
  s3EncryptionEnabled: false,
  cloudWatchLogGroupName: '',
  cloudWatchEncryptionEnabled: false,
  cloudWatchStreamingEnabled: false,
  kmsKeyId: '',
};
const all = {
  s3BucketName: 'logs',
  s3KeyPrefix: 'sessions',
  s3EncryptionEnabled: true,
  cloudWatchLogGroupName: 'group',
  cloudWatchEncryptionEnabled: true,
  cloudWatchStreamingEnabled: true,
  kmsKeyId: 'alias/sessions',
};
const [encrypted, streaming] = [{ s3EncryptionEnabled: true }, { cloudWatchStreamingEnabled: true }];
const bucket = { parameters: { bucket: { type: 'String', default: 'logs' } } };

test.each([
  { content: document(all), read: all, because: 'each input has its own' },
  { content: document({}), read: nothing, because: 'what is missing is false or empty' },
  { content: document({}, { inputs: undefined }), read: nothing, because: 'so it is without any inputs' },
  { content: document({ s3EncryptionEnabled: 'true' }), read: { ...nothing, ...encrypted }, because: 'text will do' },
  { content: document({ s3EncryptionEnabled: 'T' }), read: { ...nothing, ...encrypted }, because: 'Go takes T' },
  { content: document({ s3EncryptionEnabled: '' }), read: nothing, because: 'an empty text is false' },
  { content: document({ s3EncryptionEnabled: '0' }), read: nothing, because: 'so is 0' },
  { content: document({ s3EncryptionEnabled: null }), read: nothing, because: 'so is null' },
  {
    content: document({ runAsEnabled: true, shellProfile: {} }),
    read: nothing,
    because: 'the rest says nothing of logs',
  },
  {
    content: document({ s3BucketName: 'a-{{bucket}}', s3KeyPrefix: '{{ bucket }}' }, bucket),
    read: { ...nothing, s3BucketName: 'a-logs', s3KeyPrefix: 'logs' },
    because: 'parameters have defaults',
  },
  {
    content: document(streaming, { sessionType: 'NonInteractiveCommands' }),
    read: nothing,
    because: 'commands are not streamed',
  },
  { content: document(all, { sessionType: 'Port' }), read: {}, because: 'ports are neither logged nor encrypted' },
])('the agent reads $content as it means it: $because', ({ content, read }) => {
  expect(preferencesOf(content)).toEqual(read);
});

test.each([
  { content: '{', because: 'it is no JSON' },
  { content: '[]', because: 'it is no object' },
  { content: document({}, { schemaVersion: '2.2' }), because: 'it is no session document' },
  { content: document({}, { inputs: [] }), because: 'the inputs are no object' },
  { content: document({ s3EncryptionEnabled: 'yes' }), because: 'Go does not take yes' },
  { content: document({ cloudWatchEncryptionEnabled: 1 }), because: 'nor a number' },
  { content: document({ cloudWatchStreamingEnabled: 'true' }), because: 'streaming is a boolean or nothing' },
  { content: document({ s3BucketName: 7 }), because: 'a name is text' },
  { content: document({ s3BucketName: '{{ none }}' }), because: 'no such parameter is there' },
])('the agent refuses $content: $because', ({ content }) => {
  expect(outcome(() => preferencesOf(content))).toBe('Refused 0');
});

test.each([
  { inputs: { s3BucketName: 'logs' }, came: 'ran, written, none', because: 'the bucket is named' },
  { inputs: { ...all, s3EncryptionEnabled: '1' }, came: 'ran, written, written', because: 'both logs are named' },
  { inputs: { s3BucketName: 'none' }, came: 'ran, lost, none', because: 'that bucket does not exist' },
  { inputs: { s3EncryptionEnabled: 'maybe' }, came: 'refused, none, none', because: 'the agent cannot read it' },
])('a session under a document with $inputs comes to $came: $because', ({ inputs, came }) => {
  const world = twoAccounts();
  createRole(world, account, { RoleName: 'agent' }, { inline: { everything } });
  createBucket(world, { name: 'logs', owner: account, region });
  createLogGroup(world, account, region, 'group', createKey(world, { account, region, alias: 'alias/sessions' }).arn);
  const run = runSession(world, { account, region, role: 'agent', preferences: document(inputs) });
  expect(`${run.session.state}, ${run.s3Log.state}, ${run.cloudWatchLog.state}`).toBe(came);
});
