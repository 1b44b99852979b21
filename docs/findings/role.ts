import { type FindingPage, links, perhaps, seen } from './page';

/** What the refusal of an action means, by what it is asked for. */
const refusals = [
  {
    actions:
      '`ssm:UpdateInstanceInformation`, `ssmmessages:CreateControlChannel`, `ssmmessages:OpenControlChannel`, `ssmmessages:CreateDataChannel`, `ssmmessages:OpenDataChannel`',
    seen: seen.offline,
  },
  { actions: '`kms:Decrypt` on the session key', seen: seen.refusedByKey },
  { actions: '`s3:GetEncryptionConfiguration`, where encryption is demanded', seen: seen.refusedByRead },
  { actions: '`s3:PutObject`, `s3:PutObjectAcl`, `kms:GenerateDataKey`', seen: seen.logLost },
  {
    actions: '`kms:Decrypt` on the key of the bucket, which `PolicyScope: Documented` leaves out',
    seen: seen.longLogLost,
  },
  { actions: '`logs:DescribeLogGroups`, where encryption is demanded', seen: seen.refusedByLogGroup },
  { actions: '`logs:DescribeLogGroups`, where logs are streamed', seen: seen.streamLost },
  { actions: '`logs:CreateLogStream`', seen: seen.streamRefused },
  {
    actions:
      '`logs:PutLogEvents`, and perhaps `kms:Decrypt`, `kms:GenerateDataKey` on the key of the log group, which `PolicyScope: Documented` leaves out',
    seen: seen.hangs,
  },
];
const byAction = ['It depends on the action.', ...refusals.map((one) => `  - ${one.actions}: ${one.seen}`)].join('\n');
const asByAction = 'As under [IdentityMissingGrant](#identitymissinggrant), by the action.';
const anything = [
  'session refused',
  'session hangs',
  'log lost',
  'log lost above 5 MiB',
  'advice',
] as const satisfies FindingPage['consequences'];

/** The role's own policies and its boundary. */
export const role = {
  IdentityMissingGrant: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: anything,
    seen: byAction,
    why: 'No policy of the role allows what the agent needs. `PolicyScope: Documented` writes what the AWS page prints, which leaves out `kms:Decrypt` on the key of the bucket (logs over 5 MiB) and, in one account, `s3:PutObjectAcl`: the agent sends an ACL, and whether S3 asks for that right where ACLs are disabled (`BucketOwnerEnforced`) AWS does not say, so that nobody can tell. Nor does it say whether sessions on a node of a hybrid activation need `ssm:UpdateInstanceInformation`, without which no instance of EC2 has any. Nor can anybody of the key of an encrypted log group: AWS says that who writes events *should* have rights to it (through `logs.REGION.amazonaws.com`), and not that they are refused without.',
    remedy: 'Leave `PolicyScope` at `LeastPrivilege`, or add a policy with these actions to `ManagedPolicyArns`.',
    link: links.sessionRole,
  },
  IdentityDenies: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: anything,
    seen: asByAction,
    why: 'A policy in `ManagedPolicyArns`, or one that others put on the role, denies what the agent needs.',
    remedy: 'Except the role, or these actions, from the statement that is named; or take its policy off the role.',
    link: links.evaluation,
  },
  IdentityUndecided: {
    verdicts: ['cannotTell', 'advice'],
    consequences: anything,
    seen: `${perhaps} as under [IdentityMissingGrant](#identitymissinggrant).`,
    why: 'A policy of the role tests what is not known before there is a session, is written in a way of which AWS does not say what it means, or could not be read. Or its boundary is silent where a grant on a key allows, of which AWS does not say whether a boundary limits it: let the boundary allow it.',
    remedy:
      'Say in `ContextEntries` what nobody can know from here, such as `aws:SourceVpce` with the service whose endpoint it is; let the function read the policy, or take it off the role; else make sure that it allows the agent what it asks, and accept `IdentityUndecided` in `AcceptedFindings`.',
    link: links.conditionKeys,
  },
  BoundaryBlocks: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: anything,
    seen: asByAction,
    why: 'A role can do what its policies and its boundary allow, both.',
    remedy:
      "Let the boundary allow these actions, or name another in `PermissionsBoundary`, one that the function's deployer allows.",
    link: links.boundary,
  },
  RoleUnusable: {
    verdicts: ['broken', 'cannotTell', 'advice'],
    consequences: ['session refused', 'advice'],
    seen: seen.offline,
    why: 'The role exists, and no instance gets its credentials: its trust policy lets neither EC2 nor a hybrid activation assume it, or no instance profile holds it. The resource makes both itself; this is found by a check of a role as it is. Outside the partitions `aws` and `aws-us-gov` EC2 has a name of its own, such as `ec2.amazonaws.com.cn`; whether the global one serves there nobody can tell.',
    remedy:
      'Add the statement to the trust policy; create an instance profile of the same name, add the role, and give it to the instance. Hybrid activations need no profile.',
    link: links.instanceProfiles,
  },
  ManagedPolicyInert: {
    verdicts: ['advice'],
    consequences: ['advice'],
    seen: seen.inert,
    why: 'The boundary allows none of the actions of this policy. The boundary that is deployed with the function allows what sessions need and no more.',
    remedy:
      'Deploy the function with a `PermissionsBoundaryArn` that leaves room for it, or take the policy out of `ManagedPolicyArns`.',
    link: links.boundary,
  },
} as const satisfies Readonly<Record<string, FindingPage>>;
