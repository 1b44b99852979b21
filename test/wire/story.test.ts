import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

test('npm start tells the day in five steps, plainly where nobody watches, and ends in 0', async () => {
  const child = execFile(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'local/start.ts']);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('Cannot hear npm start: it has no pipes');
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.match(/^\d\. .*/gm)?.map((title) => title.slice(0, 2))).toEqual(['1.', '2.', '3.', '4.', '5.']);
  expect(out.match(/^ {2}Stack app: \w+/gm)?.map((line) => line.trim())).toEqual([
    'Stack app: CREATE_COMPLETE',
    'Stack app: UPDATE_ROLLBACK_COMPLETE',
    'Stack app: UPDATE_COMPLETE',
    'Stack app: UPDATE_COMPLETE',
    'Stack app: DELETE_COMPLETE',
  ]);
  expect(out.match(/its log is \w+/g)).toEqual(['its log is written', 'its log is lost', 'its log is written']);
  expect(out).toMatch(/In the console: .*KeyPolicyMissingGrant, log lost: .*add it in account 444455556666: \{/);
  expect(out.trimEnd()).toMatch(/\nEvery step ended as told\.$/);
  expect(out).not.toContain('\u001b');
  // The README shows what is really printed.
  const shown = readFileSync('README.md', 'utf8').split(/^```\w*\n/m);
  const quoted = shown.filter((block) => /^(1\. Account|KeyPolicyMissingGrant)/.test(block));
  const lines = quoted.flatMap((block) => block.split('\n')).filter((line) => line !== '…');
  expect(quoted).toHaveLength(2);
  expect(lines.filter((line) => !out.includes(line))).toEqual([]);
}, 20_000);
