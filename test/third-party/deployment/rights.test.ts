import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTemplate, type Template } from '../../../local/cloudformation/template';
import { template } from '../../deployments';
import { transform } from '../sam/sam';
import { stateFolder } from '../tools';

const place = stateFolder('rights');

test('the SAM transform leaves every role and policy as template.yaml has them, and adds no right of its own', async () => {
  mkdirSync(place, { recursive: true });
  const path = join(place, 'transformed.json');
  writeFileSync(path, await transform('template.yaml'));
  const transformed = loadTemplate(path);
  expect(identity(transformed)).toEqual(identity(template));
  // Nothing of a watch is there by default, the rule of its schedule included.
  const watch = Object.entries(transformed.resources).filter(([name]) => /^Watch/.test(name));
  expect(watch.filter(([, { condition }]) => condition !== 'HasSchedule')).toEqual([]);
  // What test/rights evaluates is therefore what is deployed; nobody is let in beside it but the schedule to the watch.
  const resources = Object.values(transformed.resources);
  expect(resources.map(({ type }) => type)).toContain('AWS::Lambda::EventInvokeConfig');
  const open = resources.filter(({ type }) => /Permission|Url/.test(type));
  const rule = { 'Fn::GetAtt': ['WatchFunctionSchedule', 'Arn'] };
  const properties = { FunctionName: { Ref: 'WatchFunction' }, Principal: 'events.amazonaws.com', SourceArn: rule };
  expect(open).toEqual([
    expect.objectContaining({ condition: 'HasSchedule', properties: expect.objectContaining(properties) }),
  ]);
});

const identity = ({ resources }: Template) =>
  Object.entries(resources)
    .filter(([, { type }]) => type.startsWith('AWS::IAM::'))
    .map(([logicalId, { type, properties, condition }]) => ({ logicalId, type, properties, condition }));
