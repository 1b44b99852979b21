import fc from 'fast-check';
import { AwsError } from '../../handler/aws/aws-error';
import type { Hooks } from '../../local/aws/hooks';
import { isWrite } from './faults';
import { furtherPolicy, type Given, plain, stage } from './fixture';
import { iam, inNoOrder } from './identity';
import { type Kind, kinds, stranger } from './strangers';

const id = 'app-sessions';
const runs = { numRuns: 10 };

const subset = <T>(...of: T[]) => fc.subarray(of);
const declared: fc.Arbitrary<Given> = fc.record(
  {
    Description: fc.constantFrom('', 'Sessions', 'Sitzungen für alle'),
    MaxSessionDuration: fc.constantFrom('3600', '7200', '43200'),
    Tags: subset({ Key: 'Team', Value: 'platform' }, { Key: 'Stage', Value: '' }, { Key: 'cost-centre', Value: '7' }),
    TrustedServices: fc.constantFrom(['ec2.amazonaws.com'], ['ec2.amazonaws.com', 'ssm.amazonaws.com']),
    ManagedPolicyArns: subset(furtherPolicy),
    PolicyScope: fc.constantFrom('LeastPrivilege', 'Documented'),
    CloudWatchLogGroupName: fc.constantFrom('/ssm/sessions', '/ssm/others'),
    S3BucketName: fc.constant('app-session-logs'),
  },
  { requiredKeys: [] },
);
const whole = declared.map((given) => ({ ...plain, ...given }));
const moment = fc.record({ at: fc.integer({ min: 1, max: 30 }), when: fc.constantFrom('before' as const, 'after') });

async function createdAs(properties: Given) {
  const there = stage();
  await there.deliver({ type: 'Create', properties });
  return there;
}

test('an Update that is interrupted anywhere is finished by the next, and ends where a Create would', async () => {
  const law = fc.asyncProperty(whole, whole, moment, async (from, to, dies) => {
    const { world, deliver } = await createdAs(from);
    await deliver({ type: 'Update', id, properties: to }, { dies });
    const { body } = await deliver({ type: 'Update', id, properties: to });
    expect(body?.Status).toBe('SUCCESS');
    expect(inNoOrder(world)).toEqual(inNoOrder((await createdAs(to)).world));
  });
  await fc.assert(law, runs);
});

function failingFrom(nth: number, code: string): Hooks {
  let writes = 0;
  return {
    before: async (operation) => {
      writes += isWrite(operation) ? 1 : 0;
      if (isWrite(operation) && writes >= nth) throw new AwsError(code, 400, `Injected ${code}`);
    },
  };
}

test('an Update that fails at any write is brought back by the Update of the rollback', async () => {
  const law = fc.asyncProperty(whole, whole, fc.integer({ min: 1, max: 8 }), async (from, to, nth) => {
    const { world, deliver } = await createdAs(from);
    const before = inNoOrder(world);
    await deliver({ type: 'Update', id, properties: to }, { hooks: failingFrom(nth, 'InvalidInput') });
    const { body } = await deliver({ type: 'Update', id, properties: from, stack: 'UPDATE_ROLLBACK_IN_PROGRESS' });
    expect(body?.Status).toBe('SUCCESS');
    expect(inNoOrder(world)).toEqual(before);
  });
  await fc.assert(law, runs);
});

test('a settled world needs no change: the second of two equal Updates leaves every byte as it is', async () => {
  const law = fc.asyncProperty(whole, whole, async (from, to) => {
    const { world, deliver } = await createdAs(from);
    const first = await deliver({ type: 'Update', id, properties: to });
    const settled = iam(world);
    const second = await deliver({ type: 'Update', id, properties: to });
    expect(second.body?.Data).toEqual(first.body?.Data);
    expect(iam(world)).toEqual(settled);
  });
  await fc.assert(law, runs);
});

const someone = fc.record({
  kind: fc.constantFrom<Kind>(...kinds),
  name: fc.constantFrom('app-sessions-2', 'app-session', 'App', 'sessions'),
  path: fc.constantFrom('/', '/session-manager/', '/session-manager/app-sessions/'),
  tags: subset({ Key: 'session-manager-role:logical-id', Value: 'Role' }, { Key: 'Team', Value: 'platform' }),
});

test('a Delete leaves nothing of ours and everything of theirs, whatever was interrupted before', async () => {
  const others = fc.uniqueArray(someone, { selector: ({ kind, name }) => `${kind} ${name}`, maxLength: 5 });
  const law = fc.asyncProperty(whole, whole, moment, moment, others, async (from, to, death, end, neighbours) => {
    const { world, deliver } = stage();
    for (const { kind, name, path, tags } of neighbours) stranger(world, kind, name, path, structuredClone(tags));
    const theirs = iam(world);
    await deliver({ type: 'Create', properties: from }, { dies: death });
    await deliver({ type: 'Update', id, properties: to }, { dies: end });
    await deliver({ type: 'Delete', id, properties: to }, { dies: end });
    const { body } = await deliver({ type: 'Delete', id, properties: to });
    expect(body?.Status).toBe('SUCCESS');
    expect(iam(world)).toEqual(theirs);
  });
  await fc.assert(law, runs);
});
