import { AwsError } from '../../handler/aws/aws-error';
import { decryptAs } from './agent-kms';
import { useKeyOfGroup } from './agent-logs';
import { bucketEncryption, type Uploader, uploadAs } from './agent-upload';
import { authorize, type Request } from './authorize';
import type { Context } from './naive-policy';
import { refusal } from './refusal';
import { accountOf } from './service';
import { preferencesOf, type SessionPreferences } from './session-preferences';
import { resolveCaller, startSession } from './sessions';
import type { LogGroup, World } from './world';

export type { SessionPreferences } from './session-preferences';

/** An instance that runs the SSM Agent under a role. */
export interface Instance {
  readonly account: string;
  readonly region: string;
  /** The role's name. */
  readonly role: string;
  readonly instanceId?: string;
  readonly sessionId?: string;
  /** What the session document says, or its whole content. */
  readonly preferences: SessionPreferences | string;
  /** What the network adds to the instance's own requests: `aws:SourceVpc`, `aws:SourceIp`, … */
  readonly network?: Context;
  /** By service, the VPC endpoint through which the instance reaches it. */
  readonly endpoints?: Readonly<Record<string, string>>;
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
  /** Why a session failed before its shell, as it is left in the bucket. */
  readonly stderr: LogOutcome;
}

interface Agent extends Omit<Required<Instance>, 'network' | 'endpoints'>, Uploader {
  readonly preferences: SessionPreferences;
}

/** Plays one shell session as the SSM Agent does, with a log of `size` bytes: who is refused what, and which log is lost. */
export function runSession(world: World, instance: Instance, size = 100): SessionRun {
  const { instanceId = 'i-0123456789abcdef0', sessionId = 'alice-0a1b2c3d4e5f60718' } = instance;
  const accessKeyId = startSession(world, instance.account, instance.role, instanceId);
  const { preferences: told } = instance;
  const unreadable = typeof told === 'string' ? refusal(() => preferencesOf(told)) : undefined;
  if (unreadable !== undefined) return refusedRun(unreadable);
  const preferences = typeof told === 'string' ? preferencesOf(told) : told;
  const connectionTo = (service: string) => connection(world, { ...instance, instanceId }, service);
  const agent: Agent = { ...instance, instanceId, sessionId, preferences, world, accessKeyId, connectionTo };
  const offline = refusal(() => register(agent));
  if (offline !== undefined) return refusedRun(offline);
  const failed = refusal(() => openDataChannel(agent));
  // The file's name says nothing of the session: runpluginutil.go, iomodule/fileS3.go.
  if (failed !== undefined) return { ...refusedRun(failed), stderr: writeToS3(agent, 'Standard_Stream/stderr', 100) };
  const refused = refusal(() => validate(agent));
  if (refused !== undefined) return refusedRun(refused);
  const s3Log = writeToS3(agent, `${sessionId}.log`, size);
  return { session: { state: 'ran' }, s3Log, cloudWatchLog: writeToCloudWatch(agent), stderr: none };
}

const none = { state: 'none' } as const;

function refusedRun(because: string): SessionRun {
  return { session: { state: 'refused', because }, s3Log: none, cloudWatchLog: none, stderr: none };
}

type Named = Instance & Pick<Required<Instance>, 'instanceId'>;

/** What a request to a service carries that comes straight from the instance. */
function connection(world: World, instance: Named, service: string): Context {
  const endpoint = instance.endpoints?.[service];
  const through = endpoint === undefined ? {} : { 'aws:SourceVpce': endpoint };
  return { ...credentialContext(world, instance), ...instance.network, ...through };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2-source-instance-arn
function credentialContext({ partition }: World, { region, account, instanceId }: Named): Context {
  const arn = (kind: string) => `arn:${partition}:${kind}/${instanceId}`;
  if (!instanceId.startsWith('i-'))
    return { 'ssm:SourceInstanceArn': arn(`ssm:${region}:${account}:managed-instance`) };
  return { 'ec2:SourceInstanceArn': arn(`ec2:${region}:${account}:instance`), 'ec2:RoleDelivery': '2.0' };
}

function register(agent: Agent): void {
  // The agent offers its role to nothing else before this one call succeeds: ec2_role_provider.go.
  ask(
    agent,
    'ssm:UpdateInstanceInformation',
    `arn:${agent.world.partition}:ec2:${here(agent)}:instance/${agent.instanceId}`,
  );
  for (const action of ['CreateControlChannel', 'OpenControlChannel']) ask(agent, `ssmmessages:${action}`, '*');
}

function openDataChannel(agent: Agent): void {
  for (const action of ['CreateDataChannel', 'OpenDataChannel']) ask(agent, `ssmmessages:${action}`, '*');
  const { kmsKeyId } = agent.preferences;
  if (!kmsKeyId) return;
  decryptAs(agent.world, agent.accessKeyId, {
    region: agent.region,
    keyId: kmsKeyId,
    encryptionContext: { 'aws:ssm:SessionId': agent.sessionId, 'aws:ssm:TargetId': agent.instanceId },
    connection: agent.connectionTo('kms'),
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

function writeToS3(agent: Agent, name: string, size: number): LogOutcome {
  const { s3BucketName: bucket, s3KeyPrefix: prefix } = agent.preferences;
  if (!bucket) return none;
  const { key, because } = uploadAs(agent, { bucket, prefix, name, size });
  return because === undefined ? { state: 'written', to: key } : { state: 'lost', because };
}

function writeToCloudWatch(agent: Agent): LogOutcome {
  const { cloudWatchLogGroupName: name, cloudWatchStreamingEnabled } = agent.preferences;
  if (!name) return { state: 'none' };
  // With streaming on, a group that the agent does not see gets neither the stream nor the upload at the end.
  if (cloudWatchStreamingEnabled && !describedLogGroup(agent)) return { state: 'lost', because: `Cannot see ${name}` };
  const stream = `arn:${agent.world.partition}:logs:${here(agent)}:log-group:${name}:log-stream:${agent.sessionId}`;
  const noStream = refusal(() => ask(agent, 'logs:CreateLogStream', stream));
  if (noStream !== undefined) return { state: 'lost', because: noStream };
  const group = accountOf(agent.world, agent.account).logGroups[`${agent.region}/${name}`];
  if (!group) return { state: 'lost', because: `The log group ${name} does not exist` };
  const noEvents = refusal(() => {
    ask(agent, 'logs:PutLogEvents', stream);
    useKeyOfGroup(agent.world, agent.accessKeyId, agent.region, group);
  });
  return noEvents === undefined ? { state: 'written', to: agent.sessionId } : { state: 'hangs', because: noEvents };
}

/** The log group as the agent sees it: a refusal looks to it like a group that does not exist. */
function describedLogGroup(agent: Agent): LogGroup | undefined {
  const any = `arn:${agent.world.partition}:logs:${here(agent)}:log-group::log-stream:`;
  if (refusal(() => ask(agent, 'logs:DescribeLogGroups', any)) !== undefined) return undefined;
  return accountOf(agent.world, agent.account).logGroups[`${agent.region}/${agent.preferences.cloudWatchLogGroupName}`];
}

function ask(agent: Agent, action: string, resource: string): void {
  const caller = resolveCaller(agent.world, agent.accessKeyId, agent.region, 0);
  const context = agent.connectionTo(action.slice(0, action.indexOf(':')));
  const request: Request = { action, resource, resourceAccount: agent.account, context };
  authorize(agent.world, caller, request);
}

function here({ region, account }: Agent): string {
  return `${region}:${account}`;
}
