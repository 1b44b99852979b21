import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** What a template's JSON form is made of. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Values = Readonly<Record<string, Value>>;

export interface TemplateResource {
  readonly type: string;
  readonly properties: Values;
  readonly metadata: Values;
  readonly condition?: string;
}

/** A template in long form: `!Ref A` has become `{ Ref: 'A' }`. */
export interface Template {
  readonly parameters: Readonly<Record<string, Values>>;
  readonly conditions: Values;
  readonly globals: Values;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, Values>>;
}

/** Reads a template from YAML or JSON, short-form tags included. */
export function loadTemplate(path: string): Template {
  // Tags are CloudFormation's own: the parser leaves them on the nodes for longForm and warns, which says nothing new.
  const document = parseDocument(readFileSync(path, 'utf8'), { logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw new Error(`Cannot read template ${path}: ${error.message}`);
  const root = asMap(longForm(document.contents), path);
  const section = (name: string) => asMap(root[name] ?? {}, name);
  return {
    parameters: maps(section('Parameters')),
    conditions: section('Conditions'),
    globals: section('Globals'),
    resources: mapValues(maps(section('Resources')), resource),
    outputs: maps(section('Outputs')),
  };
}

/** A SAM function's properties with what the Globals section adds. */
export function functionProperties(template: Template, logicalId: string): Values {
  const own = template.resources[logicalId]?.properties;
  if (!own) throw new Error(`Template has no resource ${logicalId}`);
  return asMap(merge(template.globals['Function'] ?? {}, own), logicalId);
}

/** A map, or an error that names the place where one was expected. */
export function asMap(value: Value | undefined, place: string): Values {
  if (isObject(value)) return value;
  throw new Error(`${place}: Expected a map, found ${JSON.stringify(value)}`);
}

export function isObject(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mapValues<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

function longForm(node: Node | null): Value {
  if (node === null) return null;
  if (isAlias(node)) throw new Error(`CloudFormation knows no YAML alias: ${node.source}`);
  const content = contentOf(node);
  const name = node.tag?.startsWith('!') ? node.tag.slice(1) : undefined;
  if (!name) return content;
  if (name === 'Ref' || name === 'Condition') return { [name]: content };
  // Only the first dot separates: attributes of nested stacks hold dots themselves.
  if (name === 'GetAtt' && typeof content === 'string') return { 'Fn::GetAtt': content.split(/\.(.*)/s, 2) };
  return { [`Fn::${name}`]: content };
}

function contentOf(node: Node): Value {
  if (isSeq<Node>(node)) return node.items.map(longForm);
  if (isMap<Node, Node | null>(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [String(longForm(key)), longForm(value)]));
  }
  return isScalar<Value>(node) ? node.value : null;
}

function resource(declared: Values, logicalId: string): TemplateResource {
  const { Type, Properties, Metadata, Condition } = declared;
  return {
    type: String(Type),
    properties: asMap(Properties ?? {}, `${logicalId}.Properties`),
    metadata: asMap(Metadata ?? {}, `${logicalId}.Metadata`),
    ...(typeof Condition === 'string' && { condition: Condition }),
  };
}

const maps = (section: Values) => mapValues(section, asMap);

/** SAM's merge of Globals: maps by key, lists joined, the function's own value last. */
function merge(global: Value, own: Value): Value {
  if (Array.isArray(global) && Array.isArray(own)) return [...global, ...own];
  if (!isObject(global) || !isObject(own)) return own;
  return { ...global, ...mapValues(own, (value, key) => (key in global ? merge(global[key] ?? null, value) : value)) };
}
