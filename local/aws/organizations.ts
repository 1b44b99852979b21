import { AwsError } from '../../handler/aws/aws-error';
import { accountOf, type Services } from './service';

/** The organisation of the caller's account, as each of its accounts may be told. */
export const organizations = {
  'organizations:DescribeOrganization'(world, scope) {
    const { organizationId } = accountOf(world, scope.account);
    if (organizationId === undefined) {
      throw new AwsError('AWSOrganizationsNotInUse', 400, 'Your account is not a member of an organization.');
    }
    const members = Object.keys(world.accounts).filter((id) => world.accounts[id]?.organizationId === organizationId);
    // The world does not say which account manages the organisation: it is the one with the lowest id.
    const [manager = scope.account] = members.sort();
    const arn = `arn:${world.partition}:organizations::${manager}`;
    return {
      Organization: {
        Id: organizationId,
        Arn: `${arn}:organization/${organizationId}`,
        FeatureSet: 'ALL',
        MasterAccountArn: `${arn}:account/${organizationId}/${manager}`,
        MasterAccountId: manager,
        MasterAccountEmail: `${manager}@example.com`,
        AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
      },
    };
  },
} satisfies Partial<Services>;
