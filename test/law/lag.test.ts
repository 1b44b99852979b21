import { AwsError } from '../../handler/aws/aws-error';
import { all, failing, type Hooks, lagOfTime, replicas } from '../../local/aws/hooks';
import { refusing } from './faults';
import { type Given, plain, stage } from './fixture';
import { iam, inNoOrder, trioOf } from './identity';

const id = 'app-sessions';
const renamed: Given = { ...plain, RoleName: 'app-renamed' };
const changed: Given = { ...plain, Description: 'changed', Tags: [{ Key: 'Team', Value: 'storage' }] };
const quota = (operation: string) => refusing((called) => called === operation, ['LimitExceeded', 409], 1);
const lost = new AwsError('ECONNRESET', 0, 'socket hang up');

describe.each<[because: string, lag: () => Hooks]>([
  ['IAM shows a change five seconds late', () => lagOfTime(5000)],
  ['every other answer comes from a replica five seconds behind', () => replicas(5000)],
])('where %s', (_because, lag) => {
  /** One world whose reads lag from now on, through all requests. */
  function lagging() {
    const { deliver, ...rest } = stage();
    const late = lag();
    const sent: typeof deliver = (request, how = {}) => deliver(request, { ...how, hooks: all(late, how.hooks ?? {}) });
    return { ...rest, deliver: sent };
  }

  test('a Create that fails at any of its writes leaves nothing', async () => {
    for (const operation of ['CreateRole', 'CreatePolicy', 'CreateInstanceProfile', 'AttachRolePolicy'] as const) {
      const { world, deliver } = lagging();
      const nothing = iam(world);
      const { body } = await deliver({ type: 'Create', properties: plain }, { hooks: quota(`iam:${operation}`) });
      expect([operation, body?.Status, iam(world)]).toEqual([operation, 'FAILED', nothing]);
      const deletion = await deliver({ type: 'Delete', id, properties: plain });
      expect(deletion.body?.Status).toBe('SUCCESS');
    }
  });

  test('a replacement that fails at any of its writes leaves what was, and nothing else', async () => {
    for (const operation of ['CreateRole', 'CreatePolicy', 'CreateInstanceProfile', 'AttachRolePolicy'] as const) {
      const { world, clock, deliver } = lagging();
      await deliver({ type: 'Create', properties: plain });
      await clock.run(clock.sleep(60_000));
      const before = iam(world);
      const { body } = await deliver({ type: 'Update', id, properties: renamed }, { hooks: quota(`iam:${operation}`) });
      expect([operation, body?.Status, body?.PhysicalResourceId]).toEqual([operation, 'FAILED', id]);
      expect([operation, iam(world)]).toEqual([operation, before]);
    }
  });

  test('an Update in place that fails at any of its writes is brought back by the Update that follows at once', async () => {
    for (const operation of ['UpdateRole', 'TagRole', 'TagPolicy', 'TagInstanceProfile'] as const) {
      const { world, clock, deliver } = lagging();
      await deliver({ type: 'Create', properties: plain });
      await clock.run(clock.sleep(60_000));
      const before = inNoOrder(world);
      await deliver({ type: 'Update', id, properties: changed }, { hooks: quota(`iam:${operation}`) });
      const stack = 'UPDATE_ROLLBACK_IN_PROGRESS';
      const { body } = await deliver({ type: 'Update', id, properties: plain, stack });
      expect([operation, body?.Status, inNoOrder(world)]).toEqual([operation, 'SUCCESS', before]);
    }
  });

  test('a Delete of which any answer is lost leaves nothing', async () => {
    for (const operation of ['DeleteInstanceProfile', 'DeletePolicy', 'DeleteRole', 'DetachRolePolicy'] as const) {
      const { world, clock, deliver } = lagging();
      await deliver({ type: 'Create', properties: plain });
      await clock.run(clock.sleep(60_000));
      const hooks = failing(`iam:${operation}`, 1, lost, 'after');
      const { body } = await deliver({ type: 'Delete', id, properties: plain }, { hooks });
      expect([operation, body?.Status, trioOf(world)]).toEqual([operation, 'SUCCESS', {}]);
    }
  });

  test('a Create of which any answer is lost makes what was asked', async () => {
    const expected = stage();
    await expected.deliver({ type: 'Create', properties: plain });
    for (const operation of ['CreateRole', 'CreatePolicy', 'CreateInstanceProfile', 'AttachRolePolicy'] as const) {
      const { world, deliver } = lagging();
      const hooks = failing(`iam:${operation}`, 1, lost, 'after');
      const { body } = await deliver({ type: 'Create', properties: plain }, { hooks });
      expect([operation, body?.Status, body?.Reason]).toEqual([operation, 'SUCCESS', undefined]);
      expect(inNoOrder(world)).toEqual(inNoOrder(expected.world));
    }
  });
});
