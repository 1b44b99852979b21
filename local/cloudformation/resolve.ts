import { attributes, type Pseudo } from './attributes';
import { asMap, isObject, type Template, type TemplateResource, type Value, type Values } from './template';

/** Where and with what a template is deployed. */
export interface Deployment {
  /** Parameter values; the template's defaults fill the rest. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly pseudo: Pseudo;
  /** Values of `Ref` and `Fn::GetAtt` for resources whose ARN does not follow from their name. */
  readonly resources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What other stacks export. */
  readonly exports?: Readonly<Record<string, string>>;
}

/** Evaluates every intrinsic function in `value`, as CloudFormation would for this deployment. */
export function resolve(value: Value, template: Template, deployment: Deployment): Value {
  const resolved = evaluate(value, { template, deployment });
  return resolved === noValue ? null : resolved;
}

/** Whether a resource exists in this deployment. */
export function exists(resource: TemplateResource, template: Template, deployment: Deployment): boolean {
  return resource.condition === undefined || condition({ Condition: resource.condition }, { template, deployment });
}

interface Scope {
  readonly template: Template;
  readonly deployment: Deployment;
}

const noValue: unique symbol = Symbol('AWS::NoValue');
type Evaluated = Value | typeof noValue;

function evaluate(value: Value, scope: Scope): Evaluated {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== noValue);
  if (!isObject(value)) return value;
  const [[name, argument] = ['', null], ...others] = Object.entries(value);
  if (others.length === 0 && name === 'Ref') return reference(String(argument), scope);
  if (others.length === 0 && name.startsWith('Fn::')) return call(name.slice(4), argument, scope);
  const entries = Object.entries(value).map(([key, item]) => [key, evaluate(item, scope)] as const);
  return Object.fromEntries(entries.flatMap(([key, item]) => (item === noValue ? [] : [[key, item] as const])));
}

function call(name: string, argument: Value, scope: Scope): Evaluated {
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw new Error(`Unknown intrinsic function Fn::${name}`);
  return intrinsic(argument, scope);
}

const intrinsics: Readonly<Record<string, (argument: Value, scope: Scope) => Evaluated>> = {
  Sub: (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(text), asMap(variables, 'Fn::Sub'), scope);
  },
  GetAtt: (argument, scope) => {
    const [logicalId, name] = strings(typeof argument === 'string' ? argument.split(/\.(.*)/s, 2) : argument, scope);
    return attribute(String(logicalId), String(name), scope);
  },
  ImportValue: (argument, scope) => {
    const name = String(evaluate(argument, scope));
    const value = scope.deployment.exports?.[name];
    if (value === undefined) throw new Error(`No export named ${name} found`);
    return value;
  },
  If: (argument, scope) => {
    const [name, yes = null, no = null] = items(argument);
    return evaluate(condition({ Condition: String(name) }, scope) ? yes : no, scope);
  },
  Join: (argument, scope) => {
    const [separator, parts = null] = items(argument);
    return strings(parts, scope).join(String(separator));
  },
  Split: (argument, scope) => {
    const [separator = '', text] = strings(argument, scope);
    return String(text).split(separator);
  },
  Select: (argument, scope) => {
    const [index = null, list = null] = items(argument);
    const selected = items(evaluate(list, scope))[Number(evaluate(index, scope))];
    if (selected === undefined) throw new Error(`Fn::Select: Nothing at ${JSON.stringify(argument)}`);
    return evaluate(selected, scope);
  },
};

function condition(value: Value, scope: Scope): boolean {
  const [[name, argument = null] = ['', null]] = Object.entries(asMap(value, 'Conditions'));
  const operands = () => items(argument).map((operand) => condition(operand, scope));
  if (name === 'Fn::Not') return !operands()[0];
  if (name === 'Fn::And') return operands().every(Boolean);
  if (name === 'Fn::Or') return operands().some(Boolean);
  if (name === 'Condition') return condition(scope.template.conditions[String(argument)] ?? null, scope);
  if (name !== 'Fn::Equals') throw new Error(`Unknown condition function ${name}`);
  const [left, right] = items(argument).map((operand) => JSON.stringify(scalarText(evaluate(operand, scope))));
  return left === right;
}

// CloudFormation compares and joins scalars as strings.
const scalarText = (value: Evaluated) => (typeof value === 'object' || value === noValue ? value : String(value));

function reference(name: string, { template, deployment }: Scope): Evaluated {
  if (name === 'AWS::NoValue') return noValue;
  const value = pseudoParameter(name, deployment.pseudo) ?? parameter(name, template, deployment);
  return value ?? attribute(name, 'Ref', { template, deployment });
}

function pseudoParameter(name: string, pseudo: Pseudo): string | undefined {
  const values: Readonly<Record<string, string>> = {
    'AWS::Partition': pseudo.partition,
    'AWS::AccountId': pseudo.accountId,
    'AWS::Region': pseudo.region,
    'AWS::StackName': pseudo.stackName,
    'AWS::StackId': pseudo.stackId,
    'AWS::URLSuffix': pseudo.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
  return values[name];
}

function parameter(name: string, template: Template, { parameters }: Deployment): Value | undefined {
  const declared = template.parameters[name];
  if (!declared) return undefined;
  const value = parameters[name] ?? declared['Default'];
  if (value === undefined || value === null) throw new Error(`Parameters: [${name}] must have values`);
  const isList = /^(CommaDelimitedList|List<)/.test(String(declared['Type']));
  return isList ? String(value).split(/\s*,\s*/) : String(value);
}

function substitute(text: string, variables: Values, scope: Scope): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const reference = name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name };
    const value = evaluate(variables[name] ?? reference, scope);
    return String(scalarText(value));
  });
}

/** A resource's attribute: given, or what follows from its name. */
function attribute(logicalId: string, name: string, scope: Scope): string {
  const { template, deployment } = scope;
  const resource = template.resources[logicalId];
  const text = (property: string) => {
    const value = evaluate(resource?.properties[property] ?? null, scope);
    return typeof value === 'string' ? value : undefined;
  };
  const given = deployment.resources?.[logicalId]?.[name];
  const known = resource && attributes[resource.type]?.(text, { logicalId, ...deployment.pseudo });
  const value = given ?? known?.[name];
  if (value !== undefined) return value;
  throw new Error(`Cannot resolve ${logicalId}.${name}: give its value in the deployment`);
}

function items(value: Evaluated): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw new Error(`Expected a list, found ${String(JSON.stringify(value))}`);
}

function strings(value: Value, scope: Scope): string[] {
  return items(evaluate(value, scope)).map(String);
}
