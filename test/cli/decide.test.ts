import {
  allow,
  alone,
  entry,
  everyone,
  example,
  explained,
  keyArn,
  overTls,
  policy,
  resultOf,
  roleArn,
} from './fixture';

describe('The decision', () => {
  test.each<{
    decision: string;
    matched: readonly string[];
    missing?: readonly string[];
    request: object;
    because: string;
  }>([
    {
      decision: 'undecided',
      matched: ['OnlyThroughOurEndpoint'],
      missing: ['aws:SourceVpce'],
      request: {},
      because: 'nobody said through which endpoint the instance writes',
    },
    {
      decision: 'allowed',
      matched: ['SessionLogs', 'SessionLogsOfOthers'],
      request: { ContextEntries: [overTls, entry('aws:SourceVpce', 'vpce-0123456789abcdef0')] },
      because: 'a context entry says so',
    },
    {
      decision: 'explicitDeny',
      matched: ['OnlyThroughOurEndpoint'],
      request: { ContextEntries: [overTls, entry('AWS:sourcevpce')] },
      because: 'an entry without values says that AWS sends no endpoint',
    },
    {
      decision: 'undecided',
      matched: ['OnlyOverTls'],
      missing: ['aws:SecureTransport'],
      request: { ContextEntries: [entry('aws:SourceVpce', 'vpce-0123456789abcdef0')] },
      because: 'not even TLS goes without saying',
    },
    {
      decision: 'implicitDeny',
      matched: [],
      request: { PolicyInputList: [policy()] },
      because: 'across accounts the identity policies must allow too',
    },
    {
      decision: 'undecided',
      matched: [],
      request: { ResourcePolicy: undefined },
      because: "another account's policy that is left out is unseen",
    },
    {
      decision: 'allowed',
      matched: ['A'],
      request: { ...alone, PolicyInputList: [JSON.stringify(policy(allow))] },
      because: 'within an account a bucket may have no policy, and a policy may be a text',
    },
    {
      decision: 'implicitDeny',
      matched: [],
      request: { ...alone, PolicyInputList: [policy(allow)], PermissionsBoundaryPolicyInputList: [policy()] },
      because: 'the boundary does not allow it',
    },
    {
      decision: 'allowed',
      matched: ['B'],
      request: {
        ...alone,
        ResourcePolicy: policy({ ...allow, Sid: 'B', Principal: { AWS: roleArn } }),
      },
      because: "a session is its role's, path and all",
    },
    {
      decision: 'undecided',
      matched: [],
      request: { ...alone, ActionNames: ['kms:Decrypt'], ResourceArns: [keyArn], PolicyInputList: [policy(allow)] },
      because: "a key always has a policy, and the key's own account is in its ARN",
    },
    {
      decision: 'implicitDeny',
      matched: [],
      request: {
        ...alone,
        ActionNames: ['kms:Decrypt'],
        ResourceArns: [keyArn],
        PolicyInputList: [policy(allow)],
        ResourcePolicy: policy(),
      },
      because: 'a key policy that is silent delegates to nobody',
    },
    {
      decision: 'undecided',
      matched: ['B'],
      request: {
        ...alone,
        ResourcePolicy: policy({ ...allow, ...everyone, Sid: 'B', Resource: 'arn:aws:s3:::org-session-logs/app/a*' }),
      },
      because: 'only some of the objects are covered',
    },
    {
      decision: 'allowed',
      matched: ['A'],
      request: {
        ...alone,
        PolicyInputList: [
          policy({
            ...allow,
            Condition: { StringLike: { 'aws:userid': '*:i-*', 'aws:PrincipalAccount': '111122223333' } },
          }),
        ],
      },
      because: "the caller's own keys follow from CallerArn",
    },
    {
      decision: 'allowed',
      matched: ['B'],
      request: {
        ...alone,
        ResourcePolicy: policy({ ...allow, Sid: 'B', Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }),
        ContextEntries: [entry('aws:userid', 'AROAEXAMPLEEXAMPLE123:i-*')],
      },
      because: "aws:userid tells the role's unique id",
    },
    {
      decision: 'undecided',
      matched: ['A'],
      missing: ['aws:userid'],
      request: {
        ...alone,
        PolicyInputList: [policy({ ...allow, Condition: { StringEquals: { 'aws:userid': 'AROAEXAMPLE:i-1' } } })],
        ContextEntries: [entry('aws:userid', 'AROAEXAMPLE:i-*')],
      },
      because: 'aws:userid stands for all sessions, of which the policy names one',
    },
    {
      decision: 'allowed',
      matched: ['A'],
      request: {
        ...alone,
        PolicyInputList: [
          policy({ ...allow, Condition: { StringEquals: { 'aws:PrincipalArn': `\${aws:SourceVpce, '${roleArn}'}` } } }),
        ],
        ContextEntries: [entry('aws:SourceVpce')],
      },
      because: 'a variable takes its default where AWS does not send the key',
    },
    {
      decision: 'allowed',
      matched: ['B'],
      request: {
        ...alone,
        ResourceOwner: '444455556666',
        ActionNames: ['kms:Decrypt'],
        ResourceArns: [keyArn],
        ResourcePolicy: policy({ ...allow, ...everyone, Sid: 'B' }),
      },
      because: 'an account in the ARN goes before ResourceOwner',
    },
    {
      decision: 'explicitDeny',
      matched: ['D'],
      request: {
        ...alone,
        CallerArn: roleArn,
        PolicyInputList: [policy(allow), policy({ ...allow, Sid: 'D', Effect: 'Deny' })],
      },
      because: 'a Deny in any policy wins, and a caller may be a role',
    },
  ])('is $decision, because $because', ({ decision, matched, missing = [], request }) => {
    expect(resultOf(request)).toMatchObject({ EvalDecision: decision, matched, MissingContextValues: missing });
  });

  test('is made for every action on every resource', () => {
    const ActionNames = ['s3:PutObject', 's3:GetObject'];
    const { out } = explained({ ...example, ActionNames, ResourceArns: ['arn:aws:s3:::a/*', '*'] }, '--json');
    const asked = JSON.parse(out).EvaluationResults.map(
      (result: { EvalActionName: string; EvalResourceName: string }) =>
        `${result.EvalActionName} ${result.EvalResourceName}`,
    );
    expect(asked).toEqual([
      's3:PutObject arn:aws:s3:::a/*',
      's3:PutObject *',
      's3:GetObject arn:aws:s3:::a/*',
      's3:GetObject *',
    ]);
  });
});
