import { operations } from '../../handler/aws/operations';
import { evaluatePolicy, type Question } from '../../local/aws/naive-policy';
import { executionRole } from '../../local/cloudformation/deployed-function';
import { resolve } from '../../local/cloudformation/resolve';
import { asMap } from '../../local/cloudformation/template';
import { byDefault, deployed, statementsIn, template, unique } from '../deployments';
import { actionsOf, runtimeActions } from '../issued-rights';
import { escalating, forbidden } from './forbidden';
import { legitimate } from './legitimate';
import { boundariesUnderRolePath, everyPlace } from './place';
import { removals, type Weakened, widenings } from './weakened';

const fullest = boundariesUnderRolePath();
const places = [...everyPlace(), fullest];

/** Where a policy differs from what it must be: what it refuses wrongly, what it lets through. */
const refused = (policy: string, questions: readonly Question[]) =>
  questions.filter((question) => evaluatePolicy(policy, question) !== 'allow');
const letThrough = (policy: string, questions: readonly Question[]) =>
  questions.filter((question) => evaluatePolicy(policy, question) === 'allow');

describe.each(places)('with $given', (place) => {
  test('whatever the function issues on what is its own is granted', () => {
    expect(refused(place.policy, legitimate(place))).toEqual([]);
  });

  test('nothing of anybody else’s can be written, nor its own rights, nor a role without its boundary', () => {
    expect(letThrough(place.policy, forbidden(place))).toEqual([]);
  });
});

test.each([places[0] ?? fullest, fullest])('no known way to greater rights is open with $given', (place) => {
  expect(letThrough(place.policy, escalating(place))).toEqual([]);
});

test('the watch may do nothing that is forbidden to the function, nor anything that the function writes', () => {
  const { parameters } = fullest.deployment;
  const deployment = deployed({ ...parameters, VerificationSchedule: 'rate(1 day)' });
  const policy = JSON.stringify(executionRole(template, 'WatchRole', deployment).inlinePolicies['Watch']);
  expect(letThrough(policy, [...forbidden(fullest), ...escalating(fullest)])).toEqual([]);
  const writes = legitimate(fullest).filter(({ action }) => !/:(Get|List|Describe|AssumeRole)/.test(action));
  expect(letThrough(policy, writes)).toEqual([]);
});

const all = Object.keys(operations) as (keyof typeof operations)[];

test('every action of the table of issued rights is asked of something legitimate', () => {
  const issued = [...all.flatMap((operation) => actionsOf[operation]), ...runtimeActions.ExecutionRole];
  expect(unique(legitimate(fullest).map(({ action }) => action))).toEqual(unique(issued));
});

test('each write that is granted is asked of something foreign', () => {
  const issued = [...all.flatMap((operation) => actionsOf[operation]), ...runtimeActions.ExecutionRole];
  const asked = unique(forbidden(fullest).map(({ action }) => action));
  const writes = issued.filter((action) => !/:(Get|List|Describe)/.test(action));
  expect(writes.filter((action) => !asked.includes(action))).toEqual([]);
});

const asked = { legitimate: legitimate(fullest), forbidden: forbidden(fullest) };

/** Whether the policy would no longer do what it must, or do what it must not. */
function noticed({ policy, actions }: Weakened): readonly ('tooLittle' | 'tooMuch')[] {
  const about = (questions: readonly Question[]) => questions.filter(({ action }) => actions.includes(action));
  return [
    ...(refused(policy, about(asked.legitimate)).length > 0 ? (['tooLittle'] as const) : []),
    ...(letThrough(policy, about(asked.forbidden)).length > 0 ? (['tooMuch'] as const) : []),
  ];
}

describe('Every part of the policy is needed', () => {
  test.each(removals(fullest.policy))('$change it grants too little or too much', (weakened) => {
    expect(noticed(weakened)).not.toEqual([]);
  });

  const statements = removals(fullest.policy).filter(({ change }) => change.startsWith('without '));
  const allows = statements.filter(({ change }) => change !== 'without NeverWriteBoundaries');

  test('without any one Allow an issued operation is refused, without the one Deny a boundary can be written', () => {
    expect(allows.length).toBe(statements.length - 1);
    for (const { change, ...without } of allows) {
      expect([change, noticed({ change, ...without })]).toEqual([change, ['tooLittle']]);
    }
    expect(statements.filter((one) => !allows.includes(one)).map(noticed)).toEqual([['tooMuch']]);
  });

  test('without any one condition something passes that must not', () => {
    const conditions = removals(fullest.policy).filter(({ change }) => / without iam:[A-Za-z]+$/.test(change));
    expect(conditions.map(({ change }) => change)).toEqual([
      'CreateBoundedRoles without iam:PermissionsBoundary',
      'AttachToBoundedRoles without iam:PermissionsBoundary',
      'AttachToBoundedRoles without iam:PolicyARN',
      'PassRolesToEC2 without iam:PassedToService',
    ]);
    for (const condition of conditions) expect(noticed(condition)).toEqual(['tooMuch']);
  });

  // Buckets and keys of any name are read, and the two that are read on "*" are no wider already.
  const narrow = widenings(fullest.policy).filter(({ change }) => !/^Read(Buckets|Keys) /.test(change));

  test.each(narrow)('$change it lets something through', (weakened) => {
    expect(noticed(weakened)).toEqual(['tooMuch']);
  });
});

test('in China a role is passed to EC2 under both of its names there, and to nothing else', () => {
  const china = { ...byDefault, pseudo: { ...byDefault.pseudo, partition: 'aws-cn', region: 'cn-north-1' } };
  const policy = JSON.stringify(executionRole(template, 'ExecutionRole', china).inlinePolicies['SessionManagerRole']);
  const services = ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn', 'lambda.amazonaws.com', 'lambda.amazonaws.com.cn'];
  const resource = 'arn:aws-cn:iam::111122223333:role/session-manager/app';
  const verdicts = services.map((service) =>
    evaluatePolicy(policy, { action: 'iam:PassRole', resource, context: { 'iam:passedtoservice': service } }),
  );
  expect(verdicts).toEqual(['allow', 'allow', 'silent', 'silent']);
});

test('the functions’ roles trust Lambda and nobody else', () => {
  for (const logicalId of ['ExecutionRole', 'UndeliveredRole', 'WatchRole']) {
    const { trustPolicy } = executionRole(template, logicalId, byDefault);
    expect(statementsIn(trustPolicy).map(({ Principal, Action }) => ({ Principal, Action }))).toEqual([
      { Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  }
});

test('the template lets nobody invoke a function but the schedule the watch: that right is each deployer’s to give', () => {
  const types = Object.values(template.resources).map(({ type }) => type);
  expect(types.filter((type) => /Permission|Url|LayerVersion/.test(type))).toEqual([]);
  const functions = Object.values(template.resources).filter(({ type }) => type === 'AWS::Serverless::Function');
  const open = functions.flatMap(({ properties }) => Object.values(asMap(properties['Events'] ?? {}, 'Events')));
  expect(open).toEqual([expect.objectContaining({ Type: 'Schedule' })]);
  expect(functions.filter(({ properties }) => 'FunctionUrlConfig' in properties)).toEqual([]);
  expect(template.resources['WatchFunction']?.properties).toHaveProperty('Events');
});

test('FormerRolePath and RolePath cannot reach the function’s own paths, whatever a deployer writes', () => {
  for (const parameter of ['RolePath', 'FormerRolePath']) {
    const pattern = new RegExp(String(template.parameters[parameter]?.['AllowedPattern']));
    const ways = ['/', '/session-manager-role/', '/session-manager-role/boundary/', '/*/', '/a*/', '//'];
    expect(ways.filter((path) => pattern.test(path))).toEqual([]);
  }
});

test('a deployment whose former path holds the present one can still only remove there', () => {
  const deployment = deployed({ RolePath: '/a/b/', FormerRolePath: '/a/' });
  const policy = JSON.stringify(
    executionRole(template, 'ExecutionRole', deployment).inlinePolicies['SessionManagerRole'],
  );
  const boundary = String(resolve({ Ref: 'BoundaryPolicy' }, template, deployment));
  const context = { 'iam:permissionsboundary': boundary, 'iam:policyarn': 'arn:aws:iam::111122223333:policy/a/b/app' };
  const ask = (action: string, name: string) =>
    evaluatePolicy(policy, { action, resource: `arn:aws:iam::111122223333:role${name}`, context });
  expect(ask('iam:CreateRole', '/a/b/app')).toBe('allow');
  expect(ask('iam:CreateRole', '/a/app')).toBe('silent');
  expect(ask('iam:AttachRolePolicy', '/a/app')).toBe('silent');
  expect(ask('iam:DeleteRole', '/a/app')).toBe('allow');
});
