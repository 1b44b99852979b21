import { createApp, deleteApp, failed, failing, obey, stageOf, statuses, toy } from './toy';

describe('a stack Delete', () => {
  test('deletes dependents first', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Role: toy('a'), Twin: toy('t', { dependsOn: ['Role'] }) });
    expect((await deleteApp(stage)).status).toBe('DELETE_COMPLETE');
    expect(stage.requests).toEqual(['Create a', 'Create t', 'Delete(t) t', 'Delete(a) a']);
  });

  test('that is refused leaves DELETE_FAILED and is repeated for what remains', async () => {
    const broken = { now: true };
    const stage = stageOf((event) =>
      event.PhysicalResourceId === 'a' && broken.now ? failed(event, 'In use') : obey(event),
    );
    await createApp(stage, { Role: toy('a'), Twin: toy('t') });
    expect(await deleteApp(stage)).toMatchObject({ status: 'DELETE_FAILED', physicalIds: { Role: 'a' } });
    broken.now = false;
    expect((await deleteApp(stage)).status).toBe('DELETE_COMPLETE');
    expect(stage.requests.slice(4)).toEqual(['Delete(a) a']);
  });

  test.each([
    { policy: 'Retain', created: [], because: 'Retain keeps the resource whatever ends the stack' },
    { policy: 'RetainExceptOnCreate', created: ['Delete(a) a'], because: 'a rollback of the Create is the exception' },
  ] as const)('of $policy asks nothing of the resource: $because', async ({ policy, created }) => {
    const kept = stageOf(obey);
    await createApp(kept, { Role: toy('a', { deletionPolicy: policy }) });
    await deleteApp(kept);
    expect(kept.requests).toEqual(['Create a']);
    expect(statuses(kept, 'Role').at(-1)).toBe('DELETE_SKIPPED a');
    const rolledBack = stageOf(obey);
    await createApp(rolledBack, { Role: toy('a', { deletionPolicy: policy }), Other: failing({}, ['Role']) });
    expect(rolledBack.requests.slice(1)).toEqual(created);
  });
});
