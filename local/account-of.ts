import type { Account } from './print';
import type { LogEntry } from './stage';

/** What the function logged, as one account for each request that it answered. */
export function accountFrom(entries: readonly LogEntry[]): readonly Account[] {
  const accounts: Account[] = [];
  let current: Account = nothing;
  for (const entry of entries) {
    if (entry['event'] === 'answer') {
      accounts.push(current);
      current = nothing;
    } else {
      current = { ...current, ...pick(entry) };
    }
  }
  return accounts;
}

const nothing: Account = { type: '', checks: [], findings: [], changes: [] };

function pick(entry: LogEntry): Partial<Account> {
  const { type, checks, findings, changes } = entry;
  const picked = Object.entries({ type, checks, findings, changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(picked);
}
