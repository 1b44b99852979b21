import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundles } from './bundle';

/** The notices that whoever passes the bundles on must pass on with them: every package inside, and its licence. */
export function thirdPartyNotices({ functions }: Bundles, root: string): string {
  const inputs = Object.values(functions).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((path) => packageFolder.exec(path)?.[1] ?? []));
  const packages = [...folders].sort().map((folder) => bundledPackage(join(root, folder)));
  const index = packages.map(({ name, version, licence }) => `  ${name} ${version}, ${licence}`).join('\n');
  const texts = [...new Set(packages.map(({ text }) => text))].map((text) => {
    const names = packages.flatMap((one) => (one.text === text ? [one.name] : []));
    return `${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`;
  });
  return `${heading}\n${index}\n\n${texts.join('\n')}`;
}

/** Licences under which a package may be part of what is deployed: none asks for the source of what it is linked with. */
const acceptable: readonly string[] = [
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MIT-0',
    'Unlicense',
  ],
];

const heading = `Third-party notices

The functions of Custom::SessionManagerRole contain these packages besides its own source. \`npm run notices\` writes this
file from what is in the bundles.
`;

const rule = '-'.repeat(80);

// A package that is nested in another's node_modules is the inner one.
const packageFolder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** LICENSE, and NOTICE where there is one. */
  readonly text: string;
}

function bundledPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!acceptable.includes(license)) {
    throw new Error(`Cannot bundle ${name} ${version}: its licence ${license} is not one of ${acceptable.join(', ')}`);
  }
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(file));
  if (!files.some((file) => !/^notice/i.test(file))) {
    throw new Error(`Cannot bundle ${name} ${version}: it brings no text of its licence ${license}`);
  }
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n'));
  const text = texts.map((one) => one.replace(/^(\s*\n)+/, '').trimEnd()).join('\n\n');
  return { name, version, licence: license, text };
}
