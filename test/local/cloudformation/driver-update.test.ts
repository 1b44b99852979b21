import { createApp, failed, failing, obey, stageOf, statuses, token, toy, updateApp } from './toy';

describe('an Update', () => {
  test('is sent only where properties changed, with the old ones', async () => {
    const stage = stageOf((event) => ({ ...obey(event), PhysicalResourceId: event.LogicalResourceId }));
    await createApp(stage, { Role: toy('a'), Twin: toy('t') });
    await updateApp(stage, { Role: toy('b'), Twin: toy('t', { deletionPolicy: 'Retain' }) });
    expect(stage.requests.slice(2)).toEqual(['Update(Role) a to b']);
    await expect(updateApp(stage, { Role: toy('b'), Twin: toy('t') })).rejects.toThrow(
      'No updates are to be performed',
    );
  });

  test('that names a new id replaces: the old one is deleted, with the old properties, in the clean-up', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Role: toy('a') });
    const outcome = await updateApp(stage, { Role: toy('b') });
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Delete(a) a']);
    expect(outcome.physicalIds).toEqual({ Role: 'b' });
    expect(outcome.outputs).toEqual({ Role: { Name: 'b' } });
    expect(statuses(stage, 'app').slice(2)).toEqual([
      ...['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
    ]);
  });

  test('completes although the clean-up fails, which is only reported', async () => {
    const stage = stageOf((event) => (event.RequestType === 'Delete' ? failed(event, 'In use') : obey(event)));
    await createApp(stage, { Role: toy('a'), Gone: toy('g') });
    const outcome = await updateApp(stage, { Role: toy('b') });
    expect(outcome).toMatchObject({ status: 'UPDATE_COMPLETE', physicalIds: { Role: 'b' } });
    const reported = stage.driver.events.filter(({ status }) => status === 'DELETE_FAILED');
    expect(reported.map(({ physicalId }) => physicalId).sort()).toEqual(['a', 'g']);
    expect(stage.world.stacks[outcome.stackId]?.resources['Role']?.status).toBe('UPDATE_COMPLETE');
  });

  test('that fails is rolled back by an Update with swapped properties and the accepted id', async () => {
    const stage = stageOf((event) =>
      event.ResourceProperties['Name'] === 'b' ? { ...failed(event, 'No'), PhysicalResourceId: 'a' } : obey(event),
    );
    await createApp(stage, { Role: toy('a') });
    const outcome = await updateApp(stage, { Role: toy('b') });
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Update(a) b to a']);
    expect(outcome).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', physicalIds: { Role: 'a' } });
    expect(statuses(stage, 'app').slice(-3)).toEqual([
      ...['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
    ]);
  });

  test('that fails under a new id is rolled back under the old one, and the new id deleted', async () => {
    const stage = stageOf((event) =>
      event.RequestType === 'Update' && event.ResourceProperties['Name'] === 'b' ? failed(event, 'No') : obey(event),
    );
    await createApp(stage, { Role: toy('a') });
    await updateApp(stage, { Role: toy('b') });
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Update(a) b to a', 'Delete(b) b']);
  });

  test('that replaced and is rolled back for another resource goes back by the new id, which is then deleted', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Role: toy('a') });
    const outcome = await updateApp(stage, { Role: toy('b'), Other: failing({}, ['Role']) });
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Update(b) b to a', 'Delete(b) b']);
    expect(outcome).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', physicalIds: { Role: 'a' } });
  });

  test('rolled back with an answer that keeps the new id deletes the old one: the answered id decides', async () => {
    const stage = stageOf((event) =>
      event.PhysicalResourceId === 'b' ? { ...obey(event), PhysicalResourceId: 'b' } : obey(event),
    );
    await createApp(stage, { Role: toy('a') });
    const outcome = await updateApp(stage, { Role: toy('b'), Other: failing({}, ['Role']) });
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Update(b) b to a', 'Delete(a) a']);
    expect(outcome.physicalIds).toEqual({ Role: 'b' });
  });

  test('that is cancelled is rolled back while it still runs', async () => {
    const stage = stageOf(async (event, { clock }) => {
      if (event.ResourceProperties['Name'] === 'b') await clock.sleep(60_000);
      return obey(event);
    });
    await createApp(stage, { Role: toy('a') });
    const outcome = await updateApp(stage, { Role: toy('b'), Other: failing({ AfterSeconds: 5 }) });
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Update(a) b to a']);
    expect(outcome.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stage.driver.events.map(({ reason }) => reason)).toContain('Resource update cancelled');
  });

  test('deletes in the clean-up of its rollback what it had created', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Role: toy('a') });
    const outcome = await updateApp(stage, { Role: toy('a'), Twin: toy('t'), Other: failing({}, ['Twin']) });
    expect(stage.requests.slice(1)).toEqual(['Create t', 'Delete(t) t']);
    expect(outcome.physicalIds).toEqual({ Role: 'a' });
  });

  test('whose rollback fails is stuck until the rollback is continued', async () => {
    const broken = { now: true };
    const stage = stageOf((event) =>
      event.RequestType === 'Update' && broken.now ? { ...failed(event, 'No'), PhysicalResourceId: 'a' } : obey(event),
    );
    await createApp(stage, { Role: toy('a') });
    const stuck = await updateApp(stage, { Role: toy('b') });
    expect(stuck.status).toBe('UPDATE_ROLLBACK_FAILED');
    await expect(updateApp(stage, { Role: toy('c') })).rejects.toThrow('UPDATE_ROLLBACK_FAILED state');
    broken.now = false;
    const outcome = await stage.clock.run(stage.driver.continueUpdateRollback('app'));
    expect(stage.requests.slice(1)).toEqual(['Update(a) a to b', 'Update(a) b to a', 'Update(a) b to a']);
    expect(outcome.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('whose rollback fails is freed by skipping the resource', async () => {
    const stage = stageOf((event) =>
      event.RequestType === 'Update' ? { ...failed(event, 'No'), PhysicalResourceId: 'a' } : obey(event),
    );
    await createApp(stage, { Role: toy('a') });
    await updateApp(stage, { Role: toy('b') });
    const outcome = await stage.clock.run(stage.driver.continueUpdateRollback('app', ['Role']));
    expect(outcome).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', physicalIds: { Role: 'a' } });
    expect(stage.requests).toHaveLength(3);
  });

  test('may change neither type nor service token', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Role: toy('a') });
    await expect(updateApp(stage, { Role: failing() })).rejects.toMatchObject({ code: 'ValidationError' });
    const moved = { Role: { type: 'Custom::Toy', properties: { ServiceToken: `${token}2`, Name: 'a' } } } as const;
    await expect(updateApp(stage, moved)).rejects.toThrow('Modifying service token is not allowed: [Role]');
  });
});
