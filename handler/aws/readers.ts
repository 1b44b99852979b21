import type { Settings } from '../core/request/settings';
import { AwsError } from './aws-error';
import type { Call, Caller, Credentials } from './operations';

/** What it takes to find the reader of an account. */
export type Reading = Pick<Settings, 'partition' | 'region' | 'account' | 'verifier' | 'allowedS3BucketOwners'>;

/** Who reads in an account, and how far that can see. */
export interface Reader {
  readonly at: (region: string) => Caller;
  /** `own`: as one of the account; `guest`: only what a foreign owner grants to the function itself. */
  readonly sees: 'own' | 'guest';
  /** Why it is no more than a guest. */
  readonly because: string;
}

export type ReaderOf = (account: string | undefined) => Promise<Reader>;

/** The reader of each account, its own by default: the function itself, the verifier role there, or the function as a guest. */
export function readers(call: Call, settings: Reading): ReaderOf {
  const assumed = new Map<string, Promise<Reader>>();
  return (account = settings.account) => {
    if (account === settings.account) return Promise.resolve(itself);
    const reader = assumed.get(account) ?? assumeVerifier(call, settings, account);
    assumed.set(account, reader);
    return reader;
  };
}

const itself: Reader = { at: (region) => ({ region }), sees: 'own', because: '' };

async function assumeVerifier(call: Call, settings: Reading, account: string): Promise<Reader> {
  const { verifier, partition, region, allowedS3BucketOwners: allowed } = settings;
  if (verifier === undefined)
    return guest(`account ${account} is read as a guest: the function has no VerifierRoleName`);
  // A template may name any account, which would learn the external id: the deployer says which ones may.
  if (!allowed.includes(account) && !allowed.includes('*')) {
    return guest(`account ${account} is not among the function's AllowedS3BucketOwners`);
  }
  const RoleArn = `arn:${partition}:iam::${account}:role/${verifier.roleName}`;
  const input = { RoleArn, RoleSessionName: 'session-manager-role', DurationSeconds: 900 };
  const externalId = verifier.externalId === '' ? {} : { ExternalId: verifier.externalId };
  try {
    const answer = await call('sts:AssumeRole', { ...input, ...externalId }, { region });
    const credentials = credentialsOf(answer.Credentials);
    return { at: (there) => ({ region: there, credentials }), sees: 'own', because: '' };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDenied') return guest(`${RoleArn} cannot be assumed`);
    throw error;
  }
}

const guest = (because: string): Reader => ({ ...itself, sees: 'guest', because });

interface Assumed {
  readonly AccessKeyId: string | undefined;
  readonly SecretAccessKey: string | undefined;
  readonly SessionToken: string | undefined;
}

function credentialsOf(assumed: Assumed | undefined): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken } = assumed ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new Error('Cannot act as the verifier role: sts:AssumeRole answered without credentials');
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
