import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundle } from '../../../local/lambda/bundle';
import { stateFolder } from '../tools';
import { builtTemplate } from './build';

test.each([
  ['Function', 'index.js'],
  ['UndeliveredFunction', 'undelivered.js'],
])('sam build makes of %s what npm run build makes of it', async (logicalId, file) => {
  const { functions } = await bundle(resolve('template.yaml'), stateFolder('bundle'));
  const ours = readFileSync(functions[logicalId]?.file ?? '');
  const theirs = readFileSync(join(dirname(await builtTemplate()), logicalId, file));
  // Not compared as texts: a difference of 200 KB is not to be read.
  expect(ours.length).toBeGreaterThan(10_000);
  expect(theirs.equals(ours)).toBe(true);
});
