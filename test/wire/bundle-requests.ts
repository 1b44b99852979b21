import { createKey, createPolicy, createRole, createSessionDocument, putBucketPolicy } from '../../local/aws/create';
import type { Role, World } from '../../local/aws/world';
import {
  APPLICATION_ACCOUNT,
  crossAccountParameters,
  LOG_ACCOUNT,
  REGION,
  type TwoAccounts,
} from '../../local/two-accounts';
import { applicationAccount, type Requested } from './bundled';

const name = 'app-sessions';
const agentPolicy = `arn:aws:iam::${APPLICATION_ACCOUNT}:policy/team-agent`;
const backupPolicy = `arn:aws:iam::${APPLICATION_ACCOUNT}:policy/team-backup`;

export const parameters = {
  ...crossAccountParameters,
  AllowedManagedPolicyArns: `${agentPolicy},${backupPolicy}`,
} as const;

const created = {
  RoleName: name,
  S3BucketName: 'org-session-logs',
  S3BucketOwner: LOG_ACCOUNT,
  S3KeyPrefix: 'app',
  CloudWatchLogGroupName: '/ssm/sessions',
  SessionDocumentName: 'SSM-SessionManagerRunShell',
  KmsKeyId: 'alias/sessions',
  ManagedPolicyArns: [agentPolicy],
  Tags: [{ Key: 'Team', Value: 'platform' }],
  PropagationWaitSeconds: '0',
} as const;

const updated = {
  ...created,
  Description: 'Sessions of app',
  S3BucketName: 'app-session-logs',
  S3BucketOwner: APPLICATION_ACCOUNT,
  ManagedPolicyArns: [backupPolicy],
} as const;

export type Request = 'create' | 'update' | 'delete';

/** A stranger's role, a repair of all that can drift, and a removal by force: between them they issue every operation. */
export const requests: Readonly<Record<Request, Requested>> = {
  create: { type: 'Create', properties: created },
  update: { type: 'Update', properties: updated, id: name },
  delete: { type: 'Delete', properties: { ...updated, ForceDetachPolicies: 'true' }, id: name },
};

/** What must happen to the world before each request. */
export const before: Readonly<Record<Request, (accounts: TwoAccounts) => void>> = {
  create: prepare,
  update: tamper,
  delete: crowd,
};

function prepare({ world, functions }: TwoAccounts): void {
  const account = APPLICATION_ACCOUNT;
  createKey(world, { account, region: REGION, alias: 'alias/sessions' });
  for (const policy of ['team-agent', 'team-backup', 'by-hand'])
    createPolicy(world, account, policy, allowing('ec2:Describe*'));
  createRole(world, account, { RoleName: 'stranger' });
  save(world, created.S3BucketName);
  applicationAccount({ world }).organizationId = 'o-a1b2c3d4e5';
  // Without this HeadBucket would be refused everywhere, as the template grants it nowhere.
  const Principal = { AWS: functions.main.role.arn };
  const statement = { Effect: 'Allow', Principal, Action: 's3:ListBucket', Resource: 'arn:aws:s3:::app-session-logs' };
  putBucketPolicy(world, 'app-session-logs', { Version: '2012-10-17', Statement: [statement] });
}

function save(world: World, s3BucketName: string): void {
  const demands = { s3EncryptionEnabled: true, cloudWatchEncryptionEnabled: true, cloudWatchStreamingEnabled: true };
  const names = {
    s3BucketName,
    s3KeyPrefix: 'app',
    cloudWatchLogGroupName: '/ssm/sessions',
    kmsKeyId: 'alias/sessions',
  };
  const content = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: { ...demands, ...names } };
  createSessionDocument(world, { owner: APPLICATION_ACCOUNT, region: REGION, content });
}

function tamper({ world }: TwoAccounts): void {
  save(world, updated.S3BucketName);
  const { role, policy, profile } = trioIn(world);
  role.trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  role.permissionsBoundary = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
  role.inline['by-hand'] = JSON.stringify(allowing('ec2:Describe*'));
  profile.role = 'stranger';
  for (const { tags } of [role, policy, profile]) {
    tags.splice(0, tags.length, ...tags.filter(({ Key }) => Key !== 'Team'), { Key: 'touched-by', Value: 'hand' });
  }
  for (const version of policy.versions) version.isDefault = false;
  for (let number = 2; number <= 5; number += 1) {
    const document = JSON.stringify(allowing(`ec2:Describe${number}`));
    policy.versions.push({ id: `v${number}`, document, isDefault: number === 5, createDate: number });
  }
  policy.nextVersion = 6;
}

function crowd({ world }: TwoAccounts): void {
  trioIn(world).role.attached.push(`arn:aws:iam::${APPLICATION_ACCOUNT}:policy/by-hand`);
}

/** Role, policy and instance profile that the requests are about. */
export function trioIn(world: World) {
  const { roles, policies, instanceProfiles } = applicationAccount({ world });
  const role: Role | undefined = roles[name];
  const policy = policies[`arn:aws:iam::${APPLICATION_ACCOUNT}:policy/session-manager/${name}`];
  const profile = instanceProfiles[name];
  if (!role || !policy || !profile) throw new Error(`The world has no whole trio ${name}`);
  return { role, policy, profile };
}

function allowing(Action: string): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}
