import { createAccount, createPolicy, createRole } from './aws/create';
import { startSession } from './aws/sessions';
import type { World } from './aws/world';
import { type DeployedFunction, deployedFunction, managedPolicies } from './cloudformation/deployed-function';
import { exists } from './cloudformation/resolve';
import { asMap, loadTemplate, type Template } from './cloudformation/template';

/** Where and with which parameters template.yaml is deployed. */
export interface DeploymentPlace {
  readonly account: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the names of resources that have none of their own begin with. */
  readonly stackName?: string;
}

/** The function as template.yaml deploys it: its limits, its variables, and credentials that carry exactly its rights. */
export interface Deployed extends DeployedFunction {
  /** Access key id of the execution role's session. */
  readonly accessKeyId: string;
}

export interface DeployedFunctions {
  readonly main: Deployed;
  readonly undelivered: Deployed;
  /** Where the parameters give a VerificationSchedule. */
  readonly watch?: Deployed;
}

/** Creates what template.yaml creates in IAM, and says how its functions run. */
export function deploy(
  world: World,
  { account, region, parameters, stackName = 'session-manager-role' }: DeploymentPlace,
  template: Template = loadTemplate('template.yaml'),
): DeployedFunctions {
  const stackId = `arn:${world.partition}:cloudformation:${region}:${account}:stack/${stackName}/0`;
  const pseudo = { partition: world.partition, accountId: account, region, stackName, stackId };
  const deployment = { parameters, pseudo };
  if (world.accounts[account] === undefined) createAccount(world, account);
  for (const { name, path, document } of managedPolicies(template, deployment)) {
    createPolicy(world, account, name, document, path);
  }
  const deployOne = (logicalId: string): Deployed => {
    const declared = deployedFunction(template, logicalId, deployment);
    createExecutionRole(world, account, declared);
    return { ...declared, accessKeyId: startSession(world, account, declared.role.name, declared.name) };
  };
  const functions = { main: deployOne('Function'), undelivered: deployOne('UndeliveredFunction') };
  const { WatchFunction } = template.resources;
  const isWatched = WatchFunction !== undefined && exists(WatchFunction, template, deployment);
  return isWatched ? { ...functions, watch: deployOne('WatchFunction') } : functions;
}

function createExecutionRole(world: World, account: string, { role }: DeployedFunction): void {
  const { name, path, trustPolicy, inlinePolicies, managedPolicyArns } = role;
  const input = { RoleName: name, Path: path, AssumeRolePolicyDocument: JSON.stringify(trustPolicy) };
  createRole(world, account, input, { attached: managedPolicyArns, inline: asMap(inlinePolicies, name) });
}
