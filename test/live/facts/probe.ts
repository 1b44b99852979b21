import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { eventually } from '../patience';
import type { Sandbox } from '../sandbox';
import { createStack } from '../stacks';

/** A custom resource that does as its properties say and remembers what it was asked. */
export interface Probe {
  readonly serviceToken: string;
  /** What it was asked for this stack, in the order of its answers, once the log holds what is looked for. */
  readonly requests: (stackId: string, enough: (request: ProbeRequest) => boolean) => Promise<readonly ProbeRequest[]>;
}

export interface ProbeRequest {
  readonly logicalId: string;
  readonly type: 'Create' | 'Update' | 'Delete';
  /** The physical id that it was given. */
  readonly given?: string;
  readonly answered: string;
  /** HTTP status of the answer. */
  readonly put: number;
}

/** Deploys the probe in a stack of its own. */
export async function deployProbe(sandbox: Sandbox): Promise<Probe> {
  const FunctionName = `${sandbox.name}-probe`;
  const { outputs, status } = await createStack(sandbox, FunctionName, template(FunctionName));
  const { ServiceToken: serviceToken } = outputs;
  if (serviceToken === undefined) throw new Error(`Stack ${FunctionName} is ${status}`);
  const read = async (stackId: string) => {
    const logGroupName = `/aws/lambda/${FunctionName}`;
    const { events = [] } = await sandbox.logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.flatMap(({ message = '' }) => requestIn(message)).filter((request) => request.stackId === stackId);
  };
  return {
    serviceToken,
    requests: (stackId, enough) =>
      eventually(`the requests of ${stackId} in the log`, async () => {
        const found = await read(stackId);
        return found.some(enough) ? found : undefined;
      }),
  };
}

function requestIn(message: string): (ProbeRequest & { stackId: string })[] {
  const json = /\{"probe":.*\}/.exec(message)?.[0];
  return json === undefined ? [] : [JSON.parse(json).probe];
}

// Properties: Id, the physical id; Fail, answers FAILED; DelaySeconds, before a Create is answered.
const source = `
exports.handler = async ({ RequestType: type, LogicalResourceId, PhysicalResourceId: given, ResourceProperties, ...event }) => {
  const { Id = 'probe', Fail, DelaySeconds = 0 } = ResourceProperties;
  if (type === 'Create') await new Promise((resolve) => setTimeout(resolve, Number(DelaySeconds) * 1000));
  const answered = type === 'Delete' ? given : Id;
  const failed = Fail === 'true' && type !== 'Delete';
  const { StackId, RequestId, ResponseURL } = event;
  const Data = { Number: 1.5, Boolean: true, List: ['a', 'b'], Version: process.version.split('.')[0], Properties: JSON.stringify(ResourceProperties) };
  const body = { Status: failed ? 'FAILED' : 'SUCCESS', Reason: 'As asked', PhysicalResourceId: answered, StackId, RequestId, LogicalResourceId, Data };
  const { status: put } = await fetch(ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body: JSON.stringify(body) });
  console.log(JSON.stringify({ probe: { stackId: StackId, logicalId: LogicalResourceId, type, given, answered, put } }));
};
`;

const template = (FunctionName: string) => ({
  Resources: {
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: `/aws/lambda/${FunctionName}` } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: 'Log',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                  Resource: { 'Fn::GetAtt': ['Log', 'Arn'] },
                },
              ],
            },
          },
        ],
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      DependsOn: 'Log',
      Properties: {
        FunctionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 300,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: source },
      },
    },
  },
  Outputs: { ServiceToken: { Value: { 'Fn::GetAtt': ['Function', 'Arn'] } } },
});
