import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFindingPages } from './render';

writeFileSync(join(__dirname, '../findings.md'), renderFindingPages());
