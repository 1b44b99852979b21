import { relative, resolve } from 'node:path';
import { bundle } from './bundle';

/** `npm run build`: what `sam build` would deploy, in `.build/`, with its size. */
async function buildTemplate(): Promise<void> {
  const root = resolve(__dirname, '../..');
  const { functions } = await bundle(resolve(root, 'template.yaml'), resolve(root, '.build'));
  for (const [logicalId, { file, bytes }] of Object.entries(functions)) {
    const kilobytes = (bytes / 1024).toFixed(1);
    console.log(`${logicalId}  ${relative(root, file)}  ${kilobytes} KB`);
    if (bytes > limit)
      throw new Error(`${logicalId}: The bundle is ${kilobytes} KB, at most 600 KB keep cold starts short`);
  }
}

const limit = 600 * 1024;

buildTemplate().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
