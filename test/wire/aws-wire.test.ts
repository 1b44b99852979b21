import { AwsError } from '../../handler/aws/aws-error';
import type { Caller, Input, Operation } from '../../handler/aws/operations';
import { type Recorded, recording } from '../../local/aws/hooks';
import { localCall } from '../../local/aws/port';
import { served } from '../../local/aws/served';
import type { World } from '../../local/aws/world';
import { json } from '../../local/wire/json';
import { query } from '../../local/wire/query';
import { type AnyCase, cases } from './operation-cases';
import { now, populated, region } from './populated-world';
import { mount, outcome, overWire } from './sdk';

const table = Object.entries(cases) as [Operation, AnyCase][];

test('every operation of the table has a case', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(served.operations).sort());
});

describe.each(table)('%s', (operation, [succeeds, fails, code, unless]) => {
  async function bothWays(caller: 'operator' | 'stranger', input: object, prepare = (_: World) => {}) {
    const { world, ...roles } = populated();
    prepare(world);
    const twin = structuredClone(world);
    const recorded: Recorded[] = [];
    const wire = await mount(world, recording(recorded));
    const port = localCall(twin, { role: roles[caller], now: () => now });
    const remote = await outcome(overWire(wire, world, roles[caller], operation, input));
    const local = await outcome(port(operation, input as Input<Operation>, { region } satisfies Caller));
    return { remote, local, world, twin, received: recorded.at(-1)?.input };
  }

  test('gives the SDK the answer, and the world the effect, that it has in process', async () => {
    const { remote, local, world, twin, received } = await bothWays('operator', succeeds);
    expect(received).toEqual(succeeds);
    expect(remote).toHaveProperty('answer');
    expect(remote).toEqual(local);
    expect(world).toEqual(twin);
  });

  // HeadBucket's refusals have no body, so that only the status travels; the SDK itself makes NotFound of 404.
  const shown = (refusal: object) => (operation === 's3:ListBucket' ? { ...refusal, code: '', message: '' } : refusal);

  test('gives the SDK the refusal that it has in process', async () => {
    const { remote, local, world, twin } = await bothWays('operator', fails, unless);
    expect(remote).toHaveProperty('code', code);
    expect(shown(remote)).toEqual(shown(local));
    expect(world).toEqual(twin);
  });

  test('refuses a caller without rights as it does in process', async () => {
    const { remote, local } = await bothWays('stranger', succeeds);
    expect(local).toHaveProperty('code', 'AccessDenied');
    expect(shown(remote)).toEqual(shown(local));
  });
});

test.each<[because: string, operation: Operation, content: string]>([
  ['it has a result in its model', 'iam:UpdateRole', '<UpdateRoleResult></UpdateRoleResult><ResponseMetadata>'],
  [
    'it has none',
    'iam:TagRole',
    '<TagRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata>',
  ],
])('an answer without members has a result where AWS says so: %s', (_because, operation, content) => {
  const request = { id: '1', method: 'POST', path: '/', query: '', headers: {}, body: '', truncated: false };
  expect(query.answer({ operation, input: {} }, {}, request).body).toContain(content);
});

test.each([
  { service: 'kms', code: 'NotFound', body: { __type: 'NotFoundException', message: 'None' } },
  { service: 'ssm', code: 'InvalidDocument', body: { __type: 'InvalidDocument', Message: 'None' } },
  { service: 'ssm', code: 'AccessDenied', body: { __type: 'AccessDeniedException', Message: 'None' } },
  {
    ...{ service: 'organizations', code: 'AWSOrganizationsNotInUse' },
    body: { __type: 'AWSOrganizationsNotInUseException', Message: 'None' },
  },
])('$service refuses with $code in the words of its model', ({ service, code, body }) => {
  const request = { id: '1', method: 'POST', path: '/', query: '', headers: {}, body: '', truncated: false };
  expect(JSON.parse(json.refuse(new AwsError(code, 400, 'None'), request, service).body)).toEqual(body);
});

test.each<[because: string, operation: Operation, input: object]>([
  ['lists keep their order beyond nine', 'iam:UntagRole', { RoleName: 'app', TagKeys: [...'cbadefghijklm'] }],
  ['an empty list is not an empty text', 'iam:TagRole', { RoleName: 'app', Tags: [] }],
  ['an empty text is not a missing one', 'iam:TagRole', { RoleName: 'app', Tags: [{ Key: 'a', Value: '' }] }],
  [
    'false is a boolean',
    'iam:CreatePolicyVersion',
    { PolicyArn: 'a', PolicyDocument: '%+& =é😀\r\n', SetAsDefault: false },
  ],
  [
    'structures nest in lists',
    'sts:AssumeRole',
    {
      RoleArn: 'a',
      RoleSessionName: 'b',
      DurationSeconds: 900,
      PolicyArns: [{ arn: 'c' }],
      Tags: [{ Key: 'd', Value: '1' }],
      TransitiveTagKeys: ['d'],
      ProvidedContexts: [{ ProviderArn: 'e', ContextAssertion: 'true' }],
    },
  ],
])('an input arrives as it was sent: %s', async (_because, operation, input) => {
  const { world, operator } = populated();
  const recorded: Recorded[] = [];
  const wire = await mount(world, recording(recorded));
  await outcome(overWire(wire, world, operator, operation, input));
  expect(recorded.map((call) => call.input)).toEqual([input]);
});
