import { relative, resolve } from 'node:path';
import { bundle } from './bundle';
import { limits } from './limits';

/** `npm run build`: what `sam build` would deploy, in `.build/`, with its size. */
async function buildTemplate(): Promise<void> {
  const root = resolve(__dirname, '../..');
  const { functions } = await bundle(resolve(root, 'template.yaml'), resolve(root, '.build'));
  for (const [logicalId, { file, bytes }] of Object.entries(functions)) {
    const kilobytes = (bytes / 1024).toFixed(1);
    const limit = limits[logicalId] ?? 0;
    console.log(`${logicalId}  ${relative(root, file)}  ${kilobytes} KB`);
    if (bytes > limit * 1024) {
      throw new Error(`${logicalId}: The bundle is ${kilobytes} KB, at most ${limit} KB keep cold starts short`);
    }
  }
}

buildTemplate().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
