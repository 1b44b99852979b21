import { parseArn } from '../arn';
import type { Policy, Statement } from '../policy/document';
import { matchesGlob } from '../policy/glob';
import { bucketName, keyPrefix, logGroupName } from '../request/session-shapes';
import { resourceSide } from './judge';
import type { NamedPolicy } from './observed';

/** What policies name of the things that session logs need. */
export interface Granted {
  readonly buckets: readonly GrantedBucket[];
  readonly logGroups: readonly string[];
  /** ARNs of keys that may be used other than through a service, and to decrypt alone, as the agent opens data keys. */
  readonly sessionKeys: readonly string[];
  /** ARNs of keys that may be used through S3. */
  readonly bucketKeys: readonly string[];
  /** Whether sessions could be logged under other names than these. */
  readonly further: { readonly buckets: boolean; readonly logGroups: boolean };
}

export interface GrantedBucket {
  readonly bucketName: string;
  readonly keyPrefix: string;
  /** As a condition on `aws:ResourceAccount` says. */
  readonly owner?: string;
}

/** What these policies allow by name; what they allow on patterns names nothing. */
export function granted(policies: readonly NamedPolicy[], account: string): Granted {
  const statements = policies.flatMap(({ document }) => {
    const side = resourceSide(document);
    return side.is === 'policy' ? allowing(side.policy) : [];
  });
  const uploads = statements.filter(allows('s3:PutObject')).flatMap(bucketsOf);
  const streams = statements.filter(allows('logs:PutLogEvents')).flatMap(resourcesOf).map(logGroupOf(account));
  return {
    buckets: distinct(uploads.filter((bucket) => bucket !== undefined)),
    logGroups: distinct(streams.filter((name) => name !== undefined)),
    sessionKeys: distinct(statements.filter(opensDataKeys).flatMap(keysOf)),
    bucketKeys: distinct(statements.filter(isThroughService).filter(allows('kms:GenerateDataKey')).flatMap(keysOf)),
    further: { buckets: uploads.includes(undefined), logGroups: streams.includes(undefined) },
  };
}

const allowing = ({ statements }: Policy) => statements.filter(({ effect }) => effect === 'Allow');

const allows =
  (action: string) =>
  ({ actions }: Statement): boolean =>
    actions.values.some((pattern) => matchesGlob(pattern.toLowerCase(), action.toLowerCase())) !== actions.not;

const resourcesOf = ({ resources }: Statement) => (resources === undefined || resources.not ? ['*'] : resources.values);

function bucketsOf(statement: Statement): readonly (GrantedBucket | undefined)[] {
  const owner = ownerIn(statement);
  return resourcesOf(statement).map((resource) => {
    const [, bucket, objects = ''] = /^arn:aws[a-z-]*:s3:::([^/]+)\/(.*)\*$/.exec(resource) ?? [];
    const [name, prefix] = [bucketName.safeParse(bucket), keyPrefix.safeParse(objects)];
    if (!name.success || !prefix.success) return undefined;
    return { bucketName: name.data, keyPrefix: prefix.data, ...(owner !== undefined && { owner }) };
  });
}

function ownerIn({ conditions }: Statement): string | undefined {
  const owners = conditions.filter(
    ({ operator, key }) => operator === 'StringEquals' && key.toLowerCase() === 'aws:resourceaccount',
  );
  const [owner, ...others] = owners.flatMap(({ values }) => values);
  return others.length === 0 && owner !== undefined && /^\d{12}$/.test(owner) ? owner : undefined;
}

const logGroupOf = (account: string) => (resource: string) => {
  const arn = parseArn(resource);
  const [, name] = /^log-group:([^:]+)/.exec(arn?.resource ?? '') ?? [];
  const parsed = logGroupName.safeParse(name);
  return arn?.service === 'logs' && arn.account === account && parsed.success ? parsed.data : undefined;
};

const isThroughService = ({ conditions }: Statement) =>
  conditions.some(({ key }) => key.toLowerCase() === 'kms:viaservice');

// A key of a bucket is granted with GenerateDataKey; for the session's own the agent only decrypts.
const opensDataKeys = (statement: Statement) =>
  allows('kms:Decrypt')(statement) && !allows('kms:GenerateDataKey')(statement) && !isThroughService(statement);

const keysOf = (statement: Statement) =>
  resourcesOf(statement).filter((resource) => /^key\/[\w-]+$/.test(parseArn(resource)?.resource ?? ''));

const distinct = <T>(values: readonly T[]): readonly T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
