import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, type Document, OTHER_ACCOUNT, type PolicyCase, type Statement } from './policy-case';

/** A checked-in case with one request out of those that it speaks of, and what every one of them comes to. */
export interface CorpusCase {
  readonly title: string;
  readonly asked: PolicyCase;
  readonly decision: string;
}

type Value = string | readonly string[] | null | { readonly anyOf: string } | { readonly oneOf: readonly string[] };

interface Written {
  readonly because: string;
  readonly action?: string;
  readonly resource?: string;
  readonly sessionName?: string;
  readonly context?: Readonly<Record<string, Value>>;
  readonly expect: { readonly decision: string };
}

interface Group {
  readonly description: string;
  readonly policy: Document;
  readonly cases: readonly Written[];
}

/**
 * The cases that are decided: one in doubt has no answer, a session of another name is another principal's, and no
 * request carries every key of a family.
 */
export function corpus(): readonly CorpusCase[] {
  return readdirSync(folder).flatMap((file) => {
    const groups: readonly Group[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return groups.flatMap(({ description, policy, cases }) =>
      cases
        .filter(({ expect, sessionName }) => expect.decision !== 'undecided' && sessionName === undefined)
        .filter(({ context = {} }) =>
          Object.entries(context).every(([key, value]) => !key.endsWith('*') || value === null),
        )
        .map((written) => ({
          title: `${file}: ${description}: ${written.because}`,
          asked: policyCase(policy, written),
          decision: written.expect.decision,
        })),
    );
  });
}

const folder = join(__dirname, '../../cases/policy');
const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
const all: Document = { Version: '2012-10-17', Statement: [everything] };

/** Alone, a policy decides: an identity policy where the resource delegates, a resource policy across accounts. */
function policyCase(policy: Document, written: Written): PolicyCase {
  const request = {
    action: written.action ?? 's3:PutObject',
    resource: textOf(written.resource ?? 'arn:aws:s3:::logs/sessions/*'),
    context: Object.fromEntries(Object.entries(written.context ?? {}).flatMap(([key, value]) => known(key, value))),
    boundary: all,
  };
  if (/"(Not)?Principal":/.test(JSON.stringify(policy))) {
    return { ...request, resourceAccount: OTHER_ACCOUNT, identity: all, resourcePolicy: policy };
  }
  const resourcePolicy: Document = { ...all, Statement: [{ ...everything, Principal: { AWS: ACCOUNT } }] };
  return { ...request, resourceAccount: ACCOUNT, identity: policy, resourcePolicy };
}

function known(key: string, value: Value) {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [];
  if (typeof value === 'string') return [[key, value] as const];
  if ('oneOf' in value) return value.oneOf.slice(0, 1).map((pattern) => [key, textOf(pattern)] as const);
  return [[key, 'anyOf' in value ? textOf(value.anyOf) : value] as const];
}

/** A text of the pattern. */
function textOf(pattern: string): string {
  return pattern.replace(/[*?]/g, 'x');
}
