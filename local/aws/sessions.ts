import { AwsError } from '../../handler/aws/aws-error';
import { accountOf, nextId, type Scope } from './service';
import type { Role, Session, World } from './world';

/** Who asks: a role's session, and the Region whose endpoint it asks. */
export interface Caller extends Scope {
  readonly role: Role;
  readonly sessionName: string;
}

/** Starts a session of a role, as EC2, Lambda or a person's sign-in would, and returns its access key id. */
export function startSession(world: World, account: string, roleName: string, sessionName: string): string {
  const role = accountOf(world, account).roles[roleName.toLowerCase()];
  if (!role) throw new Error(`Account ${account} has no role ${roleName}`);
  return openSession(world, account, role, sessionName);
}

/** Credentials for a role, without an end unless `expires` says so. */
export function openSession(world: World, account: string, role: Role, sessionName: string, expires?: number): string {
  const accessKeyId = nextId(world, 'ASIA', 20);
  const session: Session = {
    account,
    role: role.name.toLowerCase(),
    sessionName,
    secretAccessKey: `secret-of-${accessKeyId}`,
    sessionToken: `token-of-${accessKeyId}`,
  };
  if (expires !== undefined) session.expires = expires;
  world.sessions[accessKeyId] = session;
  return accessKeyId;
}

/** The role behind an access key id, at one moment. */
export function resolveCaller(world: World, accessKeyId: string, region: string, now: number): Caller {
  const session = world.sessions[accessKeyId];
  const role = session && world.accounts[session.account]?.roles[session.role];
  if (!session || !role) {
    throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid');
  }
  if (session.expires !== undefined && session.expires <= now) {
    throw new AwsError('ExpiredToken', 403, 'The security token included in the request is expired');
  }
  return { account: session.account, region, role, sessionName: session.sessionName };
}

/** The ARN by which the caller appears in messages and session principals. */
export function sessionArn(world: World, caller: Caller): string {
  return `arn:${world.partition}:sts::${caller.account}:assumed-role/${caller.role.name}/${caller.sessionName}`;
}
