import { AwsError } from '../../handler/aws/aws-error';
import { malformed, savePrincipal, savePrincipals, statementsOf } from './policy-documents';
import { isPublic, malformedPolicy } from './s3';
import { accountOf, nextId } from './service';
import type { Bucket, Grant, Key, LogGroup, SessionDocument, World } from './world';

/** A bucket as S3 makes them since 2023: SSE-S3, owner enforced, public access blocked. */
export function createBucket(
  world: World,
  { name, owner, region, ...settings }: Partial<Omit<Bucket, 'policy'>> & Pick<Bucket, 'name' | 'owner' | 'region'>,
): Bucket {
  if (world.buckets[name]) {
    throw new AwsError('BucketAlreadyExists', 409, 'The requested bucket name is not available.');
  }
  const bucket: Bucket = {
    name,
    owner,
    region,
    encryption: { algorithm: 'AES256', bucketKeyEnabled: false },
    publicAccessBlock: {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    },
    ownership: 'BucketOwnerEnforced',
    objects: {},
    ...settings,
  };
  world.buckets[name] = bucket;
  return bucket;
}

/** Sets a bucket's policy as its owner would, with S3's refusals. */
export function putBucketPolicy(world: World, name: string, policy: unknown): void {
  const bucket = world.buckets[name];
  if (!bucket) throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist');
  const document = savePrincipals(world, JSON.stringify(policy), malformedPolicy);
  const arn = `arn:${world.partition}:s3:::${name}`;
  for (const { Resource, NotResource } of statementsOf(document, malformedPolicy)) {
    const resources = [Resource ?? NotResource ?? []].flat().map(String);
    const inside = (resource: string) => resource === arn || resource.startsWith(`${arn}/`) || resource === `${arn}*`;
    if (resources.length === 0 || !resources.every(inside)) throw malformedPolicy('Policy has invalid resource');
  }
  if (bucket.publicAccessBlock?.blockPublicPolicy && isPublic(document)) {
    throw new AwsError('AccessDenied', 403, 'Public policies are blocked by the BlockPublicPolicy setting.');
  }
  bucket.policy = document;
}

/** A symmetric key; without a policy of its own it delegates to its account. */
export function createKey(
  world: World,
  {
    account,
    region,
    ...settings
  }: Partial<Omit<Key, 'policy'>> & Pick<Key, 'account' | 'region'> & { alias?: string; policy?: unknown },
): Key {
  const { alias, policy, ...rest } = settings;
  const id = settings.id ?? `00000000-0000-4000-8000-${nextId(world, '', 12)}`.toLowerCase();
  const key: Key = {
    arn: `arn:${world.partition}:kms:${region}:${account}:key/${id}`,
    id,
    account,
    region,
    policy: savedKeyPolicy(world, policy ?? delegatingKeyPolicy(world, account)),
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    manager: 'CUSTOMER',
    multiRegion: false,
    grants: [],
    ...rest,
  };
  accountOf(world, account).keys[key.arn] = key;
  if (alias !== undefined) accountOf(world, account).aliases[`${region}/${alias}`] = key.arn;
  return key;
}

/** Sets a key's policy as its administrator would, with KMS's refusals. */
export function putKeyPolicy(world: World, arn: string, policy: unknown): void {
  keyByArn(world, arn).policy = savedKeyPolicy(world, policy);
}

/** A grant on a key as `kms:CreateGrant` makes it. */
export function createGrant(
  world: World,
  keyArn: string,
  { grantee, retiring, ...rest }: Pick<Grant, 'grantee' | 'operations'> & Partial<Grant>,
): Grant {
  const unknown = (problem: string) => new AwsError('InvalidArn', 400, problem);
  // AWS services make grants for themselves, which ListGrants shows by their name.
  const saved = (name: string) => (name.endsWith('.amazonaws.com') ? name : savePrincipal(world, name, unknown));
  const grant: Grant = {
    id: nextId(world, '', 64).toLowerCase(),
    createDate: 0,
    ...rest,
    grantee: saved(grantee),
    ...(retiring === undefined ? {} : { retiring: saved(retiring) }),
  };
  keyByArn(world, keyArn).grants.push(grant);
  return grant;
}

/** A log group in one account and Region. */
export function createLogGroup(
  world: World,
  account: string,
  region: string,
  name: string,
  kmsKeyArn?: string,
): LogGroup {
  const arn = `arn:${world.partition}:logs:${region}:${account}:log-group:${name}`;
  const group: LogGroup = { name, arn, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) };
  accountOf(world, account).logGroups[`${region}/${name}`] = group;
  return group;
}

/** A session document, by default the one that holds the preferences of an account and Region. */
export function createSessionDocument(
  world: World,
  {
    content,
    ...settings
  }: Partial<Omit<SessionDocument, 'content'>> & Pick<SessionDocument, 'owner' | 'region'> & { content: unknown },
): SessionDocument {
  const document: SessionDocument = {
    name: 'SSM-SessionManagerRunShell',
    content: typeof content === 'string' ? content : JSON.stringify(content),
    documentType: 'Session',
    sharedWith: [],
    ...settings,
  };
  accountOf(world, document.owner).documents[`${document.region}/${document.name}`] = document;
  return document;
}

/**
 * The default key policy, whatever the account's identity policies say:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function delegatingKeyPolicy(world: World, account: string): object {
  const Principal = { AWS: `arn:${world.partition}:iam::${account}:root` };
  const Sid = 'Enable IAM User Permissions';
  const Statement = [{ Sid, Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }];
  return { Version: '2012-10-17', Id: 'key-default-1', Statement };
}

function keyByArn(world: World, arn: string): Key {
  const key = world.accounts[arn.split(':')[4] ?? '']?.keys[arn];
  if (!key) throw new AwsError('NotFound', 400, `Key '${arn}' does not exist`);
  return key;
}

function savedKeyPolicy(world: World, policy: unknown): string {
  const document = savePrincipals(world, JSON.stringify(policy), malformed);
  if (statementsOf(document, malformed).every(({ Resource }) => Resource !== undefined)) return document;
  throw malformed('Policy statement must contain resources.');
}
