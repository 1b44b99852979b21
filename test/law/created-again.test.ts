import { failing, template, theatre } from './cloudformation';
import { iam } from './identity';

test('two Deletes of a cancelled Create end well, though its second delivery creates everything again between', async () => {
  const { world, play } = theatre({
    duplicateAfter: [0],
    fault: (_id, attempt) => (attempt === 1 ? 'reset' : undefined),
  });
  const nothing = iam(world);
  const { status } = await play(({ createStack }) => createStack('app', template({}, { Other: failing(1) })));
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(iam(world)).toEqual(nothing);
});
