import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../handler/core/access/findings';
import type { SessionRun } from '../../../local/aws/agent';
import { merged, proposalFor, type SetUp, summaryOf } from './set-up';
import { sessionIn, worldOf } from './set-up-world';

const folder = join(__dirname, '../../cases/set-ups');
const files = readdirSync(folder).map((file) => ({
  file,
  setUps: JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly SetUp[],
}));

const mebibyte = 1024 * 1024;

describe.each(files)('$file', ({ setUps }) => {
  describe.each(setUps)('$description', (setUp) => {
    test.each(setUp.cases)('it comes to $expect, since $because', (written) => {
      const parts = merged(setUp, written);
      const { findings, desired } = proposalFor(parts);
      expect(findings.map(summaryOf)).toEqual(written.expect);
      const play = (size: number) => sessionIn(worldOf(parts, desired.policy), parts, size);
      const sessions = { short: play(mebibyte), long: play(6 * mebibyte) };
      expect({ ...sessions, holds: holds(findings, sessions) }).toEqual({ ...sessions, holds: true });
    });
  });
});

type Sessions = Readonly<Record<'short' | 'long', SessionRun>>;

/** Whether the agent experiences what was said: what is broken breaks, and what is proven works. */
function holds(findings: readonly Finding[], { short, long }: Sessions): boolean {
  const serious = findings.filter(({ verdict }) => verdict !== 'advice');
  if (serious.length === 0) return arrives(short) && arrives(long);
  return serious.filter(({ verdict }) => verdict === 'broken').every((finding) => isSuffered(finding, { short, long }));
}

const arrives = ({ session, s3Log, cloudWatchLog }: SessionRun) =>
  session.state === 'ran' && s3Log.state === 'written' && ['written', 'none'].includes(cloudWatchLog.state);

function isSuffered({ consequence }: Finding, { short, long }: Sessions): boolean {
  if (consequence === 'session refused' || short.session.state === 'refused') return short.session.state === 'refused';
  if (consequence === 'session hangs') return short.cloudWatchLog.state === 'hangs';
  if (consequence === 'log lost above 5 MiB') return long.s3Log.state === 'lost';
  return short.s3Log.state === 'lost' || short.cloudWatchLog.state === 'lost';
}

test('every set-up names the page or thread that documents it', () => {
  const setUps = files.flatMap((one) => one.setUps);
  const documented = /^https:\/\/(docs\.aws\.amazon\.com|aws\.amazon\.com\/blogs|repost\.aws|github\.com)\/\S+$/;
  expect(setUps.filter(({ source }) => !documented.test(source))).toEqual([]);
  expect(setUps.flatMap(({ cases }) => cases).filter(({ because }) => !because)).toEqual([]);
  expect(setUps.length).toBeGreaterThanOrEqual(40);
});
