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

/** Puts the SDK's own clients, with its chain of credentials, in the place of ours. */
const sdkClients: Plugin = {
  name: 'sdk-clients',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/aws\/call$/ }, () => ({ path: join(__dirname, 'sdk-call.ts') })),
};

const asModule: BuildOptions = {
  ...{ entryPoints: [join(root, 'handler/index.ts')], absWorkingDir: root, plugins: [sdkClients] },
  ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', mainFields: ['module', 'main'] },
  logLevel: 'warning',
};

// CommonJS packages inside an ES module ask for Node.js's own modules in their own way.
const requireInModule = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
