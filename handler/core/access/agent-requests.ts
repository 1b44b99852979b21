import { parseArn } from '../arn';
import { dnsSuffix } from '../partition';
import type { AccessRequest, ContextValue } from '../policy/request';
import type { BucketEncryption } from './observed';
import type { RequiredBucket, RequiredRole, Requirements } from './requirements';

/** What a user notices when the agent's request is refused. */
export type Consequence = 'session refused' | 'log lost' | 'log lost above 5 MiB' | 'session hangs' | 'advice';

/** One request of the agent, and what its refusal means. */
export interface AgentRequest {
  readonly request: AccessRequest;
  readonly consequence: Consequence;
}

/** The role as the principal of its own requests. */
export interface AgentRole extends RequiredRole {
  readonly roleId?: string;
}

/** What the agent asks of Session Manager itself: without these there is no session. */
export function channelRequests(role: AgentRole, region: string): readonly AgentRequest[] {
  const actions = [
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ];
  const context = contextOf(role, { region, resourceAccount: role.account });
  return actions.map((action) => agentRequest(role, action, '*', context, 'session refused'));
}

/** What the agent asks of the log bucket: its encryption at both ends of a session, then the object with its ACL. */
export function bucketRequests(
  role: AgentRole,
  bucket: RequiredBucket,
  seen: { readonly region: string; readonly encryption: BucketEncryption | 'unread' },
): readonly AgentRequest[] {
  const common = contextOf(role, { region: seen.region, resourceAccount: bucket.owner });
  const s3 = { ...s3Context, 's3:resourceaccount': known(bucket.owner) };
  const reading = withKeys(common, s3);
  const writing = withKeys(common, { ...s3, ...acl, ...sseHeaders(seen.encryption) });
  const encryption = bucket.encryptionEnabled ? 'session refused' : 'log lost';
  const logs = logObjectsOf(bucket);
  return [
    agentRequest(role, 's3:GetEncryptionConfiguration', bucket.arn, reading, encryption),
    agentRequest(role, 's3:PutObject', logs, writing, 'log lost'),
    agentRequest(role, 's3:PutObjectAcl', logs, writing, 'log lost'),
  ];
}

/** What S3 asks of the bucket's key in the role's name: a data key for every object, and the parts of a long one back. */
export function bucketKeyRequests(
  role: AgentRole,
  bucket: RequiredBucket,
  key: { readonly arn: string; readonly bucketRegion: string; readonly bucketKeyEnabled: boolean },
): readonly AgentRequest[] {
  const account = parseArn(key.arn)?.account ?? bucket.owner;
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html: the context is the bucket under a Bucket Key.
  const encrypted = key.bucketKeyEnabled ? known(bucket.arn) : matching(logObjectsOf(bucket));
  const context = withKeys(contextOf(role, { region: key.bucketRegion, resourceAccount: account }), {
    ...kmsContext(role),
    'kms:viaservice': known(`s3.${key.bucketRegion}.${dnsSuffix(role.partition)}`),
    'kms:encryptioncontext:aws:s3:arn': encrypted,
    'kms:encryptioncontextkeys': known('aws:s3:arn'),
    'aws:viaawsservice': known('true'),
  });
  return [
    agentRequest(role, 'kms:GenerateDataKey', key.arn, context, 'log lost'),
    agentRequest(role, 'kms:Decrypt', key.arn, context, 'log lost above 5 MiB'),
  ];
}

/** The agent's one call of its own to KMS: it opens the data key that the client made. */
export function sessionKeyRequests(role: AgentRole, keyArn: string): readonly AgentRequest[] {
  const arn = parseArn(keyArn);
  const context = withKeys(contextOf(role, { region: arn?.region ?? '', resourceAccount: arn?.account ?? '' }), {
    ...kmsContext(role),
    'kms:viaservice': { is: 'absent' },
    'kms:encryptioncontext:aws:ssm:sessionid': matching('*'),
    'kms:encryptioncontext:aws:ssm:targetid': matching(role.sessionName),
    'kms:encryptioncontextkeys': { is: 'unknown' },
  });
  return [agentRequest(role, 'kms:Decrypt', keyArn, context, 'session refused')];
}

/** What the agent asks of CloudWatch Logs. */
export function logGroupRequests(
  role: AgentRole,
  { region, logGroup }: Pick<Requirements, 'region' | 'logGroup'>,
): readonly AgentRequest[] {
  if (logGroup === undefined) return [];
  const logs = `arn:${role.partition}:logs:${region}:${role.account}:log-group`;
  const context = contextOf(role, { region, resourceAccount: role.account });
  const listing = logGroup.encryptionEnabled ? 'session refused' : 'log lost';
  return [
    agentRequest(role, 'logs:DescribeLogGroups', `${logs}::log-stream:`, context, listing),
    agentRequest(role, 'logs:CreateLogStream', `${logs}:${logGroup.name}:log-stream:*`, context, 'log lost'),
    // Refused after the stream exists, it is retried every second without limit.
    agentRequest(role, 'logs:PutLogEvents', `${logs}:${logGroup.name}:log-stream:*`, context, 'session hangs'),
  ];
}

type Context = ReadonlyMap<string, ContextValue>;
type Keys = Readonly<Record<string, ContextValue>>;

const known = (...values: readonly string[]): ContextValue => ({ is: 'known', values });
const matching = (pattern: string): ContextValue => ({ is: 'anyOf', pattern });
const gone: ContextValue = { is: 'absent' };

// What the agent's signed https requests carry: no tags, no website redirect, no storage class, no lock.
const s3Context: Keys = {
  's3:authtype': known('REST-HEADER'),
  's3:signatureversion': known('AWS4-HMAC-SHA256'),
};
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
function sseHeaders(encryption: BucketEncryption | 'unread'): Keys {
  const algorithm = 's3:x-amz-server-side-encryption';
  const keyId = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  if (encryption === 'unread') return {};
  if (encryption.algorithm === 'AES256') return { [algorithm]: known('AES256'), [keyId]: gone };
  if (encryption.algorithm !== 'aws:kms') return { [algorithm]: gone, [keyId]: gone };
  const { kmsMasterKeyId } = encryption;
  return { [algorithm]: known('aws:kms'), [keyId]: kmsMasterKeyId === undefined ? gone : known(kmsMasterKeyId) };
}

const kmsContext = ({ account }: AgentRole): Keys => ({
  'kms:calleraccount': known(account),
  'kms:encryptionalgorithm': known('SYMMETRIC_DEFAULT'),
  'kms:grantisforawsresource': gone,
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html; what is not listed is unknown.
function contextOf(role: AgentRole, at: { readonly region: string; readonly resourceAccount: string }): Context {
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

const withKeys = (context: Context, keys: Keys): Context => new Map([...context, ...Object.entries(keys)]);

const logObjectsOf = ({ arn, keyPrefix }: RequiredBucket) => `${arn}/${keyPrefix === '' ? '' : `${keyPrefix}/`}*.log`;

function agentRequest(
  role: AgentRole,
  action: string,
  resource: string,
  context: Context,
  consequence: Consequence,
): AgentRequest {
  const { partition, account, arn: roleArn, name: roleName, sessionName, roleId } = role;
  const principal = { partition, account, roleArn, roleName, sessionName, ...(roleId !== undefined && { roleId }) };
  return { request: { principal, action, resource, context }, consequence };
}
