import type { Input, Operation } from '../../handler/aws/operations';
import { admit } from './access';
import type { Fields } from './access-iam';
import { stacks } from './cloudformation';
import { metrics } from './cloudwatch';
import { eventBus } from './events';
import { grants } from './grants';
import { instanceProfiles } from './iam-instance-profiles';
import { policies } from './iam-policies';
import { rolePolicies } from './iam-role-policies';
import { roles } from './iam-roles';
import { keys } from './kms';
import { logGroups } from './logs';
import { organizations } from './organizations';
import { buckets } from './s3';
import type { Serve, Services } from './service';
import { resolveCaller } from './sessions';
import { documents } from './ssm';
import { sessions } from './sts';
import type { World } from './world';

const services: Services = {
  ...roles,
  ...rolePolicies,
  ...policies,
  ...instanceProfiles,
  ...stacks,
  ...sessions,
  ...buckets,
  ...keys,
  ...grants,
  ...logGroups,
  ...documents,
  ...organizations,
  ...metrics,
  ...eventBus,
};

/** Serves one operation: who asks, may they, then the operation itself; throws `AwsError` and leaves the world as it was. */
export function serve(
  world: World,
  operation: Operation,
  input: unknown,
  caller: { readonly accessKeyId: string; readonly region: string },
  now: number,
): unknown {
  const who = resolveCaller(world, caller.accessKeyId, caller.region, now);
  const request = structuredClone(input ?? {});
  admit(world, who, operation, request as Fields);
  // The input comes from the wire or from a typed caller; either way its operation's own checks parse it.
  const run = services[operation] as Serve<Operation>;
  return structuredClone(run(world, who, request as NonNullable<Input<Operation>>, now));
}
