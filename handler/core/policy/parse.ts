import * as z from 'zod/mini';
import type { ParsedPolicy, Policy, Principals, Statement, Targets } from './document';

/** Reads a policy's JSON text, already URL-decoded, into canonical form; foreign text is never quoted in a problem. */
export function parsePolicy(text: string): ParsedPolicy {
  const document = readJson(text);
  if (document === undefined) return { problem: 'Policy cannot be read as JSON' };
  const parsed = policyShape.safeParse(document.value);
  if (!parsed.success) return malformed(parsed.error.issues[0]?.path ?? []);
  const { Version, Statement } = parsed.data;
  return { policy: { version: Version, statements: Statement.map(statement) } satisfies Policy };
}

const listed = z.transform((value: unknown): unknown[] => (Array.isArray(value) ? value : [value]));
const scalar = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String));
const values = z.pipe(listed, z.array(scalar));
const principals = z.pipe(
  z.transform((value: unknown) => (value === '*' ? { AWS: '*' } : value)),
  z.strictObject({
    AWS: z._default(values, []),
    Service: z._default(values, []),
    Federated: z._default(values, []),
    CanonicalUser: z._default(values, []),
  }),
);
const statementShape = z
  .strictObject({
    Sid: z.optional(z.string()),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: z.optional(principals),
    NotPrincipal: z.optional(principals),
    Action: z.optional(values),
    NotAction: z.optional(values),
    Resource: z.optional(values),
    NotResource: z.optional(values),
    Condition: z.optional(z.record(z.string(), z.record(z.string(), values))),
  })
  .check(
    z.refine((raw) => (raw.Action === undefined) !== (raw.NotAction === undefined)),
    z.refine((raw) => raw.Resource === undefined || raw.NotResource === undefined),
    z.refine((raw) => raw.Principal === undefined || raw.NotPrincipal === undefined),
  );
const policyShape = z.strictObject({
  Version: z._default(z.enum(['2008-10-17', '2012-10-17']), '2008-10-17'),
  Id: z.optional(z.string()),
  Statement: z.pipe(listed, z.array(statementShape)),
});
type StatementShape = z.infer<typeof statementShape>;

function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text, rejectProto);
    return namesIn(value) === namesWritten(text) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** A key that object shapes drop in silence would take its condition with it. */
function rejectProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('Policy names __proto__');
  return value;
}

/** Of two members of one name JSON keeps the last in silence, and with the other a condition goes. */
function namesWritten(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/g)].filter(([, colon]) => colon === ':').length;
}

function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, member) => sum + namesIn(member), own);
}

/** Down to the element and no further: below it, keys are the author's own words. */
function malformed(path: readonly PropertyKey[]): ParsedPolicy {
  const place = path.slice(0, 3).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return { problem: `Policy is malformed at ${place.join('').slice(1) || 'its top level'}` };
}

function statement(raw: StatementShape, index: number): Statement {
  const named = principalsOf(raw);
  const resources = targets(raw.Resource, raw.NotResource);
  return {
    name: raw.Sid || `Statement[${index}]`,
    effect: raw.Effect,
    ...(named && { principals: named }),
    actions: targets(raw.Action, raw.NotAction) ?? { values: [], not: false },
    ...(resources && { resources }),
    conditions: Object.entries(raw.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, expected]) => ({ operator, key, values: expected })),
    ),
  };
}

function principalsOf(raw: StatementShape): Principals | undefined {
  if (raw.NotPrincipal !== undefined) return { ...raw.NotPrincipal, not: true };
  return raw.Principal && { ...raw.Principal, not: false };
}

function targets(
  positive: readonly string[] | undefined,
  negative: readonly string[] | undefined,
): Targets | undefined {
  if (negative !== undefined) return { values: negative, not: true };
  return positive && { values: positive, not: false };
}
