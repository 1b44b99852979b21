import * as z from 'zod/mini';
import type { AgentService, ContextEntry } from './properties';
import { quote } from './quote';
import { list, mismatch, pattern, text } from './shapes';

/** The services that the agent asks, by the prefix of their actions. */
export const agentServices = ['s3', 'kms', 'logs', 'ssm', 'ssmmessages'] as const satisfies readonly AgentService[];

const service = z.enum(agentServices, { error: ({ input }) => mismatch(agentServices.join(' or '), input) });

const written = z.strictObject(
  {
    ContextKeyName: pattern('a condition key such as aws:SourceVpce', 256, /^[!-~]{5,}$/),
    ContextKeyValues: list(
      'values',
      50,
      text('a string of at most 1024 characters', ({ length }) => length <= 1024),
    ),
    Service: z.optional(service),
  },
  { error: 'Expected an object with ContextKeyName, ContextKeyValues and at most Service, and nothing else' },
);

const entry = z.pipe(
  written,
  z.transform(({ ContextKeyName: key, ContextKeyValues: values, Service }): ContextEntry => {
    return { key, values, ...(Service !== undefined && { service: Service }) };
  }),
);

/** The property `ContextEntries`. */
export const contextEntries = list('context entries', 50, entry).check(
  z.check<readonly ContextEntry[]>(({ value, issues }) => {
    for (const { path, message } of entryFaults(value)) issues.push({ code: 'custom', message, path, input: value });
  }),
);

/** What is wrong with entries of which each is well-formed: where a service must be said, and what is said twice. */
export function entryFaults(entries: readonly ContextEntry[]): readonly EntryFault[] {
  return entries.flatMap((one, index) => {
    const rule = rules.find(({ keys }) => keys.test(one.key));
    // A key that AWS sends nowhere is of no service.
    if (rule !== undefined && one.values.length > 0 && !rule.services.includes(one.service))
      return [{ path: [index, 'Service'], message: rule.message }];
    if (!entries.slice(0, index).some((earlier) => overlap(earlier, one))) return [];
    return [{ path: [index], message: `Must not be listed twice for one service: ${quote(one.key)}` }];
  });
}

interface EntryFault {
  readonly path: PropertyKey[];
  readonly message: string;
}

interface Rule {
  readonly keys: RegExp;
  readonly services: readonly (AgentService | undefined)[];
  readonly message: string;
}

const rules: readonly Rule[] = [
  {
    keys: /^aws:(?:SourceVpce|Vpce(?:Account|OrgID|OrgPaths))$/i,
    services: agentServices,
    message: `An endpoint belongs to one service: say which in Service, ${agentServices.join(' or ')}`,
  },
  {
    keys: /^aws:ResourceTag\//i,
    services: ['s3', 'kms', 'logs'],
    message:
      "A tag is one resource's: say which in Service, s3 for the bucket, kms for the session key or logs for the log group",
  },
  {
    keys: /^kms:(?:ResourceAliases|RequestAlias|Key(?:Origin|Spec|Usage)|MultiRegion(?:KeyType)?)$/i,
    services: ['kms'],
    message: "It is one key's: say which in Service, kms for the session key",
  },
  {
    keys: /^aws:ResourceOrg(?:ID|Paths)$/i,
    services: agentServices,
    message: `Resources may belong to several organisations: say which in Service, ${agentServices.join(' or ')}`,
  },
];

// An entry without a service is about the requests to all of them.
const overlap = (one: ContextEntry, other: ContextEntry) =>
  one.key.toLowerCase() === other.key.toLowerCase() &&
  (one.service === other.service || one.service === undefined || other.service === undefined);
