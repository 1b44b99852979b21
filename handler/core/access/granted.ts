import { parseArn } from '../arn';
import type { Policy, Statement } from '../policy/document';
import { matchesGlob } from '../policy/glob';
import { relation } from '../policy/relation';
import { bucketName, keyPrefix, logGroupName } from '../request/session-shapes';
import type { Place } from '../request/settings';
import { resourceSide } from './judge';
import type { NamedPolicy } from './observed';

/** What policies name of the things that session logs need. */
export interface Granted {
  readonly buckets: readonly GrantedBucket[];
  /** Where objects may be put, named or not. */
  readonly uploads: readonly Upload[];
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
}

export interface Upload {
  readonly resource: string;
  /** As a condition on `aws:ResourceAccount` says. */
  readonly owner?: string;
}

/** What these policies allow by name where sessions can use it; what they allow on patterns names nothing. */
export function granted(policies: readonly NamedPolicy[], { region, account }: Place): Granted {
  const statements = policies.flatMap(({ document }) => {
    const side = resourceSide(document);
    return side.is === 'policy' ? allowing(side.policy) : [];
  });
  const uploads = statements.filter(allows('s3:PutObject')).flatMap(uploadsOf);
  const buckets = uploads.map(bucketOf);
  // Log group and session key are the instance's Region's own.
  const isHere = (arn: string) => (parseArn(arn)?.region ?? region) === region;
  const groups = statements.filter(allows('logs:PutLogEvents')).flatMap(resourcesOf).filter(isHere);
  const streams = groups.map(logGroupOf(account));
  return {
    buckets: distinct(buckets.filter((bucket) => bucket !== undefined)),
    uploads,
    logGroups: distinct(streams.filter((name) => name !== undefined)),
    sessionKeys: distinct(statements.filter(opensDataKeys).flatMap(keysOf).filter(isHere)),
    bucketKeys: distinct(statements.filter(isThroughS3).filter(allows('kms:GenerateDataKey')).flatMap(keysOf)),
    further: { buckets: buckets.includes(undefined), logGroups: streams.includes(undefined) },
  };
}

/** The account to which every grant is limited that can meet these objects. */
export function ownerOf({ uploads }: Granted, objects: string): string | undefined {
  const canMeet = ({ resource }: Upload) => resource.includes('${') || relation(resource, objects) !== 'misses';
  const [owner, ...others] = new Set(uploads.filter(canMeet).map((upload) => upload.owner));
  return others.length === 0 ? owner : undefined;
}

const allowing = ({ statements }: Policy) => statements.filter(({ effect }) => effect === 'Allow');

const allows =
  (action: string) =>
  ({ actions }: Statement): boolean =>
    actions.values.some((pattern) => matchesGlob(pattern.toLowerCase(), action.toLowerCase())) !== actions.not;

const resourcesOf = ({ resources }: Statement) => (resources === undefined || resources.not ? ['*'] : resources.values);

function uploadsOf(statement: Statement): readonly Upload[] {
  const owner = ownerIn(statement);
  return resourcesOf(statement).map((resource) => ({ resource, ...(owner !== undefined && { owner }) }));
}

function bucketOf({ resource }: Upload): GrantedBucket | undefined {
  const [, bucket, objects = ''] = /^arn:aws[a-z-]*:s3:::([^/]+)\/(.*)\*$/.exec(resource) ?? [];
  const [name, prefix] = [bucketName.safeParse(bucket), keyPrefix.safeParse(objects)];
  return name.success && prefix.success ? { bucketName: name.data, keyPrefix: prefix.data } : undefined;
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

// A key of a log group is used through CloudWatch Logs: `logs.eu-west-1.amazonaws.com`.
const isThroughS3 = (statement: Statement) =>
  isThroughService(statement) && !viaServices(statement).every((service) => service.startsWith('logs.'));

const viaServices = ({ conditions }: Statement) =>
  conditions.filter(({ key }) => key.toLowerCase() === 'kms:viaservice').flatMap(({ values }) => values);

// A key of a bucket is granted with GenerateDataKey; for the session's own the agent only decrypts.
const opensDataKeys = (statement: Statement) =>
  allows('kms:Decrypt')(statement) &&
  !allows('kms:GenerateDataKey')(statement) &&
  !isThroughService(statement) &&
  !statement.conditions.some(({ key }) => /^kms:encryptioncontext:aws:(?:logs|s3):/i.test(key));

const keysOf = (statement: Statement) =>
  resourcesOf(statement).filter((resource) => /^key\/[\w-]+$/.test(parseArn(resource)?.resource ?? ''));

const distinct = <T>(values: readonly T[]): readonly T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
