import { type Operation, operations } from '../handler/aws/operations';
import { evaluatePolicy } from '../local/aws/naive-policy';
import { executionRole } from '../local/cloudformation/deployed-function';
import type { Deployment } from '../local/cloudformation/resolve';
import type { Value } from '../local/cloudformation/template';
import { account, allGiven, allowedActions, byDefault, template, unique } from './deployments';
import { actionsOf, runtimeActions } from './issued-rights';

const all = Object.keys(operations);

test('every operation that the function can issue has its row in the table of issued rights', () => {
  expect(Object.keys(actionsOf).sort()).toEqual(all.sort());
});

test.each([
  { deployment: allGiven, issued: all, because: 'all parameters are given' },
  {
    deployment: byDefault,
    issued: all.filter((operation) => operation !== 'sts:AssumeRole'),
    because: 'without a VerifierRoleName no role is assumed',
  },
])('the role holds what the function issues and Lambda needs, no more and no less: $because', (row) => {
  const needed = row.issued.flatMap((operation) => actionsOf[operation as Operation]);
  expect(allowedActions(policyOf(row.deployment))).toEqual(unique([...needed, ...runtimeActions]));
});

test('its policy stays within the 10,240 characters that IAM allows all inline policies of a role', () => {
  expect(JSON.stringify(policyOf(allGiven)).length).toBeLessThan(10_240);
});

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

function policyOf(deployment: Deployment): Value {
  return executionRole(template, 'ExecutionRole', deployment).inlinePolicies['SessionManagerRole'] ?? null;
}
