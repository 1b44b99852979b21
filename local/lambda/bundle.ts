import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { functionProperties, loadTemplate, type Template } from '../cloudformation/template';

export interface BundledFunction {
  /** Source the function starts from, relative to its CodeUri. */
  readonly entry: string;
  /** The one file that Lambda loads. */
  readonly file: string;
  readonly bytes: number;
  /** Source files inside the bundle, with the bytes each brings. */
  readonly inputs: Readonly<Record<string, number>>;
}

export interface Bundles {
  readonly functions: Readonly<Record<string, BundledFunction>>;
}

/** Builds every function of a SAM template as `sam build` would: its BuildProperties are the only options. */
export async function bundle(templatePath: string, outdir: string): Promise<Bundles> {
  const template = loadTemplate(templatePath);
  const functions: Record<string, BundledFunction> = {};
  for (const [logicalId, resource] of Object.entries(template.resources)) {
    if (resource.type !== 'AWS::Serverless::Function') continue;
    functions[logicalId] = await bundleFunction(template, logicalId, dirname(resolve(templatePath)), outdir);
  }
  return { functions };
}

async function bundleFunction(template: Template, logicalId: string, root: string, outdir: string) {
  const { CodeUri: codeUri, Handler: handler } = functionProperties(template, logicalId);
  const metadata = template.resources[logicalId]?.metadata ?? {};
  if (metadata['BuildMethod'] !== 'esbuild') throw new Error(`${logicalId}: Metadata.BuildMethod must be esbuild`);
  const workingDirectory = resolve(root, String(codeUri ?? '.'));
  const options = esbuildOptions(logicalId, metadata['BuildProperties'] ?? {});
  const { metafile } = await build({
    // SAM's own, which no property may change.
    ...{ ...options, bundle: true, platform: 'node', outdir: resolve(outdir, logicalId) },
    ...{ absWorkingDir: workingDirectory, metafile: true, logLevel: 'warning' },
  });
  const file = join(resolve(outdir, logicalId), `${String(handler).replace(/\.[^./]+$/, '')}.js`);
  const output = metafile.outputs[relative(workingDirectory, file)];
  if (!output?.entryPoint) throw new Error(`${logicalId}: Handler ${handler} names no built file, expected ${file}`);
  const inputs = Object.entries(output.inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const);
  return { entry: output.entryPoint, file, bytes: output.bytes, inputs: Object.fromEntries(inputs) };
}

/** SAM's defaults where the template is silent. */
const defaults: BuildOptions = { minify: true, target: 'es2020', format: 'cjs' };

/** A property SAM would hand to esbuild as a flag, in the form in which esbuild's JavaScript API wants it. */
function esbuildOptions(logicalId: string, properties: unknown): BuildOptions {
  if (typeof properties !== 'object' || properties === null) throw new Error(`${logicalId}: BuildProperties is no map`);
  const given = Object.entries(properties).filter(([property]) => !ofSam.includes(property));
  const options = given.map(([property, value]) => {
    const read = readers[property];
    if (!read) throw new Error(`${logicalId}: Unknown BuildProperty ${property}, expected one of ${known}`);
    return [property.charAt(0).toLowerCase() + property.slice(1), read(value)];
  });
  return { ...defaults, ...Object.fromEntries(options) };
}

// They steer how SAM installs packages, and never reach esbuild.
const ofSam: readonly string[] = ['UseNpmCi'];

const flag = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);
const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : String(value).split(','));
const pairs = (value: unknown) =>
  Object.fromEntries(
    list(value).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  );

const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
  EntryPoints: list,
  Format: String,
  Minify: flag,
  KeepNames: flag,
  Sourcemap: flag,
  SourcesContent: flag,
  Target: list,
  MainFields: list,
  Conditions: list,
  External: list,
  Alias: pairs,
  Define: pairs,
  Supported: (value) => Object.fromEntries(Object.entries(pairs(value)).map(([name, is]) => [name, flag(is)])),
  Loader: pairs,
  OutExtension: pairs,
  Banner: pairs,
};
const known = Object.keys(readers).join(', ');
