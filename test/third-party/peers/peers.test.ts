import { served } from '../../../local/aws/served';
import { type BotocoreClient, startBotocore } from '../botocore/botocore-client';
import { audit, type Sighting } from './audit';
import { disagreements } from './compare';
import { differences } from './differences';
import type { Peer, Ruling } from './differences/ruling';
import { play, type Transcript } from './play';
import type { Script, Step } from './script';
import { scripts } from './scripts';
import { type Side, startMinistackSide, startMotoSide, startOurs } from './sides';

interface Played {
  readonly script: Script;
  readonly ours: Transcript;
  readonly theirs: Readonly<Record<Peer, Transcript>>;
}

let botocore: BotocoreClient;
const sides: Side[] = [];
let played: readonly Played[];

beforeAll(async () => {
  botocore = startBotocore();
  const start = async (starting: Promise<Side>) => {
    const side = await starting;
    sides.push(side);
    return side;
  };
  const ours = await start(startOurs());
  const moto = await start(startMotoSide(botocore));
  const ministack = await start(startMinistackSide(botocore));
  const all: Played[] = [];
  for (const script of scripts) {
    const on = (side: Side) => play(botocore, side, script);
    all.push({ script, ours: await on(ours), theirs: { moto: await on(moto), ministack: await on(ministack) } });
  }
  played = all;
});

afterAll(async () => {
  await botocore.stop();
  await Promise.all(sides.map((side) => side.stop()));
});

test.each(['moto', 'ministack'] as const)('%s answers as our local AWS does, but for what is listed', (peer) => {
  const its = sightings().filter((sighting) => sighting.peer === peer);
  expect(audit(its, differences).unlisted).toEqual([]);
});

test('every listed difference is still there', () => {
  expect(audit(sightings(), differences).gone).toEqual([]);
});

// Ours has stacks only as far as its own driver moves them.
const compared = Object.keys(served.operations).filter((operation) => !operation.startsWith('cloudformation:'));

test.each([
  { wanted: 'output', because: 'ours answers it' },
  { wanted: 'refusal', because: 'ours refuses it' },
] as const)('every operation of the port is compared where $because', ({ wanted }) => {
  const came = (operation: string) =>
    played.flatMap(({ script, ours }) =>
      stepsOf(script)
        .filter((one) => one.operation === operation)
        .map(({ title }) => (ours.get(title)?.came === 'output' ? 'output' : 'refusal')),
    );
  expect(compared.filter((operation) => !came(operation).includes(wanted))).toEqual([]);
});

test('a difference that nobody listed is found, and so is a listed one that has gone', () => {
  const [ours, theirs] = [{ came: 'output', output: { Tags: [1] } } as const, { came: 'output', output: {} } as const];
  const seen = disagreements(ours, theirs).map((one) => ({ ...one, ...sighted }));
  const ruling = (theirs: string): Ruling => ({
    because: 'moto shows no tags',
    supports: 'ours',
    references: [],
    found: [{ operation: 'iam:GetRole', member: 'Tags', ours: '[1]', moto: theirs }],
  });
  expect(audit(seen, [ruling('absent')])).toEqual({ unlisted: [], gone: [] });
  expect(audit(seen, [ruling('[]')])).toEqual({
    unlisted: ['a script: a step: iam:GetRole: Tags: ours [1], moto absent'],
    gone: ['iam:GetRole: Tags: ours [1], moto []'],
  });
});

const sighted = { peer: 'moto', script: 'a script', step: 'a step', operation: 'iam:GetRole' } as const;

function sightings(): readonly Sighting[] {
  return played.flatMap(({ script, ours, theirs }) =>
    stepsOf(script).flatMap(({ title, operation }) =>
      (['moto', 'ministack'] as const).flatMap((peer) => {
        const [left, right] = [ours.get(title), theirs[peer].get(title)];
        if (!left || !right) throw new Error(`The step "${title}" of "${script.name}" was not played everywhere`);
        return disagreements(left, right).map((one) => ({ ...one, peer, script: script.name, step: title, operation }));
      }),
    ),
  );
}

function stepsOf({ acts }: Script): readonly Step[] {
  return acts.flatMap((act) => (act.kind === 'step' ? [act] : []));
}
