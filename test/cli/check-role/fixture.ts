import { checkRole } from '../../../cli/check-role/command';
import { createRole, trusting } from '../../../local/aws/create';
import { all, type Hooks } from '../../../local/aws/hooks';
import { localCall } from '../../../local/aws/port';
import { startSession } from '../../../local/aws/sessions';
import type { World } from '../../../local/aws/world';
import { createHandMadeRole, type HandMade } from '../../../local/hand-made-role';
import { APPLICATION_ACCOUNT, createTwoAccounts, LOG_ACCOUNT, REGION } from '../../../local/two-accounts';
import { virtualClock } from '../../local/cloudformation/virtual-clock';

export const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
let base: World | undefined;

/** The two accounts, with a person in each who may do everything there, and a role that one of them made by the page. */
export function worldWith(made: HandMade): World {
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
  createHandMadeRole(world, made);
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
