import { isDeepStrictEqual } from 'node:util';
import type { Role, Tag, World } from '../../../local/aws/world';
import { LOG_ACCOUNT } from '../../../local/two-accounts';
import { neighbours, own, type Purpose, type Reach, reaches } from '../../core/identity/reach';
import type { Declared } from './declared';
import { accountIn, policyNamed } from './hands';
import { type Place, rolePath } from './places';
import { belongsTo } from './things';

/** A resource that CloudFormation holds for complete. */
export interface Standing {
  readonly place: Place;
  readonly stackId: string;
  readonly physicalId: string;
  readonly declared: Declared;
}

/** In what the world differs from what a template asks, by aspect; nothing where it is as asked. */
export function unlikeAsked(world: World, { place, stackId, physicalId, declared }: Standing): Differences {
  const account = accountIn(world, place.account);
  const role = account.roles[physicalId.toLowerCase()];
  const policy = policyNamed(account, physicalId);
  const profile = account.instanceProfiles[physicalId.toLowerCase()];
  const document = policy?.versions.find(({ isDefault }) => isDefault)?.document;
  if (!role || !policy || !profile || document === undefined) return { parts: `of ${physicalId} one is missing` };
  const { RoleName = physicalId, Path = rolePath, Description = '', MaxSessionDuration = 3600 } = declared;
  const { PERMISSIONS_BOUNDARY_ARN } = place.main.environment;
  const things = [role, policy, profile];
  return unequal({
    names: [things.map(({ name }) => name), [RoleName, RoleName, RoleName]],
    paths: [things.map(({ path }) => path), [Path, Path, Path]],
    owners: [things.map((thing) => belongsTo(thing, stackId, physicalId)), [true, true, true]],
    ...eachTag({ role, policy, profile }, declared.Tags ?? []),
    settings: [
      [role.description, role.maxSessionDuration, role.permissionsBoundary],
      [Description, MaxSessionDuration, PERMISSIONS_BOUNDARY_ARN],
    ],
    ...eachAttachment(attachedOfOurs(role), [...(declared.ManagedPolicyArns ?? []), policy.arn]),
    trusted: [trustedBy(role), (declared.TrustedServices ?? ['ec2.amazonaws.com']).toSorted()],
    member: [profile.role, role.name.toLowerCase()],
    reach: [unlikePurpose(document, declared, purposeOf(world, place, declared)), []],
  });
}

/** What is there, and what is asked, by the aspect in which they differ. */
export type Differences = Readonly<Record<string, string>>;

/** What is there, and what is asked, by aspect: as fine as IAM's calls, since two requests at once mix theirs. */
type Compared = Readonly<Record<string, readonly [is: unknown, asked: unknown]>>;

const unequal = (compared: Compared): Differences =>
  Object.fromEntries(
    Object.entries(compared)
      .filter(([, [is, asked]]) => !isDeepStrictEqual(is, asked))
      .map(([what, [is, asked]]) => [what, `${JSON.stringify(is)} instead of ${JSON.stringify(asked)}`]),
  );

interface Tagged {
  readonly tags: readonly Tag[];
}

function eachTag(things: Readonly<Record<string, Tagged>>, asked: readonly Tag[]): Compared {
  const compared = Object.entries(things).flatMap(([thing, { tags }]) => {
    const besidesOurs = tags.filter(({ Key }) => !Key.startsWith('session-manager-role:'));
    const keys = new Set([...besidesOurs, ...asked].map(({ Key }) => Key));
    const valueIn = (among: readonly Tag[], key: string) => among.find(({ Key }) => Key === key)?.Value;
    return [...keys].map((key) => [`tag ${key} of the ${thing}`, [valueIn(tags, key), valueIn(asked, key)]] as const);
  });
  return Object.fromEntries(compared);
}

function eachAttachment(attached: readonly string[], asked: readonly string[]): Compared {
  const arns = [...new Set([...attached, ...asked])];
  return Object.fromEntries(arns.map((arn) => [`attached ${arn}`, [attached.includes(arn), asked.includes(arn)]]));
}

// What hands attached stays until Delete: no part of what the template asks.
const attachedOfOurs = ({ attached }: Role) => attached.filter((arn) => !arn.endsWith('/by-hand'));

function trustedBy({ trustPolicy }: Role): readonly string[] {
  const { Statement } = JSON.parse(trustPolicy);
  return Statement.map(({ Principal }: { Principal: { Service: string } }) => Principal.Service).toSorted();
}

function purposeOf(world: World, place: Place, declared: Declared): Purpose {
  const { account, region } = place;
  const said = declared.SessionDocumentName === undefined ? {} : preferencesIn(world, place);
  const logGroup = declared.CloudWatchLogGroupName ?? said.cloudWatchLogGroupName;
  return {
    partition: 'aws',
    account,
    region,
    ...bucketOf(world, place, declared, said),
    ...(logGroup && { logGroup }),
    ...keyOfGroup(world, place, logGroup),
  };
}

function keyOfGroup(world: World, { account, region }: Place, name: string | undefined): Partial<Purpose> {
  const key = world.accounts[account]?.logGroups[`${region}/${name}`]?.kmsKeyArn;
  return key === undefined ? {} : { logGroupKeyArn: key };
}

type Said = Readonly<Partial<Record<'s3BucketName' | 's3KeyPrefix' | 'cloudWatchLogGroupName', string>>>;

function preferencesIn(world: World, { account, region }: Place): Said {
  const document = world.accounts[account]?.documents[`${region}/SSM-SessionManagerRunShell`];
  return document === undefined ? {} : JSON.parse(document.content).inputs;
}

function bucketOf(world: World, place: Place, { logs, S3KeyPrefix }: Declared, said: Said): Partial<Purpose> {
  const name = logs === undefined ? said.s3BucketName : logs === 'own' ? place.bucket : 'org-session-logs';
  if (!name) return {};
  const bucket = world.buckets[name];
  const owner = logs === 'central' ? LOG_ACCOUNT : place.account;
  const prefix = (logs === undefined ? undefined : S3KeyPrefix) ?? said.s3KeyPrefix ?? '';
  const key = bucket?.encryption === 'none' ? undefined : bucket?.encryption.kmsMasterKeyId;
  return {
    bucket: { name, owner, prefix, region: bucket?.region ?? place.region },
    // Of a bucket that is another's than was declared, S3 tells nobody its key.
    ...(key !== undefined && bucket?.owner === owner && { bucketKeyArn: key }),
  };
}

function unlikePurpose(document: string, { PolicyScope }: Declared, purpose: Purpose): readonly string[] {
  const counts = PolicyScope === 'Documented' ? isDocumented(purpose) : () => true;
  const told = ({ action, resource }: Reach) => `${action} on ${resource}`;
  return [
    ...own(purpose)
      .filter((reach) => counts(reach) && !reaches(document, reach))
      .map((reach) => `not ${told(reach)}`),
    ...neighbours(purpose)
      .filter((reach) => counts(reach) && reaches(document, reach))
      .map((reach) => `even ${told(reach)}`),
  ];
}

// What AWS documents reaches every log group and key; of S3 it names the prefix, whoever owns the bucket.
const isDocumented =
  ({ bucket }: Purpose) =>
  ({ action, context }: Reach) =>
    action === 's3:PutObject' ? context['aws:resourceaccount'] === bucket?.owner : /^(ssm|iam|sts|ec2):/.test(action);
