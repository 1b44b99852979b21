import { createAccount, createRole, createSessionDocument } from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import { account, allow, calling, everything, other, outcome, region, twoAccounts } from './admin';

const runShell = 'SSM-SessionManagerRunShell';
const stranger = '333333333333';
const arn = (name: string, owner = other, at = region) => `arn:aws:ssm:${at}:${owner}:document/${name}`;

/** One document of one's own, one of AWS's, and some of another account, not all of them shared. */
function scene(): World {
  const world = twoAccounts();
  createAccount(world, stranger);
  createRole(world, stranger, { RoleName: 'admin' }, { inline: { everything } });
  const document = (owner: string, name: string, sharedWith: string[] = []) =>
    createSessionDocument(world, { owner, region, name, sharedWith, content: { schemaVersion: '1.0', owner } });
  document(account, runShell);
  document('aws', 'AWS-StartSession');
  document(other, runShell, [account]);
  document(other, 'shared', [account]);
  document(other, 'public', ['all']);
  document(other, 'closed');
  return world;
}

test.each([
  { Name: runShell, says: account, because: 'a name is one’s own' },
  { Name: arn(runShell, account), says: account, because: 'so is an ARN with one’s own account' },
  { Name: arn(runShell), says: other, because: 'an ARN says whose' },
  { Name: arn('public'), says: other, because: 'it is shared with everybody' },
  { Name: 'AWS-StartSession', says: 'aws', because: 'AWS’s own are everybody’s, by name' },
  { Name: arn('AWS-StartSession', ''), says: 'aws', because: 'and by an ARN without an account' },
])('GetDocument of $Name shows the document of $says: $because', ({ Name, says }) => {
  const { Content = '', ...rest } = calling(scene())('ssm:GetDocument', { Name });
  expect(JSON.parse(Content)).toEqual({ schemaVersion: '1.0', owner: says });
  expect(rest).toMatchObject({ DocumentType: 'Session', DocumentFormat: 'JSON', Status: 'Active' });
});

test.each([
  { Name: 'none', came: 'InvalidDocument 400', because: 'nobody has it' },
  { Name: 'shared', came: 'InvalidDocument 400', because: 'what is shared goes by its ARN alone' },
  { Name: arn('closed'), came: 'InvalidDocument 400', because: 'it is not shared' },
  { Name: arn('shared'), as: stranger, came: 'InvalidDocument 400', because: 'it is shared with another account' },
  { Name: arn('shared', other, 'us-east-1'), came: 'InvalidDocument 400', because: 'it lies in another Region' },
  { Name: arn('shared', stranger), came: 'InvalidDocument 400', because: 'it is another account’s' },
  { Name: 'a b', came: 'ValidationError 400', because: 'that is no name' },
  { Name: runShell, version: '2', came: 'InvalidDocumentVersion 400', because: 'it has one version' },
  { Name: runShell, version: '1', came: 'done', because: 'that is the one' },
])('GetDocument of $Name comes to $came: $because', ({ Name, as = account, version, came }) => {
  const asked = { Name, ...(version && { DocumentVersion: version }) };
  expect(outcome(() => calling(scene(), as)('ssm:GetDocument', asked))).toBe(came);
});

test.each([
  { Name: runShell, resource: arn(runShell, account), reaches: true, because: 'a name stands for one’s own ARN' },
  { Name: runShell, resource: arn('*'), reaches: false, because: 'that is the other account’s' },
  { Name: arn('shared'), resource: arn('*'), reaches: true, because: 'the ARN is the owner’s' },
  { Name: arn('shared'), resource: arn('*', account), reaches: false, because: 'the owner is another account' },
  { Name: arn('shared'), resource: arn('*', '*'), reaches: true, because: 'any account is meant' },
  { Name: 'AWS-StartSession', resource: arn('*', ''), reaches: true, because: 'AWS’s own have no account' },
  { Name: 'AWS-StartSession', resource: arn('*', '*'), reaches: true, because: 'no account matches a wildcard' },
  { Name: 'AWS-StartSession', resource: arn('*', account), reaches: false, because: 'it is not one’s own' },
  { Name: 'none', resource: arn('closed', account), reaches: false, because: 'rights come before existence' },
])('a right to $resource reaches $Name: $reaches, because $because', ({ Name, resource, reaches }) => {
  const world = scene();
  createRole(world, account, { RoleName: 'reader' }, { inline: { read: allow('ssm:GetDocument', resource) } });
  const came = outcome(() => calling(world, account, 'reader')('ssm:GetDocument', { Name }));
  expect(came).toBe(reaches ? 'done' : 'AccessDenied 400');
});

test('a document’s account, for conditions, is its owner’s', () => {
  const world = scene();
  const Condition = { StringEquals: { 'aws:ResourceAccount': other } };
  const read = allow('ssm:GetDocument', '*', { Condition });
  createRole(world, account, { RoleName: 'reader' }, { inline: { read } });
  const reading = (Name: string) => outcome(() => calling(world, account, 'reader')('ssm:GetDocument', { Name }));
  expect([reading(arn('shared')), reading(runShell)]).toEqual(['done', 'AccessDenied 400']);
});

test('an organisation shows itself, the same to each of its accounts, and to no other', () => {
  const world = scene();
  for (const id of [account, other]) Object.assign(world.accounts[id] ?? {}, { organizationId: 'o-a1b2c3d4e5' });
  const described = (id: string) => calling(world, id)('organizations:DescribeOrganization', {}).Organization;
  expect(described(account)).toMatchObject({
    Id: 'o-a1b2c3d4e5',
    Arn: `arn:aws:organizations::${account}:organization/o-a1b2c3d4e5`,
    MasterAccountId: account,
  });
  expect(described(other)).toEqual(described(account));
  expect(outcome(() => described(stranger))).toBe('AWSOrganizationsNotInUse 400');
});

test('DescribeOrganization is a right on no resource in particular', () => {
  const world = scene();
  Object.assign(world.accounts[account] ?? {}, { organizationId: 'o-a1b2c3d4e5' });
  const action = 'organizations:DescribeOrganization';
  const asking = (name: string, resource: string) => {
    createRole(world, account, { RoleName: name }, { inline: { read: allow(action, resource) } });
    return outcome(() => calling(world, account, name)(action, {}));
  };
  expect(asking('a', '*')).toBe('done');
  expect(asking('b', 'arn:aws:organizations::*:*')).toBe('AccessDenied 400');
});
