import { readdirSync } from 'node:fs';
import { permissionsPolicy } from '../handler/core/identity/permissions';
import { parseProperties } from '../handler/core/request/parse-properties';
import { type DeployedFunction, deployedFunction, managedPolicies } from '../local/cloudformation/deployed-function';
import { resolve } from '../local/cloudformation/resolve';
import { loadTemplate } from '../local/cloudformation/template';
import { account, allGiven, allowedActions, byDefault, statementsIn, template, unique } from './deployments';
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
])('$logicalId accepts the environment that the template gives it: $because', ({ deployment, logicalId }) => {
  const { environment, arn } = deployedFunction(template, logicalId, deployment);
  expect(settingsOf(environment, arn)).toMatchObject({ rolePath: '/session-manager/', endpointOverride: false });
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
