import { AwsError } from '../../handler/aws/aws-error';
import { bucketRequest } from './access';
import { decryptAs } from './agent-kms';
import { putObjectAs } from './agent-s3';
import { authorize, type Request } from './authorize';
import { admitToBucket } from './s3';
import { accountOf } from './service';
import { resolveCaller, startSession } from './sessions';
import type { LogGroup, World } from './world';

/** The `inputs` of a session document, by AWS's own names. */
export interface SessionPreferences {
  readonly s3BucketName?: string;
  readonly s3KeyPrefix?: string;
  readonly s3EncryptionEnabled?: boolean;
  readonly cloudWatchLogGroupName?: string;
  readonly cloudWatchEncryptionEnabled?: boolean;
  readonly cloudWatchStreamingEnabled?: boolean;
  readonly kmsKeyId?: string;
}

/** An instance that runs the SSM Agent under a role. */
export interface Instance {
  readonly account: string;
  readonly region: string;
  /** The role's name. */
  readonly role: string;
  readonly instanceId?: string;
  readonly sessionId?: string;
  readonly preferences: SessionPreferences;
}

export type SessionOutcome = { readonly state: 'ran' } | { readonly state: 'refused'; readonly because: string };
export type LogOutcome =
  | { readonly state: 'none' }
  | { readonly state: 'written'; readonly to: string }
  | { readonly state: 'lost'; readonly because: string }
  /** The agent asks again every second, without limit. */
  | { readonly state: 'hangs'; readonly because: string };

export interface SessionRun {
  readonly session: SessionOutcome;
  readonly s3Log: LogOutcome;
  readonly cloudWatchLog: LogOutcome;
}

interface Agent extends Required<Instance> {
  readonly world: World;
  readonly accessKeyId: string;
}

const multipartThreshold = 5 * 1024 * 1024;

/** Plays one shell session as the SSM Agent does, with a log of `size` bytes: who is refused what, and which log is lost. */
export function runSession(world: World, instance: Instance, size = 100): SessionRun {
  const { instanceId = 'i-0123456789abcdef0', sessionId = 'alice-0a1b2c3d4e5f60718' } = instance;
  const accessKeyId = startSession(world, instance.account, instance.role, instanceId);
  const agent: Agent = { ...instance, instanceId, sessionId, world, accessKeyId };
  const refused = refusal(() => openChannels(agent)) ?? refusal(() => validate(agent));
  if (refused !== undefined) {
    return {
      session: { state: 'refused', because: refused },
      s3Log: { state: 'none' },
      cloudWatchLog: { state: 'none' },
    };
  }
  return { session: { state: 'ran' }, s3Log: writeToS3(agent, size), cloudWatchLog: writeToCloudWatch(agent) };
}

function openChannels(agent: Agent): void {
  // The agent offers its role to nothing else before this one call succeeds: ec2_role_provider.go.
  ask(
    agent,
    'ssm:UpdateInstanceInformation',
    `arn:${agent.world.partition}:ec2:${here(agent)}:instance/${agent.instanceId}`,
  );
  for (const action of ['CreateControlChannel', 'OpenControlChannel', 'CreateDataChannel', 'OpenDataChannel']) {
    ask(agent, `ssmmessages:${action}`, '*');
  }
  const { kmsKeyId } = agent.preferences;
  if (!kmsKeyId) return;
  decryptAs(agent.world, agent.accessKeyId, {
    region: agent.region,
    keyId: kmsKeyId,
    encryptionContext: { 'aws:ssm:SessionId': agent.sessionId, 'aws:ssm:TargetId': agent.instanceId },
  });
}

/** What the agent checks before the shell starts: shell.go, `validate`. */
function validate(agent: Agent): void {
  const { cloudWatchLogGroupName, cloudWatchEncryptionEnabled, s3BucketName, s3EncryptionEnabled } = agent.preferences;
  if (cloudWatchLogGroupName && cloudWatchEncryptionEnabled && !describedLogGroup(agent)?.kmsKeyArn) {
    throw new AwsError('Refused', 0, 'Encryption is not set up on the selected CloudWatch Logs log group');
  }
  if (!s3BucketName || !s3EncryptionEnabled) return;
  const { algorithm } = bucketEncryption(agent, s3BucketName);
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') {
    throw new AwsError('Refused', 0, 'Encryption is not set up on the selected Amazon S3 bucket');
  }
}

function writeToS3(agent: Agent, size: number): LogOutcome {
  const { s3BucketName: bucket, s3KeyPrefix = '' } = agent.preferences;
  if (!bucket) return { state: 'none' };
  const key = [...s3KeyPrefix.split('/').filter(Boolean), `${agent.sessionId}.log`].join('/');
  const upload = {
    bucket,
    key,
    body: `${size} bytes`,
    multipart: size > multipartThreshold,
    acl: 'bucket-owner-full-control',
  };
  const because = refusal(() =>
    putObjectAs(agent.world, agent.accessKeyId, { ...upload, ...mirroredHeaders(agent, bucket) }),
  );
  return because === undefined ? { state: 'written', to: key } : { state: 'lost', because };
}

/** The agent repeats the bucket's default as headers, DSSE excepted; if it may not read the default, it sends none. */
function mirroredHeaders(agent: Agent, bucket: string) {
  if (refusal(() => bucketEncryption(agent, bucket)) !== undefined) return {};
  const { algorithm, kmsMasterKeyId } = bucketEncryption(agent, bucket);
  if (algorithm === 'AES256') return { serverSideEncryption: algorithm };
  if (algorithm !== 'aws:kms') return {};
  return { serverSideEncryption: algorithm, ...(kmsMasterKeyId === undefined ? {} : { kmsKeyId: kmsMasterKeyId }) };
}

function writeToCloudWatch(agent: Agent): LogOutcome {
  const { cloudWatchLogGroupName: name, cloudWatchStreamingEnabled } = agent.preferences;
  if (!name) return { state: 'none' };
  // With streaming on, a group that the agent does not see gets neither the stream nor the upload at the end.
  if (cloudWatchStreamingEnabled && !describedLogGroup(agent)) return { state: 'lost', because: `Cannot see ${name}` };
  const stream = `arn:${agent.world.partition}:logs:${here(agent)}:log-group:${name}:log-stream:${agent.sessionId}`;
  const noStream = refusal(() => ask(agent, 'logs:CreateLogStream', stream));
  if (noStream !== undefined) return { state: 'lost', because: noStream };
  if (!accountOf(agent.world, agent.account).logGroups[`${agent.region}/${name}`]) {
    return { state: 'lost', because: `The log group ${name} does not exist` };
  }
  const noEvents = refusal(() => ask(agent, 'logs:PutLogEvents', stream));
  return noEvents === undefined ? { state: 'written', to: agent.sessionId } : { state: 'hangs', because: noEvents };
}

/** The log group as the agent sees it: a refusal looks to it like a group that does not exist. */
function describedLogGroup(agent: Agent): LogGroup | undefined {
  const any = `arn:${agent.world.partition}:logs:${here(agent)}:log-group::log-stream:`;
  if (refusal(() => ask(agent, 'logs:DescribeLogGroups', any)) !== undefined) return undefined;
  return accountOf(agent.world, agent.account).logGroups[`${agent.region}/${agent.preferences.cloudWatchLogGroupName}`];
}

function bucketEncryption(
  { world, accessKeyId }: Agent,
  name: string,
): { algorithm?: string; kmsMasterKeyId?: string } {
  const caller = resolveCaller(world, accessKeyId, world.buckets[name]?.region ?? '', 0);
  const bucket = admitToBucket(world, caller, name);
  authorize(world, caller, bucketRequest(world, bucket, 's3:GetEncryptionConfiguration'));
  return bucket.encryption === 'none' ? {} : bucket.encryption;
}

function ask(agent: Agent, action: string, resource: string): void {
  const caller = resolveCaller(agent.world, agent.accessKeyId, agent.region, 0);
  const request: Request = { action, resource, resourceAccount: agent.account };
  authorize(agent.world, caller, request);
}

function here({ region, account }: Agent): string {
  return `${region}:${account}`;
}

function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}
