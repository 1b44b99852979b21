import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundle } from './bundle';
import { thirdPartyNotices } from './notices';

/** `npm run notices`: THIRD-PARTY-NOTICES anew, from what the bundles contain. */
async function writeNotices(): Promise<void> {
  const root = resolve(__dirname, '../..');
  const outdir = mkdtempSync(join(tmpdir(), 'notices-'));
  try {
    const bundles = await bundle(join(root, 'template.yaml'), outdir);
    writeFileSync(join(root, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(bundles, root));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

writeNotices().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
