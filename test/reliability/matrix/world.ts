import { isDeepStrictEqual } from 'node:util';
import { createSessionDocument } from '../../../local/aws/create-resources';
import type { World } from '../../../local/aws/world';
import { REGION } from '../../../local/two-accounts';
import { account, stage } from '../../law/fixture';
import { inNoOrder, trioOf } from '../../law/identity';
import { asAdmin, stranger } from '../../law/strangers';

/** The name of every role of ours in these lives, and of what replaces it. */
export const NAME = 'app-sessions';
export const NEW_NAME = 'app-renamed';
export const SESSION_DOCUMENT = 'SSM-SessionManagerRunShell';
/** A policy of somebody else's, ready to be put on our role. */
export const FOREIGN_POLICY = `arn:aws:iam::${account}:policy/theirs`;

const settled = populated();

/** A fresh copy of the two accounts with the function in them, a session document and strangers with names like ours. */
export const populatedWorld = (): World => structuredClone(settled);

function populated(): World {
  const { world } = stage();
  const inputs = {
    ...{ s3BucketName: 'app-session-logs', s3KeyPrefix: 'sessions', s3EncryptionEnabled: true },
    ...{ cloudWatchLogGroupName: '/ssm/sessions', cloudWatchEncryptionEnabled: true, kmsKeyId: '' },
  };
  const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
  createSessionDocument(world, { owner: account, region: REGION, name: SESSION_DOCUMENT, content });
  const other = `arn:aws:cloudformation:${REGION}:${account}:stack/other/00000000-0000-4000-8000-000000000000`;
  const tags = [
    { Key: 'session-manager-role:stack-id', Value: other },
    { Key: 'session-manager-role:logical-id', Value: 'Role' },
  ];
  for (const kind of ['role', 'policy', 'instance profile'] as const) {
    stranger(world, kind, `${NAME}-2`, '/session-manager/', structuredClone(tags));
    stranger(world, kind, 'theirs', '/', []);
  }
  asAdmin(world, 'iam:AddRoleToInstanceProfile', { InstanceProfileName: `${NAME}-2`, RoleName: `${NAME}-2` });
  asAdmin(world, 'iam:AttachRolePolicy', { RoleName: 'theirs', PolicyArn: FOREIGN_POLICY });
  return world;
}

/** Everything that outlives a stack, as text: both accounts, and all buckets. */
export const remaining = ({ accounts, buckets }: World): string => JSON.stringify({ accounts, buckets });

/** Whether two descriptions say the same, whichever of jest's realms their objects come from. */
export function alike(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plainly(one), plainly(other));
}

const plainly = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** What is not ours, as it stands, as text. */
export function theirs(world: World): string {
  const { [account]: mine, ...others } = world.accounts;
  if (mine === undefined) throw new Error(`The world has no account ${account}`);
  const { roles, policies, instanceProfiles, ...rest } = mine;
  const kept = [roles, policies, instanceProfiles].map((things) => Object.values<Named>(things).filter(isTheirs));
  return JSON.stringify({ others, rest, kept, buckets: world.buckets });
}

interface Named {
  readonly name: string;
}

const isTheirs = ({ name }: Named) => name !== NAME && name !== NEW_NAME;

/** What the trio of a name means, without ids and dates. */
export function meaningOf(world: World, name: string) {
  const { roles, policies, profiles } = inNoOrder(world);
  const named = <T extends { readonly name: string }>(things: readonly T[]) =>
    things.filter((one) => one.name === name);
  return { roles: named(roles), policies: named(policies), profiles: named(profiles) };
}

/** The names of ours of which anything is left. */
export function leftOfOurs(world: World): readonly string[] {
  return [NAME, NEW_NAME].filter((name) => Object.keys(trioOf(world, name)).length > 0);
}

/** Somebody tampers with our trio by hand, everywhere. */
export function tamper(world: World): void {
  const { role, policy, profile } = trioOf(world, NAME);
  if (!role || !policy || !profile) throw new Error('Nothing to tamper with');
  role.trustPolicy = JSON.stringify({ ...JSON.parse(role.trustPolicy), Statement: [] });
  role.description = 'by hand';
  role.attached.length = 0;
  role.permissionsBoundary = FOREIGN_POLICY;
  role.tags.push({ Key: 'touched-by', Value: 'hand' });
  policy.tags = policy.tags.filter(({ Key }) => Key !== 'Team');
  for (const version of policy.versions) version.document = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  delete profile.role;
}

/** Somebody gives our policy as many versions as IAM keeps. */
export function fillVersions(world: World): void {
  const { policy } = trioOf(world, NAME);
  const PolicyDocument = policy?.versions[0]?.document;
  for (let version = 2; version <= 5; version += 1) {
    asAdmin(world, 'iam:CreatePolicyVersion', { PolicyArn: policy?.arn, PolicyDocument, SetAsDefault: true });
  }
}

/** Somebody puts policies of theirs on our role. */
export function attachForeign(world: World): void {
  asAdmin(world, 'iam:AttachRolePolicy', { RoleName: NAME, PolicyArn: FOREIGN_POLICY });
  const { role } = trioOf(world, NAME);
  if (role) role.inline['theirs'] = JSON.stringify({ Version: '2012-10-17', Statement: [] });
}
