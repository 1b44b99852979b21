import { cfnCustomResource, crhelper } from './launched';
import { openStage, type Stage, toy } from './stage';

const opened = {
  crhelper: openStage((_, authorityFile) => crhelper(authorityFile)),
  'cfn-custom-resource': openStage((port, authorityFile) => cfnCustomResource(authorityFile, port)),
  'crhelper without its variable': openStage((_, authorityFile) => crhelper(authorityFile, {})),
};
afterAll(async () => {
  for (const stage of Object.values(opened)) await (await stage).stop();
});

/** Of one stack, what a viewer of the Events tab reads of its resource. */
const seen = ({ driver }: Stage, stackName: string) =>
  driver.events
    .filter((event) => event.stackName === stackName && event.logicalId === 'Toy')
    .map(({ status, physicalId, reason }) => ({ status, physicalId, reason }));

describe.each([
  { library: 'crhelper', generated: /^refused_Toy_[A-Z0-9]{8}$/ },
  { library: 'cfn-custom-resource', generated: /^NOIDPROVIDED$/ },
] as const)('a handler on $library', ({ library, generated }) => {
  test('lives through Create, Update, replacement, a failing Update and Delete', async () => {
    const stage = await opened[library];
    const { driver } = stage;
    expect(await driver.createStack('life', toy({ Name: 'a' }))).toMatchObject({
      status: 'CREATE_COMPLETE',
      physicalIds: { Toy: 'a' },
      outputs: { Toy: { Title: 'The a' } },
    });
    expect(await driver.updateStack('life', toy({ Name: 'a', Colour: 'red' }))).toMatchObject({
      status: 'UPDATE_COMPLETE',
      physicalIds: { Toy: 'a' },
    });
    expect(await driver.updateStack('life', toy({ Name: 'b' }))).toMatchObject({
      status: 'UPDATE_COMPLETE',
      physicalIds: { Toy: 'b' },
      outputs: { Toy: { Title: 'The b' } },
    });
    expect(seen(stage, 'life')).toContainEqual({ status: 'DELETE_COMPLETE', physicalId: 'a' });
    expect(await driver.updateStack('life', toy({ Name: 'taken' }))).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      physicalIds: { Toy: 'b' },
      outputs: { Toy: { Title: 'The b' } },
    });
    expect(await driver.deleteStack('life')).toMatchObject({ status: 'DELETE_COMPLETE', physicalIds: {} });
    expect(seen(stage, 'life').at(-1)).toEqual({ status: 'DELETE_COMPLETE', physicalId: 'b' });
  });

  test('that fails its Create is told to delete under the id that the library made up', async () => {
    const stage = await opened[library];
    expect(await stage.driver.createStack('refused', toy({ Name: 'taken' }))).toHaveProperty(
      'status',
      'ROLLBACK_COMPLETE',
    );
    const [, failed, , deleted] = seen(stage, 'refused');
    expect(failed).toEqual({
      status: 'CREATE_FAILED',
      physicalId: expect.stringMatching(generated),
      reason: expect.stringContaining('Message returned: The name is taken: taken (RequestId: '),
    });
    expect(deleted).toEqual({ status: 'DELETE_COMPLETE', physicalId: failed?.physicalId });
  });

  test('that refuses its Delete keeps the stack until the resource is retained', async () => {
    const stage = await opened[library];
    await stage.driver.createStack('kept', toy({ Name: 'full', Kept: true }));
    expect(await stage.driver.deleteStack('kept')).toHaveProperty('status', 'DELETE_FAILED');
    expect(seen(stage, 'kept').at(-1)?.reason).toContain('Message returned: Not empty: full');
    expect(await stage.driver.deleteStack('kept', ['Toy'])).toHaveProperty('status', 'DELETE_COMPLETE');
  });
});

test('the id that crhelper generates on Create lives through an Update that names none', async () => {
  const { driver } = await opened.crhelper;
  const { physicalIds } = await driver.createStack('generated', toy({ Name: 'a', Generated: true }));
  expect(physicalIds['Toy']).toMatch(/^generated_Toy_[A-Z0-9]{8}$/);
  const updated = await driver.updateStack('generated', toy({ Name: 'b', Generated: true }));
  expect(updated).toMatchObject({ status: 'UPDATE_COMPLETE', physicalIds, outputs: { Toy: { Title: 'The b' } } });
});

test('what crhelper marks NoEcho is still there for Fn::GetAtt', async () => {
  const { driver } = await opened.crhelper;
  const { outputs } = await driver.createStack('secret', toy({ Name: 'a', Secret: true }));
  expect(outputs).toEqual({ Toy: { Title: 'The a' } });
});

// https://github.com/aws-cloudformation/custom-resource-helper/issues/67
test('init_failure of crhelper answers without an id, which hides its reason and gets the rollback stuck', async () => {
  const stage = await opened['crhelper without its variable'];
  const { status } = await stage.driver.createStack('unborn', toy({ Name: 'a' }));
  expect(status).toBe('ROLLBACK_FAILED');
  const physicalId = expect.stringMatching(/^unborn-Toy-/);
  const reason = 'Invalid PhysicalResourceId';
  expect(seen(stage, 'unborn')).toMatchObject([
    { status: 'CREATE_IN_PROGRESS' },
    { status: 'CREATE_FAILED', physicalId, reason },
    { status: 'DELETE_IN_PROGRESS', physicalId },
    { status: 'DELETE_FAILED', physicalId, reason },
  ]);
});

test('text that is not an object is wrapped by cfn-custom-resource, and arrives as its attribute', async () => {
  const { driver } = await opened['cfn-custom-resource'];
  const { outputs } = await driver.createStack('text', toy({ Name: 'a', Text: 'word' }));
  expect(outputs).toEqual({ Toy: { data: 'word' } });
});

test('cfn-custom-resource counts characters, so that an answer beyond ASCII arrives cut short', async () => {
  const stage = await opened['cfn-custom-resource'];
  await stage.driver.createStack('cut', toy({ Name: 'a', Text: 'wörd' }));
  expect(seen(stage, 'cut')).toContainEqual({
    status: 'CREATE_FAILED',
    physicalId: expect.stringMatching(/^cut-Toy-/),
    reason: 'Invalid Response object: Response is not valid JSON',
  });
});

test('who does not trust the authority cannot answer', async () => {
  const { origin } = await opened.crhelper;
  await expect(fetch(origin, { method: 'PUT' })).rejects.toMatchObject({
    cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  });
});
