import type { Deployment } from '../local/cloudformation/resolve';
import { isObject, loadTemplate, type Value } from '../local/cloudformation/template';

export const template = loadTemplate('template.yaml');

/** ARN of the deploying account up to the resource. */
export const account = 'arn:aws:iam::111122223333';

/** The template with nothing but its defaults. */
export const byDefault = deployed({});

/** The template with every parameter that switches something on. */
export const allGiven = deployed({
  FormerRolePath: '/former/',
  PermissionsBoundaryArn: `${account}:policy/boundary/applications`,
  AllowedPermissionsBoundaryArns: `${account}:policy/boundary/team-*,${account}:policy/boundary/sandbox`,
  AllowedManagedPolicyArns: 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
  AllowedS3BucketOwners: '444455556666',
  VerifierRoleName: 'session-manager-role-verifier',
  VerifierExternalId: 'session-logs',
  VerificationSchedule: 'rate(1 day)',
  AlarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
});

/** A deployment in account 111122223333 and Region eu-west-1. */
export function deployed(parameters: Readonly<Record<string, string>>): Deployment {
  const stackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f';
  const pseudo = { partition: 'aws', accountId: '111122223333', region: 'eu-west-1', stackName: 's', stackId };
  return { parameters, pseudo };
}

/** The actions that a policy allows, sorted. */
export function allowedActions(document: Value | undefined): readonly string[] {
  return unique(statementsIn(document).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? (Action ?? []) : [])));
}

/** Every policy statement anywhere below a value. */
export function statementsIn(value: Value | undefined): readonly Readonly<Record<string, Value>>[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isObject(value)) return [];
  return 'Effect' in value ? [value] : Object.values(value).flatMap(statementsIn);
}

/** Each once, sorted. */
export const unique = (actions: readonly Value[]): readonly string[] => [...new Set(actions.map(String))].sort();
