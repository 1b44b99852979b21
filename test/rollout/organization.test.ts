import { delegatingKeyPolicy, putKeyPolicy } from '../../local/aws/create';
import { managedPolicies } from '../../local/cloudformation/deployed-function';
import { loadTemplate } from '../../local/cloudformation/template';
import { LOG_ACCOUNT } from '../../local/two-accounts';
import { byDefault, template } from '../deployments';
import { rollOut } from './organization';
import { stackSets } from './stack-set';

const rates = { iam: 5, log: 10 };

test('24 accounts in three Regions get their roles while the log account throttles, and no verdict suffers', async () => {
  const { operation, statuses, roles, logCalls } = await rollOut({ accounts: 24, rates });
  expect(operation).toEqual({ succeeded: 72, failed: [], cancelled: 0 });
  expect(new Set(statuses)).toEqual(new Set(['PASSED']));
  // IAM is one for all Regions of an account.
  expect(Object.values(roles).map((names) => new Set(names).size)).toEqual(Array(24).fill(3));
  expect(logCalls.throttled).toBeGreaterThan(logCalls.all / 10);
}, 90_000);

test('where the log account refuses everybody, the roll-out stops by itself and leaves nothing behind', async () => {
  const { world, operation, roles } = await rollOut({
    accounts: 24,
    rates: { iam: 100, log: 1000 },
    before: (world) => {
      const [key] = Object.keys(world.accounts[LOG_ACCOUNT]?.keys ?? {});
      putKeyPolicy(world, key ?? '', delegatingKeyPolicy(world, LOG_ACCOUNT));
    },
  });
  expect(operation.succeeded).toBe(0);
  expect(operation.failed[0]).toContain('KeyPolicyMissingGrant');
  expect(operation.cancelled).toBeGreaterThan(0);
  expect(roles).toEqual({});
  const paths = Object.values(world.accounts).flatMap((account) =>
    Object.values(account.roles).map(({ path }) => path),
  );
  expect(paths).not.toContain('/session-manager/');
}, 90_000);

test('the member template grants and names what template.yaml does', () => {
  const member = loadTemplate('examples/organization/member.yaml');
  const { CodeBucketPrefix: _prefix, CodeVersion: _version, ...parameters } = member.parameters;
  expect(parameters).toEqual(template.parameters);
  expect(member.conditions).toEqual(template.conditions);
  expect(member.outputs).toEqual(template.outputs);
  expect(managedPolicies(member, byDefault)).toEqual(managedPolicies(template, byDefault));
  const plain = ({ resources }: typeof template) =>
    Object.entries(resources).filter(([, { type }]) => /^AWS::(IAM|Logs)::/.test(type));
  expect(plain(member)).toEqual(plain(template));
});

test('the member template has no transform, which a service-managed stack set would refuse', () => {
  const { resources, globals } = loadTemplate('examples/organization/member.yaml');
  expect(Object.values(resources).filter(({ type }) => type.startsWith('AWS::Serverless::'))).toEqual([]);
  expect(globals).toEqual({});
});

test('the administration template sets only parameters that its member templates declare', () => {
  const given = { ManagementAccountId: '1', OrganizationalUnitIds: 'r-a1b2', Regions: 'eu-west-1', S3BucketName: 'b' };
  const further = { CodeBucketPrefix: 'p', CodeVersion: '1', S3BucketOwner: '2', VerifierExternalId: 'e' };
  const { functions, roles } = stackSets({ ...given, ...further });
  for (const [path, { parameters }] of [['member', functions] as const, ['role', roles] as const]) {
    const declared = loadTemplate(`examples/organization/${path}.yaml`).parameters;
    const required = Object.keys(declared).filter((name) => declared[name]?.['Default'] === undefined);
    expect(Object.keys(declared)).toEqual(expect.arrayContaining(Object.keys(parameters)));
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(required));
  }
});
