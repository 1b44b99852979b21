import fc from 'fast-check';
import { chance, seed } from '../chance';
import type { Trial } from '../tally';
import { live, type Told } from './life';
import type { Life } from './steps';

/** Less than a test's own limit, and more than a slow machine takes: a life that breaks a law is told as small as it became until then. */
const PATIENCE = 1_200_000;

/** Lives so many random lives; the first that breaks a law is shrunk, and told with the command that replays it. */
export async function liveAll(file: string, lives: fc.Arbitrary<Life>, count: number, tell: (trial: Trial) => void) {
  const { LIVES_PATH: path } = process.env;
  const law = fc.asyncProperty(lives, async (life) => {
    // The jitter of waits is part of what is replayed.
    const random = jest.spyOn(Math, 'random').mockImplementation(chance('jitter'));
    const told: Told = (status, held, exceptions = []) => {
      tell({ table: 'Random lives', row: status, column: file, held, exceptions });
    };
    await live(life, told).finally(() => random.mockRestore());
  });
  const replayed = path === undefined ? {} : { path };
  const limit = { interruptAfterTimeLimit: PATIENCE, markInterruptAsFailure: true };
  const details = await fc.check(law, { numRuns: count, seed: Number(seed()), ...limit, ...replayed });
  if (!details.failed) return;
  const [life] = details.counterexample ?? [];
  const { errorInstance: cause, counterexamplePath } = details;
  const told =
    cause instanceof Error ? (cause.stack ?? cause.message) : `Only ${details.numRuns} lives in ${PATIENCE} ms`;
  const replay = `RELIABILITY_SEED=${seed()} LIVES_PATH=${counterexamplePath} npm run test:reliability -- lives/${file}`;
  throw new Error(`A life breaks a law. Replay: ${replay}\n${JSON.stringify(life, null, 1)}\n${told}`);
}
