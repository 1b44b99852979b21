import type { Tag as SdkTag } from '@aws-sdk/client-iam';
import { AwsError } from '../../handler/aws/aws-error';
import { accountOf, page, type Scope, validationError } from './service';
import type { InstanceProfile, ManagedPolicy, Role, Tag, World } from './world';

/** IAM's answer for whatever is not there. */
export function noSuchEntity(problem: string): AwsError {
  return new AwsError('NoSuchEntity', 404, problem);
}

export function entityAlreadyExists(kind: string, name: string): AwsError {
  return new AwsError('EntityAlreadyExists', 409, `${kind} with name ${name} already exists.`);
}

export function deleteConflict(problem: string): AwsError {
  return new AwsError('DeleteConflict', 409, problem);
}

/** Refuses one more than the account's quota. */
export function checkQuota(count: number, quota: number, name: string): void {
  if (count >= quota) throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for ${name}: ${quota}`);
}

export function findRole(world: World, scope: Scope, name: string | undefined): Role {
  const role = accountOf(world, scope.account).roles[(name ?? '').toLowerCase()];
  if (role) return role;
  throw noSuchEntity(`The role with name ${name} cannot be found.`);
}

/** A managed policy of the caller's account, or one of AWS's own. */
export function findPolicy(world: World, scope: Scope, arn: string | undefined): ManagedPolicy {
  const owner = checkPolicyArn(arn).split(':')[4] === 'aws' ? 'aws' : scope.account;
  const policy = world.accounts[owner]?.policies[arn ?? ''];
  if (policy) return policy;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

/** Checks that an ARN is a managed policy's, whether or not there is one. */
export function checkPolicyArn(arn: string | undefined): string {
  if (arn !== undefined && /^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+$/.test(arn)) return arn;
  throw validationError(`ARN ${arn} is not valid.`);
}

export function findInstanceProfile(world: World, scope: Scope, name: string | undefined): InstanceProfile {
  const profile = accountOf(world, scope.account).instanceProfiles[(name ?? '').toLowerCase()];
  if (profile) return profile;
  throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
}

/** Checks a name against IAM's pattern. */
export function checkName(name: string | undefined, member: string, longest: number): string {
  if (name !== undefined && name.length <= longest && /^[\w+=,.@-]+$/.test(name)) return name;
  throw validationError(
    `Value '${name}' at '${member}' failed to satisfy constraint: [\\w+=,.@-]+, at most ${longest} characters`,
  );
}

export function checkPath(path = '/'): string {
  if (path.length <= 512 && /^(\/|\/[\u0021-\u007e]+\/)$/.test(path)) return path;
  throw validationError(
    `The specified value for path is invalid. It must begin and end with / and contain only ...: ${path}`,
  );
}

export function checkDescription(description = ''): string {
  if (description.length <= 1000 && /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/.test(description)) return description;
  throw validationError("Value at 'description' failed to satisfy constraint: at most 1000 printable characters");
}

/** Whether tag keys that differ only in case are the same key: on roles they are. */
export type KeyCase = 'sensitive' | 'insensitive';

/** The tags that a resource bears once `added` are set on it. */
export function withTags(
  current: readonly Tag[],
  added: readonly SdkTag[] = [],
  keyCase: KeyCase = 'sensitive',
): Tag[] {
  const tags = added.map(({ Key = '', Value = '' }) => ({ Key, Value }));
  if (tags.length > 50) {
    throw validationError(
      "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    );
  }
  for (const tag of tags) checkTag(tag);
  const keys = tags.map(({ Key }) => folded(Key, keyCase));
  if (new Set(keys).size < keys.length) throw new AwsError('InvalidInput', 400, 'Duplicate tag keys found.');
  const all = [...withoutTags(current, keys, keyCase), ...tags];
  if (all.length > 50) throw new AwsError('LimitExceeded', 409, 'Cannot exceed quota for Tags: 50');
  return all;
}

export function withoutTags(
  current: readonly Tag[],
  keys: readonly string[] = [],
  keyCase: KeyCase = 'sensitive',
): Tag[] {
  const removed = new Set(keys.map((key) => folded(key, keyCase)));
  return current.filter(({ Key }) => !removed.has(folded(Key, keyCase)));
}

function folded(key: string, keyCase: KeyCase): string {
  return keyCase === 'insensitive' ? key.toLowerCase() : key;
}

function checkTag({ Key, Value }: Tag): void {
  const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  if (Key.length === 0 || Key.length > 128 || !allowed.test(Key) || Value.length > 256 || !allowed.test(Value)) {
    throw validationError(
      `Value at 'tags' failed to satisfy constraint: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*: ${Key}=${Value}`,
    );
  }
  if (/^aws:/i.test(Key)) throw new AwsError('InvalidInput', 400, `System tags cannot be added: ${Key}`);
}

/** One page of an IAM list, in the members that all of them share. */
export function iamPage<T>(items: readonly T[], input: { MaxItems?: number | undefined; Marker?: string | undefined }) {
  const size = input.MaxItems ?? 100;
  if (size < 1 || size > 1000)
    throw validationError(`Value '${size}' at 'maxItems' failed to satisfy constraint: 1 to 1000`);
  const { items: shown, next } = page(items, size, input.Marker);
  return { shown, envelope: { IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) } };
}

/** Documents leave IAM URL-encoded as RFC 3986 has it, which is stricter than `encodeURIComponent`. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
