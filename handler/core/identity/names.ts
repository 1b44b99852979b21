import { createHash } from 'node:crypto';
import type { Origin, Request } from '../request/event';
import { parseDeleteProperties } from '../request/parse-properties';
import type { DeleteProperties } from '../request/properties';
import type { Settings } from '../request/settings';

/** Where the trio lives: role, policy and instance profile share one name and one path. */
export interface Names {
  readonly name: string;
  readonly path: string;
  readonly roleArn: string;
  readonly policyArn: string;
  readonly instanceProfileArn: string;
}

/** The names of a resource that is declared with these properties. */
export function namesOf(origin: Origin, properties: { roleName?: string; path: string }, settings: Settings): Names {
  const { path } = properties;
  return namesAt(properties.roleName ?? generatedName(origin, path), path, settings);
}

/**
 * The names that a Delete may be about, the likeliest first. An id that is RoleName, or has the form of a generated name,
 * is the name itself; CloudFormation invents another when it cancels a Create whose answer it did not await, and for
 * such an id the names follow from the properties.
 */
export function namesToDelete(
  origin: Origin & { physicalId: string },
  properties: Omit<DeleteProperties, 'managedPolicyArns'>,
  settings: Settings,
): readonly [Names, ...Names[]] {
  // Without a Path the deployer may have moved it since, with the RolePath.
  const further =
    properties.path === undefined && settings.formerRolePath !== undefined ? [settings.formerRolePath] : [];
  const path = properties.path ?? settings.rolePath;
  const { physicalId } = origin;
  const isName = physicalId === properties.roleName || generated.test(physicalId);
  if (!isName) return [namesOf(origin, { ...properties, path }, settings)];
  const likeliest = [path, ...further].find((one) => generatedName(origin, one) === physicalId) ?? path;
  const others = [path, ...further].filter((one) => one !== likeliest && physicalId === properties.roleName);
  return [namesAt(physicalId, likeliest, settings), ...others.map((other) => namesAt(physicalId, other, settings))];
}

// As generatedName makes them: never a trio of another name is taken for the one that is to go.
const generated = /^[\w-]{1,51}-[0-9a-f]{12}$/;

/** The id that CloudFormation knows, or the one from which a Delete finds whatever a failed Create left. */
export function knownId(request: Request, settings: Settings): string {
  return request.type === 'Create' ? attemptedId(request, settings) : request.physicalId;
}

/** The id from which a Delete finds whatever an unfinished request left: of a replacement, the new one. */
export function attemptedId(request: Request, settings: Settings): string {
  if (request.type === 'Delete') return request.physicalId;
  const properties = parseDeleteProperties(request.rawProperties);
  return namesOf(request, { ...properties, path: properties.path ?? settings.rolePath }, settings).name;
}

const ROLE_NAME_LENGTH = 64;
const HASH_LENGTH = 12;

/** A name that is the same at every delivery of every request of one resource, and differs from every other's. */
export function generatedName({ stackId, stackName, logicalId }: Origin, path: string): string {
  const hash = shortHash([stackId, logicalId, path].join('\n'));
  const head = `${stackName}-${logicalId}`.slice(0, ROLE_NAME_LENGTH - 1 - HASH_LENGTH);
  return `${head}-${hash}`;
}

/** A short digest that fits into names and tag values. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

function namesAt(name: string, path: string, { partition, account }: Settings): Names {
  const arn = (kind: string) => `arn:${partition}:iam::${account}:${kind}${path}${name}`;
  return {
    name,
    path,
    roleArn: arn('role'),
    policyArn: arn('policy'),
    instanceProfileArn: arn('instance-profile'),
  };
}
