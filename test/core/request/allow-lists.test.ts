import { allowanceProblems } from '../../../handler/core/request/allow-lists';
import { parseProperties } from '../../../handler/core/request/parse-properties';
import type { Settings } from '../../../handler/core/request/settings';
import { account, boundary, otherAccount, settings } from './fixture';

const core = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
const otherBoundary = `arn:aws:iam::${account}:policy/boundaries/wide`;

function problemsFor(raw: Readonly<Record<string, unknown>>, allowed: Partial<Settings> = {}) {
  const parsed = parseProperties(raw, settings, []);
  if ('problems' in parsed) throw new Error('The row must hold good properties', { cause: parsed.problems });
  return allowanceProblems(parsed.properties, { ...settings, ...allowed });
}

test.each([
  { raw: {}, allowed: {}, because: 'the defaults are the deployer’s own' },
  { raw: { S3BucketName: 'logs' }, allowed: {}, because: 'the own account needs no leave' },
  { raw: { S3BucketName: 'logs', S3BucketOwner: account }, allowed: {}, because: 'the own account may be named' },
  {
    raw: { S3BucketName: 'logs', S3BucketOwner: otherAccount },
    allowed: { allowedS3BucketOwners: [otherAccount] },
    because: 'the owner is listed',
  },
  {
    raw: { S3BucketName: 'logs', S3BucketOwner: otherAccount },
    allowed: { allowedS3BucketOwners: ['*'] },
    because: 'a star allows every owner',
  },
  {
    raw: { ManagedPolicyArns: [core] },
    allowed: { allowedManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSM*'] },
    because: 'a pattern covers it',
  },
  { raw: { PermissionsBoundary: boundary }, allowed: {}, because: 'it is the default named aloud' },
  {
    raw: { PermissionsBoundary: otherBoundary },
    allowed: { allowedPermissionsBoundaryArns: [`arn:aws:iam::${account}:policy/boundaries/?ide`] },
    because: 'a pattern covers it',
  },
])('$raw is allowed, because $because', ({ raw, allowed }) => {
  expect(problemsFor(raw, allowed)).toEqual([]);
});

test.each([
  {
    raw: { S3BucketName: 'logs', S3BucketOwner: otherAccount },
    allowed: { allowedS3BucketOwners: ['777788889999'] },
    path: 'ResourceProperties.S3BucketOwner',
    parameter: 'AllowedS3BucketOwners',
    because: 'another owner is listed',
  },
  {
    raw: { ManagedPolicyArns: [core, 'arn:aws:iam::aws:policy/AdministratorAccess'] },
    allowed: { allowedManagedPolicyArns: [core] },
    path: 'ResourceProperties.ManagedPolicyArns[1]',
    parameter: 'AllowedManagedPolicyArns',
    because: 'each policy needs leave',
  },
  {
    raw: { PermissionsBoundary: otherBoundary },
    allowed: { allowedPermissionsBoundaryArns: [otherBoundary.toUpperCase()] },
    path: 'ResourceProperties.PermissionsBoundary',
    parameter: 'AllowedPermissionsBoundaryArns',
    because: 'ARNs are case-sensitive',
  },
])('$raw is refused at $path naming $parameter, because $because', ({ raw, allowed, path, parameter }) => {
  expect(problemsFor(raw, allowed)).toEqual([{ path, message: expect.stringContaining(parameter) }]);
});
