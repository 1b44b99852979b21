import { type Operation, operations } from '../handler/aws/operations';
import { watchOperations } from '../handler/aws/watch-operations';
import { evaluatePolicy } from '../local/aws/naive-policy';
import { executionRole } from '../local/cloudformation/deployed-function';
import type { Deployment } from '../local/cloudformation/resolve';
import type { Value } from '../local/cloudformation/template';
import { account, allGiven, allowedActions, byDefault, deployed, statementsIn, template, unique } from './deployments';
import { actionsOf, runtimeActions } from './issued-rights';

const all = Object.keys(operations);
const ofWatch = Object.keys(watchOperations);
const withoutVerifier = (issued: readonly string[]) => issued.filter((operation) => operation !== 'sts:AssumeRole');
const watched = deployed({ VerificationSchedule: 'rate(1 day)' });

test('every operation that a function can issue has its row in the table of issued rights', () => {
  expect(Object.keys(actionsOf).sort()).toEqual(unique([...all, ...ofWatch]));
});

test.each<{ role: Role; deployment: Deployment; issued: readonly string[]; because: string }>([
  { role: 'ExecutionRole', deployment: allGiven, issued: all, because: 'all parameters are given' },
  {
    role: 'ExecutionRole',
    deployment: byDefault,
    issued: withoutVerifier(all),
    because: 'without a VerifierRoleName no role is assumed',
  },
  { role: 'WatchRole', deployment: allGiven, issued: ofWatch, because: 'all parameters are given' },
  {
    role: 'WatchRole',
    deployment: watched,
    issued: withoutVerifier(ofWatch),
    because: 'without a VerifierRoleName no role is assumed',
  },
])('the $role holds what its function issues and Lambda needs, no more and no less: $because', (row) => {
  const needed = row.issued.flatMap((operation) => actionsOf[operation as Operation]);
  expect(allowedActions(policyOf(row.deployment, row.role))).toEqual(unique([...needed, ...runtimeActions[row.role]]));
});

test('the watch can change nothing: beside reads it may tell, write its log, and take the verifier role', () => {
  const reads = /:(Get|List|Describe)/;
  const others = allowedActions(policyOf(allGiven, 'WatchRole')).filter((action) => !reads.test(action));
  expect(others).toEqual(['events:PutEvents', 'logs:CreateLogStream', 'logs:PutLogEvents', 'sts:AssumeRole']);
});

test('what both functions may read, they may read alike', () => {
  const own = statementsIn(policyOf(allGiven));
  const bySid = new Map(own.map((statement) => [statement['Sid'], statement]));
  const watch = statementsIn(policyOf(allGiven, 'WatchRole'));
  const shared = watch.filter(({ Sid }) => bySid.has(Sid ?? '') && Sid !== 'WriteLogs');
  expect(shared.map(({ Sid }) => Sid)).toEqual([
    ...['ReadRoles', 'ReadInlinePolicies', 'ReadPolicies', 'ReadBuckets', 'ReadKeys', 'ReadLogGroups'],
    ...['ReadSessionDocuments', 'ReadOrganization', 'AssumeVerifierRole'],
  ]);
  expect(shared).toEqual(shared.map(({ Sid }) => bySid.get(Sid ?? '')));
});

test.each(['ExecutionRole', 'WatchRole'] as const)(
  'the policy of the %s stays within the 10,240 characters that IAM allows all inline policies of a role',
  (role) => {
    expect(JSON.stringify(policyOf(allGiven, role)).length).toBeLessThan(10_240);
  },
);

const ours = `${account}:role/session-manager/app`;
const former = `${account}:role/former/app`;
const itself = `${account}:role/session-manager-role/session-manager-role-eu-west-1`;
const policy = `${account}:policy/session-manager/app`;
const verifier = 'arn:aws:iam::444455556666:role/session-manager-role-verifier';
const boundary = `${account}:policy/boundary/applications`;
const teamBoundary = `${account}:policy/boundary/team-a`;
const bounded = { 'iam:permissionsboundary': boundary };
const teamBounded = { 'iam:permissionsboundary': teamBoundary };
const misbounded = { 'iam:permissionsboundary': `${account}:policy/boundary/none` };
const own = { 'iam:policyarn': policy };
const agent = { 'iam:policyarn': 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy' };
const administrator = { 'iam:policyarn': 'arn:aws:iam::aws:policy/AdministratorAccess' };
const toEc2 = { 'iam:passedtoservice': 'ec2.amazonaws.com' };
const toLambda = { 'iam:passedtoservice': 'lambda.amazonaws.com' };

const watchLog = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/session-manager-role-watch:*';
const mainLog = watchLog.replace('-watch', '');
const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';
const ofOurs = { 'events:source': 'session-manager-role' };
const looks = [
  ['allow', 'iam:ListRoles', '*', {}, 'IAM knows no resource of a list'],
  ['allow', 'iam:GetRolePolicy', former, {}, 'roles under the former path are watched too'],
  ['silent', 'iam:GetRolePolicy', `${account}:role/app`, {}, 'it is nobody’s of ours'],
  ['allow', 'events:PutEvents', bus, ofOurs, 'it tells what turned'],
  ['silent', 'events:PutEvents', bus, { 'events:source': 'orders' }, 'it speaks for nobody else'],
  ['silent', 'events:PutEvents', bus.replace('default', 'orders'), ofOurs, 'the bus is another'],
  ['allow', 'sts:AssumeRole', verifier, {}, 'it is the verifier role'],
  ['silent', 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/admin', {}, 'it is not the verifier role'],
  ['allow', 'logs:PutLogEvents', watchLog, {}, 'the log is its own'],
  ['silent', 'logs:PutLogEvents', mainLog, {}, 'the log is the other function’s'],
  ['silent', 'lambda:InvokeFunction', '*', {}, 'it calls nobody'],
] as const;

test.each(
  looks.map(([decision, action, resource, context, because]) => ({ decision, action, resource, context, because })),
)('the watch: $action on $resource: $decision, because $because', ({ decision, action, resource, context }) => {
  const document = JSON.stringify(policyOf(allGiven, 'WatchRole'));
  expect(evaluatePolicy(document, { action, resource, context })).toBe(decision);
});

const writes = [
  ['allow', 'iam:CreateRole', ours, bounded, 'it bears the boundary'],
  ['allow', 'iam:CreateRole', ours, teamBounded, 'it bears an allowed boundary'],
  ['silent', 'iam:CreateRole', ours, {}, 'it bears no boundary'],
  ['silent', 'iam:CreateRole', ours, misbounded, 'nobody allows that boundary'],
  ['silent', 'iam:CreateRole', `${account}:role/app`, bounded, 'it lies outside RolePath'],
  ['silent', 'iam:CreateRole', former, bounded, 'the former path only shrinks'],
  ['silent', 'iam:PutRolePermissionsBoundary', ours, misbounded, 'that would lift the boundary'],
  ['allow', 'iam:AttachRolePolicy', ours, { ...bounded, ...own }, 'the policy is our own'],
  ['allow', 'iam:AttachRolePolicy', ours, { ...bounded, ...agent }, 'the deployer allows the policy'],
  ['silent', 'iam:AttachRolePolicy', ours, { ...bounded, ...administrator }, 'nobody allows the policy'],
  ['silent', 'iam:AttachRolePolicy', ours, { ...misbounded, ...own }, 'the role lost its boundary'],
  ['allow', 'iam:DetachRolePolicy', ours, { ...misbounded, ...administrator }, 'a tampered role must go'],
  ['allow', 'iam:DeleteRole', former, misbounded, 'the former path shrinks'],
  ['allow', 'iam:PassRole', ours, toEc2, 'EC2 assumes it'],
  ['silent', 'iam:PassRole', ours, toLambda, 'Lambda does not assume it'],
  ['allow', 'iam:CreatePolicyVersion', policy, {}, 'the policy is our own'],
  ['deny', 'iam:CreatePolicyVersion', boundary, {}, 'it is the boundary'],
  ['deny', 'iam:CreatePolicy', teamBoundary, {}, 'it would be an allowed boundary'],
  ['silent', 'iam:UpdateAssumeRolePolicy', itself, {}, 'it is the function itself'],
  ['allow', 'iam:GetRole', `${account}:role/app`, {}, 'IAM knows no path of a role that is not there'],
  ['allow', 'sts:AssumeRole', verifier, {}, 'it is the verifier role'],
  ['silent', 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/admin', {}, 'it is not the verifier role'],
  ['allow', 'ssm:GetDocument', 'arn:aws:ssm:eu-west-1:444455556666:document/shared', {}, 'another account shares it'],
  ['allow', 'ssm:GetDocument', 'arn:aws:ssm:eu-west-1::document/AWS-StartSession', {}, 'it is one of AWS’s own'],
  ['silent', 'ssm:GetDocument', 'arn:aws:ssm:us-east-1:444455556666:document/shared', {}, 'it lies in another Region'],
] as const;

test.each(
  writes.map(([decision, action, resource, context, because]) => ({ decision, action, resource, context, because })),
)('$action on $resource: $decision, because $because', ({ decision, action, resource, context }) => {
  expect(evaluatePolicy(JSON.stringify(policyOf(allGiven)), { action, resource, context })).toBe(decision);
});

test('a boundary that a deployer put under RolePath cannot be written', () => {
  const deployment = { ...byDefault, parameters: { PermissionsBoundaryArn: policy } };
  const question = { action: 'iam:CreatePolicyVersion', resource: policy, context: {} };
  expect(evaluatePolicy(JSON.stringify(policyOf(deployment)), question)).toBe('deny');
});

test('the function that answers FAILED may write its log and nothing else', () => {
  const { WriteLogs } = executionRole(template, 'UndeliveredRole', byDefault).inlinePolicies;
  expect(allowedActions(WriteLogs)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
});

type Role = keyof typeof policyNames;
const policyNames = { ExecutionRole: 'SessionManagerRole', WatchRole: 'Watch' } as const;

function policyOf(deployment: Deployment, role: Role = 'ExecutionRole'): Value {
  return executionRole(template, role, deployment).inlinePolicies[policyNames[role]] ?? null;
}
