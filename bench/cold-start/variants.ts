import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { Bundles } from '../../local/lambda/bundle';

/** What is compared, each by the file that a process loads. */
export const variants = ['function', 'plain', 'unbundled', 'empty'] as const;

export type Variant = (typeof variants)[number];

const root = resolve(__dirname, '../..');
// Under the repository, where Node.js finds its packages for the unbundled one.
const folder = join(root, '.build/cold-start');

/**
 * Builds what the function is compared with: the same sources over the SDK's own eight clients with its default chain of
 * credentials, as a plain ES module, once in one file and once beside node_modules; and a handler that does nothing.
 */
export async function buildVariants(bundles: Bundles): Promise<Readonly<Record<Variant, string>>> {
  rmSync(folder, { recursive: true, force: true });
  const built = bundles.functions['Function'];
  if (built === undefined) throw new Error('Cannot compare: template.yaml builds no Function');
  const files = {
    function: built.file,
    plain: join(folder, 'plain/index.mjs'),
    unbundled: join(folder, 'unbundled/index.mjs'),
    empty: join(folder, 'empty/index.js'),
  };
  await build({ ...asModule, outfile: files.plain, minify: true, banner: { js: requireInModule } });
  await build({ ...asModule, outfile: files.unbundled, packages: 'external' });
  mkdirSync(dirname(files.empty), { recursive: true });
  writeFileSync(files.empty, 'exports.handler = async () => {};\n');
  return files;
}

// Under the names of ours the SDK has the same classes.
const sdk: Readonly<Record<string, string>> = {
  's3-client': `export { S3Client } from '@aws-sdk/client-s3';`,
  's3-operations': `export * from '@aws-sdk/client-s3';`,
  'json-operations': `
    export { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
    export { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms';
    export { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
    export { GetDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';`,
};

const plainClients: Plugin = {
  name: 'plain-clients',
  setup: ({ onLoad }) => {
    onLoad({ filter: /handler.aws.(s3-client|s3-operations|json-operations)\.ts$/ }, ({ path }) => {
      const contents = sdk[path.replace(/^.*[\\/]|\.ts$/g, '')];
      return { ...(contents !== undefined && { contents }), loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

const asModule: BuildOptions = {
  ...{ entryPoints: [join(root, 'handler/index.ts')], absWorkingDir: root, plugins: [plainClients] },
  ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', mainFields: ['module', 'main'] },
  logLevel: 'warning',
};

// CommonJS packages inside an ES module ask for Node.js's own modules in their own way.
const requireInModule = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
