import { GetRoleCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, HeadBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsError } from '../../handler/aws/aws-error';
import { all, failing } from '../../local/aws/hooks';
import { connectionReset, hanging, latency } from '../../local/wire/faults';
import { startWire } from '../../local/wire/start';
import { account, now, populated, region } from './populated-world';
import { mount, outcome, overWire, settings } from './sdk';

describe('the caller', () => {
  const strangers: [because: string, change: object, codes: object][] = [
    [
      'a key that the world does not know',
      { accessKeyId: 'ASIAUNKNOWN' },
      { iam: 'InvalidClientTokenId', s3: 'InvalidAccessKeyId', kms: 'UnrecognizedClient' },
    ],
    [
      "another session's token",
      { sessionToken: 'another' },
      { iam: 'InvalidClientTokenId', s3: 'InvalidAccessKeyId', kms: 'UnrecognizedClient' },
    ],
    [
      'a signature with another secret',
      { secretAccessKey: 'another' },
      { iam: 'SignatureDoesNotMatch', s3: 'SignatureDoesNotMatch', kms: 'InvalidSignature' },
    ],
  ];

  test.each(strangers)('is refused in each protocol for %s', async (_because, change, codes) => {
    const { world, operator } = populated();
    const valid = settings(await mount(world), world, operator);
    const forged = { ...valid, credentials: { ...valid.credentials, ...change } };
    const refusals = {
      iam: await outcome(new IAMClient(forged).send(new GetRoleCommand({ RoleName: 'app' }))),
      s3: await outcome(new S3Client(forged).send(new GetBucketPolicyCommand({ Bucket: 'logs' }))),
      kms: await outcome(new KMSClient(forged).send(new ListKeysCommand({}))),
    };
    expect(Object.entries(refusals).map(([service, refusal]) => [service, 'code' in refusal && refusal.code])).toEqual(
      Object.entries(codes),
    );
  });

  test.each([
    ['application/x-www-form-urlencoded', '<Code>MissingAuthenticationToken</Code>'],
    ['application/x-amz-json-1.1', '"__type":"MissingAuthenticationTokenException"'],
    ['', '<Error><Code>MissingAuthenticationToken</Code>'],
  ])('who signs nothing is refused in the protocol of content type "%s"', async (type, refusal) => {
    const { url } = await mount(populated().world);
    const body = 'Action=GetRole&Version=2010-05-08&RoleName=app';
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain(refusal);
  });
});

test('an operation outside the table is refused by name, not guessed at', async () => {
  const { world, operator } = populated();
  const valid = settings(await mount(world), world, operator);
  expect(await outcome(new IAMClient(valid).send(new ListUsersCommand({})))).toEqual({
    code: 'InvalidAction',
    status: 400,
    message: 'The local AWS does not serve iam:ListUsers',
  });
  expect(await outcome(new KMSClient(valid).send(new ListKeysCommand({})))).toHaveProperty('code', 'UnknownOperation');
  expect(await outcome(new S3Client(valid).send(new ListBucketsCommand({})))).toHaveProperty('code', 'InvalidAction');
});

test('a JSON service has its own name for a value that breaks its model', async () => {
  const { world, operator } = populated();
  const broken = new AwsError('ValidationError', 400, 'Too short');
  const wire = await mount(world, failing('kms:DescribeKey', 1, broken, 'before'));
  const refusal = await outcome(overWire(wire, world, operator, 'kms:DescribeKey', { KeyId: '' }));
  expect(refusal).toMatchObject({ code: 'Validation', status: 400 });
});

test('a body over 1 MB is refused unread', async () => {
  const { world, operator } = populated();
  const wire = await mount(world);
  const input = { RoleName: 'app', PolicyDocument: ' '.repeat(400_000) };
  const refusal = await outcome(overWire(wire, world, operator, 'iam:UpdateAssumeRolePolicy', input));
  expect(refusal).toMatchObject({ code: 'RequestEntityTooLarge', status: 413 });
});

describe('a bucket', () => {
  test('in another Region answers 301 and names its Region, in the header too', async () => {
    const { world, operator } = populated();
    const valid = { ...settings(await mount(world), world, operator), followRegionRedirects: false };
    const error = await new S3Client(valid).send(new GetBucketPolicyCommand({ Bucket: 'elsewhere' })).catch((e) => e);
    expect(error).toMatchObject({ name: 'PermanentRedirect', Endpoint: 'elsewhere.s3.us-west-2.amazonaws.com' });
    expect(error.$metadata.httpStatusCode).toBe(301);
    expect(error.$response.headers).toHaveProperty('x-amz-bucket-region', 'us-west-2');
  });

  test('names its Region to a caller whom it refuses', async () => {
    const { world, stranger } = populated();
    const valid = settings(await mount(world), world, stranger);
    const error = await new S3Client(valid).send(new HeadBucketCommand({ Bucket: 'logs' })).catch((e) => e);
    expect(error.$metadata.httpStatusCode).toBe(403);
    expect(error.$response.headers).toHaveProperty('x-amz-bucket-region', region);
  });

  test('is found by host name as by path', async () => {
    const { world, operator } = populated();
    const wire = await mount(world);
    const lookup = (_host: string, _options: object, found: (error: null, addresses: object[]) => void) =>
      found(null, [{ address: '127.0.0.1', family: 4 }]);
    const endpoint = wire.url.replace('127.0.0.1', 'localhost');
    const client = new S3Client({
      ...settings(wire, world, operator),
      endpoint,
      requestHandler: { httpAgent: { lookup } },
    });
    const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket: 'logs' }));
    expect(BucketRegion).toBe(region);
  });
});

describe('hooks', () => {
  const tagging = { RoleName: 'spare', Tags: [{ Key: 'a', Value: 'b' }] };

  test.each([
    ['before', []],
    ['after', tagging.Tags],
  ] as const)('a connection that breaks %s the effect leaves the caller without a status', async (when, tags) => {
    const { world, operator } = populated();
    const wire = await mount(world, failing('any', 1, connectionReset, when));
    const lost = await outcome(overWire(wire, world, operator, 'iam:TagRole', tagging));
    expect(lost).toHaveProperty('status', undefined);
    expect(world.accounts[account]?.roles['spare']?.tags).toEqual(tags);
    expect(wire.calls).toMatchObject([{ operation: 'iam:TagRole', accessKeyId: operator, region, status: 0 }]);
  });

  test('a call that hangs after its effect ends with the wire', async () => {
    const { world, operator } = populated();
    let reached: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const wire = await mount(world, all({ after: async () => reached() }, hanging('iam:TagRole', 'after')));
    const lost = outcome(overWire(wire, world, operator, 'iam:TagRole', tagging));
    await effect;
    await wire.stop();
    expect(await lost).toHaveProperty('status', undefined);
    expect(world.accounts[account]?.roles['spare']?.tags).toEqual(tagging.Tags);
  });

  test('latency shows in the call that bore it', async () => {
    const { world, operator } = populated();
    const wire = await mount(
      world,
      latency((operation) => (operation === 'iam:TagRole' ? 30 : 0)),
    );
    await overWire(wire, world, operator, 'iam:TagRole', tagging);
    const [{ startedAt = 0, endedAt = 0 } = {}] = wire.calls;
    expect(endedAt - startedAt).toBeGreaterThanOrEqual(29);
  });
});

test('a failure of the local AWS itself is a 500 to the caller and an error to whoever stops the wire', async () => {
  const { world, operator } = populated();
  const wire = await startWire({
    world,
    now: () => now,
    hooks: failing('any', 1, new Error('Out of order'), 'before'),
  });
  const refusal = await outcome(overWire(wire, world, operator, 'kms:DescribeKey', { KeyId: 'k' }));
  expect(refusal).toEqual({
    code: 'InternalFailure',
    status: 500,
    message: 'The local AWS failed: Error: Out of order',
  });
  await expect(wire.stop()).rejects.toThrow('The local AWS failed at 1 calls');
});
