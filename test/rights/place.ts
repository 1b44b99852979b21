import { executionRole } from '../../local/cloudformation/deployed-function';
import { type Deployment, resolve } from '../../local/cloudformation/resolve';
import { account, deployed, template } from '../deployments';

/** One deployment, and the names by which its rights are judged. */
export interface Place {
  readonly deployment: Deployment;
  /** The parameters that were given, for the title of a test. */
  readonly given: string;
  /** Beginning of every ARN of IAM's: the account. */
  readonly account: string;
  readonly former: boolean;
  /** What a role may bear, and what it may not although a neighbour might. */
  readonly boundaries: { readonly allowed: readonly string[]; readonly refused: readonly string[] };
  readonly policies: { readonly allowed: readonly string[]; readonly refused: readonly string[] };
  readonly verifier: boolean;
  /** The policy of the execution role. */
  readonly policy: string;
}

export const verifierRoleName = 'session-manager-role-verifier';
const ownBoundary = `${account}:policy/boundary/applications`;
const teamBoundary = `${account}:policy/boundary/team-a`;
const agentPolicy = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy';

/** Each of these switches a condition of the template. */
const choices = {
  FormerRolePath: '/former/',
  PermissionsBoundaryArn: ownBoundary,
  AllowedPermissionsBoundaryArns: `${account}:policy/boundary/team-*`,
  AllowedManagedPolicyArns: `${agentPolicy},${account}:policy/shared/*`,
  VerifierRoleName: verifierRoleName,
} as const;

/** Every combination of parameters that switches conditions of the template. */
export function everyPlace(): readonly Place[] {
  const combinations = Object.entries(choices).reduce<readonly Parameters[]>(
    (before, [name, value]) => before.flatMap((one) => [one, { ...one, [name]: value }]),
    [{}],
  );
  return combinations.map(placeOf);
}

type Parameters = Readonly<Record<string, string>>;

/** All parameters given, and every boundary where the function could write it: under RolePath. */
export function boundariesUnderRolePath(): Place {
  const own = `${account}:policy/session-manager/boundary`;
  const further = `${account}:policy/session-manager/team-*`;
  const place = placeOf({ ...choices, PermissionsBoundaryArn: own, AllowedPermissionsBoundaryArns: further });
  return { ...place, given: 'every boundary under RolePath' };
}

function placeOf(given: Parameters): Place {
  const deployment = deployed({
    ...given,
    ...(given['VerifierRoleName'] !== undefined && { VerifierExternalId: 'session-logs' }),
  });
  const boundary = resolve(template.outputs['PermissionsBoundaryArn']?.['Value'] ?? null, template, deployment);
  const further = given['AllowedPermissionsBoundaryArns']?.replace('*', 'a');
  const managed = [agentPolicy, `${account}:policy/shared/agents`];
  const named = given['AllowedManagedPolicyArns'] !== undefined;
  const boundaries = [String(boundary), ...(further === undefined ? [] : [further])];
  const policies = [`${account}:policy/session-manager/app`, ...(named ? managed : [])];
  const document = executionRole(template, 'ExecutionRole', deployment).inlinePolicies['SessionManagerRole'];
  return {
    ...{ deployment, given: Object.keys(given).join(', ') || 'nothing', account },
    ...{ former: given['FormerRolePath'] !== undefined, verifier: given['VerifierRoleName'] !== undefined },
    boundaries: {
      allowed: boundaries,
      refused: without([...strangeBoundaries, ownBoundary, teamBoundary], boundaries),
    },
    policies: { allowed: policies, refused: without([...strangePolicies, ...managed], policies) },
    policy: JSON.stringify(document),
  };
}

const strangeBoundaries = [
  'arn:aws:iam::aws:policy/AdministratorAccess',
  // The function writes it itself, so that it bounds nothing.
  `${account}:policy/session-manager/app`,
  'arn:aws:iam::444455556666:policy/boundary/applications',
  `${account}:policy/boundary/none`,
];
const strangePolicies = [
  'arn:aws:iam::aws:policy/AdministratorAccess',
  `${account}:policy/app`,
  'arn:aws:iam::444455556666:policy/session-manager/app',
];

const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));
