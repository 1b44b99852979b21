import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Bundles, bundle } from '../../../local/lambda/bundle';
import type { Runtime } from '../../../local/lambda/execution-environment';
import { node24, ofPackage, stateFolder } from '../tools';

/** Lambda's runtime interface client, which its Node.js 24 runtime runs too. */
export const theirs = client(ofPackage('aws-lambda-ric/index.mjs'));

/** Our bootstrap, under the same Node.js. */
export const ours = client(resolve('local/lambda/bootstrap.js'));

function client(file: string): Runtime {
  return { command: node24, args: [file] };
}

/** Both functions as `sam build` makes them, in a folder that the caller may break. */
export function freshBundles(): Promise<Bundles> {
  return bundle(resolve('template.yaml'), stateFolder('bundle'));
}

/** A copy of a built file in a task root of its own. */
export function changed(file: string, change: (source: string) => string, name: string): string {
  const copy = join(dirname(dirname(file)), name, 'index.js');
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, change(readFileSync(file, 'utf8')));
  return copy;
}

/** The bundle with this body before its handler's own work. */
export function acting(body: string): (source: string) => string {
  return (source) => `${source}
const { handler: whole } = module.exports;
const never = new Promise(() => {});
const exhaust = () => { for (const held = []; ; ) held.push(new Array(100_000).fill(held.length)); };
module.exports = { handler: async (event, context) => { ${body}; return whole(event, context); } };
`;
}
