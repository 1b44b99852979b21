import type { World } from '../aws/world';
import type { Driver } from './driver';
import { createNative } from './native';
import { type Deployment, exists, resolve } from './resolve';
import type { Declaration } from './stack';
import { asMap, mapValues, type Template, type Value, type Values } from './template';

/** Where a template is deployed, and with what. */
export interface TemplatePlace extends Omit<Deployment, 'resources'> {
  readonly world: World;
  /** By logical id, where AWS would invent an id that a story names. */
  readonly ids?: Readonly<Record<string, string>>;
}

export interface DeployedTemplate {
  /** By logical id, with every property resolved. */
  readonly properties: Readonly<Record<string, Values>>;
  /** By logical id, what `Ref` and `Fn::GetAtt` say. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly outputs: Readonly<Record<string, Value>>;
}

/** Creates the resources of a template that has no custom one. */
export function deployNatives(template: Template, place: TemplatePlace): DeployedTemplate {
  const made = begin(template, place);
  for (const logicalId of order(template, place)) made.native(logicalId);
  return made.end();
}

/** Creates the resources of a template, its custom ones each by a stack of the driver; rejects with what failed. */
export async function deployTemplate(
  template: Template,
  place: TemplatePlace,
  driver: Driver,
): Promise<DeployedTemplate> {
  const made = begin(template, place);
  for (const logicalId of order(template, place)) {
    if (!template.resources[logicalId]?.type.startsWith('Custom::')) {
      made.native(logicalId);
      continue;
    }
    const { ServiceTimeout, ...properties } = made.properties(logicalId);
    const type = 'Custom::SessionManagerRole';
    const declaration: Declaration = { type, properties, serviceTimeoutSeconds: Number(ServiceTimeout ?? 3600) };
    const outcome = await driver.createStack(place.pseudo.stackName, { resources: { [logicalId]: declaration } });
    if (outcome.status !== 'CREATE_COMPLETE') {
      const failed = driver.events.findLast(({ status }) => status === 'CREATE_FAILED');
      throw new Error(`${outcome.status}: ${failed?.reason}`);
    }
    const attributes = mapValues(outcome.outputs[logicalId] ?? {}, String);
    made.take(logicalId, { ...attributes, Ref: outcome.physicalIds[logicalId] ?? '' });
  }
  return made.end();
}

function begin(template: Template, { world, ids = {}, ...place }: TemplatePlace) {
  const attributes: Record<string, Readonly<Record<string, string>>> = {};
  const properties: Record<string, Values> = {};
  const now = (): Deployment => ({ ...place, resources: attributes });
  const propertiesOf = (logicalId: string): Values => {
    const resolved = asMap(resolve(template.resources[logicalId]?.properties ?? null, template, now()), logicalId);
    properties[logicalId] = resolved;
    return resolved;
  };
  const native = (logicalId: string): void => {
    const type = template.resources[logicalId]?.type ?? '';
    const [id, where] = [ids[logicalId], { ...place.pseudo, logicalId }];
    const resolved = propertiesOf(logicalId);
    const made = { type, properties: resolved, place: where, ...(id !== undefined && { id }) };
    attributes[logicalId] = createNative(world, made);
  };
  const take = (logicalId: string, taken: Readonly<Record<string, string>>): void => {
    attributes[logicalId] = taken;
  };
  const end = (): DeployedTemplate => {
    const outputs = mapValues(template.outputs, ({ Value: value = null }) => resolve(value, template, now()));
    return { properties, attributes, outputs };
  };
  return { native, properties: propertiesOf, take, end };
}

/** Every resource after those that it refers to. */
function order(template: Template, deployment: Deployment): readonly string[] {
  const { resources } = template;
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const enter = (logicalId: string): void => {
    const resource = resources[logicalId];
    if (!resource || entered.has(logicalId) || !exists(resource, template, deployment)) return;
    entered.add(logicalId);
    const said = JSON.stringify(resource.properties);
    const named = (other: string) => [`"${other}"`, `\${${other}}`, `\${${other}.`].some((name) => said.includes(name));
    for (const other of Object.keys(resources).filter(named)) enter(other);
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(resources)) enter(logicalId);
  return [...ordered];
}
