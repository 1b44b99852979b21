import { setTimeout as pause } from 'node:timers/promises';

/** Asks again every two seconds until there is an answer; throws the last refusal, or that time is up. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 120): Promise<T> {
  const until = Date.now() + seconds * 1000;
  let refusal: unknown;
  while (Date.now() < until) {
    const answer = await ask().catch((error: unknown) => {
      refusal = error;
      return undefined;
    });
    if (answer !== undefined) return answer;
    await pause(2_000);
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
