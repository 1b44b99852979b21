import type { Input } from '../../handler/aws/operations';
import { awsManagedPolicies } from './aws-managed-policies';
import { policies } from './iam-policies';
import { roles } from './iam-roles';
import { accountOf, nextId } from './service';
import type { Account, ManagedPolicy, Role, World } from './world';

export {
  createBucket,
  createGrant,
  createKey,
  createLogGroup,
  createSessionDocument,
  delegatingKeyPolicy,
  putBucketPolicy,
  putKeyPolicy,
} from './create-resources';

/** A world with nothing in it but AWS's own managed policies. */
export function createWorld(partition = 'aws'): World {
  const world: World = { partition, accounts: {}, buckets: {}, stacks: {}, sessions: {}, serial: 0 };
  const aws = createAccount(world, 'aws');
  for (const [name, document] of Object.entries(awsManagedPolicies)) {
    const arn = `arn:${partition}:iam::aws:policy/${name}`;
    const versions = [{ id: 'v1', document, isDefault: true, createDate: 0 }];
    const policy = { name, path: '/', id: nextId(world, 'ANPA'), arn, description: '', tags: [], createDate: 0 };
    aws.policies[arn] = { ...policy, versions, nextVersion: 2 };
  }
  return world;
}

/** An account with IAM's default quotas. */
export function createAccount(world: World, id: string, settings: Partial<Account> = {}): Account {
  const account: Account = {
    roles: {},
    policies: {},
    instanceProfiles: {},
    keys: {},
    aliases: {},
    logGroups: {},
    documents: {},
    quotas: {
      roles: 1000,
      policies: 1500,
      instanceProfiles: 1000,
      managedPoliciesPerRole: 10,
      trustPolicyCharacters: 2048,
    },
    ...settings,
  };
  world.accounts[id] = account;
  return account;
}

/** A role made by hand; `attached` and `inline` policies come with it. */
export function createRole(
  world: World,
  account: string,
  input: Partial<Input<'iam:CreateRole'>> & { RoleName: string },
  permissions: { attached?: readonly string[]; inline?: Readonly<Record<string, unknown>> } = {},
): Role {
  const trust = JSON.stringify(trusting({ Service: 'ec2.amazonaws.com' }));
  roles['iam:CreateRole'](world, { account, region: '' }, { AssumeRolePolicyDocument: trust, ...input }, 0);
  const role = accountOf(world, account).roles[input.RoleName.toLowerCase()];
  if (!role) throw new Error(`The local IAM did not create ${input.RoleName}`);
  role.attached.push(...(permissions.attached ?? []));
  for (const [name, policy] of Object.entries(permissions.inline ?? {})) role.inline[name] = JSON.stringify(policy);
  return role;
}

/** A trust policy for one principal. */
export function trusting(principal: unknown, condition?: unknown): object {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [condition ? { ...statement, Condition: condition } : statement] };
}

/** A customer managed policy made by hand. */
export function createPolicy(
  world: World,
  account: string,
  PolicyName: string,
  document: unknown,
  Path = '/',
): ManagedPolicy {
  const input = { PolicyName, Path, PolicyDocument: JSON.stringify(document) };
  const { Policy } = policies['iam:CreatePolicy'](world, { account, region: '' }, input, 0);
  const policy = accountOf(world, account).policies[Policy?.Arn ?? ''];
  if (!policy) throw new Error(`The local IAM did not create ${PolicyName}`);
  return policy;
}
