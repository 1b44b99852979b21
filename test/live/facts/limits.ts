import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetAccountSummaryCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { createAccount, createWorld } from '../../../local/aws/create';
import type { Sandbox } from '../sandbox';
import { createStack, eventsOf } from '../stacks';
import { createRole } from './actor';
import type { Fact } from './fact';

const assumedQuotas = createAccount(createWorld(), '111122223333').quotas;

/** IAM's limits and CloudFormation's patience with them. */
export const limits: readonly Fact[] = [
  {
    question: 'How does IAM refuse a second role in an instance profile?',
    assumed: 'LimitExceeded, HTTP 409, Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    observe: addSecondRole,
  },
  {
    question: 'Which quotas does the account have?',
    assumed: quotas({
      RolesQuota: assumedQuotas.roles,
      PoliciesQuota: assumedQuotas.policies,
      InstanceProfilesQuota: assumedQuotas.instanceProfiles,
      AttachedPoliciesPerRoleQuota: assumedQuotas.managedPoliciesPerRole,
      AssumeRolePolicySizeQuota: assumedQuotas.trustPolicyCharacters,
    }),
    observe: async ({ iam }) => quotas((await iam.send(new GetAccountSummaryCommand())).SummaryMap ?? {}),
  },
  {
    question: 'How long does CloudFormation take for an AWS::IAM::InstanceProfile of its own?',
    assumed: 'about two minutes',
    observe: timeInstanceProfile,
  },
];

async function addSecondRole(sandbox: Sandbox): Promise<string> {
  const { iam, name } = sandbox;
  const InstanceProfileName = `${name}-full`;
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path: `/${name}/` }));
  sandbox.made(`Instance profile ${InstanceProfileName}`, () =>
    iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })),
  );
  const [first, second] = [`${name}-first`, `${name}-second`];
  for (const role of [first, second]) await createRole(sandbox, role);
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: first }));
  const member = { InstanceProfileName, RoleName: first };
  sandbox.made(`${first} in ${InstanceProfileName}`, () => iam.send(new RemoveRoleFromInstanceProfileCommand(member)));
  return iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: second })).then(
    () => 'not at all',
    ({ name: code, message, $metadata }) =>
      `${String(code).replace(/Exception$/, '')}, HTTP ${$metadata?.httpStatusCode}, ${message}`,
  );
}

function quotas(summary: Readonly<Record<string, number>>): string {
  const names = [
    ...['RolesQuota', 'PoliciesQuota', 'InstanceProfilesQuota'],
    ...['AttachedPoliciesPerRoleQuota', 'AssumeRolePolicySizeQuota'],
  ];
  return names.map((name) => `${name} ${summary[name]}`).join(', ');
}

async function timeInstanceProfile(sandbox: Sandbox): Promise<string> {
  const RoleName = `${sandbox.name}-timed`;
  await createRole(sandbox, RoleName);
  const Profile = { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [RoleName] } };
  const { stackId } = await createStack(sandbox, `${sandbox.name}-profile`, { Resources: { Profile } });
  const events = await eventsOf(sandbox, stackId);
  const at = (status: string) =>
    events
      .find(({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === 'Profile' && ResourceStatus === status)
      ?.Timestamp?.getTime() ?? Number.NaN;
  const seconds = Math.round((at('CREATE_COMPLETE') - at('CREATE_IN_PROGRESS')) / 1000);
  return seconds >= 100 && seconds <= 180 ? 'about two minutes' : `${seconds} seconds`;
}
