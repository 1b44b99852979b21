import type { Sandbox } from '../sandbox';

/** Something of AWS that no document says, and that this project relies on or would like to know. */
export interface Fact {
  readonly question: string;
  /** What the code takes for granted; absent where it relies on nothing, and only the answer is of interest. */
  readonly assumed?: string;
  /** Asks the account; one sentence. */
  readonly observe: (sandbox: Sandbox) => Promise<string>;
}

/** What came of a fact. */
export interface Observation {
  readonly question: string;
  readonly state: 'as assumed' | 'differs' | 'learned' | 'could not tell';
  readonly answer: string;
  readonly assumed?: string;
}

/** Asks about one fact; a failure is an answer too. */
export async function observe(fact: Fact, sandbox: Sandbox): Promise<Observation> {
  const { question, assumed } = fact;
  try {
    sandbox.interrupted.throwIfAborted();
    const answer = await fact.observe(sandbox);
    if (assumed === undefined) return { question, answer, state: 'learned' };
    return { question, answer, assumed, state: answer === assumed ? 'as assumed' : 'differs' };
  } catch (error) {
    return { question, state: 'could not tell', answer: String(error) };
  }
}
