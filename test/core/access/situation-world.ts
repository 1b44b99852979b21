import type { Finding } from '../../../handler/core/access/findings';
import { runSession } from '../../../local/aws/agent';
import {
  createAccount,
  createBucket,
  createKey,
  createRole,
  createWorld,
  putBucketPolicy,
  putKeyPolicy,
} from '../../../local/aws/create';
import { renderPrincipals } from '../../../local/aws/policy-documents';
import type { World } from '../../../local/aws/world';
import {
  ACCOUNT,
  arnsOf,
  BUCKET,
  FORMER,
  LOG_ACCOUNT,
  needed,
  type Policies,
  ROLE,
  type Situation,
} from './situations';

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The situation come true: two accounts in which everything is granted but what is missing. */
export function worldOf(situation: Situation): World {
  const { partition, rolePath, bucketKeyEnabled, instead, subject } = situation;
  const { region, bucketKey, sessionKey } = arnsOf(situation);
  const world = createWorld(partition);
  for (const account of [ACCOUNT, LOG_ACCOUNT]) createAccount(world, account);
  for (const RoleName of [ROLE, FORMER]) {
    createRole(world, ACCOUNT, { RoleName, Path: rolePath }, { inline: { everything } });
  }
  for (const arn of [bucketKey, sessionKey]) {
    createKey(world, { account: accountIn(arn), region, id: arn.split('/')[1] ?? '' });
  }
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId: bucketKey, bucketKeyEnabled } as const;
  createBucket(world, { name: BUCKET, owner: LOG_ACCOUNT, region, encryption });
  if (subject !== 'bucket' || instead !== 'noPolicy') {
    putBucketPolicy(world, BUCKET, document(grantsOf(situation, 'bucket')));
  }
  for (const key of ['bucketKey', 'sessionKey'] as const) {
    const arn = arnsOf(situation)[key];
    putKeyPolicy(world, arn, document([administration(situation, arn), ...grantsOf(situation, key)]));
  }
  delete world.accounts[ACCOUNT]?.roles[FORMER];
  return world;
}

const accountIn = (arn: string) => arn.split(':')[4] ?? '';
const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

/** In the role's own account a key delegates nothing, since it would delegate what is missing too. */
function administration(situation: Situation, arn: string): object {
  const account = accountIn(arn);
  const Action = account === ACCOUNT ? ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'] : 'kms:*';
  const Principal = { AWS: arnsOf(situation).root(account) };
  return { Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal, Action, Resource: '*' };
}

function grantsOf(situation: Situation, subject: Situation['subject']): readonly object[] {
  const { missing, instead } = situation;
  const { root, former, bucket } = arnsOf(situation);
  const Resource = subject === 'bucket' ? [bucket, `${bucket}/*`] : '*';
  const grant = (Sid: string, name: string, Action: readonly string[]) =>
    Action.length === 0 ? [] : [{ Sid, Effect: 'Allow', Principal: { AWS: name }, Action, Resource }];
  if (subject !== situation.subject) return grant('Granted', root(ACCOUNT), needed[subject]);
  const granted = needed[subject].filter((action) => !missing.includes(action));
  const stale = instead === 'staleGrant' ? grant('Former', former, missing) : [];
  // S3 saves no policy without a statement.
  const other = subject === 'bucket' ? grant('Owner', root(LOG_ACCOUNT), ['s3:GetObject']) : [];
  return [...other, ...grant('Granted', root(ACCOUNT), granted), ...stale];
}

/** The policies as their owners see them. */
export function policiesIn(world: World, situation: Situation): Policies {
  const { bucketKey, sessionKey } = arnsOf(situation);
  const bucket = world.buckets[BUCKET]?.policy;
  const ofKey = (arn: string) =>
    renderPrincipals(world, world.accounts[accountIn(arn)]?.keys[arn]?.policy ?? '{"Statement":[]}');
  return {
    ...(bucket !== undefined && { bucket: renderPrincipals(world, bucket) }),
    bucketKey: ofKey(bucketKey),
    sessionKey: ofKey(sessionKey),
  };
}

/** Follows a finding to the letter, in the policy and the account that it names: AWS's refusals are this world's. */
export function follow(world: World, situation: Situation, { place, account, remedy }: Finding): void {
  if (remedy.kind !== 'addStatement') throw new Error(`Nothing to add at ${place}`);
  const policies = policiesIn(world, situation);
  const { bucketKey, sessionKey } = arnsOf(situation);
  if (place === `BucketPolicy of "${BUCKET}"` && account === LOG_ACCOUNT) {
    putBucketPolicy(world, BUCKET, extended(policies.bucket, remedy));
    return;
  }
  const arn = [bucketKey, sessionKey].find((key) => place === `KeyPolicy of ${key}` && account === accountIn(key));
  if (arn === undefined) throw new Error(`Nobody finds ${place} in account ${account}`);
  putKeyPolicy(world, arn, extended(arn === bucketKey ? policies.bucketKey : policies.sessionKey, remedy));
}

function extended(policy: string | undefined, remedy: Extract<Finding['remedy'], { kind: 'addStatement' }>): object {
  const { Statement } = JSON.parse(policy ?? '{"Statement":[]}') as { Statement: readonly { Sid: string }[] };
  const living = Statement.filter(({ Sid }) => !(remedy.stale ?? []).includes(Sid));
  return document([...living, remedy.statement]);
}

/** Whether a session with a long log works in this world, to the last byte. */
export function worksIn(world: World, situation: Situation): boolean {
  const { region, sessionKey } = arnsOf(situation);
  const preferences = {
    s3BucketName: BUCKET,
    s3KeyPrefix: situation.prefix,
    s3EncryptionEnabled: true,
    kmsKeyId: sessionKey,
  };
  const instance = { account: ACCOUNT, region, role: ROLE, preferences };
  const { session, s3Log } = runSession(structuredClone(world), instance, 6 * 1024 * 1024);
  return session.state === 'ran' && s3Log.state === 'written';
}
