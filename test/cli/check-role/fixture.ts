import { checkRole } from '../../../cli/check-role/command';
import { createPolicy, createRole, trusting } from '../../../local/aws/create';
import { all, type Hooks } from '../../../local/aws/hooks';
import { localCall } from '../../../local/aws/port';
import { serve } from '../../../local/aws/serve';
import { startSession } from '../../../local/aws/sessions';
import type { World } from '../../../local/aws/world';
import { APPLICATION_ACCOUNT, createTwoAccounts, LOG_ACCOUNT, REGION } from '../../../local/two-accounts';
import { virtualClock } from '../../local/cloudformation/virtual-clock';

export const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const allow = (Action: string | readonly string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource });

/** The second policy of the page, with its placeholders filled in, for a bucket of another account or of the own. */
// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
export function pagePolicy(bucket: string) {
  const Statement = [
    allow([
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
      'ssm:UpdateInstanceInformation',
    ]),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams']),
    allow('s3:PutObject', `arn:aws:s3:::${bucket}/sessions/*`),
    allow('s3:GetEncryptionConfiguration'),
    allow('kms:GenerateDataKey'),
  ];
  return { Version: '2012-10-17', Statement };
}

let base: World | undefined;

export interface HandMade {
  readonly name: string;
  readonly path?: string;
  readonly bucket: string;
  readonly inline?: Readonly<Record<string, unknown>>;
  readonly trust?: object;
  readonly profile?: 'none';
}

/** The two accounts, with a person in each who may do everything there, and a role that one of them made by the page. */
export function worldWith({ name, path = '/', bucket, inline = {}, trust, profile }: HandMade): World {
  base ??= createTwoAccounts().world;
  const world = structuredClone(base);
  for (const account of [APPLICATION_ACCOUNT, LOG_ACCOUNT]) {
    createRole(world, account, { RoleName: 'engineer' }, { inline: { everything } });
  }
  // As examples/log-account.yaml makes it for functions, for persons.
  createRole(
    world,
    LOG_ACCOUNT,
    { RoleName: 'auditor', AssumeRolePolicyDocument: JSON.stringify(trusting({ AWS: APPLICATION_ACCOUNT })) },
    { inline: { everything } },
  );
  const AssumeRolePolicyDocument = JSON.stringify(trust ?? trusting({ Service: 'ec2.amazonaws.com' }));
  const policy = createPolicy(world, APPLICATION_ACCOUNT, `${name}-policy`, pagePolicy(bucket));
  const input = { RoleName: name, Path: path, AssumeRolePolicyDocument };
  createRole(world, APPLICATION_ACCOUNT, input, { attached: [policy.arn], inline });
  const asked = { accessKeyId: startSession(world, APPLICATION_ACCOUNT, 'engineer', 'made'), region: REGION };
  if (profile !== 'none') {
    serve(world, 'iam:CreateInstanceProfile', { InstanceProfileName: name }, asked, 0);
    serve(world, 'iam:AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: name }, asked, 0);
  }
  return world;
}

export const asAuditor = ['--bucket-owner', LOG_ACCOUNT, '--verifier-role-name', 'auditor'];

/** `npm run check-role -- …` of a person in the application account, in process. */
export function checked(world: World, argv: readonly string[], person = 'engineer', ...hooks: readonly Hooks[]) {
  const clock = { ...virtualClock(), now: () => Date.UTC(2030, 0, 1), sleep: async () => undefined };
  const mount = {
    role: startSession(world, APPLICATION_ACCOUNT, person, 'person'),
    now: clock.now,
    hooks: all(...hooks),
  };
  return checkRole(argv, {
    environment: { AWS_REGION: REGION },
    connect: () => localCall(world, mount),
    clock: { ...clock, deadline: clock.now() + 60_000 },
  });
}
