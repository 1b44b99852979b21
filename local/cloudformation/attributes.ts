/** Where a template is deployed. */
export interface Pseudo {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
}

type Text = (property: string) => string | undefined;
type Place = Pseudo & { readonly logicalId: string };

const generated = ({ stackName, logicalId }: Place) => `${stackName}-${logicalId}-LOCAL`;

const lambdaFunction = (text: Text, place: Place) => {
  const name = text('FunctionName') ?? generated(place);
  return { Ref: name, Arn: `arn:${place.partition}:lambda:${place.region}:${place.accountId}:function:${name}` };
};

/** What `Ref` and `Fn::GetAtt` return for the types whose ARN follows from their name. */
export const attributes: Readonly<Record<string, (text: Text, place: Place) => Readonly<Record<string, string>>>> = {
  'AWS::IAM::Role': (text, place) => {
    const name = text('RoleName') ?? generated(place);
    return { Ref: name, Arn: `arn:${place.partition}:iam::${place.accountId}:role${text('Path') ?? '/'}${name}` };
  },
  'AWS::IAM::ManagedPolicy': (text, place) => {
    const name = `${text('Path') ?? '/'}${text('ManagedPolicyName') ?? generated(place)}`;
    const arn = `arn:${place.partition}:iam::${place.accountId}:policy${name}`;
    return { Ref: arn, PolicyArn: arn };
  },
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Serverless::Function': lambdaFunction,
  'AWS::Logs::LogGroup': (text, place) => {
    const name = text('LogGroupName') ?? generated(place);
    return { Ref: name, Arn: `arn:${place.partition}:logs:${place.region}:${place.accountId}:log-group:${name}:*` };
  },
};
