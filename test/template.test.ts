import { readdirSync } from 'node:fs';
import { permissionsPolicy } from '../handler/core/identity/permissions';
import { parseProperties } from '../handler/core/request/parse-properties';
import { type DeployedFunction, deployedFunction, managedPolicies } from '../local/cloudformation/deployed-function';
import { type Deployment, exists, resolve } from '../local/cloudformation/resolve';
import { loadTemplate } from '../local/cloudformation/template';
import { account, allGiven, allowedActions, byDefault, deployed, statementsIn, template, unique } from './deployments';
import { settingsOf } from './settings';

const files = readdirSync('examples', { recursive: true, encoding: 'utf8' });
const examples = files.filter((name) => name.endsWith('.yaml')).map((name) => `examples/${name}`);
const withRole = examples.filter((path) => loadTemplate(path).resources['SessionRole']);

describe.each(['template.yaml', ...examples])('%s', (path) => {
  const { parameters, resources } = loadTemplate(path);

  test('every statement has a Sid', () => {
    const statements = statementsIn(Object.values(resources).map(({ properties }) => properties));
    expect(statements.filter(({ Sid }) => typeof Sid !== 'string')).toEqual([]);
  });

  test('every parameter says what it is, what it accepts and why it refuses', () => {
    for (const { Description, ConstraintDescription, ...accepted } of Object.values(parameters)) {
      expect(Description).toMatch(/\.$/);
      expect(accepted['AllowedPattern'] ?? accepted['AllowedValues'] ?? accepted['MinValue']).toBeDefined();
      expect(ConstraintDescription).toMatch(/^Must be.*[^.]$/);
    }
  });
});

test('the default boundary leaves room for all that the handler can grant, and for nothing else', () => {
  const { environment, arn } = deployedFunction(template, 'Function', byDefault);
  const settings = settingsOf(environment, arn);
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
  const discovered = { bucketKey: { is: 'key', arn: key }, bucketRegion: 'eu-west-1', sessionKeyArn: key } as const;
  const grants = ['LeastPrivilege', 'Documented'].flatMap((PolicyScope) => {
    const raw = { PolicyScope, S3BucketName: 'logs', S3BucketOwner: '444455556666', CloudWatchLogGroupName: 'logs' };
    const parsed = parseProperties(raw, settings, []);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    return permissionsPolicy(parsed.properties, discovered, settings).Statement.flatMap(({ Action }) => Action);
  });
  expect(managedPolicies(template, byDefault).map(({ document }) => allowedActions(document))).toEqual([
    unique(grants),
  ]);
});

test('the boundary of examples/boundary.yaml leaves as much room for sessions', () => {
  const [boundary] = managedPolicies(loadTemplate('examples/boundary.yaml'), byDefault);
  const [byItself] = managedPolicies(template, byDefault);
  expect(allowedActions(boundary?.document)).toEqual(expect.arrayContaining([...allowedActions(byItself?.document)]));
});

test('a boundary that the deployer names takes the place of the default one', () => {
  expect(managedPolicies(template, allGiven)).toEqual([]);
  const { Value: boundary = null } = template.outputs['PermissionsBoundaryArn'] ?? {};
  expect(resolve(boundary, template, allGiven)).toBe(`${account}:policy/boundary/applications`);
});

test.each([
  { deployment: byDefault, logicalId: 'Function', because: 'defaults will do' },
  { deployment: allGiven, logicalId: 'Function', because: 'every parameter has its use' },
  { deployment: byDefault, logicalId: 'UndeliveredFunction', because: 'both read the same settings' },
  { deployment: allGiven, logicalId: 'WatchFunction', because: 'all three read the same settings' },
])('$logicalId accepts the environment that the template gives it: $because', ({ deployment, logicalId }) => {
  const { environment, arn } = deployedFunction(template, logicalId, deployment);
  expect(settingsOf(environment, arn)).toMatchObject({ rolePath: '/session-manager/', endpointOverride: false });
});

describe('the watch', () => {
  const present = (deployment: Deployment) =>
    Object.entries(template.resources).flatMap(([name, one]) => (exists(one, template, deployment) ? [name] : []));
  const watched = deployed({ VerificationSchedule: 'rate(1 day)' });
  const property = (logicalId: string, name: string, deployment: Deployment) =>
    resolve(template.resources[logicalId]?.properties[name] ?? null, template, deployment);

  test('is off by default: not one resource of it is deployed', () => {
    expect(present(byDefault)).toEqual([
      ...['BoundaryPolicy', 'Function', 'FunctionLogGroup', 'ExecutionRole'],
      ...['UndeliveredFunction', 'UndeliveredLogGroup', 'UndeliveredRole'],
    ]);
    expect(present(watched).filter((name) => !present(byDefault).includes(name))).toEqual([
      ...['WatchFunction', 'WatchLogGroup', 'VerdictMetric', 'BrokenRolesMetric', 'BrokenRolesAlarm'],
      ...['WatchErrorsAlarm', 'WatchRole'],
    ]);
  });

  test('no output and no resource that is there by default needs one of it', () => {
    const unconditional = Object.values(template.outputs).filter(({ Condition }) => Condition === undefined);
    const always = Object.values(template.resources).filter(({ condition }) => condition !== 'HasSchedule');
    expect(JSON.stringify([unconditional, always])).not.toMatch(/"Watch/);
  });

  test('its alarm is on the metric that the log gives, and keeps still between two runs', () => {
    const [filter] = [property('BrokenRolesMetric', 'MetricTransformations', watched)].flat();
    const metric = { Namespace: 'SessionManagerRole/session-manager-role', MetricName: 'BrokenRoles' };
    expect(filter).toMatchObject({ MetricNamespace: metric.Namespace, MetricName: metric.MetricName });
    for (const [name, value] of Object.entries({ ...metric, Threshold: 0, TreatMissingData: 'ignore' })) {
      expect(property('BrokenRolesAlarm', name, watched)).toBe(value);
    }
    const [dimension] = [property('WatchErrorsAlarm', 'Dimensions', watched)].flat();
    expect(dimension).toEqual({ Name: 'FunctionName', Value: 'session-manager-role-watch' });
  });

  test.each(['BrokenRolesAlarm', 'WatchErrorsAlarm'])('%s tells the topic, going and coming back', (alarm) => {
    const topic = [allGiven.parameters['AlarmTopicArn']];
    expect(property(alarm, 'AlarmActions', allGiven)).toEqual(topic);
    expect(property(alarm, 'OKActions', allGiven)).toEqual(topic);
  });

  test('the longest FunctionName leaves room for every name that is made of it', () => {
    const FunctionName = 'f'.repeat(Number(template.parameters['FunctionName']?.['MaxLength']));
    const longest = deployed({ FunctionName, VerificationSchedule: 'rate(1 day)' });
    // No Region has a longer name.
    const there = { ...longest, pseudo: { ...longest.pseudo, region: 'ap-southeast-1' } };
    for (const logicalId of ['Function', 'UndeliveredFunction', 'WatchFunction']) {
      const { name, role } = deployedFunction(template, logicalId, there);
      // The role of the UndeliveredFunction has a name that CloudFormation makes.
      const names = logicalId === 'UndeliveredFunction' ? [name] : [name, role.name];
      expect(names.filter(({ length }) => length > 64)).toEqual([]);
    }
  });
});

describe('time adds up', () => {
  const main = deployedFunction(template, 'Function', byDefault);
  const undelivered = deployedFunction(template, 'UndeliveredFunction', byDefault);
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  const pauses = ({ maximumRetryAttempts }: DeployedFunction) => [60, 120].slice(0, maximumRetryAttempts);
  const lastAttempt = (one: DeployedFunction) =>
    pauses(one).reduce((begin, pause) => begin + one.timeoutSeconds + pause, 0);

  test.each([main, undelivered])('the last attempt of $name begins before the event is too old', (one) => {
    expect(lastAttempt(one)).toBeLessThan(one.maximumEventAgeSeconds);
  });

  test.each(withRole)(
    '%s waits for every attempt, and then for every attempt to say that all of them failed',
    (path) => {
      const { ServiceTimeout } = loadTemplate(path).resources['SessionRole']?.properties ?? {};
      const latestFailure = main.maximumEventAgeSeconds + main.timeoutSeconds;
      expect(lastAttempt(main) + main.timeoutSeconds).toBeLessThanOrEqual(latestFailure);
      const latestAnswer = latestFailure + lastAttempt(undelivered) + undelivered.timeoutSeconds;
      expect(latestAnswer).toBeLessThanOrEqual(Number(ServiceTimeout));
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-customresource.html
      expect(Number(ServiceTimeout)).toBeLessThanOrEqual(3600);
    },
  );
});

const policies = 'AllowedManagedPolicyArns';
const rows = [
  ['RolePath', '/session-manager/', 'fits', 'it is the default'],
  ['RolePath', '/team-a/sessions/', 'fits', 'paths nest'],
  ['RolePath', '/', 'does not fit', 'every role would lie under it'],
  ['RolePath', '/sessions', 'does not fit', '/sessions-of-others/ would lie under it'],
  ['RolePath', '/session*/', 'does not fit', 'a wildcard widens the ARN'],
  ['RolePath', '/session-manager-role/', 'does not fit', 'the function itself lies there'],
  ['RolePath', '/session-manager-role/boundary/', 'does not fit', 'the boundary lies there'],
  ['FormerRolePath', '', 'fits', 'there may be none'],
  ['FormerRolePath', '/session-manager-role/', 'does not fit', 'the function itself lies there'],
  [policies, '', 'fits', 'none may be allowed'],
  [policies, 'arn:aws:iam::aws:policy/A,arn:aws:iam::aws:policy/B*', 'fits', 'several may be allowed'],
  [policies, 'arn:aws:iam::aws:policy/A,', 'does not fit', 'it ends in an empty one'],
  [policies, '*', 'does not fit', 'AdministratorAccess would be among them'],
  ['VerificationSchedule', '', 'fits', 'nobody has to watch'],
  ['VerificationSchedule', 'rate(1 hour)', 'fits', 'it is a rate'],
  ['VerificationSchedule', 'rate(31 days)', 'fits', 'the last verdicts are still known'],
  ['VerificationSchedule', 'rate(32 days)', 'does not fit', 'the last verdicts might be forgotten'],
  ['VerificationSchedule', 'rate(800 hours)', 'does not fit', 'that is longer still'],
  ['VerificationSchedule', 'rate(5 minutes)', 'does not fit', 'the metric would not have arrived'],
  ['VerificationSchedule', 'cron(0 6 ? * MON-FRI *)', 'fits', 'it is a time'],
  ['VerificationSchedule', 'daily', 'does not fit', 'EventBridge knows no such word'],
  ['AlarmTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alarms', 'fits', 'it is a topic'],
  ['AlarmTopicArn', 'arn:aws:sqs:eu-west-1:111122223333:alarms', 'does not fit', 'it is a queue'],
  ['AllowedS3BucketOwners', '444455556666,777788889999', 'fits', 'both are accounts'],
  ['AllowedS3BucketOwners', '44445555666', 'does not fit', 'a digit is missing'],
] as const;

test.each(rows.map(([parameter, value, fits, because]) => ({ parameter, value, fits, because })))(
  '$parameter "$value" $fits, because $because',
  ({ parameter, value, fits }) => {
    const pattern = new RegExp(String(template.parameters[parameter]?.['AllowedPattern']));
    expect(pattern.test(value)).toBe(fits === 'fits');
  },
);
