import { ListExportsCommand } from '@aws-sdk/client-cloudformation';
import { builtTemplate } from '../third-party/deployment/build';
import { callAwsAt, derive } from '../third-party/deployment/derived';
import { run } from '../third-party/provision/command';
import { python } from '../third-party/tools';
import { createArtifactBucket } from './buckets';
import type { Sandbox } from './sandbox';
import { deleteStack, describeStack } from './stacks';

/** Where the sandbox's function answers, and the path under which it may create. */
export interface LiveFunction {
  readonly serviceToken: string;
  readonly rolePath: string;
}

/** Builds and deploys template.yaml with SAM, as the README says, under names of this run. */
export async function deployFunction(sandbox: Sandbox): Promise<LiveFunction> {
  await refuseSecondDeployment(sandbox);
  const built = await builtTemplate();
  const { endpoint } = sandbox.options;
  const template = endpoint === undefined ? built : derive(built, sandbox.name, [callAwsAt(endpoint)]);
  const stackName = `${sandbox.name}-function`;
  const rolePath = `/${sandbox.name}/`;
  const bucket = await createArtifactBucket(sandbox);
  sandbox.made(`Stack ${stackName}`, () => deleteStack(sandbox, stackName));
  await sam(sandbox, [
    ...['deploy', '--template-file', template, '--stack-name', stackName, '--s3-bucket', bucket],
    ...['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', '--no-confirm-changeset', '--no-progressbar'],
    ...['--parameter-overrides', `FunctionName=${sandbox.name}`, `RolePath=${rolePath}`],
  ]);
  return { serviceToken: await outputOf(sandbox, stackName, 'ServiceToken'), rolePath };
}

async function refuseSecondDeployment({ cloudformation, options }: Sandbox): Promise<void> {
  const { Exports = [] } = await cloudformation.send(new ListExportsCommand());
  if (!Exports.some(({ Name }) => Name === 'SessionManagerRoleServiceToken')) return;
  throw new Error(`Account ${options.account} has a deployment in ${options.region} already: name another --region`);
}

function sam({ options }: Sandbox, args: readonly string[]): Promise<string> {
  return run(python('sam', 'sam'), [...args, '--region', options.region], {
    // Ctrl-C in a terminal reaches the whole group: a deployment is not to be cut off in the middle.
    detached: true,
    env: {
      ...process.env,
      SAM_CLI_TELEMETRY: '0',
      ...(options.endpoint !== undefined && { AWS_ENDPOINT_URL: options.endpoint }),
    },
  });
}

async function outputOf(sandbox: Sandbox, stackName: string, key: string): Promise<string> {
  const stack = await describeStack(sandbox, stackName);
  const output = stack?.Outputs?.find(({ OutputKey }) => OutputKey === key);
  if (output?.OutputValue === undefined) throw new Error(`Stack ${stackName} has no output ${key}`);
  return output.OutputValue;
}
