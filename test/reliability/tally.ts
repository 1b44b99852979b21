import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { seed } from './chance';

/** Where each test file leaves its counts for the summary that `npm run test:reliability` prints at its end. */
export const TALLIES = join('.build', 'reliability', `seed-${seed()}`);

const EXCEPTIONS = join('docs', 'decisions', '0008-what-stays-possible.md');

/** One line of the summary's tables. */
export interface Tally {
  /** The table. */
  readonly table: string;
  /** What was tried: the table's line. */
  readonly row: string;
  /** Under which circumstances: the table's column. */
  readonly column: string;
  /** How often. */
  readonly tried: number;
  /** How often a law was broken. */
  readonly broken: number;
  /** What a law excepts by name, and how often that was met. */
  readonly exceptions: Readonly<Record<string, number>>;
}

/** What one trial has shown. */
export interface Trial extends Pick<Tally, 'table' | 'row' | 'column'> {
  readonly held: boolean;
  /** Names of the exceptions that were met. */
  readonly exceptions?: readonly string[];
}

/** Counts the trials of a test file; call it at the file's top level. */
export function openTally(): (trial: Trial) => void {
  const decided = readFileSync(EXCEPTIONS, 'utf8');
  const tallies = new Map<string, Tally>();
  afterAll(() => {
    const { testPath = 'unknown' } = expect.getState();
    mkdirSync(TALLIES, { recursive: true });
    writeFileSync(join(TALLIES, `${basename(testPath)}.json`), JSON.stringify([...tallies.values()]));
  });
  return ({ table, row, column, held, exceptions = [] }) => {
    const unnamed = exceptions.find((name) => !decided.includes(`| ${name} |`));
    if (unnamed !== undefined) throw new Error(`Cannot except "${unnamed}": ${EXCEPTIONS} does not name it`);
    const key = [table, row, column].join('\n');
    const so = tallies.get(key) ?? { table, row, column, tried: 0, broken: 0, exceptions: {} };
    const met = { ...so.exceptions };
    for (const name of exceptions) met[name] = (met[name] ?? 0) + 1;
    tallies.set(key, { ...so, tried: so.tried + 1, broken: so.broken + (held ? 0 : 1), exceptions: met });
  };
}
