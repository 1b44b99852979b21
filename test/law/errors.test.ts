import { AwsError } from '../../handler/aws/aws-error';
import type { Operation } from '../../handler/aws/operations';
import type { Hooks } from '../../local/aws/hooks';
import { isWrite, type Refusal, refusing } from './faults';
import { plain, stage } from './fixture';
import { iam, trioOf } from './identity';

const id = 'app-sessions';
const reads: readonly Operation[] = ['iam:GetRole', 'iam:GetPolicy', 'iam:GetInstanceProfile'];
const creations: readonly Operation[] = ['iam:CreateRole', 'iam:CreatePolicy', 'iam:CreateInstanceProfile'];
const links: readonly Operation[] = ['iam:AttachRolePolicy', 'iam:AddRoleToInstanceProfile'];
const writes = [...creations, ...links];
const all = [...reads, ...writes];

interface Row {
  readonly because: string;
  readonly errors: readonly Refusal[];
  readonly at: readonly Operation[];
}

const passing: readonly Row[] = [
  {
    because: 'it passes with time',
    errors: [
      ['Throttling', 400],
      ['ConcurrentModification', 409],
      ['ServiceUnavailable', 503],
      ['ECONNRESET', 0],
    ],
    at: all,
  },
  { because: 'what was created is on its way to every replica', errors: [['NoSuchEntity', 404]], at: links },
  { because: 'the own rights are on their way', errors: [['AccessDenied', 403]], at: [...writes, ...reads] },
  { because: 'another delivery may have been quicker', errors: [['EntityAlreadyExists', 409]], at: creations },
  { because: 'another delivery may have been quicker', errors: [['LimitExceeded', 409]], at: [...links.slice(1)] },
];

const final: readonly Row[] = [
  { because: 'no waiting raises a quota', errors: [['LimitExceeded', 409]], at: [...creations, ...links.slice(0, 1)] },
  {
    because: 'the input stays what it is',
    errors: [
      ['MalformedPolicyDocument', 400],
      ['ValidationError', 400],
    ],
    at: writes,
  },
  { because: 'the boundary does not exist', errors: [['NoSuchEntity', 404]], at: ['iam:CreateRole'] },
];

const rows = (table: readonly Row[]) => {
  return table.flatMap(({ because, errors, at }) =>
    errors.map(([code, status]) => ({ because, code, error: [code, status] as const, at })),
  );
};

async function createUnder(hooks: Hooks) {
  const there = stage();
  const nothing = iam(there.world);
  const { body, bodies } = await there.deliver({ type: 'Create', properties: plain }, { hooks });
  const after = iam(there.world);
  await there.deliver({ type: 'Delete', id: body?.PhysicalResourceId ?? '', properties: plain });
  return {
    status: body?.Status,
    reason: body?.Reason ?? '',
    bodies,
    id: body?.PhysicalResourceId,
    nothing,
    after,
    ...there,
  };
}

describe('met once by a Create', () => {
  test.each(rows(passing))('$code is outlived, since $because', async ({ error, at }) => {
    for (const operation of at) {
      const { status, world, nothing } = await createUnder(refusing((called) => called === operation, error, 1));
      expect({ operation, status, left: iam(world) }).toEqual({ operation, status: 'SUCCESS', left: nothing });
    }
  });

  test.each(rows(final))('$code fails it and is undone, since $because', async ({ code, error, at }) => {
    for (const operation of at) {
      const { status, reason, after, nothing } = await createUnder(
        refusing((called) => called === operation, error, 1),
      );
      expect({ operation, status, after }).toEqual({ operation, status: 'FAILED', after: nothing });
      expect(reason).toContain(`${operation}: Injected ${code}`);
    }
  });
});

// Of what passes with time one error stands for all: the table of retry.ts tells them apart.
const lasting = rows([...passing, ...final]).filter(
  ({ because, code }) => because !== passing[0]?.because || code === 'Throttling',
);

test.each(lasting)('$code for ever fails a Create once, by its call, and leaves nothing', async (row) => {
  for (const operation of row.at) {
    const { id: answered, ...came } = await createUnder(refusing((called) => called === operation, row.error));
    expect({ operation, status: came.status, answered, after: came.after }).toEqual({
      ...{ operation, status: 'FAILED', answered: id },
      after: came.nothing,
    });
    expect([came.bodies.length, came.reason]).toEqual([1, expect.stringContaining(`${operation}: `)]);
  }
});

const removals: readonly Operation[] = [
  'iam:RemoveRoleFromInstanceProfile',
  'iam:DetachRolePolicy',
  'iam:DeleteInstanceProfile',
  'iam:DeletePolicy',
  'iam:DeleteRole',
];

describe.each(removals)('%s', (operation) => {
  async function deleteUnder(refusal: Refusal, times?: number) {
    const there = stage();
    const nothing = iam(there.world);
    await there.deliver({ type: 'Create', properties: plain });
    const hooks = refusing((called) => called === operation, refusal, times);
    const { body } = await there.deliver({ type: 'Delete', id, properties: plain }, { hooks });
    return { ...there, nothing, body };
  }

  test.each([
    ['DeleteConflict', 409],
    ['ECONNRESET', 0],
  ] as const)('that fails once with %s does not fail the Delete', async (code, status) => {
    const { body, world, nothing } = await deleteUnder([code, status], 1);
    expect(body?.Status).toBe('SUCCESS');
    expect(iam(world)).toEqual(nothing);
  });

  test.each([
    ['DeleteConflict', 409],
    ['AccessDenied', 403],
  ] as const)(
    'that fails for ever with %s fails the Delete with its id, and a later Delete finishes it',
    async (code, status) => {
      const { body, world, nothing, deliver } = await deleteUnder([code, status]);
      expect(body).toMatchObject({
        Status: 'FAILED',
        PhysicalResourceId: id,
        Reason: expect.stringContaining(operation),
      });
      await deliver({ type: 'Delete', id, properties: plain });
      expect(iam(world)).toEqual(nothing);
    },
  );
});

test('a Create goes on as it was asked where CloudFormation refuses to say how things stand', async () => {
  const denied = refusing((called) => called.startsWith('cloudformation:'), ['AccessDenied', 403]);
  const there = stage();
  const { body } = await there.deliver(
    { type: 'Create', properties: plain, resource: 'CREATE_FAILED' },
    { hooks: denied },
  );
  expect(body?.Status).toBe('SUCCESS');
  expect(Object.keys(trioOf(there.world))).toHaveLength(3);
});

test.each(['Create', 'Update', 'Delete'] as const)(
  'a %s whose every read is refused fails once, and changes nothing',
  async (type) => {
    const { world, deliver } = stage();
    await deliver({ type: 'Create', properties: plain });
    const before = iam(world);
    const hooks = refusing((called) => !isWrite(called), ['AccessDenied', 403]);
    const { bodies } = await deliver({ type, id, properties: plain }, { hooks });
    expect(bodies).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: id })]);
    expect(iam(world)).toEqual(before);
  },
);

test('a bucket that cannot be asked of its owner is not called another account’s', async () => {
  const hooks: Hooks = {
    before: async (operation, input) => {
      const expectsOwner = JSON.stringify(input).includes('ExpectedBucketOwner');
      if (operation !== 's3:GetEncryptionConfiguration' || !expectsOwner) return;
      throw new AwsError('ServiceUnavailable', 503, 'Please reduce your request rate');
    },
  };
  const { body } = await stage().deliver({ type: 'Create' }, { hooks });
  expect(body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('BucketUnreadable, cannot tell') });
  expect(body?.Reason).not.toContain('BucketOwnerMismatch');
});
