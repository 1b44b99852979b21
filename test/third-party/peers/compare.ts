import type { Outcome } from './normalise';

/** One place in which a peer's outcome is not ours: `outcome` itself, or a member of the output. */
export interface Disagreement {
  readonly member: string;
  /** JSON, or `absent`. */
  readonly ours: string;
  readonly theirs: string;
}

/** Every place in which two outcomes of the same step differ; a member that one side lacks is one place. */
export function disagreements(ours: Outcome, theirs: Outcome): readonly Disagreement[] {
  if (ours.came !== theirs.came) return [{ member: 'outcome', ours: ours.came, theirs: theirs.came }];
  return 'output' in ours && 'output' in theirs ? between(ours.output, theirs.output, '') : [];
}

function between(ours: unknown, theirs: unknown, member: string): readonly Disagreement[] {
  if (kindOf(ours) === 'scalar' || kindOf(ours) !== kindOf(theirs)) {
    const [left, right] = [shown(ours), shown(theirs)];
    return left === right ? [] : [{ member, ours: left, theirs: right }];
  }
  return [...new Set([...Object.keys(Object(ours)), ...Object.keys(Object(theirs))])].flatMap((name) =>
    between(Object(ours)[name], Object(theirs)[name], joined(member, name, ours)),
  );
}

function kindOf(value: unknown): 'scalar' | 'list' | 'structure' {
  if (typeof value !== 'object' || value === null) return 'scalar';
  return Array.isArray(value) ? 'list' : 'structure';
}

/** `Role.Tags[].Key`: which entry of a list it is does not matter. */
function joined(member: string, name: string, parent: unknown): string {
  if (Array.isArray(parent)) return `${member}[]`;
  return member === '' ? name : `${member}.${name}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
