import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedFunction, managedPolicies } from '../../../local/cloudformation/deployed-function';
import { type Deployment, resolve } from '../../../local/cloudformation/resolve';
import { loadTemplate } from '../../../local/cloudformation/template';

const source = `
Parameters:
  RolePath: { Type: String, Default: /session-manager/ }
  Owners: { Type: CommaDelimitedList, Default: '' }
  Boundary: { Type: String, Default: '' }
Conditions:
  HasBoundary: !Not [!Equals [!Ref Boundary, '']]
  HasOwners: !Not [!Equals [!Join ['', !Ref Owners], '']]
  Both: !And [!Condition HasBoundary, Condition: HasOwners]
  Either: !Or [!Condition HasBoundary, !Condition HasOwners]
Globals:
  Function:
    Timeout: 300
    Environment: { Variables: { SHARED: global } }
Resources:
  DefaultBoundary:
    Type: AWS::IAM::ManagedPolicy
    Condition: HasOwners
    Properties: { ManagedPolicyName: edge, Path: /limits/, PolicyDocument: { Statement: [] } }
  ExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub '\${AWS::StackName}-\${AWS::Region}'
      Path: /handler/
      PermissionsBoundary: !If [HasBoundary, !Ref Boundary, !Ref AWS::NoValue]
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: lambda.amazonaws.com } }] }
      Policies:
        - PolicyName: Iam
          PolicyDocument:
            Statement:
              - Effect: Allow
                Resource: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role\${RolePath}*'
                Condition: { StringEquals: { 'iam:PermissionsBoundary': !If [HasBoundary, !Ref Boundary, !Ref DefaultBoundary] } }
              - !If [HasOwners, { Effect: Allow, Resource: !Ref Owners }, !Ref AWS::NoValue]
  ExtraRights:
    Type: AWS::IAM::RolePolicy
    Properties: { RoleName: !Ref ExecutionRole, PolicyName: Extra, PolicyDocument: { Statement: [] } }
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: smr
      Handler: index.handler
      EventInvokeConfig: { MaximumEventAgeInSeconds: 900 }
      Role: !GetAtt ExecutionRole.Arn
      Environment: { Variables: { ROLE_PATH: !Ref RolePath, DEPTH: 3 } }
`;

const directory = mkdtempSync(join(tmpdir(), 'template-'));
const path = join(directory, 'template.yaml');
writeFileSync(path, source);
afterAll(() => rmSync(directory, { recursive: true }));
const loaded = loadTemplate(path);

const pseudo = {
  ...{ partition: 'aws-cn', accountId: '111122223333', region: 'cn-north-1', stackName: 'smr' },
  stackId: 'arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/smr/1',
};
const deployment = (parameters: Readonly<Record<string, string>> = {}): Deployment => ({ parameters, pseudo });

test.each([
  { value: { Ref: 'RolePath' }, is: '/session-manager/' },
  { value: { 'Fn::Sub': `\${AWS::URLSuffix} \${!Kept}` }, is: `amazonaws.com.cn \${Kept}` },
  {
    value: { 'Fn::Sub': [`\${A}-\${Handler.Arn}`, { A: { Ref: 'RolePath' } }] },
    is: '/session-manager/-arn:aws-cn:lambda:cn-north-1:111122223333:function:smr',
  },
  { value: { 'Fn::GetAtt': ['ExecutionRole', 'Arn'] }, is: 'arn:aws-cn:iam::111122223333:role/handler/smr-cn-north-1' },
  { value: { Ref: 'DefaultBoundary' }, is: 'arn:aws-cn:iam::111122223333:policy/limits/edge' },
  { value: { 'Fn::Join': ['+', { Ref: 'Owners' }] }, is: '1+2' },
  { value: { 'Fn::Select': ['1', { 'Fn::Split': ['/', { Ref: 'RolePath' }] }] }, is: 'session-manager' },
  { value: ['a', { Ref: 'AWS::NoValue' }], is: ['a'] },
  { value: { a: { 'Fn::If': ['Both', 1, { Ref: 'AWS::NoValue' }] }, b: { 'Fn::If': ['Either', 1, 2] } }, is: { b: 1 } },
])('$value is $is', ({ value, is }) => {
  expect(resolve(value, loaded, deployment({ Owners: '1, 2' }))).toEqual(is);
});

test.each([
  { value: { Ref: 'Nothing' }, message: 'Cannot resolve Nothing.Ref' },
  { value: { 'Fn::GetAtt': ['Handler', 'Version'] }, message: 'Cannot resolve Handler.Version' },
  { value: { 'Fn::Transform': {} }, message: 'Unknown intrinsic function Fn::Transform' },
])('what the template cannot know is an error, not an empty string: $message', ({ value, message }) => {
  expect(() => resolve(value, loaded, deployment())).toThrow(message);
});

test('a function is deployed with exactly the rights and variables of the template', () => {
  expect(deployedFunction(loaded, 'Handler', deployment())).toEqual({
    name: 'smr',
    arn: 'arn:aws-cn:lambda:cn-north-1:111122223333:function:smr',
    handlerName: 'index.handler',
    timeoutSeconds: 300,
    memorySize: 128,
    maximumRetryAttempts: 2,
    maximumEventAgeSeconds: 900,
    environment: { SHARED: 'global', ROLE_PATH: '/session-manager/', DEPTH: '3' },
    role: {
      name: 'smr-cn-north-1',
      path: '/handler/',
      arn: 'arn:aws-cn:iam::111122223333:role/handler/smr-cn-north-1',
      trustPolicy: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
      managedPolicyArns: [],
      inlinePolicies: {
        Extra: { Statement: [] },
        Iam: {
          Statement: [
            {
              Effect: 'Allow',
              Resource: 'arn:aws-cn:iam::111122223333:role/session-manager/*',
              Condition: {
                StringEquals: { 'iam:PermissionsBoundary': 'arn:aws-cn:iam::111122223333:policy/limits/edge' },
              },
            },
          ],
        },
      },
    },
  });
});

test('a condition decides which policies exist', () => {
  expect(managedPolicies(loaded, deployment())).toEqual([]);
  expect(managedPolicies(loaded, deployment({ Owners: '1' }))).toEqual([
    {
      arn: 'arn:aws-cn:iam::111122223333:policy/limits/edge',
      name: 'edge',
      path: '/limits/',
      document: { Statement: [] },
    },
  ]);
});

test('the template of this repository resolves to its last value, for both functions', () => {
  const own = loadTemplate(join(__dirname, '../../../template.yaml'));
  const functions = ['Function', 'UndeliveredFunction'].map((name) => deployedFunction(own, name, deployment()));
  expect(functions.map(({ role }) => `${role.path}${role.name}`)).toEqual([
    '/session-manager-role/session-manager-role-cn-north-1',
    '/session-manager-role/undelivered/smr-UndeliveredRole-LOCAL',
  ]);
  expect(functions[0]?.environment['PERMISSIONS_BOUNDARY_ARN']).toBe(managedPolicies(own, deployment())[0]?.arn);
  expect(JSON.stringify(functions)).not.toMatch(/Fn::|"Ref"|\$\{|undefined/);
});
