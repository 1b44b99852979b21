import type { Action } from '../../../handler/core/identity/change';
import { createPolicy } from '../../../local/aws/create';
import { account, desiredFrom, names } from './fixture';
import { boundaries, emptyIam, heldBy, type LocalIam, planned, pool, settle, type Trio } from './local-iam';

const Team = { Key: 'Team', Value: 'platform' };
const wanted = desiredFrom({ raw: { Description: 'Sessions', Tags: [Team], ManagedPolicyArns: [pool[0]] } });
const { name, policyArn } = names;
const [boundary] = boundaries;
const trust = JSON.stringify(wanted.trustPolicy);
const document = JSON.stringify(wanted.policy);
const role = { RoleName: name };
const profile = { InstanceProfileName: name };

type Expected = readonly (readonly [Action, object])[][];
type Happened = (trio: Required<{ [K in keyof Trio]: NonNullable<Trio[K]> }>, iam: LocalIam) => void;

function trioOf(iam: LocalIam) {
  const { role, policy, profile } = heldBy(iam, names);
  if (role === undefined || policy === undefined || profile === undefined) throw new Error('The trio is not settled');
  return { role, policy, profile };
}

const addVersions =
  (count: number): Happened =>
  ({ policy }) => {
    for (let n = 2; n < count + 2; n += 1) {
      const isDefault = n === count + 1;
      for (const version of policy.versions) if (isDefault) version.isDefault = false;
      policy.versions.push({ id: `v${n}`, document: '{"Statement":[]}', isDefault, createDate: n * 1000 });
    }
  };
const newVersion = { PolicyArn: policyArn, PolicyDocument: document, SetAsDefault: true };
const respelled = (text: string) =>
  JSON.stringify(JSON.parse(text), null, 2).replaceAll(/"Sid": "(\w+)"/g, '"Sid": "X$1"');

const rows: readonly { because: string; happened: Happened; expected: Expected }[] = [
  { because: 'nothing happened', happened: () => undefined, expected: [] },
  {
    because: 'somebody respelled both documents',
    happened: (trio) => {
      trio.role.trustPolicy = respelled(trio.role.trustPolicy);
      for (const version of trio.policy.versions) version.document = respelled(version.document);
    },
    expected: [],
  },
  {
    because: 'somebody lifted the boundary',
    happened: (trio) => delete trio.role.permissionsBoundary,
    expected: [[['iam:PutRolePermissionsBoundary', { ...role, PermissionsBoundary: boundary }]]],
  },
  {
    because: 'the boundary comes before what may only be attached under it',
    happened: (trio) => {
      delete trio.role.permissionsBoundary;
      trio.role.attached = [];
    },
    expected: [
      [['iam:PutRolePermissionsBoundary', { ...role, PermissionsBoundary: boundary }]],
      [
        ['iam:AttachRolePolicy', { ...role, PolicyArn: policyArn }],
        ['iam:AttachRolePolicy', { ...role, PolicyArn: pool[0] }],
      ],
    ],
  },
  {
    because: 'somebody opened the trust policy',
    happened: (trio) => {
      trio.role.trustPolicy = trust.replace('ec2', 'lambda');
    },
    expected: [[['iam:UpdateAssumeRolePolicy', { ...role, PolicyDocument: trust }]]],
  },
  {
    because: 'somebody described it otherwise',
    happened: (trio) => {
      trio.role.description = 'By hand';
    },
    expected: [[['iam:UpdateRole', { ...role, Description: 'Sessions', MaxSessionDuration: 3600 }]]],
  },
  {
    because: 'tags come before others go',
    happened: (trio) => {
      trio.role.tags = [{ Key: 'Drift', Value: '' }, ...trio.role.tags.filter(({ Key }) => Key !== 'Team')];
      trio.policy.tags = [{ Key: 'team', Value: 'platform' }, ...trio.policy.tags];
      trio.profile.tags = trio.profile.tags.map((tag) => ({ ...tag, Value: tag.Key === 'Team' ? 'x' : tag.Value }));
    },
    expected: [
      [
        ['iam:TagRole', { ...role, Tags: [Team] }],
        ['iam:TagInstanceProfile', { ...profile, Tags: [Team] }],
      ],
      [
        ['iam:UntagRole', { ...role, TagKeys: ['Drift'] }],
        ['iam:UntagPolicy', { PolicyArn: policyArn, TagKeys: ['team'] }],
      ],
    ],
  },
  {
    because: 'there is room for a version',
    happened: addVersions(3),
    expected: [[['iam:CreatePolicyVersion', newVersion]]],
  },
  {
    because: 'a sixth version needs the room of the oldest',
    happened: addVersions(4),
    expected: [
      [['iam:DeletePolicyVersion', { PolicyArn: policyArn, VersionId: 'v1' }]],
      [['iam:CreatePolicyVersion', newVersion]],
    ],
  },
  {
    because: 'the default version is never pruned, however old',
    happened: (trio, iam) => {
      addVersions(4)(trio, iam);
      for (const version of trio.policy.versions) version.isDefault = version.id === 'v1';
      for (const version of trio.policy.versions) version.document = '{"Statement":[]}';
    },
    expected: [
      [['iam:DeletePolicyVersion', { PolicyArn: policyArn, VersionId: 'v2' }]],
      [['iam:CreatePolicyVersion', newVersion]],
    ],
  },
  {
    because: 'a profile lets one role go before it holds another',
    happened: (trio) => {
      trio.profile.role = 'stranger';
    },
    expected: [
      [['iam:RemoveRoleFromInstanceProfile', { ...profile, RoleName: 'stranger' }]],
      [['iam:AddRoleToInstanceProfile', { ...profile, ...role }]],
    ],
  },
  {
    because: 'somebody emptied the profile',
    happened: (trio) => delete trio.profile.role,
    expected: [[['iam:AddRoleToInstanceProfile', { ...profile, ...role }]]],
  },
  {
    because: 'what others attached or wrote is theirs',
    happened: (trio) => {
      trio.role.attached.push(pool[5] ?? '');
      trio.role.inline['by-hand'] = document;
    },
    expected: [],
  },
  {
    because: 'it is borne by what others made',
    happened: (_, { world }) => createPolicy(world, account, 'unrelated', wanted.policy),
    expected: [],
  },
];

const spelled = (steps: Awaited<ReturnType<typeof planned>>) =>
  steps.map((stage) => stage.map(({ action, input }) => [action, input]));

test.each(rows)('drift is repaired by exactly these changes: $because', async ({ happened, expected }) => {
  const iam = emptyIam();
  await settle(iam, wanted);
  happened(trioOf(iam), iam);
  expect(spelled(await planned(iam, wanted))).toEqual(expected);
});
