import {
  createPolicy,
  createRole,
  delegatingKeyPolicy,
  putBucketPolicy,
  putKeyPolicy,
} from '../../../local/aws/create';
import { createSessionDocument } from '../../../local/aws/create-resources';
import type { World } from '../../../local/aws/world';
import { LOG_ACCOUNT } from '../../../local/two-accounts';
import { accountIn, nothing, policyNamed, profileBy, reading } from './hands';
import { freshWorld, places, rolePath } from './places';
import type { Elsewhere, Step } from './steps';

/** Somebody makes a thing with rights of its own, if its name is free. */
export function make(world: World, { place, kind, name }: Extract<Step, { do: 'take' }>): void {
  const { account: id = '' } = places[place] ?? {};
  const account = accountIn(world, id);
  const key = name.toLowerCase();
  const acts = {
    role: () => account.roles[key] ?? createRole(world, id, { RoleName: name, Path: rolePath }),
    policy: () => policyNamed(account, name) ?? createPolicy(world, id, name, reading, rolePath),
    profile: () => {
      account.instanceProfiles[key] ??= profileBy(id, name, rolePath);
    },
  };
  acts[kind]();
}

/** Somebody hands over whatever bears a name in an account. */
export function offer(world: World, id: string, name: string, stackName: string): void {
  const account = accountIn(world, id);
  const key = name.toLowerCase();
  const offered = { Key: 'session-manager-role:adopt', Value: `${stackName}/Role` };
  for (const one of [account.roles[key], policyNamed(account, name), account.instanceProfiles[key]]) {
    if (one) one.tags = [...one.tags.filter(({ Key }) => Key !== offered.Key), offered];
  }
}

/** What changes in the log account, or in the session preferences of the first place. */
export function changeElsewhere(world: World, change: Elsewhere): void {
  const { buckets, accounts } = freshWorld();
  const bucket = world.buckets['org-session-logs'];
  const [key] = Object.values(accountIn(world, LOG_ACCOUNT).keys);
  if (!bucket || !key) throw new Error('The log account is gone');
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::org-session-logs/*' };
  const saved = (inputs: object) => {
    const content = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs };
    for (const { account, region } of places) createSessionDocument(world, { owner: account, region, content });
  };
  const acts: Readonly<Record<Elsewhere, () => void>> = {
    'refuse the key': () => putKeyPolicy(world, key.arn, delegatingKeyPolicy(world, LOG_ACCOUNT)),
    'disable the key': () => Object.assign(key, { state: 'Disabled' }),
    'refuse the bucket': () => delete bucket.policy,
    'deny the bucket': () => putBucketPolicy(world, bucket.name, { ...nothing, Statement: [deny] }),
    'save preferences': () => saved({ s3BucketName: 'app-session-logs', s3KeyPrefix: 'preferred' }),
    'save other preferences': () => saved({ cloudWatchLogGroupName: '/ssm/sessions', s3BucketName: '' }),
    'put right': () => {
      Object.assign(bucket, buckets[bucket.name]);
      Object.assign(key, accounts[LOG_ACCOUNT]?.keys[key.arn]);
    },
  };
  acts[change]();
}
