import { AwsError } from '../../../handler/aws/aws-error';
import { failing, type Hooks } from '../../../local/aws/hooks';
import type { StackTemplate } from '../../../local/cloudformation/stack';
import { crossAccountParameters } from '../../../local/two-accounts';
import { furtherPolicy } from '../../law/fixture';
import { asAdmin, stranger } from '../../law/strangers';
import { applicationAccount, type Bundled, openBundled, stackOf } from '../../wire/bundled';
import { sample, seed } from '../chance';
import type { Fault, FaultKind } from '../matrix/faults';
import { live } from '../matrix/life';
import { requestKind } from '../matrix/requests';
import { alike, meaningOf } from '../matrix/world';
import { openTally } from '../tally';

const tally = openTally();

/** What passes by itself, as the wire tells it; deaths are played where the processes are, in test/local/lambda. */
const refusals = {
  throttled: ['Throttling', 400, 'before'],
  error500: ['ServiceFailure', 500, 'before'],
  error503: ['ServiceUnavailable', 503, 'before'],
  reset: ['ECONNRESET', 0, 'before'],
  lost: ['ECONNRESET', 0, 'after'],
} as const satisfies Partial<Record<FaultKind, readonly [code: string, status: number, when: 'before' | 'after']>>;

type Refusal = keyof typeof refusals;
const isRefusal = (kind: string): kind is Refusal => Object.hasOwn(refusals, kind);
const kinds = ['create', 'update-policy', 'update-in-place', 'rename', 'delete', 'delete-by-force'] as const;
/** Of each kind of request. */
const DRAWN = 2;

let stage: Bundled;
beforeAll(async () => {
  stage = await openBundled({ parameters: { ...crossAccountParameters, AllowedManagedPolicyArns: furtherPolicy } });
  // Those whose policies and versions are put on ours: there before anything is compared.
  stranger(stage.world, 'policy', 'theirs', '/');
  asAdmin(stage.world, 'iam:CreateInstanceProfile', { InstanceProfileName: 'theirs' });
});
afterAll(() => stage.stop());

test.each(kinds)('%s keeps the laws through bundle and wire', async (kind) => {
  const { calls } = await live(kind, []);
  const cells = calls.flatMap((_, index) =>
    Object.keys(refusals)
      .filter(isRefusal)
      .map((fault) => ({ at: index + 1, kind: fault })),
  );
  const asked = await play(kind, {}, `${kind}-undisturbed`);
  expect(asked.status).toMatch(/^(CREATE|UPDATE|DELETE)_COMPLETE$/);
  for (const fault of sample(cells, DRAWN, `wire ${kind}`)) {
    const played = await play(kind, befalling(calls, fault), `${kind}-${fault.at}-${fault.kind}`);
    const held = alike(played, asked);
    tally({ table: 'Through bundle and wire', row: kind, column: fault.kind, held });
    expect({ ...played, kind, fault, seed: seed() }).toEqual({ ...asked, kind, fault, seed: seed() });
  }
});

/** The nth call, told by its operation: on the wire calls that go out together arrive in any order. */
function befalling(
  calls: readonly Parameters<typeof failing>[0][],
  { at, kind }: Fault & { readonly kind: Refusal },
): Hooks {
  const operation = calls[at - 1] ?? 'any';
  const nth = calls.slice(0, at).filter((one) => one === operation).length;
  const [code, status, when] = refusals[kind];
  return failing(operation, nth, new AwsError(code, status, `Injected ${kind}`), when);
}

/** One stack's life up to and with the disturbed request, and whether its Delete brought back what was. */
async function play(kind: string, faults: Hooks, stackName: string) {
  const { before, meanwhile, type, given } = requestKind(kind);
  const { driver, world } = stage;
  const nothing = structuredClone(applicationAccount(stage));
  const template = (properties: Readonly<Record<string, unknown>>): StackTemplate =>
    stackOf(stage, { ...properties, PropagationWaitSeconds: 0 }, 120);
  if (before !== undefined) await driver.createStack(stackName, template(before));
  meanwhile?.(world);
  stage.suffer(faults);
  const { status } = await {
    Create: () => driver.createStack(stackName, template(given)),
    Update: () => driver.updateStack(stackName, template(given)),
    Delete: () => driver.deleteStack(stackName),
  }[type]();
  stage.suffer({});
  const meant = ['app-sessions', 'app-renamed'].map((name) => withoutTags(meaningOf(world, name)));
  const { status: gone } = status === 'DELETE_COMPLETE' ? { status } : await driver.deleteStack(stackName);
  return { status, meant, gone, left: alike(applicationAccount(stage), nothing) ? 'nothing' : 'something' };
}

/** Tags name the stack, and every cell has its own. */
const withoutTags = (meaning: ReturnType<typeof meaningOf>): unknown =>
  JSON.parse(JSON.stringify(meaning, (key, value: unknown) => (key === 'tags' ? undefined : value)));
