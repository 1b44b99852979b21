import { OWN_TAGS } from '../identity/ownership';
import { WITHOUT_SEPARATORS } from '../policy/relation';
import type { ContextValue, RequestContext } from '../policy/request';
import type { AgentRole } from './agent-requests';
import type { BucketEncryption, ObservedBucket } from './observed';
import type { RequiredBucket } from './requirements';

/** How the agent finds the bucket encrypted: `none` also where it may not ask, `unread` where we may not. */
export type FoundEncryption = BucketEncryption | 'none' | 'unread';

export function foundEncryption({ encryption }: ObservedBucket): FoundEncryption {
  if (encryption.state === 'present') return encryption.value;
  return encryption.state === 'absent' ? 'none' : 'unread';
}

type Keys = Readonly<Record<string, ContextValue>>;

export const known = (...values: readonly string[]): ContextValue => ({ is: 'known', values });
export const matching = (pattern: string): ContextValue => ({ is: 'anyOf', pattern });
export const oneOf = (...values: readonly string[]): ContextValue => ({ is: 'oneOf', values });
const gone: ContextValue = { is: 'absent' };
const unknown: ContextValue = { is: 'unknown' };
const each = (value: ContextValue, ...names: readonly string[]): Keys =>
  Object.fromEntries(names.map((name) => [name, value]));

/** What the agent's signed https requests to S3 carry: of what S3 lists for other operations, nothing. */
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
export const s3Context = ({ owner }: RequiredBucket): Keys => ({
  's3:authtype': known('REST-HEADER'),
  's3:resourceaccount': known(owner),
  's3:signatureversion': known('AWS4-HMAC-SHA256'),
  // https://aws.amazon.com/blogs/security/tls-1-2-required-for-aws-endpoints/: nothing older is answered.
  's3:tlsversion': oneOf('1.2', '1.3'),
  ...each(gone, 's3:prefix', 's3:delimiter', 's3:max-keys', 's3:versionid', 's3:locationconstraint'),
  ...each(gone, 's3:dataaccesspointarn', 's3:dataaccesspointaccount', 's3:accesspointnetworkorigin'),
});

/** What its question how the bucket is encrypted carries beside: nothing that only an upload has. */
export const questionContext = (): Keys => ({
  ...each(gone, 's3:x-amz-acl', 's3:objectcreationoperation'),
  ...notSent,
  ...sseHeaders('none'),
});

/** How one request takes part in an upload: S3 tells those that make the object from those that only lead there. */
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
export type UploadStep = keyof typeof makesObject;

const makesObject = {
  PutObject: known('true'),
  // Whether the key is there for the ACL of the same request, no page says.
  PutObjectAcl: unknown,
  CreateMultipartUpload: known('false'),
  UploadPart: known('false'),
  CompleteMultipartUpload: known('true'),
} as const;

/** What its uploads carry beside: the ACL, the headers of the bucket's own encryption; no storage class, no lock. */
export const uploadContext = (encryption: FoundEncryption, step: UploadStep): Keys => ({
  's3:x-amz-acl': carriesAcl(step) ? known('bucket-owner-full-control') : unknown,
  's3:objectcreationoperation': makesObject[step],
  ...notSent,
  ...sseHeaders(encryption),
});

// A part has no ACL of its own. That S3 judges it without one was seen (github.com/aws/aws-cli/issues/1674,
// github.com/aws/aws-sdk-js/issues/1830), and no page of AWS says so. For encryption a page does say that parts need
// no header: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
const carriesAcl = (step: UploadStep) => step !== 'UploadPart' && step !== 'CompleteMultipartUpload';

const grants = ['full-control', 'read', 'read-acp', 'write', 'write-acp'].map((grant) => `s3:x-amz-grant-${grant}`);
const notSent: Keys = {
  ...each(gone, ...grants, 's3:x-amz-storage-class', 's3:x-amz-website-redirect-location'),
  ...each(gone, 's3:x-amz-copy-source', 's3:x-amz-metadata-directive', 's3:if-match', 's3:if-none-match'),
  ...each(gone, 's3:x-amz-server-side-encryption-customer-algorithm'),
  ...each(gone, 's3:object-lock-mode', 's3:object-lock-legal-hold', 's3:object-lock-retain-until-date'),
  ...each(gone, 's3:object-lock-remaining-retention-days'),
  // The key of a log is its session's, so that no older object has tags.
  ...each(gone, 's3:requestobjecttag/*', 's3:requestobjecttagkeys', 's3:existingobjecttag/*'),
};

// The agent mirrors the bucket's rule in its headers, the key as the bucket stores it; for DSSE it sends none.
function sseHeaders(encryption: FoundEncryption): Keys {
  const algorithm = 's3:x-amz-server-side-encryption';
  const keyId = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  if (encryption === 'unread') return {};
  if (encryption === 'none') return { [algorithm]: gone, [keyId]: gone };
  if (encryption.algorithm === 'AES256') return { [algorithm]: known('AES256'), [keyId]: gone };
  if (encryption.algorithm !== 'aws:kms') return { [algorithm]: gone, [keyId]: gone };
  return { [algorithm]: known('aws:kms'), [keyId]: namedKey(encryption.kmsMasterKeyId) };
}

// Whether a policy meets an id or an alias as it was sent, or the ARN that S3 makes of it, no page says.
function namedKey(kmsMasterKeyId: string | undefined): ContextValue {
  if (kmsMasterKeyId === undefined) return gone;
  return kmsMasterKeyId.includes(':key/') ? known(kmsMasterKeyId) : unknown;
}

/** What a use of a key carries, besides its own encryption context. */
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
export const kmsContext = ({ account }: AgentRole): Keys => ({
  'kms:calleraccount': known(account),
  'kms:encryptionalgorithm': known('SYMMETRIC_DEFAULT'),
  'kms:encryptioncontext:*': gone,
  'kms:grantisforawsresource': gone,
});

/** What changes where S3 asks KMS in the role's name: of the agent's own connection and credentials little is passed on. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2instancesourcevpc
export const forwarded: Keys = {
  'aws:viaawsservice': known('true'),
  ...each(unknown, 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'),
  ...each(unknown, 'ec2:roledelivery', 'ec2:sourceinstancearn', 'ssm:sourceinstancearn'),
  ...each(unknown, 'aws:ec2instancesourcevpc', 'aws:ec2instancesourceprivateipv4'),
};

/** What every request of the role carries; a key that is not listed is unknown. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
export function contextOf(
  role: AgentRole,
  at: { readonly region: string; readonly resourceAccount: string },
): RequestContext {
  const keys: Keys = {
    'aws:requestedregion': known(at.region),
    'aws:resourceaccount': known(at.resourceAccount),
    'aws:resourceorgid': at.resourceAccount === role.account ? role.organization : unknown,
    'aws:securetransport': known('true'),
    'aws:viaawsservice': known('false'),
    ...each(gone, 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'aws:referer'),
    // Where no service asks for itself, there is no source on whose behalf it would.
    ...each(gone, 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourceowner'),
    'aws:requesttag/*': gone,
    ...principalKeys(role),
    ...sessionKeys(role),
  };
  return new Map(Object.entries(keys));
}

const principalKeys = (role: AgentRole): Keys => ({
  'aws:principalaccount': known(role.account),
  'aws:principalarn': known(role.arn),
  'aws:principaltype': known('AssumedRole'),
  'aws:principalisawsservice': known('false'),
  'aws:principalorgid': role.organization,
  'aws:principalorgpaths': pathsIn(role.organization),
  'aws:userid': matching(`${role.roleId ?? '*'}:${role.sessionName}`),
  ...each(gone, 'aws:principalservicename', 'aws:principalservicenameslist', 'aws:username'),
  // Session tags and a source identity would want sts:TagSession and sts:SetSourceIdentity in the trust policy.
  'aws:principaltag/*': gone,
  ...each(unknown, ...OWN_TAGS.map((key) => `aws:principaltag/${key}`)),
  ...Object.fromEntries(role.tags.map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, known(Value)])),
});

// In which unit of its organisation the account is, nobody tells it; that each path begins with the organisation, the
// page of the key does.
function pathsIn(organization: ContextValue): ContextValue {
  if (organization.is !== 'known') return organization.is === 'absent' ? gone : unknown;
  return matching(`${organization.values[0]}/*`);
}

/** What the credentials say of themselves: they go to an instance, with its profile or a hybrid activation. */
function sessionKeys({ sessionName, partition, account }: AgentRole): Keys {
  const elsewhere: Keys = {
    ...each(gone, 'aws:federatedprovider', 'aws:sourceidentity', 'aws:assumedroot', 'aws:chatbotsourcearn'),
    ...each(gone, 'aws:multifactorauthage', 'lambda:sourcefunctionarn', 'identitystore:userid'),
    ...each(gone, 'glue:roleassumedby', 'glue:credentialissuingservice'),
    ...each(gone, 'codebuild:buildarn', 'codebuild:projectarn'),
  };
  if (sessionName === 'i-*') {
    const instance = matching(`arn:${partition}:ec2:${WITHOUT_SEPARATORS}:${account}:instance/i-*`);
    const keys = { 'ec2:roledelivery': oneOf('1.0', '2.0'), 'ec2:sourceinstancearn': instance };
    return { ...elsewhere, ...keys, 'ssm:sourceinstancearn': gone };
  }
  if (sessionName !== 'mi-*') return elsewhere;
  const onEc2 = each(gone, 'ec2:roledelivery', 'ec2:sourceinstancearn');
  return { ...elsewhere, ...onEc2, ...each(gone, 'aws:ec2instancesourcevpc', 'aws:ec2instancesourceprivateipv4') };
}

export const withKeys = (context: RequestContext, keys: Keys): RequestContext =>
  new Map([...context, ...Object.entries(keys)]);
