import { createBucket, createKey, createLogGroup, createRole, putBucketPolicy } from '../../../local/aws/create';
import type { Bucket, Key, World } from '../../../local/aws/world';
import { type Ask, account, type Bindings, type Fixture, region } from './script';

/** An inline policy of a role. */
export function inlinePolicy(RoleName: string, PolicyName: string, PolicyDocument: string, owner = account): Fixture {
  return fixture(
    (world) => {
      const role = world.accounts[owner]?.roles[RoleName.toLowerCase()];
      if (!role) throw new Error(`The script has no role ${RoleName} to write a policy into`);
      role.inline[PolicyName] = PolicyDocument;
    },
    (ask) => ask(owner, 'iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument }),
  );
}

/** A role of another account, with what it may do. */
export function foreignRole(owner: string, RoleName: string, AssumeRolePolicyDocument: string, may: string): Fixture {
  return fixture(
    (world) => createRole(world, owner, { RoleName, AssumeRolePolicyDocument }, { inline: { may: JSON.parse(may) } }),
    async (ask) => {
      await ask(owner, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument });
      await ask(owner, 'iam', 'PutRolePolicy', { RoleName, PolicyName: 'may', PolicyDocument: may });
    },
  );
}

/** A bucket as S3 makes it. */
export function bucket(name: string, { owner = account, at = region } = {}): Fixture {
  const CreateBucketConfiguration = { LocationConstraint: at };
  return fixture(
    (world) => createBucket(world, { name, owner, region: at }),
    (ask) => ask(owner, 's3', 'CreateBucket', { Bucket: name, CreateBucketConfiguration }, at),
  );
}

/** A bucket's own policy. */
export function bucketPolicy(name: string, document: string, owner = account): Fixture {
  return fixture(
    (world) => putBucketPolicy(world, name, JSON.parse(document)),
    (ask) => ask(owner, 's3', 'PutBucketPolicy', { Bucket: name, Policy: document }),
  );
}

/** One setting of a bucket, told in the world's terms and as the call that makes it so. */
export function bucketSetting(name: string, settings: Partial<Bucket>, operation: string, input: object): Fixture {
  return fixture(
    (world) => Object.assign(bucketOf(world, name), settings),
    (ask) => ask(account, 's3', operation, { Bucket: name, ...input }),
  );
}

/** A bucket that has lost a setting with which S3 makes buckets. */
export function withoutSetting(name: string, setting: 'publicAccessBlock' | 'ownership', operation: string): Fixture {
  return fixture(
    (world) => delete bucketOf(world, name)[setting],
    (ask) => ask(account, 's3', operation, { Bucket: name }),
  );
}

/** A key, whose id the side chooses: scripts say `<name>`. */
export function key(name: string, { owner = account, policy }: { owner?: string; policy?: string } = {}): Fixture {
  const own = policy === undefined ? {} : { Policy: policy };
  return {
    kind: 'fixture',
    ours: (world) => {
      const document = policy === undefined ? {} : { policy: JSON.parse(policy) };
      return { [name]: createKey(world, { account: owner, region, ...document }).id };
    },
    theirs: async (ask) => {
      const { KeyId } = Object((await ask(owner, 'kms', 'CreateKey', own))['KeyMetadata']);
      return { [name]: KeyId };
    },
  };
}

/** Another name for a key. */
export function alias(AliasName: string, name: string): Fixture {
  return {
    kind: 'fixture',
    ours: (world, bound) => {
      const aliases = world.accounts[account]?.aliases ?? {};
      aliases[`${region}/${AliasName}`] = `arn:aws:kms:${region}:${account}:key/${bound[name]}`;
      return {};
    },
    theirs: async (ask, bound) => {
      await ask(account, 'kms', 'CreateAlias', { AliasName, TargetKeyId: bound[name] });
      return {};
    },
  };
}

/** What became of a key, in the world's terms and as the call that makes it so. */
export function keyState(name: string, state: Key['state'], operation: string): Fixture {
  return {
    kind: 'fixture',
    ours: (world, bound) => {
      const found = world.accounts[account]?.keys[`arn:aws:kms:${region}:${account}:key/${bound[name]}`];
      if (!found) throw new Error(`The script has no key ${name}`);
      found.state = state;
      return {};
    },
    theirs: async (ask, bound) => {
      await ask(account, 'kms', operation, { KeyId: bound[name] });
      return {};
    },
  };
}

/** A log group, encrypted with a key perhaps. */
export function logGroup(name: string, kmsKeyId?: string): Fixture {
  return fixture(
    (world) => createLogGroup(world, account, region, name, kmsKeyId),
    (ask) => ask(account, 'logs', 'CreateLogGroup', { logGroupName: name, ...(kmsKeyId && { kmsKeyId }) }),
  );
}

function fixture(ours: (world: World) => unknown, theirs: (ask: Ask) => Promise<unknown>): Fixture {
  return {
    kind: 'fixture',
    ours: (world) => {
      ours(world);
      return {};
    },
    theirs: async (ask) => {
      await theirs(ask);
      return {} satisfies Bindings;
    },
  };
}

function bucketOf(world: World, name: string): Bucket {
  const found = world.buckets[name];
  if (!found) throw new Error(`The script has no bucket ${name}`);
  return found;
}
