import { type Deployment, exists, resolve } from './resolve';
import { asMap, functionProperties, mapValues, type Template, type Value, type Values } from './template';

export interface ExecutionRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly trustPolicy: Value;
  /** By PolicyName. */
  readonly inlinePolicies: Readonly<Record<string, Value>>;
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundary?: string;
}

export interface DeclaredPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly document: Value;
}

export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly handlerName: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  /** How Lambda's asynchronous queue treats the function's events. */
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly role: ExecutionRole;
}

/** A SAM function as this deployment runs it: its rights, variables and limits are those of the template. */
export function deployedFunction(template: Template, logicalId: string, deployment: Deployment): DeployedFunction {
  const properties = asMap(resolve(functionProperties(template, logicalId), template, deployment), logicalId);
  const { Handler, Timeout, MemorySize, Environment, EventInvokeConfig } = properties;
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = asMap(EventInvokeConfig ?? {}, 'EventInvokeConfig');
  const variables = asMap(asMap(Environment ?? {}, 'Environment')['Variables'] ?? {}, 'Variables');
  return {
    name: String(resolve({ Ref: logicalId }, template, deployment)),
    arn: String(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, template, deployment)),
    handlerName: String(Handler),
    timeoutSeconds: Number(Timeout ?? 3),
    memorySize: Number(MemorySize ?? 128),
    maximumRetryAttempts: Number(MaximumRetryAttempts ?? 2),
    maximumEventAgeSeconds: Number(MaximumEventAgeInSeconds ?? 21_600),
    environment: mapValues(variables, String),
    role: executionRole(template, roleOf(template, logicalId), deployment),
  };
}

/** An `AWS::IAM::Role` of the template, with the inline policies that stand in it or name it. */
export function executionRole(template: Template, logicalId: string, deployment: Deployment): ExecutionRole {
  const properties = asMap(resolve(template.resources[logicalId]?.properties ?? null, template, deployment), logicalId);
  const { Path, AssumeRolePolicyDocument, Policies, ManagedPolicyArns, PermissionsBoundary } = properties;
  const name = String(resolve({ Ref: logicalId }, template, deployment));
  const inline = [...list(Policies), ...attachedPolicies(template, name, deployment)].map((policy) =>
    asMap(policy, logicalId),
  );
  return {
    name,
    path: String(Path ?? '/'),
    arn: String(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, template, deployment)),
    trustPolicy: AssumeRolePolicyDocument ?? null,
    inlinePolicies: Object.fromEntries(
      inline.map((policy) => [String(policy['PolicyName']), policy['PolicyDocument'] ?? null]),
    ),
    managedPolicyArns: list(ManagedPolicyArns).map(String),
    ...(typeof PermissionsBoundary === 'string' && { permissionsBoundary: PermissionsBoundary }),
  };
}

/** Every customer managed policy that this deployment creates, the boundary among them. */
export function managedPolicies(template: Template, deployment: Deployment): readonly DeclaredPolicy[] {
  return ofType(template, ['AWS::IAM::ManagedPolicy'], deployment).map(([logicalId, { Path, PolicyDocument }]) => {
    const arn = String(resolve({ Ref: logicalId }, template, deployment));
    return {
      arn,
      name: arn.slice(arn.lastIndexOf('/') + 1),
      path: String(Path ?? '/'),
      document: PolicyDocument ?? null,
    };
  });
}

function roleOf(template: Template, functionId: string): string {
  const role = functionProperties(template, functionId)['Role'];
  const [logicalId] = list(asMap(role, `${functionId}.Role`)['Fn::GetAtt']);
  if (typeof logicalId === 'string') return logicalId;
  throw new Error(`${functionId}: Role must be the Arn of a role in the same template`);
}

function attachedPolicies(template: Template, roleName: string, deployment: Deployment): Values[] {
  return ofType(template, ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'], deployment)
    .map(([, properties]) => properties)
    .filter(({ Roles, RoleName }) => RoleName === roleName || list(Roles).includes(roleName));
}

function ofType(template: Template, types: readonly string[], deployment: Deployment): (readonly [string, Values])[] {
  return Object.entries(template.resources)
    .filter(([, resource]) => types.includes(resource.type) && exists(resource, template, deployment))
    .map(([logicalId, { properties }]) => [logicalId, asMap(resolve(properties, template, deployment), logicalId)]);
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
