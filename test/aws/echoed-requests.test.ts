import { createServer, type IncomingMessage } from 'node:http';
import { inspect } from 'node:util';
import { sdkCall } from '../../handler/aws/call';
import type { Input, Operation } from '../../handler/aws/operations';
import { close, listen } from '../../local/lambda/loopback';
import { checkSecrets } from '../law/secrets';

const stops: (() => Promise<void>)[] = [];
const before = { ...process.env };

afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A service that refuses everything and repeats the request, as AWS's do whose signature it is that they refuse. */
async function repeating(code: string) {
  const server = createServer((request, response) => {
    const canonical = `The Canonical String for this request should have been '${headersOf(request)}'`;
    const json = request.headers['x-amz-target'] !== undefined;
    const message = canonical.replace(/[<>&]/g, '');
    const error = `<Code>${code}</Code><Message>${message}</Message><Token-0>token-of-ASIA</Token-0>`;
    const xml =
      request.method === 'POST' ? `<ErrorResponse><Error>${error}</Error></ErrorResponse>` : `<Error>${error}</Error>`;
    response.writeHead(403, { 'content-type': json ? 'application/x-amz-json-1.1' : 'text/xml' });
    response.end(json ? JSON.stringify({ __type: `${code}Exception`, message: canonical }) : xml);
  });
  const AWS_ENDPOINT_URL = `http://${await listen(server)}`;
  stops.push(() => close(server));
  const own = {
    AWS_ACCESS_KEY_ID: 'ASIAOWN',
    AWS_SECRET_ACCESS_KEY: 'secret-of-ASIA',
    AWS_SESSION_TOKEN: 'token-of-ASIA',
  };
  Object.assign(process.env, { AWS_ENDPOINT_URL, ...own });
}

const headersOf = ({ method, url, headers }: IncomingMessage) =>
  [method, url, ...Object.entries(headers).map(([name, value]) => `${name}:${value}`)].join('\n');

const operations: readonly (readonly [Operation, object])[] = [
  ['iam:GetRole', { RoleName: 'r' }],
  ['sts:AssumeRole', { RoleArn: 'arn:aws:iam::444455556666:role/r', RoleSessionName: 's' }],
  ['cloudformation:DescribeStacks', { StackName: 's' }],
  ['s3:GetBucketPolicy', { Bucket: 'b' }],
  ['kms:DescribeKey', { KeyId: 'k' }],
  ['logs:DescribeLogGroups', {}],
  ['ssm:GetDocument', { Name: 'd' }],
  ['organizations:DescribeOrganization', {}],
];
const codes = ['SignatureDoesNotMatch', 'InvalidSignature', 'IncompleteSignature', 'InvalidToken', 'AccessDenied'];

test.each(codes.flatMap((code) => operations.map(([operation, input]) => ({ code, operation, input }))))(
  '$operation refused with $code tells nothing of the request that it repeats',
  async ({ code, operation, input }) => {
    await repeating(code);
    const verifier = { accessKeyId: 'ASIAV', secretAccessKey: 'secret-of-ASIAV', sessionToken: 'token-of-ASIAV' };
    for (const credentials of [undefined, verifier]) {
      const caller = { region: 'eu-west-1', ...(credentials && { credentials }) };
      const error = await sdkCall()(operation, input as Input<Operation>, caller).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      checkSecrets([error, inspect(error, { depth: 9, showHidden: true })]);
      expect(inspect(error)).not.toMatch(/Signature=|x-amz-security-token/i);
    }
  },
);
