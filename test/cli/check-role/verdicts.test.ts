import { ownershipTags } from '../../../handler/core/identity/ownership';
import { runSession, type SessionPreferences } from '../../../local/aws/agent';
import {
  createPolicy,
  createRole,
  createSessionDocument,
  putBucketPolicy,
  putKeyPolicy,
  trusting,
} from '../../../local/aws/create';
import { accountOf } from '../../../local/aws/service';
import type { World } from '../../../local/aws/world';
import { type HandMade, pagePolicy } from '../../../local/hand-made-role';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT, REGION } from '../../../local/two-accounts';
import { asAuditor, checked, everything, worldWith } from './fixture';

const web: HandMade = { name: 'web', bucket: 'app-session-logs' };
const crossAccount: HandMade = { name: 'web', bucket: 'org-session-logs' };
/** Below the path that the log account's policies let in. */
const letIn: HandMade = { ...crossAccount, path: '/session-manager/', inline: { everything } };
const named = ['--role-name', 'web'];

const perimeter = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Deny',
    Action: 's3:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  },
};
const blindTo = (Action: string) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action, Resource: '*' },
});
const preferences = {
  s3BucketName: 'app-session-logs',
  s3KeyPrefix: 'sessions',
  s3EncryptionEnabled: true,
};

function saved(world: World, inputs: SessionPreferences): World {
  const content = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs };
  createSessionDocument(world, { owner: APPLICATION_ACCOUNT, region: REGION, content });
  return world;
}

const keyOf = (world: World, account: string) => {
  const [arn] = Object.keys(accountOf(world, account).keys);
  if (arn === undefined) throw new Error(`Account ${account} has no key`);
  return arn;
};

/** With a reader "half", whom one thing is denied. */
function readByHalf(world: World, denied: string): World {
  const Statement = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: denied, Resource: '*' },
  ];
  const inline = { half: { Version: '2012-10-17', Statement } };
  createRole(world, APPLICATION_ACCOUNT, { RoleName: 'half' }, { inline });
  return world;
}

const rows: readonly {
  readonly because: string;
  readonly world: () => World;
  readonly argv?: readonly string[];
  readonly code: number;
  readonly says: readonly string[];
}[] = [
  {
    because: 'a role that may do everything in its account is let in by account and key',
    world: () => worldWith({ ...web, inline: { everything } }),
    code: 0,
    says: [
      '✓ ok         KeyPolicy of arn:aws:kms:eu-west-1:111122223333:key/',
      'ok: every policy that decides sessions was read, and allows them; nothing is logged yet',
    ],
  },
  {
    because: 'every place has a name',
    world: () => {
      const world = worldWith({ ...web, inline: { everything } });
      return saved(world, preferences);
    },
    code: 0,
    says: ['ok: every policy that decides was read, and allows what the SSM Agent needs'],
  },
  {
    because: 'the endpoint of S3 is said to be the one that is admitted',
    world: () => saved(worldWith({ ...web, inline: { everything, perimeter } }), preferences),
    argv: ['--context', 's3/aws:SourceVpce=vpce-1'],
    code: 0,
    says: ['ok: every policy that decides was read'],
  },
  {
    because: 'the endpoint of KMS says nothing of that of S3',
    world: () => saved(worldWith({ ...web, inline: { everything, perimeter } }), preferences),
    argv: ['--context', 'kms/aws:SourceVpce=vpce-1'],
    code: 2,
    says: ['depends on aws:SourceVpce'],
  },
  {
    because: 'each request goes through one of two endpoints, and neither is admitted',
    world: () => saved(worldWith({ ...web, inline: { everything, perimeter } }), preferences),
    argv: ['--context', 's3/aws:SourceVpce=vpce-2', '--context', 's3/AWS:sourcevpce=vpce-3'],
    code: 1,
    says: ['IdentityDenies'],
  },
  {
    because: 'no document was to be asked, and the policies allow any log group',
    world: () => worldWith({ ...web, inline: { everything } }),
    argv: ['--session-document', ''],
    code: 2,
    says: ['CloudWatch log group: not checked', 'cannot tell: nothing that was seen is broken'],
  },
  {
    because: 'an application may write where it likes while nothing is logged',
    world: () => worldWith(web),
    code: 0,
    says: ['IdentityMissingGrant, advice', 'no policy of the role allows "kms:Decrypt", "s3:PutObjectAcl"'],
  },
  {
    because: 'this function wrote the role, and only for logs',
    world: () => {
      const world = worldWith(web);
      const policy = createPolicy(world, APPLICATION_ACCOUNT, 'web', pagePolicy(web.bucket));
      const stackId = `arn:aws:cloudformation:${REGION}:${APPLICATION_ACCOUNT}:stack/web/1`;
      const tags = ownershipTags({ stackId, stackName: 'web', logicalId: 'Role', physicalId: 'web' });
      Object.assign(accountOf(world, APPLICATION_ACCOUNT).roles['web'] ?? {}, { tags, attached: [policy.arn] });
      return world;
    },
    code: 1,
    says: ['IdentityMissingGrant, log lost'],
  },
  {
    because: 'sessions are refused, whatever is logged',
    world: () => {
      const world = worldWith(web);
      const Statement = [{ Effect: 'Deny', Action: ['ssmmessages:*', 's3:*'], Resource: '*' }];
      const role = accountOf(world, APPLICATION_ACCOUNT).roles['web'];
      Object.assign(role?.inline ?? {}, { none: JSON.stringify({ Version: '2012-10-17', Statement }) });
      return world;
    },
    code: 1,
    says: ['IdentityDenies, session refused'],
  },
  {
    because: 'the page leaves out what a long log and a foreign bucket need',
    world: () => worldWith(web),
    argv: ['--bucket', 'app-session-logs'],
    code: 1,
    says: ['IdentityMissingGrant, log lost', 'no policy of the role allows "kms:Decrypt", "s3:PutObjectAcl"'],
  },
  {
    because: 'the log account lets in roles of another path',
    world: () => worldWith({ ...crossAccount, inline: { everything } }),
    argv: asAuditor,
    code: 1,
    says: [
      'BucketPolicyMissingGrant, log lost',
      '(session refused if the preferences of sessions are as assumed)',
      'In account 444455556666: add to the policy',
    ],
  },
  {
    because: 'the log account lets in roles of this path',
    world: () => worldWith(letIn),
    argv: asAuditor,
    code: 0,
    says: ['✓ ok         BucketPolicy of "org-session-logs"', 'owner of the bucket: 444455556666 (as stated)'],
  },
  {
    because: 'the key forgot the role',
    world: () => {
      const world = worldWith(letIn);
      const Principal = { AWS: `arn:aws:iam::${LOG_ACCOUNT}:root` };
      const Statement = [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }];
      putKeyPolicy(world, keyOf(world, LOG_ACCOUNT), { Version: '2012-10-17', Statement });
      return world;
    },
    argv: asAuditor,
    code: 1,
    says: ['KeyPolicyMissingGrant, log lost', '"kms:ViaService": "s3.eu-west-1.amazonaws.com"'],
  },
  {
    because: 'nobody lets us read in the log account',
    world: () => worldWith(letIn),
    argv: ['--bucket-owner', LOG_ACCOUNT],
    code: 2,
    says: ['no --verifier-role-name was given', 'name it with --verifier-role-name'],
  },
  {
    because: 'whose the bucket is nobody said',
    world: () => worldWith(letIn),
    argv: ['--bucket', 'org-session-logs'],
    code: 2,
    says: ["name the bucket's owner in --bucket-owner if it is another account"],
  },
  {
    because: 'a policy of the role cannot be read',
    world: () => readByHalf(worldWith({ ...web, inline: { everything } }), 'iam:GetRolePolicy'),
    code: 2,
    says: ['IdentityUndecided', 'inline policy everything, which cannot be read', 'let whoever runs this check read'],
  },
  {
    because: 'the boundary leaves nothing for logs',
    world: () => {
      const world = worldWith({ ...web, inline: { everything } });
      const Statement = [{ Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*', 's3:*'], Resource: '*' }];
      const boundary = createPolicy(world, APPLICATION_ACCOUNT, 'bounds', { Version: '2012-10-17', Statement });
      const role = accountOf(world, APPLICATION_ACCOUNT).roles['web'];
      Object.assign(role ?? {}, { permissionsBoundary: boundary.arn });
      return world;
    },
    argv: ['--bucket', 'app-session-logs'],
    code: 1,
    says: [
      'BoundaryBlocks',
      'add to the permissions boundary, or give the role another\n       {',
      '"kms:GenerateDataKey"',
    ],
  },
  {
    because: 'a task of ECS is no instance',
    world: () => worldWith({ ...web, inline: { everything }, trust: trusting({ Service: 'ecs-tasks.amazonaws.com' }) }),
    code: 1,
    says: ['RoleUnusable, session refused', '"Service": "ec2.amazonaws.com"'],
  },
  {
    because: 'no instance profile holds the role',
    world: () => worldWith({ ...web, inline: { everything }, profile: 'none' }),
    code: 1,
    says: ['InstanceProfile of role "web": no instance gets the role', 'create an instance profile'],
  },
  {
    because: 'a hybrid activation needs no instance profile',
    world: () =>
      worldWith({ ...web, inline: { everything }, profile: 'none', trust: trusting({ Service: 'ssm.amazonaws.com' }) }),
    code: 0,
    says: ['✓ ok         TrustPolicy of role "web"'],
  },
  {
    because: "the Region's own document says where to log, and the policies say another place",
    world: () => saved(worldWith(web), { ...preferences, s3BucketName: 'elsewhere' }),
    code: 1,
    says: ['BucketMissing', 'S3 bucket: elsewhere (from the session document)'],
  },
  {
    because: 'a document without logging needs neither bucket nor log group of an application',
    world: () => saved(worldWith(web), {}),
    code: 0,
    says: ['✓ ok         SessionDocument "SSM-SessionManagerRunShell"'],
  },
  {
    because: 'the document that is named is not there',
    world: () => worldWith({ ...web, inline: { everything } }),
    argv: ['--session-document', 'Other'],
    code: 1,
    says: ['SessionDocumentMissing', 'or correct --session-document'],
  },
  {
    because: 'no document was to be asked, and the policies name a bucket, which may be an application’s',
    world: () => saved(worldWith(web), {}),
    argv: ['--session-document', ''],
    code: 2,
    says: [
      'IdentityMissingGrant, cannot tell, if broken: log lost',
      'no session document: none was to be asked',
      "S3 bucket: app-session-logs (from the role's policies)",
    ],
  },
  {
    because: 'the document may not be read, and the policies name a bucket, which may be an application’s',
    world: () => readByHalf(saved(worldWith(web), {}), 'ssm:GetDocument'),
    code: 2,
    says: ['SessionDocumentUnreadable', 'IdentityMissingGrant, cannot tell, if broken: log lost'],
  },
  {
    because: 'nobody says whether the role must read how the bucket is encrypted',
    world: () => worldWith({ ...web, inline: { everything, blind: blindTo('s3:GetEncryptionConfiguration') } }),
    argv: ['--bucket', 'app-session-logs'],
    code: 2,
    says: [
      'IdentityDenies, cannot tell, if broken: session refused',
      'only if the preferences of sessions are as assumed',
    ],
  },
  {
    because: 'a role for Systems Manager may be used by instances of EC2, under Default Host Management',
    world: () => {
      const Condition = { StringLike: { 'aws:userid': '*:i-*' } };
      const onEc2 = { Statement: { Effect: 'Deny', Action: 'ssmmessages:*', Resource: '*', Condition } };
      return worldWith({
        ...web,
        inline: { everything, onEc2: { Version: '2012-10-17', ...onEc2 } },
        trust: trusting({ Service: 'ssm.amazonaws.com' }),
      });
    },
    code: 2,
    says: ['IdentityUndecided', 'depends on aws:userid'],
  },
  {
    because: 'a node of a hybrid activation has its credentials before its heartbeat',
    world: () =>
      worldWith({
        ...web,
        inline: { everything, blind: blindTo('ssm:UpdateInstanceInformation') },
        trust: trusting({ Service: 'ssm.amazonaws.com' }),
      }),
    code: 2,
    says: ['IdentityDenies, cannot tell, if broken: session refused', 'AWS does not say'],
  },
  {
    because: 'nobody says under which of two prefixes logs are written',
    world: () => {
      const Resource = ['a', 'b'].map((prefix) => `arn:aws:s3:::app-session-logs/${prefix}/*`);
      const Statement = [
        { Effect: 'Allow', Action: ['s3:PutObject', 's3:PutObjectAcl'], Resource },
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
      ];
      return worldWith({ ...web, bucket: 'other', inline: { two: { Version: '2012-10-17', Statement } } });
    },
    argv: ['--bucket', 'app-session-logs'],
    code: 2,
    says: ['S3 key prefix: none (recorded nowhere, and assumed)'],
  },
  {
    because: 'nobody says whether an encrypted log group is demanded',
    world: () => {
      const world = worldWith({ ...web, inline: { everything } });
      for (const group of Object.values(accountOf(world, APPLICATION_ACCOUNT).logGroups)) delete group.kmsKeyArn;
      return world;
    },
    argv: ['--log-group', '/ssm/sessions'],
    code: 2,
    says: ['LogGroupNotEncrypted, cannot tell', 'cloudWatchEncryptionEnabled of the session document'],
  },
];

test.each(rows)('it ends in $code: $because', async ({ world, argv = [], code, says }) => {
  const made = world();
  const person = accountOf(made, APPLICATION_ACCOUNT).roles['half'] === undefined ? 'engineer' : 'half';
  const before = structuredClone(made);
  const ended = await checked(made, [...named, ...argv], person);
  expect({ ...ended, out: '' }).toEqual({ code, out: '', err: '' });
  for (const words of says) expect(ended.out).toContain(words);
  expect({ ...made, sessions: {}, serial: 0 }).toEqual({ ...before, sessions: {}, serial: 0 });
});

test.each([
  { because: 'within one account', made: web, argv: [], inputs: preferences },
  {
    because: 'across accounts',
    made: crossAccount,
    argv: asAuditor,
    inputs: { ...preferences, s3BucketName: 'org-session-logs' },
  },
])(
  'who adds the statements that are printed has sessions and logs, long ones too: $because',
  async ({ made, argv, inputs }) => {
    const world = saved(worldWith(made), inputs);
    const play = () =>
      runSession(world, { account: APPLICATION_ACCOUNT, region: REGION, role: 'web', preferences: inputs }, 6_000_000);
    expect(play().s3Log.state).not.toBe('written');
    const first = JSON.parse((await checked(world, [...named, ...argv, '--json'])).out);
    expect(first.verdict).toBe('broken');
    for (const finding of first.findings) add(world, inputs.s3BucketName, finding);
    const second = await checked(world, [...named, ...argv]);
    expect(second).toMatchObject({ code: 0 });
    expect(play()).toMatchObject({ session: { state: 'ran' }, s3Log: { state: 'written' } });
  },
);

/** Adds what is printed to the policy that it is printed for. */
function add(world: World, bucketName: string, { code, statements }: { code: string; statements: readonly object[] }) {
  const key = keyOf(world, LOG_ACCOUNT);
  const [bucket, logKeys] = [world.buckets[bucketName], accountOf(world, LOG_ACCOUNT).keys];
  const role = accountOf(world, APPLICATION_ACCOUNT).roles['web'];
  if (code === 'BucketPolicyMissingGrant') putBucketPolicy(world, bucketName, withAdded(bucket?.policy, statements));
  else if (code === 'KeyPolicyMissingGrant') putKeyPolicy(world, key, withAdded(logKeys[key]?.policy, statements));
  else Object.assign(role?.inline ?? {}, { added: JSON.stringify(withAdded(undefined, statements)) });
}

function withAdded(policy: string | undefined, statements: readonly object[]): object {
  const { Statement, ...rest } = JSON.parse(policy ?? '{"Version":"2012-10-17","Statement":[]}');
  return { ...rest, Statement: [...Statement, ...statements] };
}
