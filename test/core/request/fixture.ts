import type { Settings } from '../../../handler/core/request/settings';

export const account = '111122223333';
export const otherAccount = '444455556666';
export const boundary = `arn:aws:iam::${account}:policy/boundaries/session`;
export const keyUuid = '1234abcd-12ab-34cd-56ef-1234567890ab';

export const settings: Settings = {
  partition: 'aws',
  region: 'eu-west-1',
  account,
  rolePath: '/session/',
  permissionsBoundaryArn: boundary,
  allowedManagedPolicyArns: [],
  allowedPermissionsBoundaryArns: [],
  allowedS3BucketOwners: [],
  endpointOverride: false,
  samLocal: false,
  logStream: '2030/01/01/[1]abc',
};
