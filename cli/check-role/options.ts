import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { agentServices, entryFaults } from '../../handler/core/request/context-entries';
import { roleName } from '../../handler/core/request/iam-shapes';
import type { Problem } from '../../handler/core/request/problem';
import type { ContextEntry, Stated } from '../../handler/core/request/properties';
import { bucketName, keyPrefix, logGroupName } from '../../handler/core/request/session-shapes';
import { pattern, problemsOf } from '../../handler/core/request/shapes';
import { inOptions } from './words';

/** What the command line asks for. */
export interface Options {
  readonly action: 'check' | 'printPolicy' | 'help';
  readonly format: 'text' | 'json' | 'markdown';
  readonly roleName: string;
  readonly sessionDocument?: string;
  readonly stated: Partial<Stated>;
  readonly organizationId?: string;
  readonly contextEntries: readonly ContextEntry[];
  readonly verifier?: { readonly roleName: string; readonly externalId: string };
  readonly profile?: string;
  readonly region?: string;
}

export type ParsedOptions = { readonly options: Options } | { readonly problems: readonly Problem[] };

/** Reads the command line, or names everything that is wrong with it. */
export function parseOptions(argv: readonly string[]): ParsedOptions {
  const read = readArgs(argv);
  if ('problem' in read) return { problems: [{ path: 'command line', message: read.problem }] };
  const { help, json, markdown, 'print-policy': printPolicy, ...values } = read.values;
  if (help) return { options: { ...nothing, action: 'help' } };
  const parsed = schema.safeParse(values);
  const problems = [
    ...(parsed.success ? [] : problemsOf(parsed.error)),
    ...(printPolicy ? [] : missingName(values)),
    ...(json && markdown ? [{ path: 'json', message: 'Cannot stand beside --markdown' }] : []),
    ...pointless(values),
  ];
  if (!parsed.success || problems.length > 0) {
    return { problems: problems.map(({ path, message }) => ({ path: `--${path}`, message })) };
  }
  const action = printPolicy ? 'printPolicy' : 'check';
  const format = json ? 'json' : markdown ? 'markdown' : 'text';
  return { options: { ...optionsOf(parsed.data), action, format } };
}

type Given = Readonly<Record<string, unknown>>;

const missingName = (values: Given): readonly Problem[] =>
  values['role-name'] === undefined ? [{ path: 'role-name', message: 'Is missing: expected the name of a role' }] : [];

const pointless = (values: Given): readonly Problem[] =>
  values['verifier-external-id'] === undefined || values['verifier-role-name'] !== undefined
    ? []
    : [{ path: 'verifier-external-id', message: 'Has no meaning without --verifier-role-name' }];

const nothing = { format: 'text', roleName: '', stated: {}, contextEntries: [] } as const;

function readArgs(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const names = Object.keys(schema.shape).map((name) => [name, text] as const);
  const options = {
    ...Object.fromEntries(names),
    context: { ...text, multiple: true },
    ...{ json: flag, markdown: flag, 'print-policy': flag, help: flag },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, strict: true });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

// A key begins with its namespace and a colon, so that a word before a slash is a service.
const services = agentServices.join('|');
const entry = new RegExp(`^(?:(${services})/)?(?![^:=]*/)([!-<>-~]{5,256})=(.*)$`);
const entries = z
  .array(pattern('a condition key and its value, as in aws:SourceIp=10.0.0.1 or s3/aws:SourceVpce=vpce-1', 1300, entry))
  .check(
    z.check<readonly string[]>(({ value, issues }) => {
      for (const { message } of entryFaults(entriesOf(value)))
        issues.push({ code: 'custom', message: inOptions(message), path: [], input: value });
    }),
  );
const anyText = pattern('text', 1224, /^.+$/);
const schema = z.object({
  'role-name': z.optional(roleName),
  'session-document': z.optional(
    pattern('the name or ARN of a session document, or nothing for none', 128, /^(?:[\w.:/-]{3,})?$/),
  ),
  bucket: z.optional(bucketName),
  'bucket-owner': z.optional(pattern('12 digits', 12, /^\d{12}$/)),
  prefix: z.optional(keyPrefix),
  's3-kms-key-arn': z.optional(pattern('the ARN of a KMS key', 2048, /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/)),
  'log-group': z.optional(logGroupName),
  'kms-key-id': z.optional(pattern("a KMS key's id, alias or ARN", 2048, /^[\w:/-]+$/)),
  'organization-id': z.optional(pattern('an organisation id such as o-a1b2c3d4e5', 34, /^o-[a-z0-9]{10,32}$/)),
  context: z._default(entries, []),
  'verifier-role-name': z.optional(roleName),
  'verifier-external-id': z.optional(anyText),
  profile: z.optional(anyText),
  region: z.optional(pattern('a Region such as eu-west-1', 32, /^[a-z]{2,}(?:-[a-z]+)+-\d+$/)),
});

type Values = z.infer<typeof schema>;

function optionsOf(values: Values): Omit<Options, 'action' | 'format'> {
  const verifierName = values['verifier-role-name'];
  return {
    roleName: values['role-name'] ?? '',
    stated: renamed(values, preferences),
    contextEntries: entriesOf(values.context),
    ...(verifierName !== undefined && {
      verifier: { roleName: verifierName, externalId: values['verifier-external-id'] ?? '' },
    }),
    ...renamed(values, others),
  };
}

const preferences = {
  bucket: 's3BucketName',
  'bucket-owner': 's3BucketOwner',
  prefix: 's3KeyPrefix',
  's3-kms-key-arn': 's3KmsKeyArn',
  'log-group': 'cloudWatchLogGroupName',
  'kms-key-id': 'kmsKeyId',
} as const satisfies Partial<Record<keyof Values, keyof Stated>>;

const others = {
  'session-document': 'sessionDocument',
  'organization-id': 'organizationId',
  profile: 'profile',
  region: 'region',
} as const satisfies Partial<Record<keyof Values, keyof Options>>;

/** What is given, by the names it has within. */
function renamed<const N extends string>(
  values: Given,
  names: Readonly<Record<string, N>>,
): Readonly<Partial<Record<N, string>>> {
  const given = Object.entries(names).filter(([option]) => values[option] !== undefined);
  return Object.fromEntries(given.map(([option, name]): readonly string[] => [name, String(values[option])]));
}

/** A key that stands there several times for one service has several values. */
function entriesOf(written: readonly string[]): readonly ContextEntry[] {
  const entries = new Map<string, ContextEntry>();
  for (const one of written) {
    const [, prefix, key = '', value = ''] = entry.exec(one) ?? [];
    const service = agentServices.find((name) => name === prefix);
    const name = `${service}/${key.toLowerCase()}`;
    const values = [...(entries.get(name)?.values ?? []), value];
    entries.set(name, { key, values, ...(service !== undefined && { service }) });
  }
  return [...entries.values()];
}
