import { join, resolve } from 'node:path';

/**
 * Everything that `npm run test:third-party` installs, and everything that it starts writes, lies under here. `sam build`
 * copies the whole repository twice, less a few folders of which this is one.
 */
export const folder = resolve(__dirname, '../../.aws-sam/third-party');

/** The Python environments, by the name of their file in `provision/requirements/`. */
export const environments = ['aws', 'ministack', 'sam', 'cmake'] as const;

export type PythonEnvironment = (typeof environments)[number];

/** A command of a Python environment. */
export function python(environment: PythonEnvironment, command = 'python'): string {
  return join(folder, environment, 'bin', command);
}

/** Where the npm packages lie, those of `provision/package.json`. */
export const npmFolder = join(folder, 'npm');

/** Where the CDK lies, that of `provision/cdk/package.json`. */
export const cdkFolder = join(folder, 'cdk');

/** Node.js 24, the version that the function runs on. */
export const node24 = join(npmFolder, 'node_modules/node/bin/node');

/** A file of one of the npm packages. */
export function ofPackage(path: string): string {
  return join(npmFolder, 'node_modules', path);
}

/** A new folder for what one server or one command writes. */
export function stateFolder(name: string): string {
  return join(folder, 'state', `${name}-${process.pid}-${Date.now().toString(36)}`);
}
