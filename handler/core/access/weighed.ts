import { bySeverity, type Finding } from './findings';
import type { LiveRole } from './live-role';
import type { IdentityPolicies } from './observed';
import { leastReadings, type Reading } from './readings';
import type { Sources } from './requirements-of-role';
import { verify } from './verify';

/** A role as far as it is judged. */
type Weighed = Pick<LiveRole, 'name' | 'tags'> & { readonly identity: IdentityPolicies };

/**
 * The findings on a role of which something is recorded nowhere: what is broken only under the reading that was assumed, or
 * only under another, nobody can tell; and a key that was read out of the policies is the policies' matter alone, which have
 * a finding of their own.
 */
export function weighed(role: Weighed, reading: Reading, sources: Sources): readonly Finding[] {
  const found = ({ requirements, seen }: Reading) => verify(requirements, role.identity, seen);
  const readings = leastReadings(role, reading, sources).map(found);
  const assumed = found(reading);
  const beside = sources.s3KeyPrefix === 'assumed' ? otherwise(assumed, readings) : [];
  return [...assumed.map((finding) => asCertain(finding, readings)), ...beside].filter(
    ({ code }) => !(code === 'BucketKeyMismatch' && sources.s3KmsKeyArn === 'policies'),
  );
}

/** What certainly breaks only below a prefix, which nobody named, each once. */
function otherwise(assumed: readonly Finding[], readings: readonly (readonly Finding[])[]): readonly Finding[] {
  const isTold = (one: Finding) => assumed.some((other) => other.verdict !== 'advice' && isSame(one, other));
  const broken = readings.flat().filter((one) => one.verdict === 'broken' && !isTold(one));
  return broken
    .filter((one, index) => broken.findIndex((other) => isSame(one, other)) === index)
    .map((one) => doubted({ ...one, verdict: 'cannotTell' }, 'if logs go below a prefix'));
}

const assumption = 'if the preferences of sessions are as assumed';

/** Broken as far as it is so under these readings too. */
function asCertain(finding: Finding, readings: readonly (readonly Finding[])[]): Finding {
  const { verdict, consequence } = finding;
  if (verdict !== 'broken') return finding;
  const isBroken = (other: Finding) => other.verdict === verdict && isSame(finding, other);
  const same = readings.map((findings) => bySeverity(findings.filter(isBroken))[0]);
  if (same.includes(undefined)) return doubted({ ...finding, verdict: 'cannotTell' }, `only ${assumption}`);
  const least = bySeverity([finding, ...same.filter((one) => one !== undefined)]).at(-1) ?? finding;
  if (least.consequence === consequence) return finding;
  return doubted({ ...finding, consequence: least.consequence }, `${consequence} ${assumption}`);
}

/** Whether two findings are about the same; of one policy may be said what several uses of it want. */
export const isSame = (one: Finding, other: Finding) =>
  one.code === other.code && one.place === other.place && purposeOf(one) === purposeOf(other);

// A Sid says whose use it is for, then its hash.
const purposeOf = ({ remedy }: Finding) =>
  remedy.kind === 'addStatement' ? String(remedy.statement.Sid).replace(/[0-9a-f]{12}$/, '') : '';

const doubted = (finding: Finding, doubt: string): Finding => ({
  ...finding,
  caveat: finding.caveat === undefined ? doubt : `${finding.caveat}; ${doubt}`,
});
