import type { Input, Operation } from '../../../handler/aws/operations';
import { allPages } from '../../../handler/aws/pages';
import { createGrant, createLogGroup, createPolicy, createRole } from '../../../local/aws/create';
import { serve } from '../../../local/aws/serve';
import type { World } from '../../../local/aws/world';
import { account, document, now, policyArn, populated, region } from '../../wire/populated-world';
import { type BothClients, modelNames, startBothClients } from './both-clients';
import { asBotocoreHasIt } from './outcome';

let clients: BothClients;
beforeAll(async () => {
  clients = await startBothClients();
  clients.restore(multiply);
});
afterAll(() => clients.stop());

/** Three or more of everything that is listed. */
function multiply(world: World): void {
  const caller = { accessKeyId: populated().operator, region };
  const three = [1, 2, 3];
  const attached = three.map((n) => createPolicy(world, account, `extra${n}`, JSON.parse(document)).arn);
  createRole(world, account, { RoleName: 'many' }, { attached, inline: { a: {}, b: {}, c: {} } });
  for (const n of three) {
    const profile = { InstanceProfileName: `profile${n}` };
    createRole(world, account, { RoleName: `holder${n}` }, { attached: [policyArn] });
    createLogGroup(world, account, region, `/ssm/${n}`);
    createGrant(world, keyArn, { grantee: account, operations: ['Decrypt'], createDate: now + n });
    serve(world, 'iam:CreateInstanceProfile', profile, caller, now);
    serve(world, 'iam:AddRoleToInstanceProfile', { ...profile, RoleName: 'many' }, caller, now);
    serve(world, 'iam:CreatePolicyVersion', { PolicyArn: policyArn, PolicyDocument: document }, caller, now);
  }
}

const keyArn = `arn:aws:kms:${region}:${account}:key/k`;
const size = 2;

test.each<[operation: Operation, input: object, items: string]>([
  ['iam:ListAttachedRolePolicies', { RoleName: 'many' }, 'AttachedPolicies'],
  ['iam:ListEntitiesForPolicy', { PolicyArn: policyArn }, 'PolicyRoles'],
  ['iam:ListInstanceProfilesForRole', { RoleName: 'many' }, 'InstanceProfiles'],
  ['iam:ListPolicyVersions', { PolicyArn: policyArn }, 'Versions'],
  ['iam:ListRolePolicies', { RoleName: 'many' }, 'PolicyNames'],
  ['kms:ListGrants', { KeyId: 'k' }, 'Grants'],
  ['logs:DescribeLogGroups', { logGroupNamePrefix: '/ssm' }, 'logGroups'],
])("%s shows botocore's paginator what it shows ours, over several pages", async (operation, input, items) => {
  const listed = (page: Readonly<Record<string, unknown>>) => [page[items] ?? []].flat();
  const pages = await clients.botocore.pages(size, clients.callers('operator').theirs, ...modelNames(operation), input);
  const theirs = pages.flatMap(listed);
  expect(theirs.length).toBeGreaterThan(size);
  expect(pages).toHaveLength(Math.ceil(theirs.length / size));
  expect(asBotocoreHasIt(await allPages(ourPage(operation, input), listed))).toEqual(theirs);
});

/** A page of any service in the terms of IAM's, which `allPages` knows. */
function ourPage(operation: Operation, input: object) {
  const { limit, token, next } = pagingOf(operation);
  return async ({ Marker }: { readonly Marker?: string }) => {
    const asked = { ...input, [limit]: size, ...(Marker !== undefined && { [token]: Marker }) };
    const answer: object = await clients.callOurs(
      operation,
      asked as Input<Operation>,
      clients.callers('operator').ours,
    );
    const { [next]: marker, ...page } = answer as Readonly<Record<string, unknown>>;
    return typeof marker === 'string' ? { ...page, IsTruncated: true, Marker: marker } : page;
  };
}

function pagingOf(operation: Operation) {
  if (operation.startsWith('iam:')) return { limit: 'MaxItems', token: 'Marker', next: 'Marker' };
  if (operation.startsWith('kms:')) return { limit: 'Limit', token: 'Marker', next: 'NextMarker' };
  return { limit: 'limit', token: 'nextToken', next: 'nextToken' };
}
