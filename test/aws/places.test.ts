import { createServer } from 'node:http';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetBucketPolicyCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { GetDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { sdkCall } from '../../handler/aws/call';
import type { Input, Operation } from '../../handler/aws/operations';
import { close, listen } from '../../local/lambda/loopback';

interface Sent {
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly method: string;
  readonly query?: object;
  readonly headers: Readonly<Record<string, string>>;
}

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

/** Where a request goes, for which place it is signed, and which signed parts of it a service would look at. */
function destination({ protocol, hostname, path, method, query, headers }: Sent) {
  const [, scope] = /Credential=ASIAEXAMPLE\/\d{8}\/(\S+),/.exec(headers['authorization'] ?? '') ?? [];
  const owner = headers['x-amz-expected-bucket-owner'];
  return { method, address: `${protocol}//${hostname}${path}`, query: { ...query }, scope, owner };
}

/** What a client sends first; nothing is sent. */
async function sentBy(send: () => Promise<unknown>): Promise<ReturnType<typeof destination>> {
  const handle = jest.spyOn(NodeHttpHandler.prototype, 'handle').mockRejectedValue(new Error('Not sent'));
  await expect(send()).rejects.toThrow('Not sent');
  const [request] = handle.mock.calls[0] ?? [];
  handle.mockRestore();
  return destination({ ...request, headers: { ...request?.headers } } as Sent);
}

const bucket = { Bucket: 'org-session-logs', ExpectedBucketOwner: '444455556666' };
const dotted = { Bucket: 'logs.example.com' };
const key = { KeyId: 'k', PolicyName: 'default' };
const verifier = { RoleArn: 'arn:aws:iam::444455556666:role/verifier', RoleSessionName: 'session' };

type Sender = { send(command: unknown): Promise<unknown> };
type Config = { readonly region: string; readonly credentials: typeof credentials; readonly maxAttempts: 1 };

const requests: readonly [Operation, object, (config: Config) => Sender, object][] = [
  ['cloudformation:DescribeStacks', {}, (config) => new CloudFormationClient(config), new DescribeStacksCommand({})],
  ['iam:GetRole', { RoleName: 'r' }, (config) => new IAMClient(config), new GetRoleCommand({ RoleName: 'r' })],
  ['kms:GetKeyPolicy', key, (config) => new KMSClient(config), new GetKeyPolicyCommand(key)],
  ['logs:DescribeLogGroups', {}, (config) => new CloudWatchLogsClient(config), new DescribeLogGroupsCommand({})],
  ['s3:GetBucketPolicy', bucket, (config) => new S3Client(config), new GetBucketPolicyCommand(bucket)],
  ['s3:GetBucketPolicy', dotted, (config) => new S3Client(config), new GetBucketPolicyCommand(dotted)],
  ['s3:ListBucket', bucket, (config) => new S3Client(config), new HeadBucketCommand(bucket)],
  ['ssm:GetDocument', { Name: 'd' }, (config) => new SSMClient(config), new GetDocumentCommand({ Name: 'd' })],
  ['sts:AssumeRole', verifier, (config) => new STSClient(config), new AssumeRoleCommand(verifier)],
  [
    'organizations:DescribeOrganization',
    {},
    (config) => new OrganizationsClient(config),
    new DescribeOrganizationCommand({}),
  ],
];

// Each partition, by a Region that is the home of its global services and by one that is not.
const regions = [
  ...['us-east-1', 'eu-west-1', 'cn-north-1', 'cn-northwest-1', 'us-gov-west-1', 'us-gov-east-1'],
  ...['us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'eusc-de-east-1'],
];

describe.each(regions)('in %s', (region) => {
  test.each(requests)('%s %p goes where the SDK’s own client sends it, signed for there', async (...row) => {
    const [operation, input, client, command] = row;
    const theirs = await sentBy(() => client({ region, credentials, maxAttempts: 1 }).send(command));
    const ours = await sentBy(() => sdkCall()(operation, input as Input<Operation>, { region, credentials }));
    expect(theirs.scope).toBeDefined();
    expect(ours).toEqual(theirs);
  });
});

test.each([
  { status: 301, because: 'S3 answers so for a bucket of another Region' },
  { status: 400, because: 'a HEAD may be answered so, for it has no body to say why' },
])('a bucket that answers $status is asked again in the Region that it names: $because', async ({ status }) => {
  const scopes: string[] = [];
  const server = createServer(({ headers }, response) => {
    const [, region = ''] = /\/\d{8}\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
    scopes.push(region);
    response.writeHead(region === 'us-west-2' ? 200 : status, { 'x-amz-bucket-region': 'us-west-2' }).end();
  });
  process.env['AWS_ENDPOINT_URL'] = `http://${await listen(server)}`;
  try {
    const asked = sdkCall()('s3:ListBucket', dotted, { region: 'eu-west-1', credentials });
    expect(await asked).toMatchObject({ BucketRegion: 'us-west-2' });
    expect(scopes).toEqual(['eu-west-1', 'us-west-2']);
  } finally {
    delete process.env['AWS_ENDPOINT_URL'];
    await close(server);
  }
});
