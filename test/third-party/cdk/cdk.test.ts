import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asMap, loadTemplate, mapValues } from '../../../local/cloudformation/template';
import { run } from '../provision/command';
import { cdkFolder } from '../tools';

// Beside the packages that it imports.
const snippet = join(cdkFolder, 'sessions-stack.ts');
beforeAll(() => copyFileSync('examples/cdk/sessions-stack.ts', snippet));

test('examples/cdk/sessions-stack.ts has the types of the CDK', async () => {
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'commonjs', '--types', ''];
  await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...options, snippet], { cwd: cdkFolder });
});

test('it synthesises the role and the launch template of examples/instances.yaml', async () => {
  const { SessionRole, LaunchTemplate } = loadTemplate('examples/instances.yaml').resources;
  const synthesised = await synthesise();
  expect(synthesised['SessionRole']).toMatchObject({ Type: SessionRole?.type });
  // A custom resource receives every scalar as a string.
  const { Properties } = asMap(synthesised['SessionRole'], 'SessionRole');
  expect(scalarsAsText(asMap(Properties, 'Properties'))).toEqual(scalarsAsText(SessionRole?.properties ?? {}));
  expect(synthesised['LaunchTemplate']).toEqual({
    Type: LaunchTemplate?.type,
    Properties: LaunchTemplate?.properties,
  });
});

async function synthesise() {
  const program = join(cdkFolder, 'synthesise.cjs');
  const lines = [
    "const { App } = require('aws-cdk-lib');",
    "const { SessionsStack } = require('./sessions-stack.ts');",
    'const app = new App({ analyticsReporting: false });',
    "new SessionsStack(app, 'Sessions');",
    "console.log(JSON.stringify(app.synth().getStackByName('Sessions').template));",
  ];
  writeFileSync(program, lines.join('\n'));
  const said = await run(process.execPath, ['--import', resolve('node_modules/tsx/dist/loader.mjs'), program]);
  return asMap(asMap(JSON.parse(said), 'template')['Resources'], 'Resources');
}

const scalarsAsText = (map: Parameters<typeof mapValues>[0]) =>
  mapValues(map, (value) => (typeof value === 'object' ? value : String(value)));
