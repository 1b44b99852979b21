import { parseArn } from '../arn';
import { logGroupArn } from '../identity/permissions';
import { dnsSuffix } from '../partition';
import type { Side } from '../policy/combine';
import type { AccessRequest, ContextValue, RequestContext } from '../policy/request';
import { sessionActions, sessionServices } from '../session-actions';
import { contextOf, forwarded, kmsContext, known, matching, withKeys } from './agent-context';
import { SESSION_ID } from './log-objects';
import type { RequiredRole, Requirements } from './requirements';
import { completed } from './told-context';

/** What a user notices when the agent's request is refused. */
export type Consequence = 'session refused' | 'log lost' | 'log lost above 5 MiB' | 'session hangs' | 'advice';

/** One request of the agent, and what its refusal means. */
export interface AgentRequest {
  readonly request: AccessRequest;
  readonly consequence: Consequence;
  readonly unsettled?: Unsettled;
}

/** What AWS leaves open: whether it asks these sides for the right at all. */
export interface Unsettled {
  readonly sides: readonly Side[];
  /** The question, as a clause. */
  readonly question: string;
}

/** The role as the principal of its own requests. */
export interface AgentRole extends RequiredRole {
  readonly roleId?: string;
  readonly hasBoundary: boolean;
  /** The organisation of the role's account. */
  readonly organization: ContextValue;
}

/** What the agent asks of Session Manager itself: without these there is no session. */
export function channelRequests(role: AgentRole, region: string): readonly AgentRequest[] {
  const context = contextOf(role, { region, resourceAccount: role.account });
  const requests = sessionActions.map((action) => agentRequest(role, action, '*', context, 'session refused'));
  // On EC2 the agent takes no credentials of a role before this request passes; elsewhere it is a heartbeat.
  const isGate = role.sessionName === 'i-*' || role.servesEc2 === 'certainly';
  return requests.map((asked) =>
    !isGate && asked.request.action === 'ssm:UpdateInstanceInformation' ? { ...asked, unsettled: heartbeat } : asked,
  );
}

const heartbeat: Unsettled = {
  sides: ['identity', 'boundary'],
  question:
    'whether a node of a hybrid activation needs "ssm:UpdateInstanceInformation" for sessions, AWS does not say',
};

/** The agent's one call of its own to KMS: it opens the data key that the client made. */
export function sessionKeyRequests(role: AgentRole, keyArn: string): readonly AgentRequest[] {
  const arn = parseArn(keyArn);
  const context = withKeys(contextOf(role, { region: arn?.region ?? '', resourceAccount: arn?.account ?? '' }), {
    ...kmsContext(role),
    'kms:viaservice': { is: 'absent' },
    'kms:encryptioncontext:aws:ssm:sessionid': matching(SESSION_ID),
    'kms:encryptioncontext:aws:ssm:targetid': matching(role.sessionName),
    // Only where the agent's own configuration demands it, and the client knows of it.
    'kms:encryptioncontext:aws:ssm:randomchallenge': { is: 'unknown' },
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
  const context = contextOf(role, { region, resourceAccount: role.account });
  const stream = `${logGroupArn(role, region, logGroup.name)}:log-stream:${SESSION_ID}`;
  // Without streaming, the agent uploads at the end of a session whatever it was told of the group.
  const listing = logGroup.encryptionEnabled ? 'session refused' : logGroup.streamingEnabled ? 'log lost' : 'advice';
  return [
    agentRequest(role, 'logs:DescribeLogGroups', `${logGroupArn(role, region, '')}:log-stream:`, context, listing),
    agentRequest(role, 'logs:CreateLogStream', stream, context, 'log lost'),
    // Refused after the stream exists, it is retried every second without limit.
    agentRequest(role, 'logs:PutLogEvents', stream, context, 'session hangs'),
  ];
}

/**
 * What CloudWatch Logs may ask of the log group's key in the role's name, when the agent writes events. AWS's page says
 * that who calls "should" have rights to the key, and its policy CloudWatchLogsAPIKeyAccess pairs these two with
 * `logs:PutLogEvents`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logGroupKeyRequests(
  role: AgentRole,
  { region, name }: { readonly region: string; readonly name: string },
  keyArn: string,
): readonly AgentRequest[] {
  const resourceAccount = parseArn(keyArn)?.account ?? role.account;
  const context = withKeys(contextOf(role, { region, resourceAccount }), {
    ...kmsContext(role),
    ...forwarded,
    'kms:viaservice': known(`logs.${region}.${dnsSuffix(role.partition)}`),
    'kms:encryptioncontext:aws:logs:arn': known(logGroupArn(role, region, name)),
    'kms:encryptioncontextkeys': known('aws:logs:arn'),
  });
  const unsettled = { sides: ['identity', 'boundary', 'resource'], question: needsKey } as const;
  return ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => {
    return { ...agentRequest(role, action, keyArn, context, 'session hangs'), unsettled };
  });
}

const needsKey = 'whether who writes to the log group needs rights to its key, AWS does not say';

/** The request in the role's name, with what the template tells of its context. */
export function agentRequest(
  role: AgentRole,
  action: string,
  resource: string,
  context: RequestContext,
  consequence: Consequence,
): AgentRequest {
  const { partition, account, arn: roleArn, name: roleName, sessionName, hasBoundary, roleId } = role;
  const names = { partition, account, roleArn, roleName, sessionName, ...(roleId !== undefined && { roleId }) };
  const principal = { ...names, hasBoundary };
  const asked = { principal, action, resource, ...(resource === '*' && { services: sessionServices }) };
  return { request: { ...asked, context: completed(context, action, role.contextEntries) }, consequence };
}
