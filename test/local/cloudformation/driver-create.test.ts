import { createApp, deleteApp, failed, failing, obey, stageOf, statuses, token, toy, updateApp } from './toy';

const invented = /^app-Role-[0-9A-Z]{12}$/;

describe('a request', () => {
  test('carries every scalar as a string, the service token twice, and the time-out among the properties', async () => {
    const seen: unknown[] = [];
    const stage = stageOf((event) => {
      seen.push(event);
      return obey(event);
    });
    const properties = { ServiceToken: token, Name: 'a', Wait: 42, On: true, Tags: [{ Key: 'k', Value: 1.5 }] };
    const { stackId } = await createApp(stage, {
      Role: { type: 'Custom::Toy', properties, serviceTimeoutSeconds: 60 },
    });
    expect(seen).toEqual([
      {
        RequestType: 'Create',
        ServiceToken: token,
        ResponseURL: expect.stringMatching(
          /^https:\/\/cloudformation-custom-resource-response-useast1\.s3\.amazonaws\.com\//,
        ),
        StackId: stackId,
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        LogicalResourceId: 'Role',
        ResourceType: 'Custom::Toy',
        ResourceProperties: {
          ...{ ServiceToken: token, Name: 'a', Wait: '42', On: 'true', ServiceTimeout: '60' },
          Tags: [{ Key: 'k', Value: '1.5' }],
        },
      },
    ]);
  });

  test('finds its resource in progress in the world that DescribeStackResource reads', async () => {
    const seen: unknown[] = [];
    const stage = stageOf((event, { world }) => {
      const stack = world.stacks[event.StackId];
      seen.push([event.RequestType, stack?.status, stack?.resources['Role']?.status]);
      return obey(event);
    });
    await createApp(stage, { Role: toy('a') });
    await updateApp(stage, { Role: toy('b') });
    await deleteApp(stage);
    expect(seen).toEqual([
      ['Create', 'CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS'],
      ['Update', 'UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'],
      ['Delete', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
      ['Delete', 'DELETE_IN_PROGRESS', 'DELETE_IN_PROGRESS'],
    ]);
  });

  test('that Lambda refuses fails the resource with the reason of the refusal', async () => {
    const stage = stageOf(obey);
    const lost = { type: 'Custom::Toy', properties: { ServiceToken: `${token}-gone` } } as const;
    await createApp(stage, { Role: lost });
    expect(stage.driver.events.find(({ status }) => status === 'CREATE_FAILED')?.reason).toBe(
      `Function not found: ${token}-gone`,
    );
  });
});

describe('a Create', () => {
  test('that succeeds completes the stack and keeps id and attributes', async () => {
    const stage = stageOf(obey);
    const outcome = await createApp(stage, { Role: toy('a') });
    expect(outcome).toMatchObject({
      status: 'CREATE_COMPLETE',
      outputs: { Role: { Name: 'a' } },
      physicalIds: { Role: 'a' },
    });
    expect(statuses(stage, 'Role')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE a']);
  });

  test('that fails is followed by a Delete with the id of its FAILED answer', async () => {
    const stage = stageOf((event) => (event.RequestType === 'Create' ? failed(event, 'No bucket') : obey(event)));
    const outcome = await createApp(stage, { Role: toy('a') });
    expect(stage.requests).toEqual(['Create a', 'Delete(a) a']);
    expect(outcome.status).toBe('ROLLBACK_COMPLETE');
    expect(stage.driver.events.map(({ reason }) => reason).join('\n')).toMatch(
      /Received response status \[FAILED\] from custom resource\. Message returned: No bucket \(RequestId: /,
    );
  });

  test('without an answer times out and is deleted by an id that CloudFormation invents', async () => {
    const stage = stageOf((event) => (event.RequestType === 'Create' ? undefined : obey(event)));
    const begin = stage.clock.now();
    await createApp(stage, { Role: toy('a', { serviceTimeoutSeconds: 90 }) });
    expect(stage.clock.now() - begin).toBe(90_000);
    const [, timedOut] = stage.driver.events.filter(({ logicalId }) => logicalId === 'Role');
    expect(timedOut?.reason).toMatch(/^CloudFormation did not receive a response from your Custom Resource/);
    expect(timedOut?.physicalId).toMatch(invented);
    expect(stage.requests).toEqual(['Create a', `Delete(${timedOut?.physicalId}) a`]);
  });

  test('is deleted too where a later resource fails', async () => {
    const stage = stageOf(obey);
    const outcome = await createApp(stage, { Role: toy('a'), Other: failing({}, ['Role']) });
    expect(stage.requests).toEqual(['Create a', 'Delete(a) a']);
    expect(outcome.reason).toBeUndefined();
    expect(statuses(stage, 'app')).toEqual(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE']);
  });

  test('whose Delete is refused leaves ROLLBACK_FAILED, which names it', async () => {
    const stage = stageOf((event) => failed(event, 'Denied'));
    const outcome = await createApp(stage, { Role: toy('a') });
    expect(outcome).toMatchObject({
      status: 'ROLLBACK_FAILED',
      reason: 'The following resource(s) failed to delete: [Role].',
    });
  });

  test('is not sent for a resource that waits for a failed one', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Other: failing(), Role: toy('a', { dependsOn: ['Other'] }) });
    expect(stage.requests).toEqual([]);
    expect(statuses(stage, 'Role')).toEqual([]);
  });

  test('that is cancelled is deleted while it still runs, by an invented id, and its late answer changes nothing', async () => {
    const order: string[] = [];
    const stage = stageOf(async (event, { clock }) => {
      if (event.RequestType === 'Create') await clock.sleep(60_000);
      order.push(`${event.RequestType} answers`);
      return obey(event);
    });
    const outcome = await createApp(stage, { Role: toy('a'), Other: failing({ AfterSeconds: 5 }) });
    await stage.clock.run(stage.functions.idle());
    expect(order).toEqual(['Delete answers', 'Create answers']);
    expect(stage.requests[1]).toMatch(/^Delete\(app-Role-[0-9A-Z]{12}\) a$/);
    expect(stage.world.stacks[outcome.stackId]?.resources['Role']?.status).toBe('DELETE_COMPLETE');
    expect(stage.answers.delivered.map(({ read }) => read)).toEqual([true, false]);
    const cancelled = stage.driver.events.filter(({ reason }) => reason === 'Resource creation cancelled');
    expect(cancelled).toMatchObject([
      { logicalId: 'Role', status: 'CREATE_FAILED', physicalId: expect.stringMatching(invented) },
    ]);
  });

  test('of a name in use is refused, of a deleted name accepted', async () => {
    const stage = stageOf(obey);
    await createApp(stage, { Role: toy('a') });
    await expect(stage.driver.createStack('app', { resources: {} })).rejects.toMatchObject({
      code: 'AlreadyExistsException',
    });
    await deleteApp(stage);
    expect((await createApp(stage, { Role: toy('a') })).status).toBe('CREATE_COMPLETE');
  });
});
