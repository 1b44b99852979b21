import type { ContextValue } from '../policy/request';
import type { AgentRole } from './agent-requests';
import type { BucketEncryption, ObservedBucket } from './observed';
import type { RequiredBucket } from './requirements';

/** How the agent finds the bucket encrypted: `none` also where it may not ask, `unread` where we may not. */
export type FoundEncryption = BucketEncryption | 'none' | 'unread';

export function foundEncryption({ encryption }: ObservedBucket): FoundEncryption {
  if (encryption.state === 'present') return encryption.value;
  return encryption.state === 'absent' ? 'none' : 'unread';
}

/** What is known of a request, by condition key in lower case. */
export type Context = ReadonlyMap<string, ContextValue>;
type Keys = Readonly<Record<string, ContextValue>>;

export const known = (...values: readonly string[]): ContextValue => ({ is: 'known', values });
export const matching = (pattern: string): ContextValue => ({ is: 'anyOf', pattern });
const gone: ContextValue = { is: 'absent' };

/** What the agent's signed https requests to S3 carry. */
export const s3Context = ({ owner }: RequiredBucket): Keys => ({
  's3:authtype': known('REST-HEADER'),
  's3:resourceaccount': known(owner),
  's3:signatureversion': known('AWS4-HMAC-SHA256'),
});
/** What its uploads carry beside: the ACL, the headers of the bucket's own encryption; no storage class, no lock. */
export const uploadContext = (encryption: FoundEncryption): Keys => ({ ...acl, ...sseHeaders(encryption) });

const acl: Keys = {
  's3:x-amz-acl': known('bucket-owner-full-control'),
  's3:x-amz-grant-full-control': gone,
  's3:x-amz-grant-read': gone,
  's3:x-amz-grant-read-acp': gone,
  's3:x-amz-grant-write': gone,
  's3:x-amz-grant-write-acp': gone,
  's3:x-amz-storage-class': gone,
  's3:object-lock-mode': gone,
  's3:object-lock-legal-hold': gone,
};

// The agent mirrors the bucket's rule in its headers, the key as the bucket stores it; for DSSE it sends none.
function sseHeaders(encryption: FoundEncryption): Keys {
  const algorithm = 's3:x-amz-server-side-encryption';
  const keyId = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  if (encryption === 'unread') return {};
  if (encryption === 'none') return { [algorithm]: gone, [keyId]: gone };
  if (encryption.algorithm === 'AES256') return { [algorithm]: known('AES256'), [keyId]: gone };
  if (encryption.algorithm !== 'aws:kms') return { [algorithm]: gone, [keyId]: gone };
  const { kmsMasterKeyId } = encryption;
  return { [algorithm]: known('aws:kms'), [keyId]: kmsMasterKeyId === undefined ? gone : known(kmsMasterKeyId) };
}

export const kmsContext = ({ account }: AgentRole): Keys => ({
  'kms:calleraccount': known(account),
  'kms:encryptionalgorithm': known('SYMMETRIC_DEFAULT'),
  'kms:grantisforawsresource': gone,
});

/** What every request of the role carries; a key that is not listed is unknown. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
export function contextOf(role: AgentRole, at: { readonly region: string; readonly resourceAccount: string }): Context {
  const keys: Keys = {
    'aws:principalaccount': known(role.account),
    'aws:principalarn': known(role.arn),
    'aws:principaltype': known('AssumedRole'),
    'aws:principalisawsservice': known('false'),
    'aws:principalservicename': gone,
    'aws:principalservicenameslist': gone,
    'aws:userid': matching(`${role.roleId ?? '*'}:${role.sessionName}`),
    'aws:username': gone,
    'aws:federatedprovider': gone,
    'aws:multifactorauthpresent': gone,
    'aws:multifactorauthage': gone,
    'aws:requestedregion': known(at.region),
    'aws:resourceaccount': known(at.resourceAccount),
    'aws:securetransport': known('true'),
    'aws:sourceaccount': gone,
    'aws:sourcearn': gone,
    'aws:viaawsservice': known('false'),
    ...(role.organizationId !== undefined && { 'aws:principalorgid': known(role.organizationId) }),
    ...Object.fromEntries(role.tags.map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, known(Value)])),
  };
  return new Map(Object.entries(keys));
}

export const withKeys = (context: Context, keys: Keys): Context => new Map([...context, ...Object.entries(keys)]);
