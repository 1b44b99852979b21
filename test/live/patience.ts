import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again, ever less often, until there is an answer; the last refusal is the cause of giving up. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 120): Promise<T> {
  const until = Date.now() + seconds * 1000;
  let refusal: unknown;
  let wait = 250;
  while (Date.now() < until) {
    const answer = await ask().catch((error: unknown) => {
      refusal = error;
      return undefined;
    });
    if (answer !== undefined) return answer;
    await pause(wait);
    wait = Math.min(wait * 1.5, 5_000);
  }
  throw new Error(`Waited ${seconds} s for ${what}`, { cause: refusal });
}

/** The code of a refusal, or `none` where there was an answer. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.name.replace(/Exception$/, '') : String(error)),
  );
}
