import { failing, template, theatre } from './cloudformation';
import { iam, inNoOrder, trioOf } from './identity';

test('a stack is created, updated, renamed and deleted, and nothing is left', async () => {
  const { world, play } = theatre();
  const nothing = iam(world);
  const created = await play(({ createStack }) => createStack('app', template({})));
  const updated = await play(({ updateStack }) => updateStack('app', template({ Description: 'changed' })));
  expect(trioOf(world).role?.description).toBe('changed');
  const renamed = await play(({ updateStack }) => updateStack('app', template({ RoleName: 'renamed' })));
  expect([trioOf(world), renamed.physicalIds, renamed.outputs['Role']?.['RoleArn']]).toEqual([
    {},
    { Role: 'renamed' },
    trioOf(world, 'renamed').role?.arn,
  ]);
  const deleted = await play(({ deleteStack }) => deleteStack('app'));
  expect([created, updated, renamed, deleted].map(({ status }) => status)).toEqual([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_COMPLETE',
    'DELETE_COMPLETE',
  ]);
  expect(iam(world)).toEqual(nothing);
});

test.each([
  ['in place', { Description: 'changed', MaxSessionDuration: 7200 }],
  ['by replacement', { RoleName: 'renamed' }],
])('an update %s that fails for the sake of another resource ends as it began', async (_how, change) => {
  const { world, play } = theatre();
  await play(({ createStack }) => createStack('app', template({})));
  const before = inNoOrder(world);
  const attempt = template(change, { Other: { ...failing(0), dependsOn: ['Role'] } });
  const { status, physicalIds } = await play(({ updateStack }) => updateStack('app', attempt));
  expect([status, physicalIds['Role']]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'app-sessions']);
  expect(inNoOrder(world)).toEqual(before);
});

test('a replacement that is cancelled at any second but the last ends as it began', async () => {
  // Its calls take 16 s, and 5 s the wait for EC2; the last question to CloudFormation meets it after 19 s.
  for (let seconds = 1; seconds <= 18; seconds += 2) {
    const { world, play } = theatre({ latency: 4000 });
    await play(({ createStack }) => createStack('app', template({})));
    const before = inNoOrder(world);
    const attempt = template({ RoleName: 'renamed', PropagationWaitSeconds: '5' }, { Other: failing(seconds) });
    const { status } = await play(({ updateStack }) => updateStack('app', attempt));
    expect([seconds, status]).toEqual([seconds, 'UPDATE_ROLLBACK_COMPLETE']);
    expect(inNoOrder(world)).toEqual(before);
  }
});

test('a creation that is cancelled at any second leaves nothing', async () => {
  for (let seconds = 1; seconds <= 25; seconds += 2) {
    const { world, play } = theatre({ latency: 4000 });
    const nothing = iam(world);
    const attempt = template({ PropagationWaitSeconds: '5' }, { Other: failing(seconds) });
    const { status } = await play(({ createStack }) => createStack('app', attempt));
    expect([seconds, status]).toEqual([seconds, 'ROLLBACK_COMPLETE']);
    expect(iam(world)).toEqual(nothing);
  }
});

test('events that come twice, at once or much later, change nothing', async () => {
  const once = theatre();
  const twice = theatre({ latency: 200, duplicateAfter: [0, 100, 700, 45_000] });
  for (const { world, play } of [once, twice]) {
    const nothing = iam(world);
    const created = await play(({ createStack }) => createStack('app', template({})));
    const updated = await play(({ updateStack }) => updateStack('app', template({ Description: 'changed' })));
    expect([created.status, updated.status]).toEqual(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);
    expect(nothing).not.toEqual(iam(world));
  }
  expect(inNoOrder(twice.world)).toEqual({ ...inNoOrder(once.world) });
});

test('an answer that cannot be delivered is given again by the next attempt', async () => {
  const { world, play } = theatre({ fault: (_id, attempt) => (attempt === 1 ? 'reset' : undefined) });
  const nothing = iam(world);
  const created = await play(({ createStack }) => createStack('app', template({})));
  const deleted = await play(({ deleteStack }) => deleteStack('app'));
  expect([created.status, deleted.status]).toEqual(['CREATE_COMPLETE', 'DELETE_COMPLETE']);
  expect(iam(world)).toEqual(nothing);
});
