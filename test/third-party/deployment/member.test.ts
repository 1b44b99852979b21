import { readFileSync } from 'node:fs';
import { memberPath, memberTemplate } from '../sam/member';

test('the member template of the stack set is what the SAM transform makes of template.yaml, code aside', async () => {
  expect(readFileSync(memberPath, 'utf8')).toBe(await memberTemplate());
});
