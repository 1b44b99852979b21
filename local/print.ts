import { styleText } from 'node:util';
import type { Check } from '../handler/core/access/checks';
import { bySeverity, type Finding, problemOf } from '../handler/core/access/findings';
import { headline } from '../handler/core/access/render';
import type { Change, Plan } from '../handler/core/identity/change';

/** What the function logged of one request that it answered. */
export interface Account {
  readonly type: string;
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly changes: Plan;
}

type Style = Parameters<typeof styleText>[0];

const styled = (style: Style, text: string) => (process.stdout.isTTY ? styleText(style, text) : text);

/** Prints a line, on a terminal in the given style. */
export function say(text: string, style?: Style): void {
  console.log(style === undefined ? text : styled(style, text));
}

/** Prints the title of a step. */
export function title(text: string): void {
  say(`\n${text}`, 'bold');
}

/** Prints what was checked and what was changed, in order. */
export function tell({ checks, findings, changes }: Account): void {
  for (const { place, verdict } of checks) say(`  ${mark(verdict)} ${place}`);
  for (const finding of bySeverity(findings)) {
    say(`    ${headline(finding)}: ${problemOf(finding)}`);
  }
  if (changes.length > 0) say('  Changes, those of one number side by side:');
  changes.forEach((stage, index) => {
    for (const change of stage) say(`    ${index + 1}. ${change.action} ${objectOf(change)}`);
  });
}

const marks = { ok: '✓', broken: '✗', cannotTell: '?', advice: 'i' } as const;
const styles = { ok: 'green', broken: 'red', cannotTell: 'yellow', advice: 'cyan' } as const;

function mark(verdict: Check['verdict']): string {
  return styled(styles[verdict], `${marks[verdict]} ${verdict.padEnd(10)}`);
}

/** What a change is done to, in the words of its own input. */
function objectOf({ input }: Change): string {
  const named = ['InstanceProfileName', 'RoleName', 'PolicyName', 'PolicyArn', 'VersionId'];
  const words = Object.entries(input).filter(([key]) => named.includes(key));
  return words.map(([, value]) => String(value)).join(' ');
}
