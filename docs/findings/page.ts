import type { Consequence } from '../../handler/core/access/agent-requests';
import type { Finding } from '../../handler/core/access/findings';

/** What a person needs who meets a finding, beside what the finding itself says; Markdown. */
export interface FindingPage {
  readonly verdicts: readonly Finding['verdict'][];
  readonly consequences: readonly Consequence[];
  /** What a user of Session Manager notices, in the agent's own words where it has some. */
  readonly seen: string;
  readonly why: string;
  readonly remedy: string;
  /** The page of AWS on it. */
  readonly link: Link;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

/**
 * What a user sees, by what went wrong: the table of symptoms knows a page by these sentences. Quotations are the SSM
 * Agent's, of session/config, session/shell, session/plugins and agentlogstocloudwatch.
 */
export const seen = {
  offline: 'The instance is offline, or no session opens: `start-session` may answer `TargetNotConnected`.',
  documentMissing: '`start-session` answers `InvalidDocument` to whoever names the document.',
  refusedByRead:
    "The session ends as it begins: “Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: …”, followed by the error of S3.",
  refusedByBucket:
    "The session ends as it begins: “We couldn't start the session because encryption is not set up on the selected Amazon S3 bucket. Either encrypt the bucket or choose an option to enable logging without encryption.”",
  refusedByLogGroup:
    "The session ends as it begins: “We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption.”",
  refusedByKey:
    "The session ends as it begins: “Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key …”, or is cancelled without a reason; the agent's log has the words.",
  logLost:
    "The session succeeds, and its history names a log in S3 that was never written. The agent's `errors.log` alone says “Failed to upload shell session logs to S3: …”.",
  longLogLost:
    "Short sessions are logged in S3. Of one whose log exceeds 5 MiB there is none, and the agent's `errors.log` says “Failed to upload shell session logs to S3: …”.",
  streamLost:
    "The session succeeds and CloudWatch Logs has no log of it. The agent's log warns: “The CloudWatch log group specified in session preferences either does not exist or unable to validate its existence. This might result in no logging of session data to CloudWatch.”",
  streamRefused:
    "The session succeeds and CloudWatch Logs has no log of it. The agent's `errors.log` says “Error Creating Log Stream for CloudWatchLogs output: …”.",
  hangs:
    'The session does not end on the instance: the agent asks again every second, without limit, and warns “Failed to upload message to CloudWatch, err: …”.',
  unlogged:
    'The session works without the log, or without the encryption, of which the template speaks, and nothing says so.',
  strangersLog: 'Nothing, if a stranger who owns the bucket lets the role write: then the logs are his.',
  writersLog:
    'Nothing in the session. The owner of the bucket holds logs that belong to the account of the instance, and cannot share them by policy.',
  inert: 'Nothing in the session. Whatever else runs on the instance is refused what a further policy seems to grant.',
} as const;

/** Of what could not be seen. */
export const perhaps = 'Perhaps nothing is wrong: what decides was out of sight. If something is wrong, then';

/** Of what AWS does not say that CloudWatch Logs demands. */
export const ofGroup = `Of the key of the log group, perhaps nothing; else: ${seen.hangs}`;

/** How the account of a bucket or key is opened to verification. */
export const verifierRole =
  "Deploy the verifier role of [examples/log-account.yaml](../examples/log-account.yaml) in that account, and name it in the function's parameters `VerifierRoleName` and `VerifierExternalId`. In the function's own account, find the policy of the resource or of the organisation that keeps the function from reading.";

const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const kms = 'https://docs.aws.amazon.com/kms/latest';
const s3 = 'https://docs.aws.amazon.com/AmazonS3/latest';
const ssm = 'https://docs.aws.amazon.com/systems-manager/latest';

export const links = {
  bucketEncryption: { title: 'Default encryption of a bucket', url: `${s3}/userguide/bucket-encryption.html` },
  bucketKms: { title: 'Buckets encrypted with KMS', url: `${s3}/userguide/UsingKMSEncryption.html` },
  bucketOwner: { title: 'Bucket owner condition', url: `${s3}/userguide/bucket-owner-condition.html` },
  bucketPolicyRead: { title: 'GetBucketPolicy', url: `${s3}/API/API_GetBucketPolicy.html` },
  publicAccess: { title: 'Blocking public access', url: `${s3}/userguide/access-control-block-public-access.html` },
  objectOwnership: { title: 'Object Ownership', url: `${s3}/userguide/about-object-ownership.html` },
  dsse: { title: 'Dual-layer encryption', url: `${s3}/userguide/UsingDSSEncryption.html` },
  sessionRole: {
    title: 'The role for Session Manager and its logs',
    url: `${ssm}/userguide/getting-started-create-iam-instance-profile.html`,
  },
  sessionLogging: { title: 'Logging of sessions', url: `${ssm}/userguide/session-manager-logging.html` },
  sessionDocument: { title: 'Session document schema', url: `${ssm}/userguide/session-manager-schema.html` },
  documentRead: { title: 'GetDocument', url: `${ssm}/APIReference/API_GetDocument.html` },
  keyAccess: {
    title: 'Keys of other accounts',
    url: `${kms}/developerguide/key-policy-modifying-external-accounts.html`,
  },
  keyPolicy: { title: 'Key policies', url: `${kms}/developerguide/key-policies.html` },
  keyRead: { title: 'DescribeKey', url: `${kms}/APIReference/API_DescribeKey.html` },
  keyState: { title: 'Key states', url: `${kms}/developerguide/key-state.html` },
  logGroupEncryption: {
    title: 'Encryption of log groups',
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  },
  evaluation: { title: 'How policies are evaluated', url: `${iam}/reference_policies_evaluation-logic.html` },
  crossAccount: {
    title: 'Evaluation across accounts',
    url: `${iam}/reference_policies_evaluation-logic-cross-account.html`,
  },
  conditionKeys: { title: 'Global condition keys', url: `${iam}/reference_policies_condition-keys.html` },
  principal: { title: 'Principals that no longer exist', url: `${iam}/reference_policies_elements_principal.html` },
  instanceProfiles: { title: 'Instance profiles', url: `${iam}/id_roles_use_switch-role-ec2_instance-profiles.html` },
  boundary: { title: 'Permissions boundaries', url: `${iam}/access_policies_boundaries.html` },
} as const satisfies Readonly<Record<string, Link>>;
