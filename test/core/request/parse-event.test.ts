import * as fc from 'fast-check';
import { parseEvent } from '../../../handler/core/request/parse-event';
import { safeUrl } from '../../../handler/core/request/response-url';
import { account, settings } from './fixture';

const host = 'cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com';
const responseUrl = `https://${host}/arn%3Aaws%3Acloudformation?X-Amz-Signature=5ec4e7`;
const stackId = `arn:aws:cloudformation:eu-west-1:${account}:stack/app/51af3dc0-da77-11e4-872e-1234567b3c14`;
const create = {
  RequestType: 'Create',
  ResponseURL: responseUrl,
  StackId: stackId,
  RequestId: 'r-1',
  ResourceType: 'Custom::SessionManagerRole',
  LogicalResourceId: 'SessionRole',
  ResourceProperties: { ServiceToken: 'arn' },
  ServiceToken: 'arn',
  ServiceTimeout: '900',
};
const update = { ...create, RequestType: 'Update', PhysicalResourceId: 'role', OldResourceProperties: {} };
const origin = { responseUrl, stackId, stackName: 'app', requestId: 'r-1', logicalId: 'SessionRole' };

test('a Create of CloudFormation is accepted with its properties untouched', () => {
  const request = { ...origin, type: 'Create', rawProperties: create.ResourceProperties };
  expect(parseEvent(create, settings)).toEqual({ state: 'accepted', request });
});

test.each(['Update', 'Delete'])('%s is accepted with the id of what it is about', (type) => {
  expect(parseEvent({ ...update, RequestType: type }, settings)).toMatchObject({
    state: 'accepted',
    request: { type, physicalId: 'role' },
  });
});

test.each([
  { change: { RequestType: 'Upsert' }, path: 'RequestType', because: 'there are three operations' },
  { change: { RequestType: undefined }, path: 'RequestType', because: 'what to do is not said' },
  { change: { ResourceType: 'Custom::SessionManagerRole2' }, path: 'ResourceType', because: 'it is not ours' },
  { change: { ResourceType: 'AWS::CloudFormation::CustomResource' }, path: 'ResourceType', because: 'it is not ours' },
  { change: { ResourceProperties: 'x' }, path: 'ResourceProperties', because: 'properties are an object' },
  { change: { ResourceProperties: [] }, path: 'ResourceProperties', because: 'a list has no properties' },
  { change: { ResourceProperties: null }, path: 'ResourceProperties', because: 'null has no properties' },
  { change: { PhysicalResourceId: undefined }, path: 'PhysicalResourceId', because: 'an Update is about something' },
  { change: { PhysicalResourceId: '' }, path: 'PhysicalResourceId', because: 'an empty id names nothing' },
  { change: { PhysicalResourceId: 'é'.repeat(513) }, path: 'PhysicalResourceId', because: 'an id has up to 1 KB' },
  { change: { LogicalResourceId: '../x' }, path: 'LogicalResourceId', because: 'names derive from it' },
  { change: { StackId: 'app' }, path: 'StackId', because: 'it is no ARN' },
  { change: { StackId: stackId.replace('aws', 'aws-cn') }, path: 'StackId', because: 'the partition is foreign' },
  { change: { StackId: stackId.replace('eu-west-1', 'eu-west-2') }, path: 'StackId', because: 'the Region is foreign' },
  { change: { StackId: stackId.replace(account, '444455556666') }, path: 'StackId', because: 'the account is foreign' },
  { change: { StackId: stackId.replace(':stack/', ':stackset/') }, path: 'StackId', because: 'it is no stack' },
  { change: { StackId: `${stackId}/more` }, path: 'StackId', because: 'a stack has a name and an id' },
])('an Update is refused aloud for its $path, because $because', ({ change, path }) => {
  const parsed = parseEvent({ ...update, ...change }, settings);
  expect(parsed).toMatchObject({ state: 'refused', problems: [{ path }], origin: { requestId: 'r-1' } });
});

test('a refusal bears the physical id, so that the answer does not replace the resource', () => {
  expect(parseEvent({ ...update, ResourceType: 'Custom::Other' }, settings)).toMatchObject({ physicalId: 'role' });
});

test('an id of exactly 1 KB is accepted', () => {
  expect(parseEvent({ ...update, PhysicalResourceId: 'x'.repeat(1024) }, settings).state).toBe('accepted');
});

test.each([
  { change: { StackId: undefined }, path: 'StackId', because: 'an answer echoes it' },
  { change: { StackId: 42 }, path: 'StackId', because: 'it is text' },
  { change: { RequestId: '' }, path: 'RequestId', because: 'an answer echoes it' },
  { change: { LogicalResourceId: {} }, path: 'LogicalResourceId', because: 'it is text' },
  { change: { LogicalResourceId: 'x'.repeat(5000) }, path: 'LogicalResourceId', because: 'an answer has 4096 bytes' },
  { change: { ResponseURL: undefined }, path: 'ResponseURL', because: 'an answer goes there' },
])('an event is not answered for the sake of its $path, because $because', ({ change, path }) => {
  expect(parseEvent({ ...create, ...change }, settings)).toMatchObject({
    state: 'unanswerable',
    problems: [{ path }],
  });
});

test('all problems of an event are reported at once', () => {
  const parsed = parseEvent({ ...update, RequestType: 'X', ResourceType: 'Y', ResponseURL: 1, StackId: 'z' }, settings);
  const paths = 'problems' in parsed ? parsed.problems.map(({ path }) => path) : [];
  expect(paths.sort()).toEqual(['RequestType', 'ResourceType', 'ResponseURL', 'StackId']);
});

const untrusted = [
  { url: `http://${host}/x?s3cr3t`, because: 'http can be overheard' },
  { url: 'https://52.218.0.1/x?s3cr3t', because: 'an address proves no name' },
  { url: 'http://169.254.169.254/latest/meta-data?s3cr3t', because: 'it is the metadata endpoint' },
  { url: 'https://169.254.169.254/x?s3cr3t', because: 'it is the metadata endpoint' },
  { url: 'https://[fd00:ec2::254]/x?s3cr3t', because: 'it is the metadata endpoint' },
  { url: 'http://127.0.0.2/x?s3cr3t', because: 'only three spellings of loopback are meant' },
  { url: 'http://localhost.example.com/x?s3cr3t', because: 'it only begins like loopback' },
  { url: `https://${host}.example.com/x?s3cr3t`, because: 'it only begins like ours' },
  { url: `https://${host}./x?s3cr3t`, because: 'a trailing dot makes another name' },
  { url: `https://evil-${host}/x?s3cr3t`, because: 'it only ends like ours' },
  { url: `https://x.${host}/x?s3cr3t`, because: 'it only ends like ours' },
  { url: `https://${host.replace('amazonaws.com', 'amazonaws.com.evil.org')}/x?s3cr3t`, because: 'foreign suffix' },
  { url: `https://${host}.cn/x?s3cr3t`, because: 'China is another partition' },
  { url: `https://${host.replaceAll('euwest1', 'euwest2')}/x?s3cr3t`, because: 'the bucket is another Region’s' },
  { url: `https://${host.replace('s3.eu-west-1', 's3.eu-west-2')}/x?s3cr3t`, because: 'the Region is another' },
  { url: `https://user:pass@${host}/x?s3cr3t`, because: 'it carries user information' },
  { url: `https://${host}@example.com/x?s3cr3t`, because: 'our host is only the user there' },
  { url: `https://${host}:8443/x?s3cr3t`, because: 'the port is another' },
  { url: `https://example.com\\@${host}/x?s3cr3t`, because: 'parsers disagree about backslashes' },
  { url: `https://${host}\n/x?s3cr3t`, because: 'parsers disagree about line breaks' },
  { url: 'https://cloudformation-custom-resource-response-euwest1.s3.evil.com/x?s3cr3t', because: 'foreign domain' },
  { url: `https://${host.replace('.amazonaws', '-amazonaws')}/x?s3cr3t`, because: 'foreign domain' },
  { url: `https://${host.replace('.s3.', '.s3.evil.')}/x?s3cr3t`, because: 'a label was put between' },
  { url: `https://${host.replace('response', 'respons\u0435')}/x?s3cr3t`, because: 'a letter is Cyrillic' },
  { url: `https://${host.replace('.s3', '\u3002s3')}/x?s3cr3t`, because: 'the ideographic full stop becomes a dot' },
  { url: `https://${host.replace('amazonaws', '\uff41mazonaws')}/x?s3cr3t`, because: 'a full-width letter becomes a' },
  { url: `https://xn--${host}/x?s3cr3t`, because: 'it is punycode' },
  { url: `https://${host.replace('.s3', '%2es3')}/x?s3cr3t`, because: 'its host is percent-encoded' },
  { url: `https://${host.toUpperCase()}/x?s3cr3t`, because: 'nobody signs capitals' },
  { url: `https://${host}%00.evil.com/x?s3cr3t`, because: 'readers of C strings would stop early' },
  { url: `https://${host}:0443/x?s3cr3t`, because: 'the port is spelled otherwise' },
  { url: `https://${host}:/x?s3cr3t`, because: 'the port is empty' },
  { url: `https://@${host}/x?s3cr3t`, because: 'its user information is empty' },
  { url: `https:${host}/x?s3cr3t`, because: 'slashes are missing' },
  { url: `https:////${host}/x?s3cr3t`, because: 'slashes are too many' },
  { url: `https://[::ffff:52.218.0.1]/x?s3cr3t`, because: 'an address proves no name' },
  { url: 'https://[::ffff:169.254.169.254]/x?s3cr3t', because: 'it is the metadata endpoint in disguise' },
  { url: 'http://127.1/x?s3cr3t', because: 'loopback has three spellings and no shorter ones' },
  { url: 'http://2130706433/x?s3cr3t', because: 'loopback has three spellings and no numbers' },
  { url: 'http://0x7f.0.0.1/x?s3cr3t', because: 'loopback has three spellings and no hexadecimal ones' },
  { url: 'http://[0:0:0:0:0:0:0:1]/x?s3cr3t', because: 'loopback has three spellings and no longer ones' },
  { url: 'http://0.0.0.0/x?s3cr3t', because: 'it is loopback for some' },
  { url: `ftp://${host}/x?s3cr3t`, because: 'it is not https' },
  { url: 'file:///etc/passwd?s3cr3t', because: 'it is not https' },
  { url: 's3cr3t', because: 'it is no URL' },
  { url: `https://${host}/${'s3cr3t'.repeat(2000)}`, because: 'no signed URL is that long' },
];

test.each(untrusted)('a ResponseURL is neither trusted nor repeated in a message, because $because', ({ url }) => {
  const parsed = parseEvent({ ...create, ResponseURL: url }, settings);
  expect(parsed).toMatchObject({ state: 'unanswerable', problems: [{ path: 'ResponseURL' }] });
  expect(JSON.stringify(parsed)).not.toContain('s3cr3t');
});

test.each([
  { url: responseUrl, change: {}, because: 'it is the Region’s bucket' },
  { url: `https://${host.replace('.eu-west-1', '')}/x`, change: {}, because: 'the global form is one of three' },
  { url: `https://${host.replace('s3.eu', 's3-eu')}/x`, change: {}, because: 'the older form is one of three' },
  { url: `https://${host}:443/x`, change: {}, because: '443 is the default port' },
  { url: 'http://127.0.0.1:4567/x', change: {}, because: 'loopback cannot be overheard' },
  { url: 'http://localhost:4567/x', change: {}, because: 'loopback cannot be overheard' },
  { url: 'http://[::1]:4567/x', change: {}, because: 'loopback cannot be overheard' },
  { url: 'http://aws:4566/x', change: { endpointOverride: true }, because: 'the deployer moved the endpoints' },
  { url: 'http://pre-signed-url.invalid/x', change: { samLocal: true }, because: 'sam local invents URLs' },
])('$url is trusted under $change, because $because', ({ url, change }) => {
  expect(parseEvent({ ...create, ResponseURL: url }, { ...settings, ...change }).state).toBe('accepted');
});

test('in China the response bucket lies under amazonaws.com.cn', () => {
  const china = { ...settings, partition: 'aws-cn', region: 'cn-north-1' };
  const url = 'https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn/x';
  const event = { ...create, StackId: stackId.replace('aws', 'aws-cn').replace('eu-west-1', 'cn-north-1') };
  expect(parseEvent({ ...event, ResponseURL: url }, china).state).toBe('accepted');
});

test('user information is refused under an endpoint override, too', () => {
  const event = { ...create, ResponseURL: 'http://user@aws:4566/x' };
  expect(parseEvent(event, { ...settings, endpointOverride: true }).state).toBe('unanswerable');
});

test('a URL in a log shows host and first segment, never the query', () => {
  expect(safeUrl(`https://${host}/segment/more?X-Amz-Signature=5ec4e7#5ec4e7`)).toBe(`${host}/segment`);
  expect(safeUrl('https://user:5ec4e7@[broken')).toBe('an unreadable URL');
});

test('no event makes the parser throw, and only complete ones are accepted', () => {
  const field = fc.oneof(fc.jsonValue(), fc.webUrl(), fc.constantFrom(...Object.values(update)));
  const events = fc.record(Object.fromEntries(Object.keys(update).map((key) => [key, field])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), events), (event) => {
      const parsed = parseEvent(event, settings);
      expect('problems' in parsed ? parsed.problems.length : 0).toBeGreaterThanOrEqual(
        parsed.state === 'accepted' ? 0 : 1,
      );
    }),
  );
});
