import { AwsError } from '../../../handler/aws/aws-error';
import type { Input, Operation, Output } from '../../../handler/aws/operations';
import { createAccount, createRole, createWorld } from '../../../local/aws/create';
import { serve } from '../../../local/aws/serve';
import { startSession } from '../../../local/aws/sessions';
import type { World } from '../../../local/aws/world';

export const region = 'eu-west-1';
export const account = '111111111111';
export const other = '222222222222';

export const allow = (action: string | string[], resource: string | string[] = '*', rest: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...rest }],
});
export const everything = allow('*');

/** Two accounts, each with an `admin` role that may do everything its account can let it do. */
export function twoAccounts(): World {
  const world = createWorld();
  for (const id of [account, other]) {
    createAccount(world, id);
    createRole(world, id, { RoleName: 'admin' }, { inline: { everything } });
  }
  return world;
}

/** Calls as a role of an account; what is thrown comes back as the error. */
export function calling(world: World, owner = account, role = 'admin', at = region) {
  const accessKeyId = startSession(world, owner, role, 'test');
  return <O extends Operation>(operation: O, input: Input<O>) =>
    serve(world, operation, input, { accessKeyId, region: at }, 0) as Output<O>;
}

/** The code of the refusal that `attempt` meets, or what it came to. */
export function outcome(attempt: () => unknown): string {
  try {
    attempt();
    return 'done';
  } catch (error) {
    if (error instanceof AwsError) return `${error.code} ${error.status}`;
    throw error;
  }
}
