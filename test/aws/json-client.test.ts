import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { JsonClient } from '../../handler/aws/json-client';
import { regional } from '../../handler/aws/signed-client';
import { close, listen } from '../../local/lambda/loopback';

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token-of-the-session' };
const stops: (() => Promise<void>)[] = [];

afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

const operation = { name: 'GetDocument', target: 'AmazonSSM', timestamps: ['CreatedDate'] };

/** A client at an endpoint that gives one answer, and the request that came there. */
async function answering(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  const requests: { readonly headers: object; readonly body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers }).end(body);
  });
  const endpoint = `http://${await listen(server)}`;
  const options = { region: 'eu-west-1', credentials, endpoint, requestHandler: {} };
  const client = new JsonClient('ssm', regional('ssm', 'eu-west-1'), options);
  stops.push(async () => {
    client.destroy();
    await close(server);
  });
  return { client, requests };
}

test('a request names its target and is signed for service and Region, with the session’s token', async () => {
  const { client, requests } = await answering(200, '{"Content":"{}","CreatedDate":1.5}');
  expect(await client.send(operation, { Name: 'é' })).toEqual({
    Content: '{}',
    CreatedDate: new Date(1500),
    $metadata: { httpStatusCode: 200 },
  });
  expect(requests).toEqual([
    {
      headers: expect.objectContaining({
        'x-amz-target': 'AmazonSSM.GetDocument',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-security-token': 'token-of-the-session',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/eu-west-1\/ssm\/aws4_request, SignedHeaders=.*x-amz-target.*, Signature=[0-9a-f]{64}$/,
        ),
      }),
      body: { Name: 'é' },
    },
  ]);
});

test.each([
  {
    status: 400,
    body: '{"__type":"com.amazonaws.ssm#InvalidDocument","Message":"no such document"}',
    refusal: { name: 'InvalidDocument', message: 'no such document', $metadata: { httpStatusCode: 400 } },
    because: 'the namespace is not part of the code',
  },
  {
    status: 400,
    body: '{"__type":"ThrottlingException","message":"Rate exceeded"}',
    refusal: { name: 'ThrottlingException', message: 'Rate exceeded' },
    because: 'some services write the message in lower case',
  },
  {
    status: 400,
    body: '{"code":"ThrottlingException","message":"Rate exceeded"}',
    refusal: { name: 'ThrottlingException', message: 'Rate exceeded' },
    because: 'what stands before a service may call the member so',
  },
  {
    status: 400,
    headers: {
      'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.availability/',
    },
    body: '{"message":"Rate exceeded"}',
    refusal: { name: 'ThrottlingException', message: 'Rate exceeded' },
    because: 'or say it in a header alone',
  },
  {
    status: 503,
    body: '<html>Service Unavailable</html>',
    refusal: { name: 'UnknownError', $metadata: { httpStatusCode: 503 } },
    because: 'what stands between us and the service speaks no JSON',
  },
  {
    status: 500,
    body: 'null',
    refusal: { name: 'UnknownError', $metadata: { httpStatusCode: 500 } },
    because: 'JSON need not be an object',
  },
])(
  'a refusal is an error such as the SDK throws, $status, because $because',
  async ({ status, body, headers, refusal }) => {
    const { client } = await answering(status, body, headers);
    await expect(client.send(operation, {})).rejects.toMatchObject(refusal);
  },
);
