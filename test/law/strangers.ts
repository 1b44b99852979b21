import { createPolicy, createRole } from '../../local/aws/create';
import { serve } from '../../local/aws/serve';
import { startSession } from '../../local/aws/sessions';
import type { Tag, World } from '../../local/aws/world';
import { account } from './fixture';
import { iamOf } from './identity';

export const kinds = ['role', 'policy', 'instance profile'] as const;
export type Kind = (typeof kinds)[number];

const allowed = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }] };

/** Puts something of somebody else's into the account; returns its ARN. */
export function stranger(
  world: World,
  kind: Kind,
  name = 'app-sessions',
  path = '/session-manager/',
  tags: Tag[] = [],
) {
  const made = create(world, kind, name, path);
  made.tags = tags;
  return made.arn;
}

function create(world: World, kind: Kind, name: string, path: string) {
  if (kind === 'role') return createRole(world, account, { RoleName: name, Path: path });
  if (kind === 'policy') return createPolicy(world, account, name, allowed, path);
  return createProfile(world, name, path);
}

function createProfile(world: World, name: string, path: string) {
  asAdmin(world, 'iam:CreateInstanceProfile', { InstanceProfileName: name, Path: path });
  const profile = iamOf(world).instanceProfiles[name.toLowerCase()];
  if (!profile) throw new Error(`The local IAM did not create ${name}`);
  return profile;
}

/** Does something in the account that only its administrator may. */
export function asAdmin(world: World, operation: Parameters<typeof serve>[1], input: object): unknown {
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const inline = { everything: { Version: '2012-10-17', Statement } };
  if (!iamOf(world).roles['admin']) createRole(world, account, { RoleName: 'admin' }, { inline });
  const accessKeyId = startSession(world, account, 'admin', 'person');
  return serve(world, operation, input, { accessKeyId, region: 'eu-west-1' }, 0);
}
