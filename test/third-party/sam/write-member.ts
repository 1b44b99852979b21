import { writeFileSync } from 'node:fs';
import { provisionSam } from '../provision/provision';
import { memberPath, memberTemplate } from './member';

/** `npm run member-template`: writes the member template anew, after a change of template.yaml. */
async function write(): Promise<void> {
  await provisionSam();
  writeFileSync(memberPath, await memberTemplate());
}

write().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
