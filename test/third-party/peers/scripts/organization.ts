import { organizationOfItsOwn } from '../fixtures-sessions';
import { type Script, step } from '../script';

/** An account before and after it has an organisation. */
export const organization: Script = {
  name: 'an organisation',
  acts: [
    step('before it is in one', 'organizations:DescribeOrganization', {}),
    organizationOfItsOwn(),
    step('of its own', 'organizations:DescribeOrganization', {}),
  ],
};
