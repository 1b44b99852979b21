/** One thing wrong with an event or its properties. */
export interface Problem {
  /** `ResourceProperties.Tags[2].Key`; `StackId` for the event itself. */
  readonly path: string;
  /** What is wrong and what is expected, without a final period. */
  readonly message: string;
}

const mostLines = 20;

/** Puts each problem on a line of its own; past the twentieth they are only counted. */
export function renderProblems(problems: readonly Problem[]): string {
  const lines = problems.slice(0, mostLines).map(({ path, message }) => `${path}: ${message}`);
  const hidden = problems.length - lines.length;
  return (hidden === 0 ? lines : [...lines, `and ${hidden} more`]).join('\n');
}
