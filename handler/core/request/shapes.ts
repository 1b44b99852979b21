import * as z from 'zod/mini';
import type { Problem } from './problem';
import { quote } from './quote';

/** Whether a value is an object with named members: not a list, not `null`. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Says what was expected in the place of a value. */
export const mismatch = (what: string, value: unknown): string =>
  value === undefined ? `Is missing: expected ${what}` : `Expected ${what}, got ${quote(value)}`;

const expected = (what: string) => ({
  error: (issue: { readonly input?: unknown }) => mismatch(what, issue.input),
  abort: true,
});

/** A string that passes a test; one message says all that is expected of it. */
export function text(what: string, accepts: (value: string) => boolean) {
  return z.string(expected(what)).check(z.refine(accepts, expected(what)));
}

/** A string of limited length over a set of characters; the length is looked at first, since the input is foreign. */
export function pattern(what: string, longest: number, regex: RegExp) {
  return text(what, (value) => value.length <= longest && regex.test(value));
}

/** A boolean, which CloudFormation delivers as a string. */
export function flag() {
  return z.pipe(
    z.literal([true, false, 'true', 'false'], expected('"true" or "false"')),
    z.transform((value) => String(value) === 'true'),
  );
}

/** A whole number within bounds, which CloudFormation delivers as a string. */
export function integer(least: number, most: number) {
  const what = expected(`a whole number from ${least} to ${most}`);
  const digits = z.union([z.string(), z.number()], what).check(
    z.refine((value) => String(value).length <= 9 && /^\d+$/.test(String(value)), what),
    z.refine((value) => Number(value) >= least && Number(value) <= most, what),
  );
  return z.pipe(digits, z.transform(Number));
}

/** A list of limited length; a longer one is refused without looking at its elements. */
export function list<T extends z.ZodMiniType>(what: string, longest: number, element: T) {
  const outer = z
    .array(z.unknown(), expected(`a list of ${what}`))
    .check(
      z.refine(({ length }) => length <= longest, { error: ({ input }) => tooLong(what, longest, input), abort: true }),
    );
  return z.pipe(outer, z.array(element));
}

const tooLong = (what: string, longest: number, value: unknown): string =>
  `Expected at most ${longest} ${what}, got ${Array.isArray(value) ? value.length : quote(value)}`;

/** Refuses the second of two elements whose keys are equal. */
export function unique<T>(keyOf: (element: T) => string, message: string) {
  return z.check<readonly T[]>(({ value, issues }) => {
    const seen = new Set<string>();
    for (const [index, element] of value.entries()) {
      const key = keyOf(element);
      if (seen.has(key))
        issues.push({ code: 'custom', message: `${message}: ${quote(key)}`, path: [index], input: key });
      seen.add(key);
    }
  });
}

/** Turns what the schema found into problems with paths as a template's author would write them. */
export function problemsOf(error: z.core.$ZodError, root = ''): readonly Problem[] {
  return error.issues.map(({ path, message }) => ({ path: pathOf(root, path), message }));
}

function pathOf(root: string, segments: readonly PropertyKey[]): string {
  const path = segments.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`));
  return `${root}${path.join('')}`.replace(/^\./, '');
}
