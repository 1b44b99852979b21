import type { Hooks } from '../../../local/aws/hooks';
import { seeded } from '../chance';
import { beginningOf, meaning } from '../matrix/beginning';
import { requestKind, STACK, template } from '../matrix/requests';
import { theatre } from '../matrix/theatre';
import { alike, remaining } from '../matrix/world';

/** Whether a request that succeeded while IAM is behind ends as it began, when another resource fails so soon after it. */
export async function rolledBack(kindName: string, hooks: Hooks, seconds: number): Promise<boolean> {
  seeded(`${kindName} ${seconds}`);
  const { type, given } = requestKind(kindName);
  const start = await beginningOf(kindName);
  const world = structuredClone(start.world);
  const { play } = theatre({ world, past: start.past, hooks });
  const other = { type: 'Test::Failing', properties: { AfterSeconds: seconds }, dependsOn: ['Role'] } as const;
  const attempt = template(given, { Other: other });
  const { status } = await play((driver) =>
    type === 'Create' ? driver.createStack(STACK, attempt) : driver.updateStack(STACK, attempt),
  );
  if (type === 'Create') return status === 'ROLLBACK_COMPLETE' && remaining(world) === start.nothing;
  return status === 'UPDATE_ROLLBACK_COMPLETE' && alike(meaning(world), start.meaning);
}
