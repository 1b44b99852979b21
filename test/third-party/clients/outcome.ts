import { isDate } from 'node:util/types';
import { AwsError } from '../../../handler/aws/aws-error';
import type { Examination } from '../botocore/botocore-client';

/** What a client made of one answer, in words that both clients share. */
export type Outcome = Answered | Refused;

interface Answered {
  readonly state: 'answered';
  readonly status: number | undefined;
  readonly answer: unknown;
}

interface Refused {
  readonly state: 'refused';
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly bucketRegion: string | undefined;
}

/** What our own client made of it. */
export async function ourOutcome(call: Promise<{ $metadata: { httpStatusCode?: number | undefined } }>) {
  try {
    const { $metadata, ...answer } = await call;
    return { state: 'answered', status: $metadata.httpStatusCode, answer: asBotocoreHasIt(answer) } satisfies Answered;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, status, message, bucketRegion } = error;
    return { state: 'refused', status, code, message, bucketRegion } satisfies Refused;
  }
}

/** What botocore made of it. */
export function theirOutcome({ result, status, bucketRegion }: Omit<Examination, 'problems' | 'declared'>): Outcome {
  if (result.state === 'output') return { state: 'answered', status, answer: result.output };
  // Our client takes off the suffix that the JSON services put on.
  const code = result.code.replace(/Exception$/, '');
  return { state: 'refused', status: result.status, code, message: result.message, bucketRegion };
}

/** A refusal that came without a body: of its status each client makes words of its own. */
export function withoutWords(outcome: Outcome): Outcome {
  if (outcome.state === 'answered') return outcome;
  const { code } = outcome;
  return { ...outcome, code: bodiless.get(code) ?? code, message: '' };
}

const bodiless: ReadonlyMap<string, string> = new Map([
  ['403', 'AccessDenied'],
  ['404', 'NotFound'],
]);

/** Dates as text, and IAM's documents, which come URL-encoded, as the objects that botocore makes of them. */
export function asBotocoreHasIt(value: unknown): unknown {
  if (isDate(value)) return value.toISOString();
  if (Array.isArray(value)) return value.map(asBotocoreHasIt);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, memberAsBotocoreHasIt(name, member)]));
}

const documents = new Set(['AssumeRolePolicyDocument', 'Document', 'PolicyDocument']);

function memberAsBotocoreHasIt(name: string, member: unknown): unknown {
  return documents.has(name) ? JSON.parse(decodeURIComponent(String(member))) : asBotocoreHasIt(member);
}
