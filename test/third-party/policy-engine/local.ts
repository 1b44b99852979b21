import { refusalOf } from '../../../local/aws/authorize';
import { savePrincipals } from '../../../local/aws/policy-documents';
import type { Caller } from '../../../local/aws/sessions';
import type { Account, Role, World } from '../../../local/aws/world';
import { ACCOUNT, type Judgement, OTHER_ACCOUNT, type PolicyCase, REGION, ROLE } from './policy-case';

/** Asks the local AWS's own evaluator, which throws on what it does not know, and refuses what AWS does not save. */
export function judgedByLocal(asked: PolicyCase): Judgement {
  try {
    const refusal = refusalOf(worldOf(asked), callerOf(asked), requestOf(asked));
    if (refusal === undefined) return 'allowed';
    return refusal.startsWith('with an explicit deny') ? 'explicitDeny' : 'implicitDeny';
  } catch (error) {
    if (error instanceof Error && /^The local AWS (does not know|refuses)/.test(error.message)) return 'notExpressible';
    throw error;
  }
}

function requestOf(asked: PolicyCase) {
  const { action, resource, resourceAccount, context, resourcePolicy } = asked;
  const request = { action, resource, resourceAccount, context };
  if (action.startsWith('logs:')) return request;
  const document = resourcePolicy && savePrincipals(accountsAlone, JSON.stringify(resourcePolicy), refuse);
  return { ...request, resourcePolicy: { kind: action.startsWith('kms:') ? 'key' : 'bucket', document } } as const;
}

function refuse(problem: string): never {
  throw new Error(`The local AWS refuses a policy: ${problem}`);
}

const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/app/boundary`;

function callerOf({ identity }: PolicyCase): Caller {
  const role = { ...roleOf(ACCOUNT, ROLE.name, ROLE.id), inline: { identity: JSON.stringify(identity) } };
  return {
    account: ACCOUNT,
    region: REGION,
    sessionName: ROLE.sessionName,
    role: { ...role, permissionsBoundary: boundaryArn },
  };
}

function worldOf({ boundary }: PolicyCase): World {
  const version = { id: 'v1', document: JSON.stringify(boundary), isDefault: true, createDate: 0 };
  const policy = { name: 'boundary', path: ROLE.path, id: 'ANPAEXAMPLE', arn: boundaryArn, description: '', tags: [] };
  const bounding = { ...policy, versions: [version], nextVersion: 2, createDate: 0 };
  return {
    ...accountsAlone,
    accounts: { ...accountsAlone.accounts, [ACCOUNT]: accountOf([], { [boundaryArn]: bounding }) },
  };
}

/** Both accounts with every role that a policy names. */
const accountsAlone: World = {
  partition: 'aws',
  accounts: {
    [ACCOUNT]: accountOf([roleOf(ACCOUNT, ROLE.name, ROLE.id), roleOf(ACCOUNT, 'other-role', 'AROAOTHEROTHEROTHER12')]),
    [OTHER_ACCOUNT]: accountOf([roleOf(OTHER_ACCOUNT, ROLE.name, 'AROAFOREIGNFOREIGN123')]),
  },
  buckets: {},
  stacks: {},
  sessions: {},
  serial: 0,
};

function accountOf(roles: readonly Role[], policies: Account['policies'] = {}): Account {
  const quotas = { roles: 9, policies: 9, instanceProfiles: 9, managedPoliciesPerRole: 9, trustPolicyCharacters: 999 };
  const named = Object.fromEntries(roles.map((role) => [role.name, role]));
  return { roles: named, policies, instanceProfiles: {}, keys: {}, aliases: {}, logGroups: {}, documents: {}, quotas };
}

function roleOf(account: string, name: string, id: string): Role {
  const arn = `arn:aws:iam::${account}:role${ROLE.path}${name}`;
  const written = { trustPolicy: '{}', description: '', maxSessionDuration: 3600, createDate: 0 };
  return { name, path: ROLE.path, id, arn, tags: [], attached: [], inline: {}, ...written };
}
