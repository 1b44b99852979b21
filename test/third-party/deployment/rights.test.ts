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
  // What test/rights evaluates is therefore what is deployed; nobody is let in beside it.
  const types = Object.values(transformed.resources).map(({ type }) => type);
  expect(types).toContain('AWS::Lambda::EventInvokeConfig');
  expect(types.filter((type) => /Permission|Url/.test(type))).toEqual([]);
});

const identity = ({ resources }: Template) =>
  Object.entries(resources)
    .filter(([, { type }]) => type.startsWith('AWS::IAM::'))
    .map(([logicalId, { type, properties, condition }]) => ({ logicalId, type, properties, condition }));
