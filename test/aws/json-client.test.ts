import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { endpointOf, globalRegion, JsonClient } from '../../handler/aws/json-client';
import { close, listen } from '../../local/lambda/loopback';

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token-of-the-session' };
const stops: (() => Promise<void>)[] = [];

afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

const command = { target: 'AmazonSSM.GetDocument', input: {}, timestamps: ['CreatedDate'] };

const ssm = { name: 'ssm', version: '1.1' } as const;

class AnyClient extends JsonClient {}

/** A client at an endpoint that gives one answer, and the request that came there. */
async function answering(status: number, body: string) {
  const requests: { readonly headers: object; readonly body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
  });
  const endpoint = `http://${await listen(server)}`;
  const client = new AnyClient(ssm, { region: 'eu-west-1', credentials, endpoint, requestHandler: {} });
  stops.push(async () => {
    client.destroy();
    await close(server);
  });
  return { client, requests };
}

test('a request names its target and is signed for service and Region, with the session’s token', async () => {
  const { client, requests } = await answering(200, '{"Content":"{}","CreatedDate":1.5}');
  expect(await client.send({ ...command, input: { Name: 'é' } })).toEqual({
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
])('a refusal is an error such as the SDK throws, $status, because $because', async ({ status, body, refusal }) => {
  const { client } = await answering(status, body);
  await expect(client.send(command)).rejects.toMatchObject(refusal);
});

test.each([
  { region: 'eu-west-1', url: 'https://ssm.eu-west-1.amazonaws.com', home: 'us-east-1' },
  { region: 'cn-north-1', url: 'https://ssm.cn-north-1.amazonaws.com.cn', home: 'cn-northwest-1' },
  { region: 'us-gov-east-1', url: 'https://ssm.us-gov-east-1.amazonaws.com', home: 'us-gov-west-1' },
  { region: 'us-iso-west-1', url: 'https://ssm.us-iso-west-1.c2s.ic.gov', home: 'us-iso-east-1' },
])('in $region a service answers at $url, and one of the whole partition from $home', ({ region, url, home }) => {
  expect({ url: endpointOf('ssm', region), home: globalRegion(region) }).toEqual({ url, home });
});
